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


class WhomForm(Form):
    """Who several cases are given to. It asks only, so its answer stands in the address."""

    person = select_field("Person")

    @classmethod
    def among(cls, people: Sequence[tuple[str, str]], label: str, *, unknown: bool) -> Self:
        """`unknown`: an answer was given that is none of them."""
        form = cls(formdata=None)
        form.person.label.text = label
        form.person.choices = [choice("", "Choose a person"), *(choice(key, words) for key, words in people)]
        if unknown:
            form.person.errors = ["Choose a person from those listed."]
        return form


class SeveralForm(Form):
    """A reason that every school reads, where the deed has a use for one."""

    note = prose_field("Reason", most=4000, required="Give the reason. Each of the schools can read it.")

    @classmethod
    def of(cls, reason: Reason) -> Self:
        form = cls()
        if reason == "none":
            del form.note
        elif reason == "optional":
            form.note.label.text = "Reason (optional)"
            form.note.validators = [Optional(), *form.note.validators[1:]]
        return form

    @property
    def typed(self) -> str:
        return self["note"].data or "" if "note" in self else ""
