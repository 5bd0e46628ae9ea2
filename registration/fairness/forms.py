"""What is sent about benchmarks: which criteria, their texts and references, and what a reviewer makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField

from registration.accounts.models import Person
from registration.fairness.benchmarks import FEWEST, MOST
from registration.fairness.models import Benchmark, BenchmarkCriterion
from registration.fields import version_typed
from registration.forms import (
    Form,
    choice,
    line_field,
    prose_field,
    radio_field,
    select_field,
    several_field,
    tick_field,
)
from standards.model import Standard

LONGEST_REASON = 2_000


class MarkForm(Form):
    """A finished case as a benchmark: a name that tells nothing, some criteria, two leads."""

    title = line_field(
        "What reviewers will see it called", required="Give it a name", hint="For example: “Benchmark 3, small school”."
    )
    codes = several_field("Criteria to score", hint=f"From {FEWEST} to {MOST}. Choose some that panels differ on.")
    first_lead = select_field("Lead who agrees the references", required="Choose a lead")
    second_lead = select_field("The other lead", required="Choose the other lead")

    @classmethod
    def about(cls, standard: Standard, leads: Sequence[Person]) -> MarkForm:
        form: MarkForm = cls()
        form.codes.choices = [choice(code, f"{code} {c.title}") for code, c in standard.criteria.items()]
        names = [("", "Choose"), *((person.public_id, person.name) for person in leads)]
        form.first_lead.choices = form.second_lead.choices = names
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if not FEWEST <= len(self.codes.data or ()) <= MOST:
            self.codes.errors, fine = [f"Choose between {FEWEST} and {MOST} criteria"], False
        if self.first_lead.data and self.first_lead.data == self.second_lead.data:
            self.second_lead.errors, fine = ["Choose another person: each lead agrees to what the other writes"], False
        return fine


class CriterionForm(Form):
    """The texts of one criterion as reviewers will see them; of a lead, the reference too."""

    statement = prose_field("What the school says", required="Leave what the school says: it is what is judged")
    evidence = prose_field("Evidence it cites", hint="Take out every name of a person or place.")
    rating = radio_field("Reference rating", hint="What a careful reviewer would give.")
    reason = prose_field("Why this is the right rating", hint="Shown to each reviewer once they have scored.")
    version = HiddenField(default="0")

    @classmethod
    def about(cls, criterion: BenchmarkCriterion, standard: Standard, *, judging: bool) -> CriterionForm:
        form: CriterionForm = cls(obj=criterion)
        form.rating.choices = [choice(r.code, r.name) for r in standard.ratings_for(criterion.criterion_code)]
        if not judging:
            del form.rating, form.reason
        return form

    @property
    def opened_with(self) -> int:
        return version_typed(self.version.data)

    def sent(self, name: str) -> str:
        """A field's text; empty where this person was not asked."""
        return (self[name].data or "") if name in self else ""

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.sent("rating") and not self.sent("reason").strip():
            self.reason.errors, fine = ["Say why this is the right rating"], False
        return fine


class OpenForm(Form):
    """Somebody has read every text."""

    read = tick_field(
        "I have read every text. Nothing in it names the school, a place or a person.",
        required="Read the texts, and tick that nothing in them names anybody",
    )


class LeadForm(Form):
    """One of the two leads gives way to somebody else."""

    leaving = radio_field("Which lead leaves?", required="Choose which lead leaves")
    successor = select_field("Who takes over?", required="Choose who takes over")

    @classmethod
    def of(cls, benchmark: Benchmark, able: Sequence[Person]) -> LeadForm:
        form: LeadForm = cls()
        leads = (benchmark.first_lead, benchmark.second_lead)
        form.leaving.choices = [choice(lead.public_id, lead.name) for lead in leads]
        form.successor.choices = [("", "Choose"), *((person.public_id, person.name) for person in able)]
        return form


class DiscardForm(Form):
    """Why a benchmark is not to be scored or counted."""

    reason = prose_field(
        "Why is it discarded?", required="Say why this benchmark is discarded", most=LONGEST_REASON,
        hint="For those who prepare benchmarks, and for auditors. Reviewers do not see it.",
    )


class ScoreForm(Form):
    """A rating and a reason for every criterion of a benchmark."""

    codes: tuple[str, ...] = ()

    @classmethod
    def about(cls, benchmark: Benchmark, standard: Standard) -> ScoreForm:
        fields: dict[str, Any] = {}
        for criterion in benchmark.criteria:
            code = criterion.criterion_code
            scale = [choice(r.code, r.name, r.description) for r in standard.ratings_for(code)]
            fields[key("rating", code)] = radio_field(f"Your rating of {code}", scale, required=f"Rate {code}")
            fields[key("reason", code)] = prose_field(
                f"Why, for {code}", required=f"Say why you rate {code} so", most=LONGEST_REASON
            )
        form: ScoreForm = type(cls.__name__, (cls,), fields)()
        form.codes = tuple(criterion.criterion_code for criterion in benchmark.criteria)
        return form

    @property
    def given(self) -> dict[str, tuple[str, str]]:
        return {code: (self[key("rating", code)].data, self[key("reason", code)].data or "") for code in self.codes}

    def fields_of(self, code: str) -> tuple[Any, Any]:
        return self[key("rating", code)], self[key("reason", code)]


def key(what: str, code: str) -> str:
    """The name of a field: one with a dot would be read as a form inside the form."""
    return f"{what}_{code.replace('.', '_')}"
