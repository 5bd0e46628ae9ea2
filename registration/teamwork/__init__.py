"""Teamwork: colleagues of one school who write an application together.

Who has which area or single criterion, and by when; what they say to each other about a criterion; whether it is
ready for the principal, accepted or returned; and who has the page of a criterion open at this moment. All of it is
the school's own: it goes into no submission, and nobody of the body ever sees it.
"""
