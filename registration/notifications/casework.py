"""Letters about a case that no move writes: to everybody who holds some capacity in it, but not to who did it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from registration.access.policy import state_shown
from registration.access.roles import Capacity
from registration.access.standing import people_as
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.notifications.models import Letter


def tell(
    application: Application, letter: str, to: Iterable[Capacity], /, *, by: Person | None, note: str = "",
    due_on: str = "", **facts: Any,
) -> list[Letter]:
    """One letter to each person. `note` and `facts` are frozen in it; say nothing there that a mailbox may not hold."""
    return [
        write(application, letter, person, capacity, note=note, due_on=due_on, **facts)
        for capacity in sorted(to)
        for person in people_as(capacity, application)
        if person != by
    ]


def write(
    application: Application, letter: str, person: Person, capacity: Capacity, /, *, once: str | None = None,
    **facts: Any,
) -> Letter:
    standing = {
        "name": person.name, "reference": application.reference, "school": application.school.name,
        "state": state_shown(person, application).label, "move": "", "note": "", "due_on": "",
    }
    made = Letter(
        template=letter, facts={**standing, **facts}, email=person.email, person=person, application=application,
        capacity=capacity.value, once=once,
    )  # fmt: skip
    db.session.add(made)
    return made


def written(once: str) -> bool:
    """A letter that must be written only once is there already."""
    return db.session.scalar(select(Letter.id).where(Letter.once == once)) is not None
