"""Reading one's letters here: what waits, what is unread, and the count in the head of every page."""

from datetime import timedelta

import pytest

from registration.database import db, now
from registration.notifications import queries
from registration.notifications.models import Letter
from registration.schools.models import Relation
from registration.workflow import engine
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries

FACTS = {"name": "Reader", "school": "Harbour Lights", "reference": "OSR-2026-ABCDEF", "note": "", "due_on": ""}


def letter(person, application=None, template="review_begun", capacity="principal", **facts):
    made = Letter(template=template, facts=FACTS, email=person.email, person=person, application=application,
                  capacity=capacity, **facts)  # fmt: skip
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def case(cast):
    return factories.application(cast, State.EVIDENCE_REQUESTED)


def test_what_still_waits_stands_first_until_the_case_goes_on(browser, cast, case):
    letter(cast.amina, case, "evidence_requested")
    letter(cast.amina, case, "put_on_hold", written_at=now() + timedelta(minutes=1))

    before = browser.sign_in(cast.amina).open("notifications.letters")
    case.state_since = now() + timedelta(minutes=2)
    db.session.commit()
    after = browser.open("notifications.letters")

    asks, holds = "OSR-2026-ABCDEF: our reviewers ask for more evidence", "OSR-2026-ABCDEF: on hold for the time being"
    assert before.text.index(asks) < before.text.index(holds)
    assert "1 Waiting for you" in before.text
    assert after.text.index(holds) < after.text.index(asks)
    assert "0 Waiting for you" in after.text


def test_a_move_writes_letters_that_wait_for_whoever_must_act(browser, cast):
    case = factories.application(cast, State.SUBMITTED)
    case.fee = "paid"
    engine.perform(case, "begin_desk_review", by=cast.carys)
    db.session.commit()

    assert queries.letter_counts(cast.leah) == {"all": 1, "unread": 1, "needs_me": 1}
    assert queries.letter_counts(cast.amina) == {"all": 1, "unread": 1, "needs_me": 0}


@pytest.mark.parametrize("which", ["all", "unread", "needs_me"])
def test_a_number_agrees_with_its_list(browser, cast, case, which):
    letter(cast.amina, case, "evidence_requested")
    letter(cast.amina, case, read_at=now())
    letter(cast.amina)
    browser.sign_in(cast.amina)

    page = browser.open("notifications.letters", which=which)

    count = queries.letter_counts(cast.amina)[which]
    assert count == {"all": 3, "unread": 2, "needs_me": 1}[which]
    assert f"{count} letter" in page.text


def test_a_letter_is_unread_until_its_button_says_otherwise(browser, cast, case):
    made = letter(cast.amina, case)
    page = browser.sign_in(cast.amina).open("notifications.letter", public_id=made.public_id)
    assert "Letters (1 unread)" in page.text
    assert made.read_at is None

    page = browser.press("Mark as read")

    assert made.read_at is not None
    assert "unread" not in page.text
    assert page.all("div", **{"data-read": ""}) == []


def test_the_first_reading_counts(browser, cast):
    made = letter(cast.amina, read_at=now() - timedelta(days=1))
    before = made.read_at

    browser.sign_in(cast.amina).post("notifications.mark_read", public_id=made.public_id)

    assert made.read_at == before


def test_all_letters_can_be_marked_at_once_but_only_ones_own_and_released_ones(browser, cast, case):
    mine, theirs, held = letter(cast.amina, case), letter(cast.cora, case), letter(cast.amina, case, needs_release=True)
    browser.sign_in(cast.amina).open("notifications.letters")

    browser.press("Mark all as read")

    assert [x.read_at is not None for x in (mine, theirs, held)] == [True, False, False]


def test_nobody_marks_the_letter_of_another(browser, cast, case):
    made = letter(cast.amina, case)

    page = browser.sign_in(cast.cora).post("notifications.mark_read", public_id=made.public_id)

    assert (page.status, made.read_at) == (404, None)


def test_a_colleague_who_reads_it_in_the_case_has_no_button_for_it(browser, cast, case):
    made = letter(cast.amina, case)
    where = {"reference": case.reference, "public_id": made.public_id}

    theirs = browser.sign_in(cast.cora).open("notifications.case_letter", **where)
    mine = browser.sign_in(cast.amina).open("notifications.case_letter", **where)

    assert ("Mark as read" in theirs.text, "Mark as read" in mine.text) == (False, True)


def test_the_count_in_the_head_leaves_out_what_is_hidden_held_or_read(cast, case):
    letter(cast.rafael, case, "moderation_opened", "reviewer")
    letter(cast.rafael, case, "determination", "reviewer", needs_release=True)
    letter(cast.rafael, read_at=now())
    before = queries.unread_count(cast.rafael)
    db.session.add(Relation(person=cast.rafael, school=case.school, kind="owner"))
    db.session.commit()
    db.session.expire_all()

    assert (before, queries.unread_count(cast.rafael)) == (1, 0)


def test_a_page_asks_once_for_the_count_and_twice_when_there_is_one(browser, cast, case):
    browser.sign_in(cast.amina).open("accounts.account")
    with count_queries() as none:
        browser.open("accounts.account")
    letter(cast.amina, case)
    with count_queries() as one:
        browser.open("accounts.account")
    for _ in range(30):
        letter(cast.amina, case)
    with count_queries() as many:
        page = browser.open("accounts.account")

    assert len(many) == len(one) <= len(none) + 1
    assert "Letters (31 unread)" in page.text


def test_long_lists_have_pages(browser, cast, case):
    for _ in range(26):
        letter(cast.amina, case)
    browser.sign_in(cast.amina)

    assert "26 letters, page 1 of 2" in browser.open("notifications.letters").text
    assert "page 2 of 2" in browser.open("notifications.letters", which="unread", page=2).text
    assert browser.open("notifications.letters", which="nonsense").status == 404
