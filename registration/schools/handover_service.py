"""Handing over the role of principal: offered by the principal, and taken over when the colleague accepts."""

from sqlalchemy import ColumnElement, or_, select, update

from registration.access.roles import SchoolRole
from registration.accounts.models import Person
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import NotAllowed, NotFound, Refused
from registration.notifications.composing import page_address
from registration.notifications.models import Letter
from registration.schools.models import Handover

OVER = "This offer does not stand any more. Open the page “Colleagues” to see who does what."


def open_offers(person: Person) -> list[Handover]:
    """Offers of this school that are open, those this person made or was made; the leads see all."""
    found = select(Handover).where(Handover.school_id == person.school_id, Handover.outcome == "")
    if person.role_in_school not in (SchoolRole.PRINCIPAL, SchoolRole.COORDINATOR):
        found = found.where(Handover.offered_to_id == person.id)
    return list(db.session.scalars(found.order_by(Handover.id)))


def candidates(person: Person) -> list[Person]:
    """Colleagues who could become principal: active, and not principal already."""
    found = select(Person).where(
        Person.school_id == person.school_id, Person.active, Person.id != person.id,
        Person.school_role != SchoolRole.PRINCIPAL.value,
    )
    return list(db.session.scalars(found.order_by(Person.name, Person.id)).unique())


def offer_role(to: Person, *, by: Person) -> Handover:
    """Offer one's role to a colleague. Nothing changes before they accept; a new offer ends the last."""
    if by.role_in_school is not SchoolRole.PRINCIPAL:
        raise NotAllowed("Only the principal hands over the role of principal.")
    if to not in candidates(by):
        raise Refused("Offer the role to a colleague of your school who is not principal already.")
    end_offers(Handover.offered_by_id == by.id)
    made = Handover(school_id=by.school_id, offered_by=by, offered_to=to)
    db.session.add(made)
    tell(to, "role_offered", by=by)
    audit.note("principal_offered", by, to=to.public_id)
    return made


def offer_of(person: Person, public_id: str) -> Handover:
    """An open offer this person made or was made. Any other does not exist."""
    mine = or_(Handover.offered_by_id == person.id, Handover.offered_to_id == person.id)
    found = db.session.scalar(
        select(Handover)
        .where(Handover.public_id == public_id, Handover.school_id == person.school_id, mine, Handover.outcome == "")
        .with_for_update()
    )
    if found is None or person.school_id is None:
        raise NotFound(OVER)
    return found


def accept(offer: Handover, *, by: Person) -> None:
    """Become principal; whoever was it is registration coordinator from now on."""
    former = offer.offered_by
    refuse_another(offer, by)
    if former.school_id != by.school_id or former.role_in_school is not SchoolRole.PRINCIPAL:
        raise Refused(OVER)
    by.school_role, former.school_role = SchoolRole.PRINCIPAL.value, SchoolRole.COORDINATOR.value
    end(offer, "accepted")
    tell(former, "role_taken", by=by, answer="accepted")
    audit.note("principal_handed_over", by, of=former.public_id)


def decline(offer: Handover, *, by: Person) -> None:
    refuse_another(offer, by)
    end(offer, "declined")
    tell(offer.offered_by, "role_taken", by=by, answer="declined")
    audit.note("principal_declined", by)


def withdraw(offer: Handover, *, by: Person) -> None:
    if offer.offered_by != by:
        raise NotAllowed("Only who made an offer withdraws it.")
    end(offer, "withdrawn")
    audit.note("principal_offer_withdrawn", by)


def refuse_another(offer: Handover, by: Person) -> None:
    if offer.offered_to != by:
        raise NotAllowed("Only the colleague to whom the role was offered can answer.")


def end(offer: Handover, outcome: str) -> None:
    offer.outcome, offer.ended_at = outcome, now()


def end_offers_with(person: Person) -> None:
    """Somebody leaves: offers they made or were made end."""
    end_offers(or_(Handover.offered_by_id == person.id, Handover.offered_to_id == person.id))


def end_offers(which: ColumnElement[bool]) -> None:
    still_open = update(Handover).where(which, Handover.outcome == "")
    db.session.execute(still_open.values(outcome="withdrawn", ended_at=now()))


def tell(person: Person, letter: str, *, by: Person, **facts: str) -> None:
    school = by.school.name if by.school else ""
    page = page_address("schools.people")
    db.session.add(
        Letter(
            template=letter, email=person.email, person=person, capacity=person.school_role or "",
            facts={"name": person.name, "school": school, "sender": by.name, "address": page, **facts},
        )
    )
