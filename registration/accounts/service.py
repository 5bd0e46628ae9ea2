"""Links that let people in: invitations to a school or to the body, and setting a new password."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select, update

from registration.access.roles import Role, SchoolRole
from registration.accounts import links, queries, throttle
from registration.accounts.addresses import email_key
from registration.accounts.authentication import end_sessions_of, set_password
from registration.accounts.models import OneTimeLink, Person, PersonRole
from registration.accounts.passwords import verify_password
from registration.audit import service as audit
from registration.database import db, now, public_id, rows_met
from registration.errors import NotAllowed, Refused
from registration.notifications.models import Letter
from registration.schools.models import School

INVITATION_LIVES = timedelta(days=7)
PASSWORD_LINK_LIVES = timedelta(hours=2)
DEAD = "This link cannot be used any more: it was used, withdrawn or is too old. Ask for a new one."


def invite(
    email: str, name: str, *, by: Person | None, school: School | None = None,
    role: SchoolRole | Role | Iterable[Role],
) -> OneTimeLink:
    """Invite somebody to a school in one role, or to the body in one or more. Writes the letter.

    An older invitation of the same address to the same place dies. `by` is None for the operator at the shell.
    The link is for this address alone, works once, for seven days, and while whoever sent it may still invite.
    """
    roles = [role] if isinstance(role, Role | SchoolRole) else sorted(role)
    if not roles or any(isinstance(r, SchoolRole) is (school is None) for r in roles):
        raise Refused("Choose at least one role that fits the place this person is invited to.")
    if not may_invite(by, school, roles):
        raise NotAllowed("You cannot invite somebody in this role.")
    key = email_key(email)
    for older in queries.open_invitations(school, key):
        older.revoked_at = now()
    link = OneTimeLink(
        purpose="invitation", email=email.strip(), email_key=key, name=name.strip(), school=school, sent_by=by,
        role=" ".join(r.value for r in roles), sent_at=now(), ends_at=now() + INVITATION_LIVES,
    )
    facts = {
        "name": link.name, "place": school.name if school else "", "sender": by.name if by else "",
        "roles": ", ".join(r.label.lower() for r in roles),
    }
    send_link(link, facts)
    audit.note("invited", by, roles=link.role, school=school.name if school else "")
    return link


def may_invite(by: Person | None, school: School | None, roles: Iterable[Role | SchoolRole]) -> bool:
    """Administrators invite to the body; case officers, and the leads of a school, to that school.

    Only a principal, or the body, makes another principal.
    """
    if by is None:
        return True
    if not by.active:
        return False
    if school is None:
        return Role.ADMINISTRATOR in by.roles
    if Role.CASE_OFFICER in by.roles and by.school != school:
        return True
    if by.school != school:
        return False
    return by.role_in_school is SchoolRole.PRINCIPAL or (
        by.role_in_school is SchoolRole.COORDINATOR and SchoolRole.PRINCIPAL not in set(roles)
    )


def send_link(link: OneTimeLink, facts: dict[str, str]) -> None:
    """Keep a link and write its letter. The letter names the link; the token is added when it leaves."""
    link.public_id = public_id()
    link.token_hash = links.hashed(links.make_token(link))
    db.session.add(link)
    db.session.flush()
    db.session.add(
        Letter(
            template=link.purpose, email=link.email, person=link.person,
            facts={**facts, "link": link.public_id, "ends_at": link.ends_at.isoformat()},
        )
    )


def invited_roles(link: OneTimeLink) -> list[Role | SchoolRole]:
    kind = SchoolRole if link.school_id else Role
    return [kind(value) for value in (link.role or "").split()]


def still_stands(link: OneTimeLink) -> bool:
    """Whoever sent an invitation could send it today too."""
    return may_invite(link.sent_by, link.school, invited_roles(link))


def account_of(link: OneTimeLink) -> Person | None:
    """The account that the invited address has already, if any."""
    return db.session.scalar(select(Person).where(Person.email_key == link.email_key))


def accept_invitation(link: OneTimeLink, *, name: str, password: str) -> Person:
    """Use an invitation up: make the account, or add the place to the one this address has.

    Raises Refused when the link is dead, when the password is not good enough or not that
    of the account, or when the account belongs to another school.
    """
    if not still_stands(link):
        raise Refused(DEAD)
    person = account_of(link)
    if person is None:
        person = Person(email=link.email, email_key=link.email_key, name=name.strip())
        set_password(person, password)
        db.session.add(person)
    else:
        join_account(person, password)
    use_up(link)
    take_place(person, link)
    audit.note("invitation_accepted", person, roles=link.role, school=link.school.name if link.school else "")
    return person


def join_account(person: Person, password: str) -> None:
    """Whoever holds the letter must also know the password of the account it is added to."""
    key = f"invitation {person.email_key}"
    if throttle.too_many("sign_in", key):
        raise Refused("There were many attempts with this link. Try again in 15 minutes.")
    throttle.note_attempt("sign_in", key)
    if not person.active or not verify_password(person.password_hash, password):
        raise Refused("This is not the password of your account. Try again, or set a new password first.")
    throttle.forget("sign_in", key)


def take_place(person: Person, link: OneTimeLink) -> None:
    roles = invited_roles(link)
    if link.school is None:
        held = {row.role for row in person.role_rows}
        person.role_rows += [PersonRole(role=role.value) for role in roles if role.value not in held]
    elif person.school not in (None, link.school):
        raise Refused(
            f"Your account belongs to {person.school.name} already. Ask your colleagues there to remove you first."
        )
    else:
        person.school, person.school_role = link.school, roles[0].value
        if person.time_zone == "UTC":
            person.time_zone = link.school.time_zone


def use_up(link: OneTimeLink) -> None:
    """Use a link once, also when it is pressed twice at the same moment."""
    used = rows_met(
        update(OneTimeLink)
        .where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None), OneTimeLink.revoked_at.is_(None))
        .values(used_at=now())
    )
    if not used:
        raise Refused(DEAD)


def revoke(link: OneTimeLink, *, by: Person) -> None:
    """Withdraw an invitation; its letter stays, its link is dead."""
    link.revoked_at = now()
    audit.note("invitation_revoked", by, school=link.school.name if link.school else "")


def ask_for_password(email: str, *, network: str) -> None:
    """Write the letter with a link to set a password, if there is such an account. Never says whether."""
    key = email_key(email)
    if throttle.too_many("forgotten", key) or throttle.too_many("forgotten_network", network):
        return
    throttle.note_attempts(("forgotten", key), ("forgotten_network", network))
    person = db.session.scalar(select(Person).where(Person.email_key == key))
    if person is not None and person.active:
        send_password_link(person)


def send_password_link(person: Person) -> OneTimeLink:
    """A link to set a password; older ones die."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.purpose == "password", OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
        .values(revoked_at=now())
    )
    link = OneTimeLink(
        purpose="password", email=person.email, email_key=person.email_key, name=person.name, person=person,
        ends_at=now() + PASSWORD_LINK_LIVES,
    )
    send_link(link, {"name": person.name})
    return link


def set_password_by_link(link: OneTimeLink, wanted: str) -> Person:
    """Set a new password and end every session of the account. The link is used up."""
    person = link.person
    if person is None or not person.active or person.email_key != link.email_key:
        raise Refused(DEAD)
    set_password(person, wanted)
    use_up(link)
    end_sessions_of(person)
    throttle.forget("sign_in_account", person.email_key)
    audit.note("password_set_by_link", person)
    return person
