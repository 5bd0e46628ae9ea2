"""Self-assessment: what the school says of itself, criterion by criterion, before anybody reviews it.

A *response* is a rating, a statement, and citations of evidence or the reason why there are
none. It may be saved unfinished at any time. Areas can be given to colleagues; which
criteria are open to whom is answered in `access/scope.py`.
"""
