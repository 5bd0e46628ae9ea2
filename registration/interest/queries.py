"""Reading expressions of interest: the desk's list with its filters, and one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, not_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from registration.accounts.models import Person
from registration.countries import COUNTRIES
from registration.database import db
from registration.interest.comparing import comparable, site_of
from registration.interest.models import Interest, InterestMessage
from registration.interest.twins import hidden_schools, on_site
from registration.interest.words import STATUS
from registration.paging import Page, page_of
from registration.schools.models import School

WAITING = "waiting"
"""A filter of its own: what waits for the desk, new ones and answers that have come."""
FOR_THE_DESK = ("new", "answered")


@dataclass(frozen=True)
class Filters:
    """What the desk asks to see. Nonsense in the address is no filter."""

    status: str = ""
    text: str = ""
    country: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filters:
        status, country = asked.get("status", ""), asked.get("country", "")
        return cls(
            status if status in (*STATUS, WAITING) else "",
            asked.get("q", "").replace("\0", "").strip()[:100],
            country if country in COUNTRIES else "",
        )


def interests(seen: Select[Interest], filters: Filters, number: int) -> Page[Interest]:
    """Those that fit, of what `seen_by` gives: where they wait for somebody the oldest first, else the newest."""
    wanted = seen.where(*conditions(filters))
    if filters.status:
        wanted = wanted.where(Interest.status.in_(statuses_of(filters.status)))
    oldest_first = filters.status in (WAITING, *FOR_THE_DESK, "asked")
    order = (Interest.sent_at, Interest.id) if oldest_first else (Interest.sent_at.desc(), Interest.id.desc())
    return page_of(wanted.order_by(*order), number)


def counts(seen: Select[Interest], filters: Filters) -> dict[str, int]:
    """How many there are of each status, among those that fit the other filters."""
    wanted = seen.where(*conditions(filters)).group_by(Interest.status)
    rows = db.session.execute(wanted.with_only_columns(Interest.status, func.count().label("number")))
    found = {row.status: row.number for row in rows}
    return found | {WAITING: sum(found.get(status, 0) for status in FOR_THE_DESK)}


def interest_for(person: Person, public_id: str, *, to_change: bool = False) -> Interest | None:
    """One of them, with its thread, for somebody who may see it."""
    wanted = with_thread(seen_by(person).where(Interest.public_id == public_id))
    return db.session.scalars(wanted.with_for_update(of=Interest) if to_change else wanted).one_or_none()


def interest_by(public_id: str, *, to_change: bool = False) -> Interest | None:
    """One of them, for whoever came by its private link."""
    wanted = with_thread(select(Interest).where(Interest.public_id == public_id))
    return db.session.scalars(wanted.with_for_update(of=Interest) if to_change else wanted).one_or_none()


def seen_by(person: Person) -> Select[Interest]:
    """What a person may see: nothing from, or alike, a school they have a conflict of interest with."""
    hidden = hidden_schools(person)
    if not hidden:
        return select(Interest)
    apart = or_(Interest.school_id.is_(None), Interest.school_id.not_in(hidden))
    return select(Interest).where(apart, not_(alike(hidden)))


def alike(schools: frozenset[int]) -> ColumnElement[bool]:
    """The interest has the registration number or the website of one of these schools."""
    wanted = select(School.domain, School.registration_number).where(School.id.in_(schools))
    rows = db.session.execute(wanted).all()
    sites = {site for row in rows if (site := site_of(row.domain))}
    numbers = {number for row in rows if (number := comparable(row.registration_number))}
    return or_(on_site(Interest.domain, sites), Interest.registration_number.in_(numbers))


def with_thread(wanted: Select[Interest]) -> Select[Interest]:
    thread = selectinload(Interest.messages).joinedload(InterestMessage.by).lazyload(Person.role_rows)
    officer = joinedload(Interest.answered_by).lazyload(Person.role_rows)
    return wanted.options(thread, officer)


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """Of every filter but the status, which has its own counts."""
    found: list[ColumnElement[bool]] = []
    if filters.country:
        found.append(Interest.country == filters.country)
    if filters.text:
        found.append(holds(filters.text))
    return found


def holds(text: str) -> ColumnElement[bool]:
    """The name, the website, the person or the registration number holds this text."""
    columns = (Interest.school_name, Interest.website, Interest.contact_name, Interest.email)
    places = [column.icontains(text, autoescape=True) for column in columns]
    if number := comparable(text):
        places.append(Interest.registration_number.contains(number, autoescape=True))
    return or_(*places)


def statuses_of(status: str) -> tuple[str, ...]:
    return FOR_THE_DESK if status == WAITING else (status,)
