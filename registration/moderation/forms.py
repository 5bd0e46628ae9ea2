"""What the lead reviewer sends in moderation."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField

from registration.fields import version_typed
from registration.forms import Form, choice, prose_field, radio_field
from registration.moderation.queries import Row
from standards.model import Standard


class AgreeForm(Form):
    """What the panel agreed on one criterion."""

    rating = radio_field("Agreed rating", required="Choose the rating the panel agreed")
    reason = prose_field("Why this rating?", hint="Needed when the findings differ, or when you agree another rating.")
    discussion = prose_field("Note of the discussion", hint="Stays inside the registration body.")
    version = HiddenField(default="0")
    row: Row

    @classmethod
    def about(cls, row: Row, standard: Standard) -> AgreeForm:
        form: AgreeForm = cls(obj=row.agreed)
        form.row = row
        form.rating.choices = [
            choice(r.code, r.name, "Blocks the case until more is known" if r.blocks else "")
            for r in standard.ratings_for(row.criterion.code)
        ]
        return form

    @property
    def opened_with(self) -> int:
        """The version of the agreed finding this page was opened with; 0 when there was none."""
        return version_typed(self.version.data)

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        must_explain = not self.row.same or self.rating.data != self.row.ratings[0].code
        if self.rating.data and must_explain and not (self.reason.data or "").strip():
            self.reason.errors = ["Say why this rating was agreed: the findings differ from it or from each other"]
            return False
        return fine
