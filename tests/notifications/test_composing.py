"""The words of letters."""

import pytest

from registration.notifications.composing import WORDS, Words, as_html, compose, default_words
from registration.notifications.kinds import BY_NAME, kind_of
from registration.notifications.models import Letter
from registration.notifications.preview import fault_when_shown, invented
from registration.notifications.wording import faults
from registration.workflow.transitions import TABLE

NAMED = sorted({tell.letter for move in TABLE for tell in move.tells} | {"invitation", "password"})
WRITTEN = sorted(path.stem for path in WORDS.glob("*.txt"))
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


def test_every_letter_has_its_row_and_every_row_its_letter():
    assert sorted(BY_NAME) == WRITTEN


@pytest.mark.parametrize("name", WRITTEN)
def test_the_words_we_ship_are_written_in_the_language_of_letters(app, name):
    words, letter = default_words(name), kind_of(name)

    assert (faults(words.subject, letter), faults(words.body, letter)) == ([], [])
    assert fault_when_shown(letter, words) == ""


@pytest.mark.parametrize("name", WRITTEN)
def test_a_letter_without_its_optional_facts_reads_well_too(app, cast, application, name):
    facts = {**invented(kind_of(name), sparse=True)}

    words = compose(
        Letter(template=name, facts=facts, email="a@example.org", person=cast.amina, application=application)
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


def test_the_html_of_a_letter_escapes_what_people_wrote_and_links_only_to_ourselves(app):
    ours = app.config["SETTINGS"].public_url + "/letters/abc"
    body = f"<script>alert(1)</script> & more\nhttps://elsewhere.example/x\n\nOpen it: {ours}."

    html = as_html(Words("A <b>subject</b>", body))

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more<br>https://elsewhere.example/x</p>" in html
    assert html.count("href=") == 1
    assert f'href="{ours}">{ours}</a>.</p>' in html
    assert "A &lt;b&gt;subject&lt;/b&gt;" in html
