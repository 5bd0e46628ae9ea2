"""Reading expressions of interest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from registration.database import db
from registration.interest.models import Interest
from registration.paging import Page, page_of
from registration.schools.models import School


@dataclass(frozen=True)
class Twin:
    """Another school, or another interest, with the same registration number or web domain."""

    name: str
    same: str
    is_school: bool
    public_id: str


def interests(status: str, number: int) -> Page[Interest]:
    """Those with a status, or all; the longest waiting first among those not yet answered."""
    wanted = select(Interest)
    if status:
        wanted = wanted.where(Interest.status == status).order_by(Interest.sent_at, Interest.id)
    else:
        wanted = wanted.order_by(Interest.sent_at.desc(), Interest.id.desc())
    return page_of(wanted, number)


def counts() -> dict[str, int]:
    """How many there are of each status."""
    found = db.session.execute(
        select(Interest.status, func.count().label("number")).group_by(Interest.status)
    )
    return {row.status: row.number for row in found}


def interest_by(public_id: str) -> Interest | None:
    return db.session.scalars(select(Interest).where(Interest.public_id == public_id)).one_or_none()


def twins_of(interests: Iterable[Interest]) -> dict[Interest, list[Twin]]:
    """Who shares a registration number or a domain with each of these, in two statements."""
    rows = list(interests)
    domains = {i.domain for i in rows if i.domain}
    numbers = {i.registration_number for i in rows if i.registration_number}
    if not domains and not numbers:
        return {}
    others = list(db.session.scalars(same(Interest, domains, numbers)))
    schools = list(db.session.scalars(same(School, domains, numbers)))
    return {row: [*twins_among(row, others, False), *twins_among(row, schools, True)] for row in rows}


def same(kind: type[Interest] | type[School], domains: set[str], numbers: set[str]):  # type: ignore[no-untyped-def]
    return (
        select(kind)
        .where(or_(kind.domain.in_(domains), kind.registration_number.in_(numbers)))
        .order_by(kind.id)
    )


def twins_among(row: Interest, others: Iterable[Interest | School], are_schools: bool) -> list[Twin]:
    found = []
    for other in others:
        itself = other == row or (isinstance(other, School) and other.id == row.school_id)
        same_number = bool(row.registration_number) and other.registration_number == row.registration_number
        same_domain = bool(row.domain) and other.domain == row.domain
        if not itself and (same_number or same_domain):
            name = other.name if isinstance(other, School) else other.school_name
            shared = [
                what
                for what, is_same in (("registration number", same_number), ("website", same_domain))
                if is_same
            ]
            found.append(Twin(name, " and ".join(shared), are_schools, other.public_id))
    return found
