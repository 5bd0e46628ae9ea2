"""Panels: who is asked to judge a case, and why them.

Reviewers keep a profile of their own. From the profiles, what the case asks for and what everybody has to do already,
one pure function proposes a panel and says why, person by person; the case officer changes it by hand. A person is
first *assigned* to a *place*, which nobody else sees; then *told*, by letter; then they accept, which puts them on the
panel (`review.models.Assignment`), or decline with a reason. Ties to the school are looked for at each step, and again
whenever a profile changes.
"""
