"""What the passing of time does to an application: the moves whose row names the clock."""

from sqlalchemy import select

from registration.access.roles import Capacity
from registration.applications.models import Application
from registration.database import db
from registration.deadlines.models import Extension
from registration.workflow import calendar, engine
from registration.workflow.transitions import SAME, TABLE


def let_time_pass() -> list[Application]:
    """Make every move that the clock makes, for applications whose last day is over. Changes, and does not commit.

    The last day belongs to the people: a step due on Friday is still theirs until midnight at the body's desk.
    A case on hold waits, whatever its date says. So does one whose school asked for more time and has heard nothing.
    """
    moved = []
    undecided = select(Extension.id).where(
        Extension.application_id == Application.id, Extension.outcome.is_(None)
    )
    for transition in TABLE:
        if Capacity.CLOCK not in transition.who or transition.target == SAME:
            continue  # a hold ends on the day of its own, not when a date passes
        overdue = select(Application).where(
            Application.state.in_(transition.source),
            Application.due_on < calendar.in_force.today(),
            Application.held.is_(False),
            ~undecided.exists(),
        )
        for application in db.session.scalars(overdue.order_by(Application.id)).unique().all():
            engine.perform(application, transition.name, by=None, note="The time to answer has passed.")
            moved.append(application)
    return moved
