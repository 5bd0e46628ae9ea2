"""Who else has the same registration number or web domain: another school, or another expression of interest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from registration.access.policy import visible_applications
from registration.access.standing import conflicts
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.interest.comparing import comparable, shown_domain, site_of
from registration.interest.models import Interest
from registration.schools.models import School

BLANKS = (" ", "-", "/", ".")
MOST = 500
"""Of one kind on one page: more alike than that is somebody's test, and nobody reads it."""


@dataclass(frozen=True)
class Twin:
    """Something that may be the same school. `references`: its applications that whoever looks may open."""

    name: str
    same: str
    is_school: bool
    public_id: str
    school_id: int | None
    status: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is compared, of one school or one interest."""

    id: int
    public_id: str
    name: str
    number: str
    site: str
    is_school: bool
    school_id: int | None
    status: str = ""

    @property
    def key(self) -> tuple[bool, int]:
        return self.is_school, self.id


def twins_of(interests: Iterable[Interest], person: Person) -> dict[Interest, list[Twin]]:
    """Those of each, in two statements; without what the person may not see for a conflict of interest."""
    rows = list(interests)
    sites = {site for i in rows if (site := site_of(i.domain))}
    numbers = {number for i in rows if (number := comparable(i.registration_number))}
    if not sites and not numbers:
        return {}
    hidden = hidden_schools(person)
    others = [k for k in (*like_interests(sites, numbers), *like_schools(sites, numbers)) if k.school_id not in hidden]
    by_site, by_number = grouped(others, "site"), grouped(others, "number")
    return {row: twins_among(row, by_site, by_number) for row in rows}


def with_references(twins: Sequence[Twin], person: Person) -> list[Twin]:
    """The same, each school with the references of its applications that this person may open."""
    ids = {twin.school_id for twin in twins if twin.school_id is not None}
    if not ids:
        return list(twins)
    seen = visible_applications(person).where(Application.school_id.in_(ids)).order_by(Application.id)
    found: dict[int, list[str]] = defaultdict(list)
    for application in db.session.scalars(seen):
        found[application.school_id].append(application.reference)
    return [replace(t, references=tuple(found.get(t.school_id or 0, ()))) if t.is_school else t for t in twins]


def hidden_schools(person: Person) -> frozenset[int]:
    """Schools whose interest a person does not see: with a conflict of interest, and their own."""
    return conflicts(person) | ({person.school_id} if person.school_id is not None else frozenset())


def like_interests(sites: set[str], numbers: set[str]) -> list[Known]:
    wanted = select(
        Interest.id, Interest.public_id, Interest.school_name, Interest.registration_number, Interest.domain,
        Interest.school_id, Interest.status,
    ).where(or_(on_site(Interest.domain, sites), Interest.registration_number.in_(numbers)))  # fmt: skip
    return [
        Known(r.id, r.public_id, r.school_name, comparable(r.registration_number), site_of(r.domain), False,
              r.school_id, r.status)
        for r in db.session.execute(wanted.order_by(Interest.id).limit(MOST))
    ]  # fmt: skip


def like_schools(sites: set[str], numbers: set[str]) -> list[Known]:
    """A school writes its number into its profile as it likes: blanks and dashes do not count."""
    number: Any = func.upper(School.registration_number)
    for blank in BLANKS:
        number = func.replace(number, blank, "")
    wanted = select(School.id, School.public_id, School.name, School.registration_number, School.domain)
    found = wanted.where(or_(on_site(School.domain, sites), number.in_(numbers)))
    return [
        Known(r.id, r.public_id, r.name, comparable(r.registration_number), site_of(r.domain), True, r.id)
        for r in db.session.execute(found.order_by(School.id).limit(MOST))
    ]


def on_site(domain: Any, sites: set[str]) -> ColumnElement[bool]:
    """The host itself, or one under it, as it travels or as people write it."""
    spelt = sites | {shown_domain(site) for site in sites}
    return or_(domain.in_(spelt), *(domain.endswith(f".{site}", autoescape=True) for site in sorted(spelt)))


def grouped(others: Iterable[Known], by: str) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = defaultdict(list)
    for other in others:
        if key := getattr(other, by):
            found[key].append(other)
    return found


def twins_among(row: Interest, by_site: dict[str, list[Known]], by_number: dict[str, list[Known]]) -> list[Twin]:
    near = {known.key: known for known in by_site.get(site_of(row.domain), [])}
    same = {known.key: known for known in by_number.get(comparable(row.registration_number), [])}
    return [
        Twin(k.name, what_is_shared(key in same, key in near), k.is_school, k.public_id, k.school_id, k.status)
        for key, k in sorted((near | same).items())
        if not is_itself(k, row)
    ]


def is_itself(known: Known, row: Interest) -> bool:
    """The interest, or the school that was made from it."""
    return known.id == row.school_id if known.is_school else known.id == row.id


def what_is_shared(number: bool, site: bool) -> str:
    return " and ".join(word for word, shared in (("registration number", number), ("website", site)) if shared)
