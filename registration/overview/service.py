"""Counting anew what the moves keep, when somebody doubts a number. It finds the same."""

from sqlalchemy import delete, func, insert, select, update

from registration.applications.models import Application
from registration.database import db
from registration.decisions.models import Determination
from registration.interest.models import Interest
from registration.overview.models import FinishedStep, MonthlyFigure, ReviewerLoad, Shortfall
from registration.review.models import Assignment
from registration.workflow.figures import ACCEPTED, INTERESTED, REACHED, TOLD, month_of, name_of
from registration.workflow.models import Event
from registration.workflow.states import IN_PROGRESS


def recount() -> None:
    """Write every kept figure again from the rows it counts. Changes, and does not commit."""
    recount_months()
    recount_loads()
    recount_reached()


def recount_months() -> None:
    found: dict[tuple[str, str, str], int] = {}
    step, fall = FinishedStep, Shortfall
    ended = select(step.late, step.state, step.ended_on, func.count()).group_by(step.late, step.state, step.ended_on)
    for late, state, day, number in db.session.execute(ended):
        key = "late" if late else "kept", state, month_of(day)
        found[key] = found.get(key, 0) + number
    below = select(fall.criterion_code, fall.rating, fall.sent_on, func.count())
    for code, rating, day, number in db.session.execute(below.group_by(fall.criterion_code, fall.rating, fall.sent_on)):
        key = "below", name_of(code, rating), month_of(day)
        found[key] = found.get(key, 0) + number
    db.session.execute(delete(MonthlyFigure))
    rows = [{"kind": k, "name": name, "month": month, "number": n} for (k, name, month), n in sorted(found.items())]
    if rows:
        db.session.execute(insert(MonthlyFigure), rows)


def recount_loads() -> None:
    present = (
        select(Assignment.person_id, func.count())
        .join(Application, Application.id == Assignment.application_id)
        .where(Assignment.ended_at.is_(None), Application.state.in_(sorted(IN_PROGRESS)))
        .group_by(Assignment.person_id)
    )
    db.session.execute(delete(ReviewerLoad))
    db.session.execute(insert(ReviewerLoad).from_select(["person_id", "cases"], present))


def recount_reached() -> None:
    """From the histories of the schools, the nearest step first."""
    db.session.execute(update(Interest).values(reached=INTERESTED))
    db.session.execute(update(Interest).where(Interest.school_id.is_not(None)).values(reached=ACCEPTED))
    by_school = select(Application.school_id)
    came = [
        (step, by_school.join(Event, Event.application_id == Application.id).where(
            Event.to_state == state.value))
        for state, step in REACHED.items()
    ]  # fmt: skip
    told = by_school.join(Determination, Determination.application_id == Application.id)
    came.append((TOLD, told.where(Determination.released_at.is_not(None))))
    for step, schools in sorted(came, key=lambda each: each[0]):
        db.session.execute(update(Interest).where(Interest.school_id.in_(schools)).values(reached=step))
