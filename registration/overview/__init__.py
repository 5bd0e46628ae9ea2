"""Overview: how the whole of the registrations goes, for whoever leads the desk.

Every number is that of a list, and leads to it. What is too much to count on a page is kept as a figure by the moves
themselves (`workflow/figures.py`), in the same transaction, so that figure and list cannot part.
"""
