"""Conditions whose date comes near or passes: told once each, to those who can act."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from registration.database import db, now
from registration.deadlines.times import deadlines_of
from registration.decisions.models import Condition
from registration.decisions.overdue import tell_of_dates
from registration.notifications.models import Letter
from registration.workflow.states import State
from tests import factories

DUE = date(2027, 3, 19)  # a Friday


@pytest.fixture
def case(cast):
    application = factories.application(cast, State.APPROVED_WITH_CONDITIONS)
    released = {"released_by": cast.carys, "released_at": now()}
    factories.determination(application, cast.dana, "approve_with_conditions", **released)
    for code in ("1.2", "3.1"):
        db.session.add(
            Condition(application=application, criterion_code=code, what=f"Publish {code}.", status="open", due_on=DUE)
        )
    db.session.commit()
    return application


def told_on(clock, day, month=3):
    """Run the job on a day; the letters it wrote: template and receiver."""
    before = set(db.session.scalars(select(Letter.id)))
    clock.at(datetime(2027, month, day, 12, tzinfo=UTC))
    tell_of_dates()
    db.session.commit()
    new = [letter for letter in db.session.scalars(select(Letter)) if letter.id not in before]
    return sorted((letter.template, letter.person.name.split()[0]) for letter in new)


def test_the_school_is_told_ten_working_days_before_and_on_the_day_once_each(case, clock):
    assert told_on(clock, 4) == []
    assert told_on(clock, 5) == [("condition_near", "Amina")]
    assert told_on(clock, 8) == []
    assert told_on(clock, 19) == [("condition_due", "Amina")]
    assert told_on(clock, 25) == []


def test_five_working_days_over_the_desk_and_the_decision_makers_are_told_once(case, clock):
    told_on(clock, 19)

    assert told_on(clock, 25) == []
    late = told_on(clock, 26)
    assert {template for template, _ in late} == {"condition_late"}
    assert {"Carys", "Dana", "Dirk"} <= {name for _, name in late}
    assert not {"Amina", "Leah", "Connor"} & {name for _, name in late}
    assert told_on(clock, 30) == []


def test_conditions_of_one_case_share_a_letter(case, clock):
    told_on(clock, 19)

    letter = db.session.scalars(select(Letter).where(Letter.template == "condition_due")).one()
    assert [c["code"] for c in letter.facts["conditions"]] == ["1.2", "3.1"]


def test_a_worker_that_slept_tells_the_latest_and_not_the_rest(case, clock):
    assert {template for template, _ in told_on(clock, 31)} == {"condition_due", "condition_late"}
    assert told_on(clock, 1, month=4) == []


def move_dates(case, until):
    for deadline in deadlines_of(case):
        deadline.move(until)
    db.session.commit()


def test_a_date_that_was_moved_is_told_of_again(case, clock):
    told_on(clock, 26)
    move_dates(case, date(2027, 4, 30))

    assert told_on(clock, 15, month=4) == []
    assert told_on(clock, 16, month=4) == [("condition_near", "Amina")]
    assert told_on(clock, 30, month=4) == [("condition_due", "Amina")]
    assert {template for template, _ in told_on(clock, 7, month=5)} == {"condition_late"}


def test_what_has_been_told_and_still_holds_after_a_few_days_more_is_not_told_again(case, clock):
    told_on(clock, 19)
    move_dates(case, date(2027, 3, 24))

    assert told_on(clock, 22) == []
    assert told_on(clock, 24) == [("condition_due", "Amina")]


@pytest.mark.parametrize("status", ["answered", "closed", "dropped", "proposed"])
def test_nobody_is_reminded_of_what_the_school_need_not_do(case, clock, status):
    for condition in case.conditions:
        condition.status = status
    db.session.commit()

    assert told_on(clock, 31) == []


def test_no_letter_tells_of_an_outcome_that_was_not_released(case, clock):
    case.determinations[-1].released_at = None
    db.session.commit()

    assert told_on(clock, 31) == []


def test_the_pages_mark_what_was_told_to_the_body(browser, case, cast, clock):
    clock.at(datetime(2027, 3, 22, 12, tzinfo=UTC))
    overdue = browser.sign_in(cast.amina).open("decisions.conditions", reference=case.reference).text
    clock.at(datetime(2027, 3, 26, 12, tzinfo=UTC))
    escalated = browser.sign_in(cast.amina).open("decisions.conditions", reference=case.reference).text

    assert "Overdue" in overdue
    assert "told to the body" not in overdue
    assert "Overdue, told to the body" in escalated
