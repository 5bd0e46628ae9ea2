"""Who reads which letter."""

import dataclasses

import pytest

from registration.database import db
from registration.notifications.models import Letter
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries

FACTS = {
    "name": "Reader",
    "school": "Harbour Lights",
    "reference": "OSR-2026-ABCDEF",
    "note": "",
    "due_on": "",
}


def letter(person, application=None, capacity="", template="put_on_hold", **facts):
    made = Letter(
        template=template,
        facts=FACTS,
        email=person.email,
        person=person,
        application=application,
        capacity=capacity,
        **facts,
    )
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def case(cast):
    return factories.application(cast, State.SUBMITTED)


def test_a_person_reads_their_own_letters_and_nobody_elses(browser, cast):
    mine, theirs = letter(cast.amina), letter(cast.olga)
    browser.sign_in(cast.amina)

    page = browser.open("notifications.letter", public_id=mine.public_id)

    assert page.heading == "OSR-2026-ABCDEF: on hold for the time being"
    assert "Dear Reader" in page.text
    assert browser.open("notifications.letter", public_id=theirs.public_id).status == 404


def test_a_letter_is_not_there_for_the_school_before_it_is_released(browser, cast, case):
    held = letter(cast.amina, case, "principal", needs_release=True)
    browser.sign_in(cast.amina)

    assert browser.open("notifications.letter", public_id=held.public_id).status == 404
    assert (
        browser.open("notifications.case_letter", reference=case.reference, public_id=held.public_id).status
        == 404
    )
    assert "on hold" not in browser.open("notifications.letters").text
    assert "on hold" not in browser.open("notifications.case_letters", reference=case.reference).text
    assert (
        "on hold"
        in browser.sign_in(cast.carys).open("notifications.case_letters", reference=case.reference).text
    )


def test_the_school_reads_its_own_peoples_letters_of_the_case_and_none_of_the_bodys(browser, cast, case):
    letter(cast.amina, case, "principal")
    internal = letter(cast.leah, case, "lead_reviewer", "review_to_do")
    browser.sign_in(cast.cora)

    page = browser.open("notifications.case_letters", reference=case.reference)

    assert "on hold for the time being" in page.text
    assert "to review" not in page.text
    assert "Leah" not in page.text
    assert (
        browser.open(
            "notifications.case_letter", reference=case.reference, public_id=internal.public_id
        ).status
        == 404
    )


def test_a_letter_of_another_case_does_not_exist_behind_ones_own(browser, cast, case):
    other = factories.application(cast, State.SUBMITTED)
    theirs = letter(cast.amina, other, "principal")
    browser.sign_in(cast.carys)

    assert (
        browser.open("notifications.case_letter", reference=case.reference, public_id=theirs.public_id).status
        == 404
    )


def test_letters_of_a_case_with_a_conflict_of_interest_are_gone_everywhere(browser, cast, case):
    made = letter(cast.connor, case, "case_officer", "application_to_check")
    browser.sign_in(cast.connor)

    assert "to check" not in browser.open("notifications.letters").text
    assert browser.open("notifications.letter", public_id=made.public_id).status == 404
    assert browser.open("notifications.case_letters", reference=case.reference).status == 404
    for standing in ("kept", "sent", "failed"):
        assert case.reference not in browser.open("notifications.outbox", standing=standing).text


def test_somebody_who_left_the_school_no_longer_reads_its_letters(browser, cast, case):
    letter(cast.cora, case, "coordinator")
    cast.cora.school, cast.cora.school_role = None, None

    assert "on hold" not in browser.sign_in(cast.cora).open("notifications.letters").text


@pytest.mark.parametrize("who", ["amina", "rafael", "audrey"])
def test_the_outbox_is_for_those_who_look_after_it(browser, cast, who):
    assert browser.sign_in(getattr(cast, who)).open("notifications.outbox").status == 404


def test_the_administrator_sees_no_letter_of_a_case(browser, cast, case):
    letter(cast.amina, case, "principal")
    letter(cast.olga)

    page = browser.sign_in(cast.ada).open("notifications.outbox", standing="kept")

    assert "Olga Example" in page.text
    assert case.reference not in page.text


@pytest.fixture
def mailing(app):
    """Settings that name a mail server; nobody sends in these tests."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(before, mail_url="smtp://127.0.0.1:1")
    yield
    app.config["SETTINGS"] = before


def test_where_no_mail_leaves_the_outbox_says_that_letters_are_kept(browser, cast, case):
    letter(cast.amina, case, "principal")

    page = browser.sign_in(cast.carys).open("notifications.outbox")

    assert "No mail leaves this installation" in page.text
    assert "1 Kept here, not mailed" in page.text


def test_the_numbers_of_the_outbox_agree_with_its_lists(browser, cast, case, mailing):
    letter(cast.amina, case, "principal")
    letter(cast.amina, case, "principal", needs_release=True)
    letter(cast.amina, case, "principal", problem="busy", attempts=2)
    browser.sign_in(cast.carys)

    for standing, words in (
        ("waiting", "Waiting to be sent"),
        ("release", "Awaiting release"),
        ("trying", "Being tried again"),
    ):
        page = browser.open("notifications.outbox", standing=standing)
        assert "1 letter" in page.text
        assert f"1 {words}" in page.text


def test_markup_in_a_letter_is_shown_as_typed(browser, cast, case):
    made = letter(cast.amina, case, "principal")
    made.facts = {**FACTS, "note": "<script>alert(1)</script>"}
    db.session.commit()

    page = browser.sign_in(cast.amina).open("notifications.letter", public_id=made.public_id)

    assert "<script>alert(1)</script>" in page.text


@pytest.mark.parametrize(
    "endpoint", ["notifications.letters", "notifications.case_letters", "notifications.outbox"]
)
def test_a_list_takes_as_many_statements_for_one_letter_as_for_many(browser, cast, case, endpoint):
    person = cast.amina if endpoint == "notifications.letters" else cast.carys
    values = {"reference": case.reference} if endpoint == "notifications.case_letters" else {}
    if endpoint == "notifications.outbox":
        values = {"standing": "kept"}
    letter(cast.amina, case, "principal")
    browser.sign_in(person).open(endpoint, **values)

    with count_queries() as few:
        browser.open(endpoint, **values)
    for who, capacity in ((cast.amina, "principal"), (cast.cora, "coordinator"), (cast.amina, "principal")):
        letter(who, case, capacity)
    with count_queries() as many:
        browser.open(endpoint, **values)

    assert len(many) == len(few)
    assert len(many) <= 10
