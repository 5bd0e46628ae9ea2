"""A form with one question about each of many things: what is left empty is not asked about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Self

from registration.forms import Form, date_field, prose_field
from registration.workflow import calendar
from registration.workflow.clocks import due_date
from registration.workflow.states import State

LONGEST_QUESTION = 4_000
USUAL_DAYS = 10
"""Working days to answer in, where the settings name none."""


class QuestionsForm(Form):
    """Questions to the school, each about one thing, and a day by which to answer."""

    NOTHING_ASKED = "Ask about at least one criterion: write the question under it."

    due_on = date_field("By when?", required="Give the date by which the school is to answer.")
    about: tuple[str, ...] = ()

    @classmethod
    def of(cls, things: Mapping[str, str], leads_to: State) -> Self:
        """The form for things by key (a field's name) and label; `leads_to` gives the usual time."""
        fields = {key: prose_field(label, most=LONGEST_QUESTION) for key, label in things.items()}
        form: Self = type(cls.__name__, (cls,), fields)(data={"due_on": usual_due_date(leads_to)})
        form.about = tuple(things)
        form.due_on.earliest = calendar.in_force.today() + timedelta(days=1)
        return form

    @property
    def questions(self) -> dict[str, str]:
        """What was asked, by key."""
        asked = ((key, (self[key].data or "").strip()) for key in self.about)
        return {key: text for key, text in asked if text}

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if not self.questions:
            self.form_errors.append(self.NOTHING_ASKED)
            return False
        return fine


def usual_due_date(state: State) -> date:
    days = calendar.in_force
    return due_date(state) or days.after(days.today(), USUAL_DAYS)


def criterion_key(code: str) -> str:
    """The field's name for a criterion: a name with a dot would be read as a form inside the form."""
    return f"criterion_{code.replace('.', '_')}"


def code_of(key: str) -> str:
    return key.removeprefix("criterion_").replace("_", ".")
