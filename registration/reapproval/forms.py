"""What is sent in a reapproval: which criteria are as last time, and why one is to be judged anew."""

from __future__ import annotations

from collections.abc import Iterable

from registration.forms import Form, choice, prose_field, several_field
from registration.reapproval.queries import Row


class BeginForm(Form):
    """Nothing but the button."""


class ConfirmForm(Form):
    codes = several_field("Which of these are as last time?", required="Tick the criteria that are as last time.")

    @classmethod
    def of(cls, rows: Iterable[Row]) -> ConfirmForm:
        form = cls()
        form.codes.choices = [
            choice(row.criterion.code, f"{row.criterion.code} {row.criterion.title}") for row in rows if row.can_confirm
        ]
        return form


class ReopenForm(Form):
    reason = prose_field(
        "Why should it be judged anew?", required="Say why it should be judged anew.", most=4_000,
        hint="The others judge it without your reason. The panel reads it in moderation; the school does not.",
    )
