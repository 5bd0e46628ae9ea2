"""What a reviewer sends from the workspace besides a finding: that the one they made still holds."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField

from registration.fields import version_typed
from registration.forms import Form, line_field
from registration.review.models import Finding
from registration.review.workspace_queries import Cited, Workspace, newly_cited


class StillHoldsForm(Form):
    """A finding is kept as it is. Evidence that came since, and was not opened, is asked about."""

    unread = line_field(
        "Why did you not open the new evidence?", hint="One line is enough. It is kept with your finding."
    )
    judged = HiddenField(name="_judged")
    new: list[Cited]

    @classmethod
    def about(cls, desk: Workspace, finding: Finding | None) -> StillHoldsForm:
        form: StillHoldsForm = cls(data={"judged": desk.round})
        form.new = newly_cited(desk, finding)
        return form

    @property
    def seen_round(self) -> int:
        """The submission this page showed."""
        return version_typed(str(self.judged.data))

    @property
    def written(self) -> dict[str, str]:
        """What was typed, to be given back when it cannot be saved."""
        return {self.unread.label.text: self.unread.data} if self.unread.data else {}

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.new and not (self.unread.data or ""):
            self.unread.errors = ["Open the new evidence, or say why you did not"]
            return False
        return fine
