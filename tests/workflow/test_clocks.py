"""Working days, deadlines and clocks, across weekends, holidays and the change to summer time."""

from datetime import UTC, date, datetime

import pytest

from registration.applications.models import Application
from registration.database import db
from registration.workflow import calendar, clocks
from registration.workflow.models import Event
from registration.workflow.states import State, Turn
from tests import factories
from tests.queries import count_queries

LONDON = calendar.Calendar("Europe/London", [date(2027, 3, 26), date(2027, 3, 29)])


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2027, 3, 1), 5, date(2027, 3, 8)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        (date(2027, 3, 27), 1, date(2027, 3, 30)),
        (date(2027, 12, 31), 1, date(2028, 1, 3)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
    ],
)
def test_so_many_working_days_after(start, days, end):
    assert LONDON.after(start, days) == end


@pytest.mark.parametrize("days", range(60))
def test_counting_between_is_the_inverse_of_adding(days):
    start = date(2027, 3, 4)

    assert LONDON.between(start, LONDON.after(start, days)) == days


def test_a_deadline_on_a_day_holds_until_midnight_at_the_desk_whatever_the_season():
    assert LONDON.end_of(date(2027, 3, 27)) == datetime(2027, 3, 27, 23, 59, 59, tzinfo=UTC)
    assert LONDON.end_of(date(2027, 3, 28)) == datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC)
    assert LONDON.end_of(date(2027, 10, 31)) == datetime(2027, 10, 31, 23, 59, 59, tzinfo=UTC)


def test_a_clock_counts_days_used_and_left_and_says_when_it_is_late(cast, clock):
    application = factories.application(cast, State.SUBMITTED)
    application.state_since, application.due_on = datetime(2027, 4, 5, 9, tzinfo=UTC), date(2027, 4, 12)

    clock.at(datetime(2027, 4, 8, 9, tzinfo=UTC))
    running = clocks.clock_of(application)
    clock.at(datetime(2027, 4, 14, 9, tzinfo=UTC))
    late = clocks.clock_of(application)

    assert (running.turn, running.used, running.left, running.overdue) == (Turn.BODY, 3, 2, False)
    assert (late.left, late.overdue) == (-2, True)


def test_the_clock_of_an_unreleased_outcome_tells_the_school_nothing(cast):
    application = factories.application(cast, State.NOT_APPROVED)

    seen = clocks.clock_of(application, State.DETERMINATION)

    assert (seen.turn, seen.left, seen.due_on) == (Turn.BODY, None, None)


def test_every_state_but_the_last_ones_has_somebodys_turn():
    nobody = {state for state in State if state.turn is Turn.NOBODY}

    assert nobody == {State.NOT_APPROVED, State.WITHDRAWN, State.RENEWED, State.ENDED, State.REGISTERED}


@pytest.mark.parametrize("days", range(60))
def test_going_back_is_the_inverse_of_going_on(days):
    start = date(2027, 3, 4)

    assert LONDON.before(LONDON.after(start, days), days) == start


def test_the_clock_of_a_step_that_a_hidden_outcome_ended_asks_one_thing_whoever_moved_the_case(cast):
    application = factories.application(cast, State.APPROVED)
    for person in (cast.carys, cast.leah, cast.dana, cast.amina):
        db.session.add(Event(application=application, move="send_to_decision", from_state="finalising",
                             to_state="determination", person=person, capacity="lead_reviewer"))  # fmt: skip
    db.session.commit()
    key = application.id
    db.session.expunge_all()
    again = db.session.get(Application, key)

    with count_queries() as said:
        clock = clocks.clock_of(again, State.DETERMINATION)

    assert (clock.turn, len(said)) == (Turn.BODY, 1)
