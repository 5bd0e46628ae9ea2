"""What a reviewer sends from the workspace besides a finding: that the one they made still holds."""

from __future__ import annotations

from typing import Any

from registration.forms import Form, line_field
from registration.review.models import Finding
from registration.review.workspace_queries import Cited, Workspace, newly_cited


class StillHoldsForm(Form):
    """A finding is kept as it is. Evidence that came since, and was not opened, is asked about."""

    unread = line_field(
        "Why did you not open the new evidence?", hint="One line is enough. It is kept with your finding."
    )
    new: list[Cited]

    @classmethod
    def about(cls, desk: Workspace, finding: Finding | None) -> StillHoldsForm:
        form: StillHoldsForm = cls()
        form.new = newly_cited(desk, finding)
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.new and not (self.unread.data or ""):
            self.unread.errors = ["Open the new evidence, or say why you did not"]
            return False
        return fine
