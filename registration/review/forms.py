"""What reviewers send: a finding."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from registration.fields import version_typed
from registration.forms import Form, choice, line_field, prose_field, radio_field, several_field
from registration.review.models import Finding
from registration.review.queries import CONFIDENCE, LEAST_WORDS, SOURCES
from registration.review.workspace_queries import MARKS, Workspace
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
    unopened = line_field(
        "Why did you not open all the evidence cited here?",
        hint="One line is enough. It is kept with your finding.",
    )
    notes = prose_field("Your private notes", hint="Only you ever see them. They are no part of your finding.")
    mark = radio_field(
        "Does it show what the school says?",
        [choice("", "No mark yet"), *(choice(code, words) for code, words in MARKS.items())],
    )
    mark_reason = line_field("Reason", hint="Needed for a query: what you would ask.")
    notes_seen = HiddenField()
    marking = HiddenField()
    version = HiddenField(default="0")
    judged = HiddenField(name="_judged")
    standard: Standard
    desk: Workspace

    WITHOUT_A_FINDING = frozenset({"notes", "mark", "mark_reason", "csrf_token"})

    @classmethod
    def about(
        cls, criterion: Criterion, standard: Standard, finding: Finding | None, desk: Workspace, **how: Any
    ) -> FindingForm:
        """The form for one criterion: its scale, with a description for each step, comes from the edition."""
        start = {"notes": desk.notes, "notes_seen": desk.seen, "judged": desk.round}
        form: FindingForm = cls(obj=finding, data=start, **how)
        form.standard, form.desk = standard, desk
        form.rating.choices = [choice(r.code, r.name, r.description) for r in standard.ratings_for(criterion.code)]
        return form

    @property
    def opened_with(self) -> int:
        """The version of the finding this page was opened with; 0 when there was none."""
        return version_typed(self.version.data)

    @property
    def seen_round(self) -> int:
        """The submission this page showed."""
        return version_typed(str(self.judged.data))

    @property
    def written(self) -> dict[str, str]:
        """What was typed, to be given back when it cannot be saved."""
        fields = (self.rationale, self.action, self.notes)
        return {field.label.text: field.data for field in fields if field.data}

    def validate_rationale(self, field: Any) -> None:
        step = self.step()
        if step and not step.meets and len((field.data or "").split()) < LEAST_WORDS:
            raise ValidationError(f"Say why it is “{step.label.lower()}” in at least {LEAST_WORDS} words")

    def validate_without_a_finding(self) -> bool:
        """Whether notes and mark can be kept while the finding is still being written."""
        self.validate()
        for name, field in self._fields.items():
            if name not in self.WITHOUT_A_FINDING:
                field.errors = []
        return not self.errors

    def look_at(self, key: str) -> None:
        """Turn the fields of the mark to another citation, as it was marked before."""
        cited = self.desk.find(key)
        self.marking.data = cited.key if cited else ""
        self.mark.data, self.mark_reason.data = (cited.mark, cited.reason) if cited else ("", "")

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        step = self.step()
        missing = [
            (self.action, bool(step and step.needs_action), "Say what the school should do"),
            (self.mark_reason, self.mark.data == "query", "Say what you would ask about this evidence"),
            (self.unopened, bool(self.desk.unopened), "Open the evidence cited here, or say why you did not"),
        ]
        for field, asked, sentence in missing:
            if asked and not (field.data or "").strip():
                field.errors, fine = [sentence], False
        return fine

    def step(self) -> Any:
        return next((r for r in self.standard.ratings if r.code == self.rating.data), None)
