"""What a school asks about its time, and what the desk decides."""

from __future__ import annotations

from collections.abc import Iterable

from registration.deadlines.reasons import TABLE
from registration.evidence.models import EvidenceVersion
from registration.forms import Form, choice, date_field, prose_field, radio_field, select_field

MOST_CHARACTERS = 4_000


class ExtensionForm(Form):
    until = date_field("Until when do you need?", required="Enter the day until which you need time.")
    reason = radio_field(
        "Why do you need more time?", [choice(r.code, r.label, r.hint) for r in TABLE],
        required="Choose the reason that fits best.",
    )  # fmt: skip
    explanation = prose_field(
        "Explain it in a sentence or two", required="Explain why you need more time.", most=MOST_CHARACTERS
    )
    evidence = select_field(
        "A document that shows it (optional)", hint="From your evidence. You need not send one to be believed."
    )

    @classmethod
    def with_documents(cls, versions: Iterable[EvidenceVersion]) -> ExtensionForm:
        form: ExtensionForm = cls()
        form.evidence.choices = [choice("", "None"), *(choice(v.public_id, v.evidence.title) for v in versions)]
        return form


class DecideForm(Form):
    outcome = radio_field(
        "What do you decide?", [choice("granted", "Grant more time"), choice("refused", "Refuse it")],
        required="Choose whether to grant it or refuse it.",
    )  # fmt: skip
    until = date_field("Until when? (if you grant it)")
    decision = prose_field(
        "Your words to the school", most=MOST_CHARACTERS, hint="Needed if you refuse. The school reads them."
    )


class PauseForm(Form):
    until = date_field("Until when would you like to pause?", required="Enter the last day of the pause.")
    reason = prose_field("Why?", required="Say why you would like to pause.", most=MOST_CHARACTERS)


class DecidePauseForm(Form):
    outcome = radio_field(
        "What do you decide?", [choice("granted", "Grant the pause"), choice("refused", "Refuse it")],
        required="Choose whether to grant it or refuse it.",
    )  # fmt: skip
    decision = prose_field(
        "Your words to the school", most=MOST_CHARACTERS, hint="Needed if you refuse. The school reads them."
    )
