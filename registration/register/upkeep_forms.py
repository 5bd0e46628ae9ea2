"""What a registered school declares each year and tells of in between, and what the case officer says to it."""

from __future__ import annotations

from typing import Any

from registration.countries import COUNTRIES
from registration.forms import (
    Form,
    choice,
    date_field,
    prose_field,
    radio_field,
    select_field,
    tick_field,
)
from registration.register.changes import KINDS


class YearlyForm(Form):
    changed = radio_field(
        "Has anything changed that was judged?",
        [
            choice("no", "No", "Everything is as the report describes it, or better."),
            choice("yes", "Yes", "Say below what has changed."),
        ],
        required="Choose whether anything has changed.",
    )
    changes = prose_field("What has changed", hint="Name the criterion if you can, such as 2.7.", most=10_000)
    declares = tick_field("I declare that this is true and complete, for the whole school")

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.changed.data == "yes" and not (self.changes.data or "").strip():
            self.changes.errors, fine = ["Say what has changed."], False
        if not self.declares.data:
            self.declares.errors, fine = ["Tick the box to declare it."], False
        return fine

    @property
    def told(self) -> str:
        return (self.changes.data or "") if self.changed.data == "yes" else ""


class ChangeForm(Form):
    kind = radio_field(
        "What changes?", [choice(code, label) for code, label in KINDS.items()], required="Choose what changes."
    )
    territory = select_field(
        "If it is a territory: which?",
        [choice("", "Choose a country or territory"), *(choice(code, name) for code, name in COUNTRIES.items())],
    )
    leaves = tick_field("The school stops teaching there")
    what = prose_field(
        "Tell us about it", required="Say what changes.", most=10_000,
        hint="What was before, what comes now, and what you have done so that pupils stay safe and taught.",
    )
    from_on = date_field("From when?", required="Enter the day from which it holds.")

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.kind.data == "territory" and not self.territory.data:
            self.territory.errors, fine = ["Choose the territory that begins or ends."], False
        return fine


class AnswerChangeForm(Form):
    text = prose_field("Your answer", required="Write your answer.", most=10_000)


class HandleChangeForm(Form):
    text = prose_field("Your note, or your question", hint="The school reads this.", most=4_000)
    asks: bool = False

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.asks and not (self.text.data or "").strip():
            self.text.errors, fine = ["Write what you want to know."], False
        return fine
