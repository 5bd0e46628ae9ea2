"""What is sent from the queue: one deed for several cases, and the name to keep a list under."""

from collections.abc import Sequence
from typing import Self

from wtforms.validators import Optional

from registration.forms import Form, choice, line_field, prose_field, select_field
from registration.workflow.transitions import Reason
from registration.worklists.service import LONGEST_NAME


class KeepForm(Form):
    """The page writes its one field out itself, and asks for this form once something was sent."""

    name = line_field(
        "Name of the list", most=LONGEST_NAME, required="Give the list a name, so that you find it again.",
        id="list-name",
    )  # fmt: skip


class SeveralForm(Form):
    """A reason that every school reads, or the case officer to give the cases to; which of them, the deed says."""

    note = prose_field("Reason", most=4000, required="Give the reason. Each of the schools can read it.")
    officer = select_field("Case officer", required="Choose a case officer.")

    @classmethod
    def of(cls, reason: Reason, officers: Sequence[tuple[str, str]]) -> Self:
        """Without the fields that the deed has no use for."""
        form = cls()
        if reason == "none":
            del form.note
        elif reason == "optional":
            form.note.label.text = "Reason (optional)"
            form.note.validators = [Optional(), *form.note.validators[1:]]
        if officers:
            form.officer.choices = [choice("", "Choose a person"), *(choice(i, name) for i, name in officers)]
        else:
            del form.officer
        return form

    @property
    def typed(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("note", "officer") if name in self}
