"""Letters between colleagues. They name what it is about and never repeat what somebody wrote: that stays here."""

from typing import Any

from registration.access.policy import state_shown
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.notifications.composing import page_address
from registration.notifications.models import Letter


def tell(person: Person, letter: str, application: Application, *, by: Person, page: str, **facts: Any) -> None:
    """Write one letter to a colleague; `page` is where it leads. Nobody is told of what they did themselves."""
    if person == by:
        return
    standing = {
        "name": person.name, "school": application.school.name, "reference": application.reference,
        "state": state_shown(person, application).label, "sender": by.name, "address": page,
    }
    db.session.add(
        Letter(
            template=letter, facts={**standing, **facts}, email=person.email, person=person, application=application,
            capacity=person.school_role or "",
        )
    )


def page_of(application: Application, code: str | None = None) -> str:
    """The whole address of the list of criteria, or of one criterion."""
    if code is None:
        return page_address("self_assessment.task_list", reference=application.reference)
    return page_address("self_assessment.criterion", reference=application.reference, code=code)
