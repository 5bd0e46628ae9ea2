"""Reminders: when each is due, to whom, and that each is written once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from registration.database import db
from registration.notifications import reminders
from registration.notifications.models import Letter
from registration.review.models import Assignment
from registration.visits.models import Visit, VisitSlot
from registration.workflow import engine
from registration.workflow.states import State
from tests import factories

MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
FRIDAY = date(2027, 3, 12)  # nine working days after that Monday


def asked(cast, state=State.COMPLETING, due_on=FRIDAY, since=MONDAY):
    """A case in which the school was asked on that Monday."""
    application = factories.application(cast, state)
    application.state_since, application.due_on = since, due_on
    db.session.commit()
    return application


def written(template=None):
    found = db.session.scalars(select(Letter).order_by(Letter.id)).all()
    return [(letter.template, letter.person.name.split()[0], letter.facts.get("days_left")) for letter in found
            if template in (None, letter.template)]  # fmt: skip


def test_a_request_is_remembered_five_and_one_working_days_before_and_each_once(cast, clock):
    asked(cast)
    counts = []
    for day in range(1, 16):
        clock.at(datetime(2027, 3, day, 10, tzinfo=UTC))
        counts.append((day, reminders.write_reminders() + reminders.write_reminders()))

    assert [day for day, count in counts if count] == [5, 11]
    assert written() == [
        ("reminder_request", "Cora", 5), ("reminder_request", "Amina", 5),
        ("reminder_request", "Cora", 1), ("reminder_request", "Amina", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "letter"),
    [(State.COMPLETING, "reminder_request"), (State.EVIDENCE_REQUESTED, "reminder_request"),
     (State.FACTUAL_CHECK, "reminder_facts")],
)  # fmt: skip
def test_each_thing_with_a_date_has_its_letter(cast, clock, state, letter):
    asked(cast, state)
    clock.at(datetime(2027, 3, 11, 10, tzinfo=UTC))

    assert reminders.write_reminders() == 2
    assert {template for template, *_ in written()} == {letter}


OTHERS = set(State) - {State.COMPLETING, State.EVIDENCE_REQUESTED, State.FACTUAL_CHECK, State.DRAFT}


@pytest.mark.parametrize("state", sorted(OTHERS))
def test_nothing_else_with_a_date_is_remembered(cast, clock, state):
    asked(cast, state)
    clock.at(datetime(2027, 3, 11, 10, tzinfo=UTC))

    assert reminders.write_reminders() == 0


def test_a_step_that_had_passed_when_the_date_was_set_is_left_out(cast, clock):
    asked(cast, since=datetime(2027, 3, 8, 9, tzinfo=UTC))
    clock.at(datetime(2027, 3, 8, 10, tzinfo=UTC))
    at_once = reminders.write_reminders()
    clock.at(datetime(2027, 3, 11, 10, tzinfo=UTC))

    assert (at_once, reminders.write_reminders()) == (0, 2)


def test_after_a_long_silence_only_the_later_of_two_steps_is_written(cast, clock):
    asked(cast)
    clock.at(datetime(2027, 3, 12, 10, tzinfo=UTC))

    assert reminders.write_reminders() == 2
    assert {days for *_, days in written()} == {0}


def test_nobody_is_reminded_of_a_date_that_is_over(cast, clock):
    asked(cast)
    clock.at(datetime(2027, 3, 15, 10, tzinfo=UTC))

    assert reminders.write_reminders() == 0


def test_nobody_is_reminded_while_a_case_is_on_hold(cast, clock):
    asked(cast).held = True
    db.session.commit()
    clock.at(datetime(2027, 3, 11, 10, tzinfo=UTC))

    assert reminders.write_reminders() == 0


def test_who_left_the_school_is_not_reminded(cast, clock):
    asked(cast)
    cast.cora.school, cast.cora.school_role = None, None
    db.session.commit()
    clock.at(datetime(2027, 3, 11, 10, tzinfo=UTC))

    assert reminders.write_reminders() == 1
    assert [name for _, name, _ in written()] == ["Amina"]


def test_a_date_that_moved_is_remembered_anew(cast, clock):
    application = asked(cast)
    clock.at(datetime(2027, 3, 11, 10, tzinfo=UTC))
    reminders.write_reminders()
    application.due_on = date(2027, 3, 19)
    db.session.commit()
    clock.at(datetime(2027, 3, 18, 10, tzinfo=UTC))

    assert reminders.write_reminders() == 2


@pytest.mark.parametrize(
    ("zone", "morning"),
    [("Europe/Lisbon", datetime(2027, 3, 29, 6, tzinfo=UTC)),  # the first working day of summer time
     ("America/New_York", datetime(2027, 3, 29, 11, tzinfo=UTC)),
     ("Asia/Tokyo", datetime(2027, 3, 29, 0, tzinfo=UTC))],  # nine in the morning already
)  # fmt: skip
def test_a_reminder_comes_by_day_where_the_reader_is(cast, clock, zone, morning):
    asked(cast, due_on=date(2027, 3, 30))
    cast.amina.time_zone = zone
    cast.cora.school, cast.cora.school_role = None, None
    db.session.commit()
    start = datetime(2027, 3, 29, 0, tzinfo=UTC)
    found = []
    for hour in range(24):
        clock.at(start + timedelta(hours=hour))
        if reminders.write_reminders():
            found.append(start + timedelta(hours=hour))

    assert found == [morning]


def visit(cast, state, *starts, accepted=None):
    application = asked(cast, state, due_on=None)
    made = Visit(application=application)
    for start in starts:
        made.slots.append(VisitSlot(starts_at=start, ends_at=start + timedelta(hours=6)))
    if accepted is not None:
        made.slots[accepted].accepted_at = MONDAY
    db.session.add(made)
    db.session.commit()
    return application


TIMES = (datetime(2027, 3, 16, 9, tzinfo=UTC), datetime(2027, 3, 12, 9, tzinfo=UTC))


def test_times_for_a_visit_are_remembered_until_one_is_chosen(cast, clock):
    application = visit(cast, State.VISIT_PLANNING, *TIMES)
    clock.at(datetime(2027, 3, 5, 10, tzinfo=UTC))
    first = reminders.write_reminders()
    application.visit.slots[0].accepted_at = MONDAY
    db.session.commit()
    clock.at(datetime(2027, 3, 10, 10, tzinfo=UTC))

    assert (first, reminders.write_reminders()) == (2, 0)
    assert db.session.scalars(select(Letter)).first().facts["starts_at"] == "2027-03-12T09:00:00+00:00"


def test_the_visit_is_remembered_by_the_school_and_the_panel_and_nobody_else(cast, clock):
    visit(cast, State.VISIT_ARRANGED, *TIMES, accepted=0)
    clock.at(datetime(2027, 3, 12, 12, tzinfo=UTC))
    reminders.write_reminders()

    assert sorted(name for _, name, _ in written("reminder_visit")) == ["Amina", "Cora", "Leah", "Rafael"]


def test_who_left_the_panel_is_not_reminded_of_the_visit(cast, clock):
    application = visit(cast, State.VISIT_ARRANGED, *TIMES, accepted=0)
    for assignment in db.session.scalars(select(Assignment).where(Assignment.application == application)):
        assignment.ended_at = MONDAY
    db.session.commit()
    clock.at(datetime(2027, 3, 12, 12, tzinfo=UTC))
    reminders.write_reminders()

    assert sorted(name for _, name, _ in written()) == ["Amina", "Cora"]


@pytest.fixture
def draft(cast, clock):
    clock.at(MONDAY)
    return factories.application(cast)


def test_a_draft_left_alone_for_thirty_days_is_remembered_once(draft, clock):
    counts = []
    for days in (29, 30, 31, 60, 90):
        clock.at(MONDAY + timedelta(days=days, minutes=1))
        counts.append(reminders.write_reminders())

    assert counts == [0, 2, 0, 0, 0]


def test_whatever_is_written_in_a_draft_begins_its_thirty_days_anew(draft, cast, clock):
    clock.at(MONDAY + timedelta(days=20))
    factories.evidence(draft, cast.basil)
    db.session.commit()
    clock.at(MONDAY + timedelta(days=31))
    early = reminders.write_reminders()
    clock.at(MONDAY + timedelta(days=51))

    assert (early, reminders.write_reminders()) == (0, 2)


def test_a_draft_that_was_withdrawn_is_left_in_peace(draft, cast, clock):
    engine.perform(draft, "withdraw", by=cast.amina)
    db.session.commit()
    clock.at(MONDAY + timedelta(days=31))

    assert reminders.write_reminders() == 0
