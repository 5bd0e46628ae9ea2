"""Leaving the meeting for an item: who has a conflict in one criterion stands aside for it, and may come back."""

from sqlalchemy import select

from registration.access.policy import Action, allowed
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotFound, Refused
from registration.moderation.models import StandAside
from registration.moderation.queries import Table
from registration.moderation.service import leads


def stand_aside(
    application: Application, found: Table, code: str, *, person: str, reason: str, by: Person
) -> StandAside:
    """A member of the panel, by public id, leaves the meeting for this criterion.

    Everybody can say so of themselves, the lead reviewer of each member. What was agreed with them is to be agreed
    again, and what they found does not count from now on.
    """
    row = found.row(code)
    member = next((m for m in found.members if m.person.public_id == person), None)
    if member is None or (member.person != by and not allowed(by, Action.MODERATE, application)):
        raise Refused("Choose a member of the panel from those listed.", {"Your reason": reason})
    if member.person_id in row.asides:
        raise Refused(f"{member.person.name} stands aside for {code} already.", {"Your reason": reason})
    aside = StandAside(
        application_id=application.id, criterion_code=code, person_id=member.person_id, reason=reason.strip(),
        declared_by_id=by.id,
    )  # fmt: skip
    db.session.add(aside)
    open_again(found, code)
    return aside


def come_back(application: Application, found: Table, public_id: str, *, reason: str, by: Person) -> StandAside:
    """Somebody who stood aside takes part again. Who leads the meeting for this item says so, and why.

    Nobody says it of themselves, for who stands aside does not lead. Both the leaving and the coming back are kept,
    and stand in the minutes.
    """
    wanted = select(StandAside).where(StandAside.application_id == application.id, StandAside.public_id == public_id)
    aside = db.session.scalar(wanted)
    if aside is None:
        raise NotFound
    if aside.ended_at is not None:
        raise Refused("They take part in this item again already. Reload the page to see it.")
    if not leads(application, found, found.row(aside.criterion_code), by):
        raise Refused("Only who leads the meeting for this item can call somebody back. Ask them to do it.")
    aside.ended_at, aside.ended_by_id, aside.end_reason = now(), by.id, reason.strip()
    open_again(found, aside.criterion_code)
    return aside


def open_again(found: Table, code: str) -> None:
    """Another set of findings counts now, so what was agreed on the former set no longer stands."""
    agreed = found.row(code).agreed
    if agreed is not None:
        agreed.open_again = True
