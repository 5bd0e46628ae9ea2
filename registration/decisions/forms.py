"""What people send when they decide, answer a condition, or appeal."""

from __future__ import annotations

from typing import Any

from wtforms import FieldList, FormField, HiddenField

from registration.applications.models import Application
from registration.decisions import queries
from registration.decisions.models import Condition
from registration.decisions.queries import Proposal
from registration.decisions.reading import Reading
from registration.decisions.service import WITH_CONDITIONS
from registration.forms import (
    Form,
    choice,
    date_field,
    line_field,
    prose_field,
    radio_field,
    select_field,
    tick_field,
)
from registration.workflow import calendar

OWN_ROWS = 3
"""Conditions of their own that a decision maker can add to those proposed."""


class ConditionForm(Form):
    """One condition as a decision maker words it. Nothing is asked of one that is not set."""

    class Meta(Form.Meta):
        csrf = False

    code = HiddenField()
    keep = tick_field("Set this condition")
    what = prose_field("What the school must do", most=4_000)
    proof = prose_field("What will show that it is done", most=2_000)
    due_on = date_field("Due")
    owner = line_field("Who at the school sees to it", hint="A role, never a name")
    why_not = prose_field(
        "If you leave it out: why?", most=2_000, hint="Kept with the decision. The school does not see it."
    )


class OwnConditionForm(Form):
    """A condition the report does not propose. One without a word in it is not there."""

    class Meta(Form.Meta):
        csrf = False

    code = select_field("Criterion")
    what = prose_field("What the school must do", most=4_000)
    proof = prose_field("What will show that it is done", most=2_000)
    due_on = date_field("Due")
    owner = line_field("Who at the school sees to it", hint="A role, never a name")

    @property
    def begun(self) -> bool:
        return any((f.data or "").strip() for f in (self.code, self.what, self.proof)) or self.due_on.data is not None


class DetermineForm(Form):
    """The decision. Conditions count only for an approval with conditions."""

    outcome = radio_field("Your decision", required="Choose the outcome.")
    reasons = prose_field(
        "Reasons",
        required="Give the reasons for the decision.",
        hint="The school reads this in the letter, word for word. Refer to criteria by number.",
    )
    why_different = prose_field(
        "If you decide otherwise than suggested: why?", most=4_000, hint="Kept with the decision."
    )
    conditions = FieldList(FormField(ConditionForm))
    own = FieldList(FormField(OwnConditionForm), min_entries=OWN_ROWS, max_entries=OWN_ROWS)

    @classmethod
    def about(cls, application: Application) -> DetermineForm:
        """The form for one case: the outcomes of its edition, and a condition for each action below Met."""
        rows = [{**vars(proposal), "keep": True} for proposal in queries.proposals(application)]
        form = cls(conditions=rows, **queries.taken_back(application))
        form.suggested = queries.suggestion(application)
        criteria = application.standard.criteria.values()
        for entry in form.own:
            entry.form.code.choices = [choice("", "None"), *(choice(c.code, f"{c.code} {c.title}") for c in criteria)]
        form.known = frozenset(application.standard.criteria)
        outcomes = application.standard.possible_outcomes
        form.outcome.choices = [choice(o.code, o.label, o.meaning) for o in outcomes]
        return form

    suggested: Any = None
    known: frozenset[str] = frozenset()

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        chosen = self.outcome.data
        if chosen and chosen != self.suggested.outcome and not (self.why_different.data or "").strip():
            self.why_different.errors = [
                f"The rules suggest “{self.suggested.label}”. Say why you decide otherwise."
            ]
            fine = False
        if chosen == WITH_CONDITIONS:
            fine = self.conditions_fine() and fine
        return fine

    def conditions_fine(self) -> bool:
        """Each condition set says what and by when, each left out says why, and there is at least one."""
        for inner in self.kept_rows:
            say_what_and_when(inner, inner.code.data)
        for inner in self.begun_rows:
            if not inner.code.data:
                inner.code.errors = ["Choose the criterion that this condition is about."]
            say_what_and_when(inner, inner.code.data or "this criterion")
        for inner in self.left_out_rows:
            if not (inner.why_not.data or "").strip():
                inner.why_not.errors = [f"Say why the condition on {inner.code.data} is left out."]
        rows = [*self.kept_rows, *self.begun_rows]
        if not rows:
            self.outcome.errors = ["Set at least one condition below, or approve without conditions."]
        for several in (self.conditions, self.own):
            told = [entry.form.errors for entry in several]
            several.errors = told if any(told) else []
        return bool(rows) and not (self.conditions.errors or self.own.errors)

    @property
    def proposed_rows(self) -> list[Any]:
        return [entry.form for entry in self.conditions if entry.form.code.data in self.known]

    @property
    def kept_rows(self) -> list[Any]:
        return [inner for inner in self.proposed_rows if inner.keep.data]

    @property
    def left_out_rows(self) -> list[Any]:
        return [inner for inner in self.proposed_rows if not inner.keep.data]

    @property
    def begun_rows(self) -> list[Any]:
        return [entry.form for entry in self.own if entry.form.begun]

    @property
    def own_shown(self) -> bool:
        """Somebody has begun a condition of their own, or none is proposed that they could take instead."""
        return bool(self.begun_rows or self.own.errors) or not self.conditions.entries

    @property
    def set_conditions(self) -> list[Proposal]:
        """The conditions that are ticked, and the decision maker's own."""
        return [
            Proposal(f.code.data, f.what.data, f.proof.data or "", f.due_on.data, f.owner.data or "")
            for f in (*self.kept_rows, *self.begun_rows)
        ]

    @property
    def left_out(self) -> dict[str, str]:
        """Why a proposed condition is not set, by criterion."""
        return {inner.code.data: inner.why_not.data or "" for inner in self.left_out_rows}


