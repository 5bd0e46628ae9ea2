"""What the desk sends about a panel, and what people declare about themselves."""

from __future__ import annotations

from collections.abc import Iterable

from registration.countries import country_name
from registration.database import today
from registration.forms import Form, choice, date_field, prose_field, radio_field, select_field
from registration.review.panel import PARTS, Candidate
from registration.review.relations import KINDS
from registration.schools.models import School


class AssignForm(Form):
    person = radio_field("Reviewer", required="Choose a reviewer")
    capacity = radio_field(
        "Their part", [choice(code, words) for code, words in PARTS.items()], required="Choose their part"
    )

    @classmethod
    def among(cls, candidates: Iterable[Candidate]) -> AssignForm:
        """Only those whom nothing speaks against can be chosen."""
        form: AssignForm = cls()
        form.person.choices = [
            choice(c.person.public_id, c.person.name, busy(c.workload)) for c in candidates if not c.against
        ]
        return form


class EndForm(Form):
    reason = prose_field(
        "Why does it end?", required="Say why this assignment ends", most=2000,
        hint="Findings already begun are kept and marked, and no longer count.",
    )


class RelationForm(Form):
    person = select_field("Who has the relation?", required="Choose a person")
    school = radio_field("School", required="Choose the school")
    kind = radio_field(
        "What is the relation?", [choice(code, words) for code, words in KINDS.items()],
        required="Choose what the relation is",
    )
    since = date_field("Since when?", hint="Leave it empty if you do not know")
    until = date_field("Until when?", hint="Leave it empty if it still holds")
    note = prose_field("Anything else the registration body needs to know (optional)", most=2000)

    @classmethod
    def about(cls, schools: Iterable[School], people: Iterable[tuple[str, str]]) -> RelationForm:
        form: RelationForm = cls()
        form.school.choices = [choice(s.public_id, s.name, place(s)) for s in schools]
        offered = [choice(code, name) for code, name in people]
        form.person.choices = offered if len(offered) == 1 else [choice("", "Choose a person"), *offered]
        form.since.latest = today()
        return form

    def validate(self, extra_validators: object = None) -> bool:
        fine = super().validate(extra_validators)
        if self.since.data and self.until.data and self.until.data < self.since.data:
            self.until.errors = ["The relation cannot end before it began"]
            return False
        return fine


def busy(workload: int) -> str:
    return "No case under way" if not workload else f"{workload} case{'s' if workload > 1 else ''} under way"


def place(school: School) -> str:
    return ", ".join(part for part in (school.town, country_name(school.country)) if part)
