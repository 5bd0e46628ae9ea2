"""What is overdue in a registration: a yearly declaration that was not made, and a certificate that has ended.

Each is told once. A declaration is marked from the day after its date, told to the principal then, and to the desk
when it has stayed away for so long that somebody should ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from registration.access.roles import SCHOOL_LEADS, Capacity
from registration.access.standing import people_as
from registration.applications.models import Application
from registration.database import db
from registration.notifications import casework
from registration.register.models import Registration
from registration.register.yearly import first_overdue
from registration.workflow import calendar
from registration.workflow.states import State

LATE_DAYS = 10
"""Working days after its date at which the desk hears of a declaration. This service's proposal, like every figure."""

ENDED_DAYS = 30
"""So long after its last day an ended certificate is still told of, if nobody was told before."""


def tell_of_overdue() -> int:
    """Mark and tell what is overdue today; says how many letters. Each registration in a transaction of its own."""
    written = 0
    for number in list(db.session.scalars(in_force())):
        registration = db.session.get_one(Registration, number, options=(selectinload(Registration.declarations),))
        written += tell_of_declaration(registration) + tell_of_end(registration)
        db.session.commit()
    return written


def in_force() -> Select[int]:
    """Ids of registrations that are not suspended and have not ended for long."""
    since = calendar.in_force.today() - timedelta(days=ENDED_DAYS)
    return (
        select(Registration.id).join(Registration.application)
        .where(Application.state == State.REGISTERED, Registration.valid_until >= since).order_by(Registration.id)
    )  # fmt: skip


def tell_of_declaration(registration: Registration) -> int:
    year = first_overdue(registration)
    registration.declaration_overdue_since = year.due_on if year else None
    if year is None or registration.valid_until < calendar.in_force.today():
        return 0
    written = tell_once(registration.application, "declaration_due", [Capacity.PRINCIPAL], year.due_on)
    if calendar.in_force.between(year.due_on, calendar.in_force.today()) >= LATE_DAYS:
        written += tell_once(registration.application, "declaration_late", [Capacity.CASE_OFFICER], year.due_on)
    return written


def tell_of_end(registration: Registration) -> int:
    if registration.valid_until >= calendar.in_force.today():
        return 0
    to = [*SCHOOL_LEADS, Capacity.CASE_OFFICER]
    return tell_once(registration.application, "certificate_ended", to, registration.valid_until)


def tell_once(application: Application, letter: str, to: Iterable[Capacity], due_on: date) -> int:
    """The letter to each person who has not had it for this date."""
    written = 0
    for capacity in sorted(to):
        for person in people_as(capacity, application):
            once = f"{letter}:{application.reference}:{due_on.isoformat()}:{person.public_id}"
            if not casework.written(once):
                casework.write(application, letter, person, capacity, once=once, due_on=due_on.isoformat())
                written += 1
    return written
