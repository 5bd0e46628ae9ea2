"""The table of moves, tested whole: what it allows, and by its complement what it refuses."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from registration.access.roles import Capacity
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotAllowed, Refused
from registration.notifications.models import Letter
from registration.workflow import engine
from registration.workflow.models import Event, Tally
from registration.workflow.states import ALWAYS, DECIDED, State
from registration.workflow.transitions import TABLE
from tests import factories
from tests.cast import EVERYONE


@pytest.mark.parametrize("move", [m.name for m in TABLE])
def test_a_move_is_refused_from_every_state_it_does_not_start_in(application, cast, move):
    for state in ALWAYS - engine.find(move).source:
        application.state, application.submitted_at = state, now()

        for person in people(cast):
            with pytest.raises(Refused):
                engine.perform(application, move, by=person, note="because")

        assert application.state is state


@pytest.mark.parametrize("move", [m.name for m in TABLE])
def test_a_move_is_refused_to_every_capacity_its_row_does_not_name(application, cast, move):
    transition = engine.find(move)
    application.submitted_at = now()

    for state in transition.source:
        application.state = state
        for person in people(cast):
            if not engine.capacities(person, application) & transition.who:
                with pytest.raises(NotAllowed):
                    engine.perform(application, move, by=person, note="because")


@pytest.mark.parametrize("move", [m.name for m in TABLE if any(not need.for_good for need in m.needs)])
def test_a_move_is_refused_until_its_needs_are_met_and_says_each(application, cast, move):
    transition = engine.find(move)
    if move == "appeal":  # only somebody who knows the outcome is told what an appeal needs
        factories.determination(application, cast.dana, released_by=cast.carys, released_at=now())
    unmet = [need for need in transition.needs if not need.holds(application)]
    application.state, application.submitted_at = min(transition.source), now()

    movers = [p for p in people(cast) if engine.capacities(p, application) & transition.who]
    with pytest.raises(Refused) as refusal:
        engine.perform(application, move, by=movers[0], note="because")

    assert movers
    for need in unmet:
        assert need.otherwise in str(refusal.value)


def test_every_state_can_be_reached_and_left():
    reached = {move.target for move in TABLE if isinstance(move.target, State)} | {State.DRAFT}
    left = frozenset().union(*(move.source for move in TABLE))

    assert reached == ALWAYS
    assert ALWAYS - left == {State.WITHDRAWN, State.RENEWED, State.ENDED}


@pytest.mark.parametrize("state", sorted(DECIDED))
def test_until_the_letter_is_released_the_school_has_the_moves_it_had_before_the_decision(cast, state):
    application = factories.application(cast, state)
    factories.determination(application, cast.dana)

    for name in ("amina", "cora", "basil", "ezra"):
        person = getattr(cast, name)
        application.state = State.DETERMINATION
        before = engine.available(application, person)
        application.state = state
        assert engine.available(application, person) == before
        assert [m.transition.name for m in before] == (["withdraw"] if name == "amina" else [])


@pytest.mark.parametrize("state", sorted(DECIDED))
def test_a_released_outcome_can_no_longer_be_withdrawn(cast, state):
    application = factories.application(cast, state)
    factories.determination(application, cast.dana, released_by=cast.carys, released_at=now())

    with pytest.raises(Refused, match=f"stands at “{state.label}”"):
        engine.perform(application, "withdraw", by=cast.amina)

    assert "withdraw" not in {m.transition.name for m in engine.available(application, cast.amina)}


@pytest.mark.parametrize("move", ["release", "take_back"])
def test_once_its_letter_is_released_a_decision_is_neither_released_nor_taken_back(cast, move):
    application = factories.application(cast, State.APPROVED)
    factories.determination(application, cast.dana, released_by=cast.carys, released_at=now())

    with pytest.raises(Refused, match="stands at “Approved”"):
        engine.perform(application, move, by=cast.dirk, note="because")

    assert move not in {m.transition.name for m in engine.available(application, cast.dirk)}


def test_submitting_writes_state_event_and_letters_at_once(cast):
    application = factories.application(cast, answered=True)

    event = engine.perform(application, "submit", by=cast.amina)
    db.session.commit()

    assert application.state is State.SUBMITTED
    assert (event.from_state, event.to_state, event.person) == ("draft", "submitted", cast.amina)
    told = set(db.session.scalars(select(Letter.email)))
    assert told == {"amina@example.org", "cora@example.org", "carys@example.org", "nora@example.org"}


def test_a_refused_move_leaves_no_trace(application, cast):
    with pytest.raises(Refused):
        engine.perform(application, "submit", by=cast.amina)
    db.session.commit()

    assert application.state is State.DRAFT
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0
    assert db.session.scalar(select(func.count()).select_from(Event)) == 1


def test_on_hold_nothing_moves_but_resume_and_withdraw(cast):
    application = factories.application(cast, State.SUBMITTED)
    engine.perform(application, "hold", by=cast.carys, note="The school moved house.")

    with pytest.raises(Refused, match="on hold"):
        engine.perform(application, "hold", by=cast.carys, note="again")
    moves = {m.transition.name for p in people(cast) for m in engine.available(application, p)}

    assert moves == {"resume", "withdraw"}


def test_a_hold_gives_its_days_back(cast, clock):
    application = factories.application(cast, State.SUBMITTED)
    application.due_on = date(2027, 3, 10)
    clock.at(datetime(2027, 3, 1, 12, tzinfo=UTC))
    engine.perform(application, "hold", by=cast.carys, note="The school moved house.")
    clock.at(datetime(2027, 3, 5, 12, tzinfo=UTC))

    engine.perform(application, "resume", by=cast.carys)

    assert application.due_on == date(2027, 3, 16)


def test_the_tally_equals_the_count(cast):
    application = factories.application(cast, answered=True)
    engine.begin(application, by=cast.amina)
    engine.perform(application, "submit", by=cast.amina)
    db.session.commit()

    tally = {t.state: t.applications for t in db.session.scalars(select(Tally)) if t.applications}
    counted = dict(db.session.execute(select(Application.state, func.count()).group_by(Application.state)).all())

    assert tally == {state.value: number for state, number in counted.items()}


def test_the_clock_may_only_close_the_check_of_facts_and_end_a_pause():
    assert [move.name for move in TABLE if Capacity.CLOCK in move.who] == ["answer_facts", "resume"]


def people(cast) -> list[Person]:
    return [getattr(cast, name) for name in EVERYONE]