def say_what_and_when(inner: Any, about: str) -> None:
    if not (inner.what.data or "").strip():
        inner.what.errors = [f"Say what the school must do about {about}."]
    if inner.due_on.data is None and not inner.due_on.errors:
        inner.due_on.errors = [f"Enter the date by which {about} is due."]


class AnswerConditionForm(Form):
    """The school's account of how it met a condition."""

    answer = prose_field(
        "What you have done", required="Say what you have done to meet this condition.", most=4_000
    )
    proof = select_field("Evidence that shows it", required="Choose the item of evidence that shows it.")

    @classmethod
    def about(cls, application: Application, **given: Any) -> AnswerConditionForm:
        form = cls(**given)
        ready = [
            choice(v.public_id, f"{v.evidence.title}, version {v.number}")
            for v in queries.proofs(application)
        ]
        form.proof.choices = [choice("", "Choose an item of evidence"), *ready]
        return form


class CloseConditionForm(Form):
    """What the body says to the school's answer: closed with a new judgement, or what is missing and by when."""

    note = prose_field(
        "What you saw in the evidence, or what is still missing",
        required="Say what you saw, or what is still missing.",
        hint="The school reads this. If you close the condition, it is the finding on this criterion.",
        most=4_000,
    )
    rating = radio_field("If it is met: how do you judge this criterion now?")
    due_on = date_field("If something is missing: a new date")

    @classmethod
    def about(cls, condition: Condition, *, returning: bool = False) -> CloseConditionForm:
        form = cls()
        form.condition, form.returning = condition, returning
        form.rating.choices = [choice(r.code, r.label, r.description) for r in queries.ratings_to_close(condition)]
        date = f"{condition.due_on.day} {condition.due_on:%B %Y}"
        form.due_on.description = f"Leave it empty to keep the date, {date}"
        if form.date_has_passed:
            form.due_on.description = f"The date, {date}, has passed: the school needs a new one"
        return form

    condition: Any = None
    returning: bool = False

    @property
    def date_has_passed(self) -> bool:
        return bool(self.condition.due_on <= calendar.in_force.today())

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if not self.returning and not self.rating.data:
            self.rating.errors = ["Choose how you judge this criterion now."]
            return False
        if self.returning and not self.due_on.errors:
            given = self.due_on.data
            if given is None and self.date_has_passed:
                self.due_on.errors = ["Enter a new date: the date of this condition has passed."]
            elif given is not None and given <= calendar.in_force.today():
                self.due_on.errors = ["Enter a date to come."]
        return fine and not self.due_on.errors


class ReleaseForm(Form):
    """The second person lets go the letters that stood on the page, and no others."""

    letters = HiddenField()
    looked = tick_field("I have looked at each of these, and the school may read it")

    noticed: bool = False

    def let_go(self, reading: Reading | None) -> bool:
        """Nothing keeps this person from it. Whether these letters still stand is for the service to say."""
        self.noticed = reading is not None and bool(reading.noticed)
        still_the_same = reading is not None and self.letters.data == reading.key
        return not still_the_same or self.validate_on_submit()

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.noticed and not self.looked.data:
            self.looked.errors = ["Look at each of these, and say that the school may read it."]
            return False
        return fine


class TakeBackForm(Form):
    why = prose_field(
        "Why is it taken back?",
        required="Say why the decision is taken back, so that whoever decides anew knows what to look at.",
        hint="Kept in the case. The school does not see it, nor that there was a decision.", most=4_000,
    )


class TakeBackAppealForm(Form):
    why = prose_field(
        "Why is it taken back?",
        required="Say why the outcome is taken back, so that whoever decides the appeal knows what to look at.",
        hint="Kept in the case. The school does not see it, nor that the appeal was decided.", most=4_000,
    )


class AppealForm(Form):
    grounds = prose_field(
        "Grounds of the appeal",
        required="Write the grounds of the appeal.",
        hint="Which finding or step you think was wrong, and what shows it.",
    )


class AppealOutcomeForm(Form):
    outcome = radio_field(
        "Your decision on the appeal",
        [
            choice("upheld", "Uphold the appeal", "The case is decided anew, by somebody else than before."),
            choice("dismissed", "Dismiss the appeal", "The determination stands as it was."),
        ],
        required="Choose whether the appeal is upheld or dismissed.",
    )
    reasons = prose_field(
        "Reasons", required="Give the reasons.", hint="The school reads this in the letter, word for word."
    )
