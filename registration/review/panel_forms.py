"""What the desk sends about a panel, and what people declare about themselves."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import HiddenField

from registration.countries import country_name
from registration.database import today
from registration.forms import Form, choice, date_field, prose_field, radio_field, select_field
from registration.panels.choice import Choice, Reviewer, experience_of, listed, territories
from registration.panels.languages import EVERYBODY_READS
from registration.review.panel import PARTS
from registration.review.relations import KINDS
from registration.schools.models import School


class AssignForm(Form):
    person = radio_field("Reviewer", required="Choose a reviewer")
    capacity = radio_field(
        "Their part", [choice(code, words) for code, words in PARTS.items()], required="Choose their part"
    )
    despite = prose_field(
        "If there is something to look at first: why can they judge this school all the same?", most=2000,
        hint="It stays on record with the tie. Leave it empty where there is nothing.",
    )

    @classmethod
    def among(cls, known: Iterable[Reviewer]) -> AssignForm:
        """Only those whom nothing speaks against can be chosen, those with most of their hours left first."""
        form: AssignForm = cls()
        form.person.choices = [choice(r.key, r.name, told_of(r)) for r in by_hours(known)]
        return form


class ProposedForm(Form):
    """The panel as it was proposed on the page: other people are not assigned by the same button."""

    people = HiddenField(default="")

    @classmethod
    def of(cls, proposed: Choice) -> ProposedForm:
        return cls(formdata=None, data={"people": " ".join(f"{c.part}:{c.reviewer.key}" for c in proposed.chosen)})


class EndForm(Form):
    reason = prose_field(
        "Why does it end?", required="Say why this assignment ends", most=2000,
        hint="Findings already begun are kept and marked, and no longer count.",
    )
    successor = select_field("Who takes over?")
    handover = prose_field(
        "What does whoever takes over have to know? (optional)", most=4000,
        hint="What is done and what is left, dates, who waits for what. No judgement: they judge alone.",
    )
    despite = prose_field(
        "If there is something to look at first: why can they judge this school all the same?", most=2000,
        hint="It stays on record with the tie. Leave it empty where there is nothing.",
    )

    @classmethod
    def among(cls, known: Iterable[Reviewer], part: str) -> EndForm:
        form: EndForm = cls()
        offered = [choice(r.key, f"{r.name}: {r.cannot(part) or r.hours_in_words}") for r in by_hours(known)]
        form.successor.choices = [choice("", "Nobody yet"), *offered]
        return form


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


def by_hours(known: Iterable[Reviewer]) -> list[Reviewer]:
    return sorted((r for r in known if not r.against), key=lambda r: (bool(r.ties), -r.share_left, r.name))


def told_of(reviewer: Reviewer) -> str:
    """What a case officer weighs, on one line: hours, experience, languages, territories, and what to look at."""
    parts = [reviewer.hours_in_words, experience_of(reviewer)]
    if further := [name for name in reviewer.languages if name.casefold() != EVERYBODY_READS]:
        parts.append(f"Reads {listed(further)}.")
    if reviewer.territories:
        parts.append(f"Knows {territories(reviewer.territories)}.")
    return " ".join([*parts, *(f"Look at this first: {tie.words}" for tie in reviewer.ties)])


def place(school: School) -> str:
    return ", ".join(part for part in (school.town, country_name(school.country)) if part)
