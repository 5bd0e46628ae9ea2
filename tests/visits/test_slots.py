"""Times offered and accepted, on both clocks, and by two colleagues at once."""

from datetime import UTC, datetime, timedelta

import pytest

from registration.database import db, now, today
from registration.notifications.models import Letter
from registration.visits.models import VisitSlot
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def case(cast):
    case = factories.application(cast, State.VISIT_PLANNING)
    factories.findings(case, cast.leah, cast.rafael)
    visit = begin_visit(case, cast.leah)
    for days in (8, 9):
        at = now() + timedelta(days=days)
        visit.slots.append(VisitSlot(starts_at=at, ends_at=at + timedelta(hours=5)))
    db.session.commit()
    return case


def letters(case):
    chosen = db.select(Letter).where(Letter.application == case, Letter.template == "visit_time_chosen")
    return len(db.session.scalars(chosen).all())


def propose(browser, case, cast, **fields):
    browser.sign_in(cast.carys).open("visits.slot", reference=case.reference)
    return browser.press("Propose this time", **fields)


def test_the_same_time_accepted_twice_is_accepted_once(browser, case, cast):
    slot = case.visit.slots[0]
    browser.sign_in(cast.amina).open("visits.slots", reference=case.reference)
    browser.press("Send our choice", slot=slot.public_id)
    told, when = letters(case), slot.accepted_at
    browser.sign_in(cast.cora).open("visits.slots", reference=case.reference)

    page = browser.press("Send our choice", slot=slot.public_id)

    assert page.status == 200
    assert (letters(case), slot.accepted_at) == (told, when)


def test_a_colleague_with_a_stale_page_does_not_undo_what_was_chosen(browser, case, cast):
    first, second = case.visit.slots
    browser.sign_in(cast.cora).open("visits.slots", reference=case.reference)
    first.accepted_at, first.accepted_by_id = now(), cast.amina.id

    page = browser.press("Send our choice", slot=second.public_id)

    assert page.status == 409
    assert "A colleague accepted another time while this page was open" in page.text
    assert case.visit.accepted_slot is first
    assert letters(case) == 0


def test_who_has_seen_the_choice_can_choose_again(browser, case, cast):
    first, second = case.visit.slots
    first.accepted_at = now()
    browser.sign_in(cast.cora).open("visits.slots", reference=case.reference)

    browser.press("Send our choice", slot=second.public_id)

    assert case.visit.accepted_slot is second
    assert case.visit.agenda[0].starts_at == second.starts_at


def test_a_time_can_be_typed_on_the_clock_of_the_school(browser, case, cast):
    case.school.time_zone = "Asia/Kathmandu"
    day = today() + timedelta(days=90)

    propose(
        browser, case, cast, clock="Asia/Kathmandu", starts="14:45", ends="17:00",
        **{"day-day": day.day, "day-month": day.month, "day-year": day.year},
    )

    assert case.visit.slots[-1].starts_at == datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def test_a_time_that_does_not_come_on_that_day_is_given_back(browser, case, cast):
    page = propose(
        browser, case, cast, starts="01:30", ends="05:00",
        **{"day-day": "26", "day-month": "3", "day-year": "2028"},
    )

    assert page.status == 422
    assert "01:30 does not come on that day" in page.text
    assert page.value("starts") == "01:30"


def test_a_time_across_the_change_to_summer_time_says_so_to_both_sides(browser, case, cast):
    case.school.time_zone = "Asia/Kathmandu"
    propose(
        browser, case, cast, starts="09:00", ends="12:00", second_starts="09:00", second_ends="12:00",
        **{"day-day": "24", "day-month": "3", "day-year": "2028"},
        **{"second_day-day": "27", "second_day-month": "3", "second_day-year": "2028"},
    )

    school = browser.sign_in(cast.amina).open("visits.slots", reference=case.reference)
    body = browser.sign_in(cast.carys).open("visits.plan", reference=case.reference)

    said = "The clocks at our desk (Europe/London) change during this visit."
    assert said in school.text
    assert said in body.text
    assert "14:45" in school.text
    assert "13:45" in school.text
