"""Drafts: what somebody typed and has not saved yet. Nothing typed is ever lost.

A draft is kept apart from the saved answer and is seen by its writer alone. It comes from three sides:
the page sends it while somebody types, a form that was refused leaves it behind, and so does a form that
arrived after its session had ended. Opening the form again offers it; saving the form ends it.

Where a text belongs is its *place*: the address of the page and the form on it, signed and bound to the
person to whom the page was shown. Only a form that this service gave to somebody can be kept for them.
"""
