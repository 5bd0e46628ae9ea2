"""The self-check: twenty minutes in which a school finds out, without an account, what it has and what it lacks.

Nothing in it says who answers: the row is known by a random token that the browser, or a private link, carries.
It says what to do first and how large the gaps are. It never says whether a school would be registered.
"""
