"""The words of letters."""

import pytest

from registration.notifications.composing import WORDS, compose
from registration.notifications.models import Letter
from registration.workflow.transitions import TABLE

NAMED = sorted({tell.letter for move in TABLE for tell in move.tells} | {"invitation", "password"})
FACTS = {
    "name": "Amina Example",
    "school": "Harbour Lights",
    "reference": "OSR-2026-ABCDEF",
    "state": "Submitted",
    "note": "Please see page 3.",
    "due_on": "2026-12-24",
    "move": "Submit",
    "roles": "contributor",
    "place": "",
    "sender": "",
    "ends_at": "2026-12-24T12:00:00+00:00",
    # what a determination, an appeal and a registration add
    "outcome_label": "Approve",
    "outcome": "approve",
    "reasons": "The report shows it.",
    "centre_number": "PT001",
    "certificate_number": "C-1",
    "valid_until": "2029-12-24",
    "agreement_on": "2026-12-24",
    "conditions": [],
    "conditions_count": 0,
    "meaning": "The school may be registered.",
    "appeal_days": 20,
    "condition": "",
}


@pytest.mark.parametrize("name", NAMED)
def test_every_letter_a_move_names_is_written_and_reads_well(app, cast, application, name):
    letter = Letter(
        template=name,
        facts=FACTS,
        email="a@example.org",
        person=cast.amina,
        application=application,
        capacity="principal",
    )

    words = compose(letter)

    assert words.subject
    assert "\n" not in words.subject
    assert words.body.startswith("Dear Amina Example,\n")
    assert "{" not in words.body
    assert "\n\n\n" not in words.body


@pytest.mark.parametrize("path", sorted(WORDS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_letter_without_its_optional_facts_reads_well_too(app, cast, application, path):
    facts = {**FACTS, "note": "", "due_on": ""}

    words = compose(
        Letter(
            template=path.stem, facts=facts, email="a@example.org", person=cast.amina, application=application
        )
    )

    assert " ." not in words.body
    assert "\n\n\n" not in words.body
    assert "  " not in words.body


def test_no_line_break_reaches_the_subject(app, cast, application):
    facts = {**FACTS, "school": "Harbour\r\nBcc: everybody@example.org"}

    words = compose(
        Letter(template="application_received", facts=facts, email="a@example.org", application=application)
    )

    assert words.subject == "We have received the application of Harbour Bcc: everybody@example.org"


def test_a_fact_is_never_read_as_a_template(app, cast, application):
    facts = {**FACTS, "school": "{{ 7 * 7 }} %(x)s {0.__class__}"}

    words = compose(
        Letter(template="application_received", facts=facts, email="a@example.org", application=application)
    )

    assert "{{ 7 * 7 }} %(x)s {0.__class__}" in words.body
