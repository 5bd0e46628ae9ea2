"""People of the body: their roles, and accounts that are closed. One administrator always stays."""

from collections.abc import Iterable

from sqlalchemy import select

from registration.access.roles import Role
from registration.accounts import service, throttle
from registration.accounts.authentication import end_sessions_of
from registration.accounts.models import OneTimeLink, Person, PersonRole
from registration.audit import service as audit
from registration.database import db
from registration.errors import Refused

ONE_STAYS = "This is the last administrator. Make somebody else an administrator first."


def invite_staff(email: str, name: str, roles: Iterable[Role], *, by: Person) -> OneTimeLink:
    """Invite somebody to the body. Raises Refused after many within an hour."""
    if throttle.too_many("invite", by.email_key):
        raise Refused("You sent many invitations within the last hour. Please go on later.")
    throttle.note_attempt("invite", by.email_key)
    return service.invite(email, name, by=by, role=roles)


def set_roles(person: Person, roles: Iterable[Role], *, by: Person) -> None:
    """Give a person exactly these roles. Their sessions end, so that no page goes on with the former ones."""
    wanted, held = set(roles), set(person.roles)
    if wanted == held:
        return
    if Role.ADMINISTRATOR in held - wanted:
        refuse_the_last(person)
    person.role_rows[:] = [row for row in person.role_rows if row.role in wanted]
    person.role_rows += [PersonRole(role=role.value) for role in sorted(wanted - held)]
    if person != by:
        end_sessions_of(person)
    audit.note("roles_changed", by, of=person.public_id, before=words(held), after=words(wanted))


def close_account(person: Person, *, by: Person) -> None:
    """Nobody signs in with this account any more, and whoever is signed in with it is out at once."""
    if Role.ADMINISTRATOR in person.roles:
        refuse_the_last(person)
    person.active = False
    end_sessions_of(person)
    audit.note("account_closed", by, of=person.public_id)


def open_account(person: Person, *, by: Person) -> None:
    person.active = True
    audit.note("account_opened", by, of=person.public_id)


def refuse_the_last(person: Person) -> None:
    """Raise when nobody else administers. Two administrators who demote each other at once wait for one another."""
    found = select(Person.id).join(PersonRole).where(PersonRole.role == Role.ADMINISTRATOR.value, Person.active)
    if set(db.session.scalars(found.order_by(Person.id).with_for_update())) <= {person.id}:
        raise Refused(ONE_STAYS)


def words(roles: Iterable[Role]) -> str:
    return " ".join(sorted(role.value for role in roles))
