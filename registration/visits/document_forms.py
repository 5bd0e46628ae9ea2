"""What is asked for before a visit, and what the school answers."""

from typing import Any

from wtforms import HiddenField

from registration.evidence.models import EvidenceVersion
from registration.forms import (
    Form,
    choice,
    date_field,
    line_field,
    prose_field,
    radio_field,
    select_field,
    several_field,
)
from standards.model import Standard


class WordingForm(Form):
    version = HiddenField(default="0")
    title = line_field("What the school gets ready", required="Say what the school gets ready.")
    why = prose_field("What it is for", most=1000, hint="The school reads it.")
    criteria = several_field("For which criteria")

    def offer(self, standard: Standard) -> None:
        self.criteria.choices = [choice(c.code, f"{c.code} {c.title}") for c in standard.criteria.values()]


class AskForm(Form):
    due_on = date_field("By when", required="Enter the day by which everything is ready.")


class AnswerForm(Form):
    version = HiddenField(default="0")
    answer = radio_field(
        "Is it ready?",
        [
            choice("evidence", "Yes, and evidence we have sent shows it"),
            choice("note", "Yes, we show it at the visit"),
            choice("not_there", "We do not have it", "Say why, and what you can show instead."),
        ],
        required="Choose how far it is.",
    )
    evidence = select_field("Which evidence", hint="Only what you have sent with the application.")
    note = prose_field("Note", most=2000, hint="Where we find it, or why it is not there. No names of pupils or staff.")

    def offer(self, sent: list[EvidenceVersion]) -> None:
        named = [choice(v.public_id, f"{v.evidence.title} (version {v.number})") for v in sent]
        self.evidence.choices = [choice("", "Choose"), *named]

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if fine and self.answer.data == "evidence" and not self.evidence.data:
            self.evidence.errors = ["Choose the evidence that shows it, or another answer."]
            return False
        if fine and self.answer.data == "not_there" and not (self.note.data or "").strip():
            self.note.errors = ["Say why it is not there, and what you can show instead."]
            return False
        return fine
