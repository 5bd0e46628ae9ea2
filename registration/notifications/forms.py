"""What people send about letters: how they want theirs, and the words of a letter."""

from dataclasses import replace
from typing import Any

from wtforms import HiddenField
from wtforms.validators import InputRequired, Optional, StopValidation

from registration.forms import Form, choice, line_field, prose_field, radio_field
from registration.notifications.kinds import Kind, LetterKind, Way
from registration.notifications.models import LetterPreference
from registration.notifications.wording import LONGEST_SUBJECT, LONGEST_TEXT, faults

PLANS: dict[str, dict[Kind, Way]] = {
    "at_once": dict.fromkeys(Kind, Way.AT_ONCE),
    "daily": dict.fromkeys(Kind, Way.DAILY),
    "needs_me": {Kind.NEEDS_ME: Way.AT_ONCE, Kind.ABOUT_CASE: Way.HERE, Kind.INFORMATION: Way.HERE},
}
"""The usual wishes; any other is one's own."""


def ways(*offered: Way) -> list[Any]:
    return [choice(way.value, way.label) for way in offered]


class PreferencesForm(Form):
    plan = radio_field(
        "How do you want your letters?",
        [
            choice("at_once", "Each letter by e-mail, at once"),
            choice("daily", "One e-mail a day", "At seven in the morning where you are; none on a day without news."),
            choice("needs_me", "Only what needs me", "The others wait for you on the page “Your letters”."),
            choice("own", "I choose for each kind", "With the three answers below."),
        ],
        required="Choose how you want your letters.",
    )
    needs_me = radio_field(
        "What needs you", ways(Way.AT_ONCE, Way.DAILY), hint="For example: a question to answer, a case to decide."
    )
    about_case = radio_field(
        "News of your case", ways(*Way), hint="For example: the desk review has begun, the visit is confirmed."
    )
    information = radio_field(
        "For information", ways(*Way), hint="For example: the findings can now be read side by side."
    )

    @classmethod
    def of(cls, preference: LetterPreference) -> "PreferencesForm":
        present = {kind: Way(getattr(preference, kind)) for kind in Kind}
        plan = next((name for name, plan in PLANS.items() if plan == present), "own")
        return cls(data={"plan": plan, **{kind.value: way.value for kind, way in present.items()}})

    @property
    def chosen(self) -> dict[Kind, Way]:
        if self.plan.data in PLANS:
            return PLANS[self.plan.data]
        return {kind: Way(self[kind.value].data) for kind in Kind}

    def validate(self, extra_validators: Any = None) -> bool:
        """The answer for each kind is asked for only from those who choose for each."""
        for kind in Kind:
            wanted = InputRequired("Choose how this kind reaches you.") if self.plan.data == "own" else Optional()
            self[kind.value].validators = [wanted]
        return super().validate(extra_validators)


class WordingForm(Form):
    subject = line_field("Subject", required="Write a subject.", most=LONGEST_SUBJECT)
    text = prose_field("Text", required="Write the text of the letter.", most=LONGEST_TEXT)
    version = HiddenField()
    case = line_field("Application to show it with", most=40, hint="Its reference, as in OSR-2026-K7QX4M.")

    @classmethod
    def about(cls, letter: LetterKind, **kwargs: Any) -> "WordingForm":
        form = cls(**kwargs)
        form.letter = letter
        return form

    letter: LetterKind

    def validate_subject(self, field: Any) -> None:
        """A list is for the text: whoever looks after the outbox reads subjects, also of letters about other cases."""
        facts = tuple(fact for fact in self.letter.facts if not isinstance(fact.example, list))
        refuse_faults(field, replace(self.letter, facts=facts))

    def validate_text(self, field: Any) -> None:
        refuse_faults(field, self.letter)


def refuse_faults(field: Any, letter: LetterKind) -> None:
    """The first thing a letter cannot say, with its line; how many more there are."""
    found = faults(field.data or "", letter)
    if found:
        more = f" There are {len(found) - 1} more like this." if len(found) > 1 else ""
        raise StopValidation(found[0].sentence + more)
