"""What colleagues send each other: who has what, a remark, and a note with an answer that is returned."""

from collections.abc import Iterable, Sequence

from wtforms import HiddenField

from registration.accounts.models import Person
from registration.fields import version_typed
from registration.forms import Form, date_field, line_field, prose_field, several_field
from registration.teamwork.queries import Share
from standards.model import Standard

MOST_OF_A_REMARK = 4_000
CELLS = 60_000


class SharesForm(Form):
    """The table of who has what. `shown` is what was ticked when the page was made."""

    cells = several_field("Who has what")
    due_on = date_field("By when (optional)", hint="For what you newly tick. For example, 27 3 2027")
    note = line_field("Note (optional)", hint="For what you newly tick. Only people of your school read it.")
    shown = HiddenField()

    @classmethod
    def over(cls, standard: Standard, people: Iterable[Person], given: Sequence[Share]) -> "SharesForm":
        """The form with every cell that can be ticked; those given are ticked."""
        standing = [share.cell for share in given]
        form = cls(data={"cells": standing, "shown": " ".join(standing)})
        whats = [str(area.number) for area in standard.areas] + list(standard.criteria)
        people = list(people)
        cells = [f"{what}:{person.public_id}" for what in whats for person in people]
        form.cells.choices = [(cell, cell) for cell in dict.fromkeys([*cells, *standing])]
        return form

    @property
    def cells_shown(self) -> list[str]:
        return (self.shown.data or "")[:CELLS].split()


class ShareForm(Form):
    """The date and the note of one thing that was given."""

    due_on = date_field("By when (optional)")
    note = line_field("Note (optional)", hint="Only people of your school read it.")


class RemarkForm(Form):
    text = prose_field(
        "Your remark", required="Write your remark first.", most=MOST_OF_A_REMARK,
        hint="Only people of your school ever read it. It is not part of the application. Whoever has this criterion, "
        "or wrote in the same talk, is told by letter.",
    )  # fmt: skip


class ReturnForm(Form):
    """A note with an answer that is returned; `version` is that of the answer the page showed."""

    note = prose_field(
        "What should be done?", required="Say what should be done, so that your colleague can do it.",
        most=MOST_OF_A_REMARK, hint="Only people of your school read it.",
    )  # fmt: skip
    version = HiddenField(default="0")

    @property
    def version_shown(self) -> int:
        return version_typed(self.version.data)
