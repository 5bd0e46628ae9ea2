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
    tick_field,
)
from registration.interest.comparing import names_cambridge
from registration.interest.reasons import OTHER, TABLE
from registration.interest.words import DELIVERY, ELIGIBILITY, LEGAL_STATUS, PROGRAMMES, STAGES

YES_OR_NO = [choice("yes", "Yes"), choice("no", "No")]
ADDRESS = re.compile(r"(https?://)?([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?(/\S*)?\Z", re.IGNORECASE)
NAMED_SO = "The name contains “Cambridge”: say what the geographical reason is."
LIKE_A_PROGRAM = "This looked as if a program had filled it in. If you are a person, press Send once more."


def choices_in(words: dict[str, str]) -> list[Any]:
    return [choice(value, label) for value, label in words.items()]


def eligibility(name: str) -> Any:
    """A question with one good answer; the other is answered in plain words."""
    asked = ELIGIBILITY[name]

    def good_answer(_form: Form, field: Any) -> None:
        if field.data == "no":
            raise ValidationError(asked.told)

    return radio_field(
        asked.text,
        YES_OR_NO,
        required=f"Answer this question: {asked.text.lower()}",
        hint=asked.hint,
        validators=[good_answer],
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

    with_self_check = tick_field(
        "Send the answers of my self-check along",
        hint="A case officer then sees them beside this form. Nobody scores them, and they are no part of an "
        "application.",
    )
    fax = line_field("Leave this empty", most=200, default="")

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if names_cambridge(self.school_name.data or "") and not (self.cambridge_reason.data or "").strip():
            self.cambridge_reason.errors = [NAMED_SO]
            fine = False
        if self.fax.data:  # nobody sees this field; what fills it in may still be a person's browser
            self.fax.data, self.fax.raw_data = "", []
            self.form_errors.append(LIKE_A_PROGRAM)
            fine = False
        return fine


class AskForm(Form):
    """A question of the desk."""

    question = prose_field(
        "Your question",
        most=4_000,
        required="Write your question first: the school reads it word for word.",
        hint="The school gets it by e-mail, with a private link to a page where it answers.",
    )


class DeclineForm(Form):
    """Why the school cannot be invited: a reason of the table, own words, or both."""

    reason = radio_field(
        "Why?",
        [choice(reason.code, reason.label, reason.sentence) for reason in TABLE],
        required="Choose a reason: the letter begins with its sentence.",
    )
    words = prose_field(
        "In your own words",
        most=4_000,
        hint="Follows the sentence of the reason in our letter, word for word. You can leave it empty with a reason "
        "that has a sentence.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.reason.data == OTHER and not (self.words.data or "").strip():
            self.words.errors = ["Write the reason in your own words: the school reads it word for word."]
            return False
        return fine


class ReplyForm(Form):
    """The answer of whoever sent an expression of interest, on the page behind their private link."""

    answer = prose_field(
        "Your answer", most=4_000, required="Write your answer first.", hint="The case officer who asked reads it."
    )
