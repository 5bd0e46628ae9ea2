"""What reviewers send: a finding."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from registration.fields import version_typed
from registration.forms import Form, choice, prose_field, radio_field, several_field
from registration.review.models import Finding
from registration.review.queries import CONFIDENCE, LEAST_WORDS, SOURCES
from standards.model import Criterion, Standard


class FindingForm(Form):
    """A reviewer's own finding on one criterion."""

    rating = radio_field("Your rating", required="Choose a rating")
    rationale = prose_field(
        "Your finding",
        required="Write your finding: what you saw, and where",
        hint="Say what you saw and where. Below Met, say why, in words the school can act on.",
    )
    action = prose_field(
        "What the school should do", hint="Needed for Partly met and Not met: one action, with a date if you can."
    )
    confidence = radio_field(
        "How confident are you?",
        [choice(code, words) for code, words in CONFIDENCE.items()],
        required="Choose how confident you are",
    )
    sources = several_field(
        "What does your finding rest on?",
        [choice(code, words) for code, words in SOURCES.items()],
        required="Choose at least one kind of evidence",
    )
    version = HiddenField(default="0")
    standard: Standard

    @classmethod
    def about(cls, criterion: Criterion, standard: Standard, finding: Finding | None) -> FindingForm:
        """The form for one criterion: its scale, with a description for each step, comes from the edition."""
        form: FindingForm = cls(obj=finding)
        form.standard = standard
        form.rating.choices = [choice(r.code, r.name, r.description) for r in standard.ratings_for(criterion.code)]
        return form

    @property
    def opened_with(self) -> int:
        """The version of the finding this page was opened with; 0 when there was none."""
        return version_typed(self.version.data)

    def validate_rationale(self, field: Any) -> None:
        step = self.step()
        if step and not step.meets and len((field.data or "").split()) < LEAST_WORDS:
            raise ValidationError(f"Say why it is “{step.label.lower()}” in at least {LEAST_WORDS} words")

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        step = self.step()
        if step and step.needs_action and not (self.action.data or "").strip():
            self.action.errors = ["Say what the school should do"]
            return False
        return fine

    def step(self) -> Any:
        return next((r for r in self.standard.ratings if r.code == self.rating.data), None)
