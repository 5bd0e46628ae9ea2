"""Decisions: what follows from the report. The determination, its conditions, and appeals against it.

The rules of the edition suggest an outcome; a decision maker, who took no part in the
review, decides and gives reasons; a second person releases the letter. Until then the
school knows nothing of it. An appeal is heard by another decision maker.
"""
