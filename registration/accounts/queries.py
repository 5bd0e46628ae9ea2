"""What is read about accounts: sessions, where somebody's home is, and lists of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from registration.access.roles import Role, SchoolRole
from registration.accounts.models import OneTimeLink, Person, SignIn
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotFound
from registration.paging import Page, page_of
from registration.schools.models import School

MOST_SHOWN = 80

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)  # fmt: skip
"""Signs in what a browser says of itself; the first that is found counts, for many name the others too."""


@dataclass(frozen=True)
class Desk:
    """People of one school, or of the body, as the sign-in page of a demonstration lists them."""

    name: str
    people: list[tuple[Person, str]]


def sessions_of(person: Person) -> list[SignIn]:
    """Where somebody is signed in at present, the latest first."""
    open_rows = SignIn.ended_at.is_(None) & (SignIn.ends_at > now())
    found = select(SignIn).where(SignIn.person_id == person.id, open_rows).order_by(SignIn.id.desc())
    return list(db.session.scalars(found.limit(50)))


def end_of_session(token_hash: str) -> datetime:
    """When a session ends at the latest. It is one that is open, such as the one of this request."""
    return db.session.scalars(select(SignIn.ends_at).where(SignIn.token_hash == token_hash)).one()


def device_in_words(said: str) -> str:
    """The browser and system a sign-in names, in words; nothing is decided by them."""
    browser = next((name for sign, name in BROWSERS if sign in said), "A browser")
    system = next((name for sign, name in SYSTEMS if sign in said), "")
    return f"{browser} on {system}" if system else browser


def session_of(person: Person, public_id: str) -> SignIn:
    """One of a person's own sessions. Somebody else's does not exist for them."""
    found = select(SignIn).where(
        SignIn.person_id == person.id, SignIn.public_id == public_id, SignIn.ended_at.is_(None)
    )
    row = db.session.scalar(found)
    if row is None:
        raise NotFound
    return row


def latest_application(person: Person) -> Application | None:
    """The application somebody of a school works on."""
    found = select(Application).where(Application.school_id == person.school_id).order_by(Application.id.desc())
    return db.session.scalar(found.limit(1)) if person.school_id else None


def words_for(person: Person) -> str:
    """Everything a person is, in words: roles of the body, else the role in their school."""
    labels = [role.label for role in sorted(person.roles)]
    if person.role_in_school:
        labels.append(person.role_in_school.label)
    return ", ".join(labels)


def desks(order: Sequence[str]) -> list[Desk]:
    """Everybody who can sign in to a demonstration: the body, then the schools in the order of these addresses."""
    place = {email: number for number, email in enumerate(order)}
    found = select(Person).where(Person.active).options(selectinload(Person.role_rows)).order_by(Person.id)
    everybody = list(db.session.scalars(found.limit(MOST_SHOWN)).unique())
    staff = sorted((p for p in everybody if p.is_staff), key=lambda p: [list(Role).index(r) for r in sorted(p.roles)])
    listed = [Desk("The body", [(person, words_for(person)) for person in staff])]
    schools = {person.school for person in everybody if person.school is not None and not person.is_staff}
    found_desks = []
    for school in sorted(schools, key=lambda s: s.id):
        people = sorted((p for p in everybody if p.school == school and not p.is_staff), key=rank)
        first = min(place.get(person.email, len(place)) for person in people)
        found_desks.append((first, Desk(school.name, [(person, words_for(person)) for person in people])))
    return listed + [desk for _first, desk in sorted(found_desks, key=lambda pair: pair[0])]


def rank(person: Person) -> int:
    return list(SchoolRole).index(person.role_in_school or SchoolRole.CONTRIBUTOR)


def person_listed(public_id: str) -> Person:
    person = db.session.scalar(select(Person).where(Person.public_id == public_id))
    if person is None:
        raise NotFound
    return person



WHICH = {"body": "People of the body", "schools": "People of schools", "closed": "Closed accounts", "all": "Everybody"}


def people(words: str, which: str, number: int) -> Page[Person]:
    """People by name, for the administrator; `words` are looked for in names and addresses, as they stand."""
    wanted = select(Person).order_by(Person.name, Person.id)
    if which == "closed":
        wanted = wanted.where(Person.active.is_(False))
    elif which == "schools":
        wanted = wanted.where(Person.school_id.is_not(None))
    elif which == "body":
        wanted = wanted.where(Person.role_rows.any())
    if words:
        wanted = wanted.where(
            or_(Person.name.icontains(words, autoescape=True), Person.email_key.icontains(words, autoescape=True))
        )
    return page_of(wanted, number)


def invitations_to(school: School | None) -> Select[OneTimeLink]:
    """Invitations to this school, or to the body, that were neither used nor withdrawn and are not too old."""
    place = OneTimeLink.school_id == school.id if school else OneTimeLink.school_id.is_(None)
    return (
        select(OneTimeLink)
        .where(
            OneTimeLink.purpose == "invitation", place, OneTimeLink.used_at.is_(None),
            OneTimeLink.revoked_at.is_(None), OneTimeLink.ends_at > now(),
        )
        .order_by(OneTimeLink.id.desc())
    )  # fmt: skip


def open_invitations(school: School | None, key: str | None = None) -> list[OneTimeLink]:
    """Open invitations to one place, the latest first; only those of one address when `key` is given."""
    wanted = invitations_to(school)
    if key is not None:
        wanted = wanted.where(OneTimeLink.email_key == key)
    return list(db.session.scalars(wanted.limit(100)))


def open_staff_invitations() -> list[OneTimeLink]:
    return open_invitations(None)


def invitation_listed(public_id: str, school: School | None) -> OneTimeLink:
    """An open invitation to this place. One to another place does not exist here."""
    found = db.session.scalar(invitations_to(school).where(OneTimeLink.public_id == public_id))
    if found is None:
        raise NotFound
    return found
