"""Figures that the moves keep for the overview: what 100,000 applications did is not counted by a page.

Each is written in the transaction of what it counts, so that it equals its list at every moment. Who is on a panel is
told by the record itself, whoever writes it.
"""

from datetime import date
from typing import Any

from sqlalchemy import Connection, event, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from registration.applications.models import Application
from registration.database import db
from registration.interest.models import Interest
from registration.overview.models import FinishedStep, MonthlyFigure, ReviewerLoad, Shortfall
from registration.review.models import Assignment
from registration.workflow import calendar
from registration.workflow.states import IN_PROGRESS, ONCE_MODERATED, State

INTERESTED, ACCEPTED, SENT, REVIEWED, AGREED, REPORTED, TOLD, REGISTERED = range(8)
"""How far a school has come that once expressed interest. TOLD: its outcome was released."""

NO_END = frozenset({"withdraw", "take_back"})
"""Moves that leave a step without ending it: it was given up, or it goes on."""

REACHED = {
    State.SUBMITTED: SENT, State.DESK_REVIEW: REVIEWED, State.VISIT_PLANNING: AGREED, State.REPORTING: AGREED,
    State.FACTUAL_CHECK: REPORTED, State.REGISTERED: REGISTERED,
}


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def name_of(criterion: str, rating: str) -> str:
    """Under which a criterion below the bar is counted."""
    return f"{criterion} {rating}"


def note_move(application: Application, move: str, after: State, *, decides: bool) -> None:
    """Count a move to another state; before the state and its date are changed.

    One that `decides` does not end the step it is made in, the release of its letter does; nor is a step over when
    such a decision is taken back. A withdrawal ends a step that was neither kept nor late.
    """
    before = application.state
    if not decides and move not in NO_END:
        note_step(application, before)
    if (before in IN_PROGRESS) != (after in IN_PROGRESS):
        db.session.flush()  # the panel is counted with the state it was written in
        panel = select(Assignment.person_id).where(
            Assignment.application_id == application.id, Assignment.ended_at.is_(None)
        )
        for person_id in db.session.scalars(panel.order_by(Assignment.person_id)).all():
            change_load(db.session.connection(), person_id, 1 if after in IN_PROGRESS else -1)
    if after in REACHED:
        note_reached(application, REACHED[after])
    if move == "send_to_decision":
        note_shortfalls(application)
    elif after not in ONCE_MODERATED and before in ONCE_MODERATED:
        forget_shortfalls(application)  # it will be judged anew


def note_release(application: Application) -> None:
    """The outcome is known to the school: now the time for the determination is over. Before its date is changed."""
    note_step(application, State.DETERMINATION)
    note_reached(application, TOLD)


def note_reached(application: Application, step: int) -> None:
    farther = update(Interest).where(Interest.school_id == application.school_id, Interest.reached < step)
    db.session.execute(farther.values(reached=step))


def note_step(application: Application, state: State) -> None:
    """A step is over: it was kept, or late. One without a date is neither."""
    due, today = application.due_on, calendar.in_force.today()
    if due is None:
        return
    late = calendar.in_force.between(due, today) > 0
    db.session.add(FinishedStep(application=application, state=state.value, due_on=due, ended_on=today, late=late))
    add("late" if late else "kept", state.value, month_of(today), 1)


def note_shortfalls(application: Application) -> None:
    """What the report that goes to decision finds below the bar; a report that goes there again replaces the first."""
    forget_shortfalls(application)
    today, scale = calendar.in_force.today(), application.standard
    final = [found for found in application.agreed_findings if found.stage == "final"]
    for found in sorted(final, key=lambda each: each.criterion_code):
        if not scale.rating(found.rating).meets:
            db.session.add(
                Shortfall(
                    application=application, criterion_code=found.criterion_code, rating=found.rating, sent_on=today
                )
            )
            add("below", name_of(found.criterion_code, found.rating), month_of(today), 1)


def forget_shortfalls(application: Application) -> None:
    old = select(Shortfall).where(Shortfall.application_id == application.id).order_by(Shortfall.criterion_code)
    for row in db.session.scalars(old).all():
        add("below", name_of(row.criterion_code, row.rating), month_of(row.sent_on), -1)
        db.session.delete(row)
    db.session.flush()


def add(kind: str, name: str, month: str, step: int) -> None:
    increase(db.session.connection(), MonthlyFigure.number, step, kind=kind, name=name, month=month)


def change_load(connection: Connection, person_id: int, step: int) -> None:
    increase(connection, ReviewerLoad.cases, step, person_id=person_id)


def increase(connection: Connection, number: InstrumentedAttribute[int], step: int, **here: Any) -> None:
    """Add to a number that is kept in the row `here` names; the row is made by whoever is first."""
    model = number.class_
    more = update(model).filter_by(**here).values({number: number + step})
    if connection.execute(more).rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(model).values({**here, number.key: step}))
    except IntegrityError:  # somebody else was the first, a moment ago
        connection.execute(more)


def state_in(connection: Connection, application_id: int) -> State | None:
    return connection.scalar(select(Application.state).where(Application.id == application_id))


@event.listens_for(Assignment, "after_insert")
def joined_a_panel(_mapper: Any, connection: Connection, assignment: Assignment) -> None:
    if assignment.ended_at is None and state_in(connection, assignment.application_id) in IN_PROGRESS:
        change_load(connection, assignment.person_id, 1)


@event.listens_for(Assignment, "after_update")
def left_a_panel(_mapper: Any, connection: Connection, assignment: Assignment) -> None:
    """Or came back to it."""
    ended = inspect(assignment).attrs.ended_at.history
    was, is_now = [*ended.deleted], [*ended.added]
    if not is_now or (is_now[0] is None) == (not was or was[0] is None):
        return
    if state_in(connection, assignment.application_id) in IN_PROGRESS:
        change_load(connection, assignment.person_id, 1 if assignment.ended_at is None else -1)
