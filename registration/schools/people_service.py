"""The people of a school: who may invite, change and remove whom. One principal always stays."""

from datetime import timedelta

from sqlalchemy import delete, select

from registration.access.roles import SchoolRole
from registration.accounts import service as accounts, throttle
from registration.accounts.addresses import email_key
from registration.accounts.authentication import end_sessions_of
from registration.accounts.models import OneTimeLink, Person
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import NotAllowed, NotFound, Refused
from registration.schools.handover_service import end_offers_with
from registration.self_assessment.models import AreaAssignment
from registration.teamwork.models import CriterionAssignment

LEADS = frozenset({SchoolRole.PRINCIPAL, SchoolRole.COORDINATOR})
ONE_STAYS = (
    "A school always has a principal. Hand over the role first: open “Hand over the role of principal” on the page "
    "“Colleagues” and offer it to a colleague. When they accept, you can leave or take another part."
)
ROLE_IS_OFFERED = (
    "Nobody becomes principal without having accepted. Open “Hand over the role of principal” on the page “Colleagues” "
    "and offer it to this colleague."
)
INVITED_LATELY = timedelta(days=60)
"""So long an invitation that nobody followed is listed, to be sent again."""


def may_lead(person: Person) -> bool:
    """This person invites, changes and removes colleagues."""
    return person.role_in_school in LEADS


def roles_given_by(person: Person) -> list[SchoolRole]:
    """The roles this person may give: a coordinator neither makes nor removes a principal."""
    if not may_lead(person):
        return []
    return [r for r in SchoolRole if r is not SchoolRole.PRINCIPAL or person.role_in_school is SchoolRole.PRINCIPAL]


def roles_open_to(person: Person, *, by: Person) -> list[SchoolRole]:
    """The roles a colleague can be given outright. That of principal is offered, and theirs when they accept."""
    present = person.role_in_school
    return [r for r in roles_given_by(by) if r is not SchoolRole.PRINCIPAL or present is SchoolRole.PRINCIPAL]


def colleagues(person: Person) -> list[Person]:
    """Everybody of one's school, the principal first. A school has some dozens of people, not thousands."""
    found = select(Person).where(Person.school_id == person.school_id).order_by(Person.name, Person.id).limit(200)
    ranks = list(SchoolRole)
    return sorted(
        db.session.scalars(found).unique(), key=lambda p: ranks.index(p.role_in_school or SchoolRole.CONTRIBUTOR)
    )


def colleague(person: Person, public_id: str) -> Person:
    """Somebody of this person's own school. Anybody else does not exist here."""
    found = db.session.scalar(
        select(Person).where(Person.public_id == public_id, Person.school_id == person.school_id)
    )
    if found is None or person.school_id is None:
        raise NotFound
    return found


def invite_colleague(email: str, name: str, role: SchoolRole, *, by: Person) -> OneTimeLink:
    """Invite somebody to one's own school. Raises NotAllowed when this person may not give that role."""
    school = by.school
    if school is None or role not in roles_given_by(by):
        raise NotAllowed("Only the principal and the coordinator invite colleagues, and only a principal a principal.")
    if throttle.too_many("invite", by.email_key):
        raise Refused("You sent many invitations within the last hour. Please go on later.")
    throttle.note_attempt("invite", by.email_key)
    key = email_key(email)
    if db.session.scalar(select(Person.id).where(Person.email_key == key, Person.school_id == school.id)):
        raise Refused("This address belongs to one of your colleagues already. Change their role in the list.")
    return accounts.invite(email, name, by=by, school=school, role=role)


def invitations(person: Person) -> list[tuple[OneTimeLink, str, bool]]:
    """Invitations to one's school that nobody followed: each with its roles in words, and whether it is too old."""
    found = select(OneTimeLink).where(
        OneTimeLink.purpose == "invitation", OneTimeLink.school_id == person.school_id, OneTimeLink.used_at.is_(None),
        OneTimeLink.revoked_at.is_(None), OneTimeLink.ends_at > now() - INVITED_LATELY,
    )
    listed = []
    for link in db.session.scalars(found.order_by(OneTimeLink.id.desc()).limit(100)):
        roles = ", ".join(role.label for role in accounts.invited_roles(link))
        listed.append((link, roles, link.ends_at <= now()))
    return listed


def invitation_listed(person: Person, public_id: str) -> OneTimeLink:
    """One of those invitations. Any other does not exist."""
    found = next((link for link, _roles, _old in invitations(person) if link.public_id == public_id), None)
    if found is None:
        raise NotFound("This invitation was used or withdrawn already.")
    return found


def invite_again(link: OneTimeLink, *, by: Person) -> OneTimeLink:
    """Send an invitation once more, with a new link for seven days; the former link dies."""
    made = invite_colleague(link.email, link.name, SchoolRole(str(link.role)), by=by)
    link.revoked_at = link.revoked_at or now()
    return made


def change_role(person: Person, role: SchoolRole, *, by: Person) -> None:
    """Give a colleague another role. Their sessions end, so that no page goes on with the former one."""
    refuse_beyond(person, by)
    if role not in roles_given_by(by):
        raise NotAllowed("Only a principal makes somebody principal.")
    before = person.role_in_school
    if role is before:
        return
    if role is SchoolRole.PRINCIPAL:
        raise Refused(ROLE_IS_OFFERED)
    if before is SchoolRole.PRINCIPAL:
        refuse_the_last(person)
    person.school_role = role.value
    if person != by:
        end_sessions_of(person)
    audit.note("school_role_changed", by, of=person.public_id, before=str(before), after=role.value)


def remove(person: Person, *, by: Person) -> None:
    """Take a colleague out of the school, at once: sessions and areas end, what they wrote stays."""
    refuse_beyond(person, by)
    if person.role_in_school is SchoolRole.PRINCIPAL:
        refuse_the_last(person)
    school = person.school
    for given in (AreaAssignment, CriterionAssignment):
        db.session.execute(delete(given).where(given.person_id == person.id))
    end_offers_with(person)
    person.school, person.school_role = None, None
    end_sessions_of(person)
    audit.note("removed_from_school", by, of=person.public_id, school=school.name if school else "")


def refuse_beyond(person: Person, by: Person) -> None:
    """Raise unless `by` leads this school and may touch somebody in this role."""
    if by.school != person.school or person.role_in_school not in roles_given_by(by):
        raise NotAllowed("Only the principal, or for others than a principal the coordinator, can change this.")


def refuse_the_last(person: Person) -> None:
    """Raise when the school has no other principal. Two who demote each other at once wait for one another."""
    found = select(Person.id).where(
        Person.school_id == person.school_id, Person.school_role == SchoolRole.PRINCIPAL.value, Person.active
    )
    if set(db.session.scalars(found.order_by(Person.id).with_for_update())) <= {person.id}:
        raise Refused(ONE_STAYS)
