"""What the desk sends: what is missing in an application, and how its fee stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registration.applications.desk_service import FEES
from registration.applications.models import Application, RequestItem
from registration.forms import Form, choice, prose_field, radio_field
from registration.questions import QuestionsForm, code_of, criterion_key
from registration.schools.sections import SECTIONS

SECTION = "section_"


def things_to_complete(application: Application) -> dict[str, str]:
    """The profile's sections, then the criteria: label by the name of its field."""
    sections = {f"{SECTION}{s.number}": f"Profile {s.number}: {s.title}" for s in SECTIONS}
    criteria = {criterion_key(code): f"{code} {c.title}" for code, c in application.standard.criteria.items()}
    return {**sections, **criteria}


def items_of(questions: Mapping[str, str]) -> Iterator[RequestItem]:
    for key, text in questions.items():
        if key.startswith(SECTION):
            yield RequestItem(section=int(key.removeprefix(SECTION)), question=text)
        else:
            yield RequestItem(criterion_code=code_of(key), question=text)


class CompletionForm(QuestionsForm):
    NOTHING_ASKED = "Name at least one section or criterion: write under it what is missing."


class FeeForm(Form):
    fee = radio_field(
        "How does the fee stand?", [choice(code, words) for code, words in FEES.items()],
        required="Choose how the fee stands",
    )
    note = prose_field(
        "Note", most=2000, hint="For example, the reference of the payment, or why it is waived. No amounts."
    )

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.fee.data == "waived" and not (self.note.data or "").strip():
            self.note.errors = ["Say why the fee is waived"]
            return False
        return fine
