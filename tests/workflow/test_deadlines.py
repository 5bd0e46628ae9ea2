"""What the passing of time does by itself."""

from datetime import UTC, date, datetime

import pytest

from registration.database import db
from registration.workflow import engine
from registration.workflow.deadlines import let_time_pass
from registration.workflow.states import State
from tests import factories

FRIDAY = date(2027, 3, 5)


@pytest.fixture
def checking(cast):
    """A check of facts that the school has until Friday to answer."""
    application = factories.application(cast, State.FACTUAL_CHECK)
    application.due_on = FRIDAY
    db.session.commit()
    return application


def test_the_last_day_belongs_to_the_school(checking, clock):
    clock.at(datetime(2027, 3, 5, 23, 59, tzinfo=UTC))

    assert let_time_pass() == []
    assert checking.state is State.FACTUAL_CHECK


def test_the_day_after_the_report_goes_on_and_says_why(checking, clock):
    clock.at(datetime(2027, 3, 6, 0, 1, tzinfo=UTC))

    assert let_time_pass() == [checking]
    assert checking.state is State.FINALISING
    assert (checking.events[-1].person, checking.events[-1].capacity) == (None, "clock")
    assert checking.events[-1].note == "The time to answer has passed."


def test_what_went_on_once_does_not_go_on_again(checking, clock):
    clock.at(datetime(2027, 3, 6, 0, 1, tzinfo=UTC))
    let_time_pass()

    assert let_time_pass() == []


def test_a_case_on_hold_waits(checking, cast, clock):
    clock.at(datetime(2027, 3, 1, 12, tzinfo=UTC))
    engine.perform(checking, "hold", by=cast.carys, note="The school has lost its network.")
    clock.at(datetime(2027, 4, 1, 12, tzinfo=UTC))

    assert let_time_pass() == []
    assert checking.state is State.FACTUAL_CHECK


def test_no_other_overdue_step_is_made_by_the_clock(cast, clock):
    for state in set(State) - {State.FACTUAL_CHECK}:
        application = factories.application(cast, state, panel=False)
        application.due_on = FRIDAY
    db.session.commit()
    clock.at(datetime(2027, 4, 1, 12, tzinfo=UTC))

    assert let_time_pass() == []
