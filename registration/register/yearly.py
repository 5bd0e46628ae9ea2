"""The yearly declaration: on each anniversary the principal says that all is as it was judged, or what has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from registration.access.roles import Capacity
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db
from registration.errors import Refused
from registration.notifications import casework
from registration.register.models import Registration, YearlyDeclaration
from registration.register.service import years_after
from registration.workflow import calendar
from registration.workflow.states import State

OPEN_DAYS = 60
"""Days before its date from which a declaration can be made. This service's proposal, like every figure here."""


@dataclass(frozen=True)
class Year:
    """One year of a registration: when its declaration is due, and the declaration if there is one."""

    due_on: date
    made: YearlyDeclaration | None

    @property
    def status(self) -> tuple[str, str]:
        """Label and tone."""
        today = calendar.in_force.today()
        if self.made:
            return ("Declared", "good")
        if self.due_on < today:
            return ("Overdue", "bad")
        return ("To do", "waiting") if self.is_open else ("Not yet", "neutral")

    @property
    def is_open(self) -> bool:
        return self.made is None and calendar.in_force.today() >= self.due_on - timedelta(days=OPEN_DAYS)


def years_of(registration: Registration) -> list[Year]:
    """A year for each anniversary before the last day: at the end there is a new application instead."""
    made = {declaration.due_on: declaration for declaration in registration.declarations}
    found, number = [], 1
    while (due := years_after(registration.valid_from, number)) < registration.valid_until:
        found.append(Year(due, made.get(due)))
        number += 1
    return found


def first_overdue(registration: Registration) -> Year | None:
    """The earliest year whose date has passed without a declaration."""
    today = calendar.in_force.today()
    return next((year for year in years_of(registration) if year.made is None and year.due_on < today), None)


def open_year(registration: Registration) -> Year | None:
    """The earliest year whose declaration can be made now."""
    return next((year for year in years_of(registration) if year.is_open), None)


def declare(registration: Registration, changes: str, *, by: Person) -> YearlyDeclaration:
    """Keep the declaration of the year that is open, and tell the case officers. `changes` is empty for none."""
    year = open_year(registration)
    if year is None:
        raise Refused("No yearly declaration is due now. The page “Keeping it current” says when the next one is.")
    made = YearlyDeclaration(
        registration=registration, due_on=year.due_on, changes=changes.strip(), declared_by=by
    )
    db.session.add(made)
    db.session.flush()
    db.session.refresh(registration, ["declarations"])
    still = first_overdue(registration)
    registration.declaration_overdue_since = still.due_on if still else None
    told = "with changes" if made.changes else "nothing has changed"
    casework.tell(registration.application, "declaration_received", [Capacity.CASE_OFFICER], by=by, outcome=told)
    audit.note("yearly_declared", by, registration.application, due_on=year.due_on.isoformat())
    return made


def due_until(until: date) -> Iterator[tuple[Registration, Year]]:
    """Registrations whose next declaration is not made and due between today and that day."""
    today = calendar.in_force.today()
    wanted = (
        select(Registration).join(Registration.application)
        .where(Application.state == State.REGISTERED, Registration.valid_until >= today)
        .options(contains_eager(Registration.application), selectinload(Registration.declarations))
        .order_by(Registration.id)
    )  # fmt: skip
    for registration in db.session.scalars(wanted).unique():
        for year in years_of(registration):
            if year.made is None and today <= year.due_on <= until:
                yield registration, year
