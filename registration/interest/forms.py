"""What a school sends when it expresses interest, and what the desk answers."""

from __future__ import annotations

import re
from typing import Any

from wtforms.validators import Email, ValidationError

from registration.countries import COUNTRIES
from registration.forms import (
    Form,
    choice,
    line_field,
    number_field,
    prose_field,
    radio_field,
    select_field,
    several_field,
)
from registration.interest.words import DELIVERY, ELIGIBILITY, LEGAL_STATUS, PROGRAMMES, STAGES

YES_OR_NO = [choice("yes", "Yes"), choice("no", "No")]
ADDRESS = re.compile(r"(https?://)?([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?(/\S*)?\Z", re.IGNORECASE)
GEOGRAPHICAL = "cambridge"
NAMED_SO = "The name contains “Cambridge”: say what the geographical reason is."


def choices_in(words: dict[str, str]) -> list[Any]:
    return [choice(value, label) for value, label in words.items()]


def eligibility(name: str) -> Any:
    """A question with one good answer; the other is answered in plain words."""
    question, told = ELIGIBILITY[name]

    def good_answer(_form: Form, field: Any) -> None:
        if field.data == "no":
            raise ValidationError(told)

    return radio_field(
        question, YES_OR_NO, required=f"Answer this question: {question.lower()}", validators=[good_answer]
    )


def web_address(_form: Form, field: Any) -> None:
    if field.data and not ADDRESS.match(field.data):
        raise ValidationError("Enter a web address, such as www.school.example.")


class InterestForm(Form):
    """An expression of interest: short, and open to everybody."""

    delivers_online = eligibility("delivers_online")
    legally_registered = eligibility("legally_registered")
    named_principal = eligibility("named_principal")
    year_planned = eligibility("year_planned")
    school_name = line_field("Name of the school", required="Enter the name of the school.")
    cambridge_reason = prose_field(
        "If the name contains “Cambridge”, what is the geographical reason?",
        most=1_000,
        hint="For example, the school is in a town of that name. Leave this empty if the name does not contain it.",
    )
    country = select_field(
        "Country where the school is registered",
        [choice("", "Choose a country"), *choices_in(COUNTRIES)],
        required="Choose the country where the school is registered.",
    )
    registration_number = line_field(
        "Registration number there",
        hint="As it stands on the registration document. Leave empty if there is none.",
        most=60,
    )
    legal_status = radio_field(
        "What is the school in law?", choices_in(LEGAL_STATUS), required="Say what the school is in law."
    )
    website = line_field(
        "Website", required="Enter the address of the school’s website.", validators=[web_address]
    )
    roll = number_field(
        "How many students are enrolled now?", required="Enter how many students are enrolled now."
    )
    stages = several_field(
        "Which stages do you teach?", choices_in(STAGES), required="Choose at least one stage."
    )
    delivery = radio_field("How do you teach?", choices_in(DELIVERY), required="Say how you teach.")
    programmes = several_field(
        "Which programmes would you like to teach?",
        choices_in(PROGRAMMES),
        required="Choose at least one programme.",
    )
    contact_name = line_field("Your name", required="Enter your name.")
    contact_role = line_field("Your role at the school", required="Enter your role at the school.")
    email = line_field(
        "Your e-mail address",
        required="Enter your e-mail address.",
        hint="We answer to this address, and it becomes the principal’s way to sign in if we invite you to apply.",
        validators=[
            Email("Enter an e-mail address, such as name@school.example.", check_deliverability=False)
        ],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if (
            GEOGRAPHICAL in (self.school_name.data or "").casefold()
            and not (self.cambridge_reason.data or "").strip()
        ):
            self.cambridge_reason.errors = [NAMED_SO]
            return False
        return fine


class AnswerForm(Form):
    """What the desk does with an expression of interest. Pressing a button chooses which."""

    answer = prose_field(
        "Your question, or your reason",
        most=4_000,
        hint="Needed to ask a question or to decline. The school reads it in our letter, word for word.",
    )
