"""The public register as a list: what was asked for, its rows on a page and in a file, and the countries in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from registration.applications.models import Application
from registration.countries import country_name
from registration.database import db
from registration.paging import Page, page_of
from registration.register.models import Registration
from registration.register.queries import (
    EXPIRED,
    REGISTERED,
    SUSPENDED,
    WITHDRAWN,
    public,
    since,
    status_of,
    tidy,
)
from registration.schools.models import School
from registration.workflow import calendar
from registration.workflow.states import REGISTRATION, State

STATUSES = (REGISTERED, SUSPENDED, WITHDRAWN, EXPIRED)
AT_ONCE = 500
"""Rows that are read together for a file."""

COLUMNS = (
    "certificate number", "school", "country code", "country", "centre number", "status", "status since",
    "valid from", "valid until", "edition", "programmes", "territories",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: part of a name or a certificate number, a country, a status; "" for all."""

    name: str = ""
    country: str = ""
    status: str = ""

    @property
    def is_anything(self) -> bool:
        return bool(self.name or self.country or self.status)


def register(asked: Asked, number: int) -> Page[Registration]:
    """One page of the public register, by name of school."""
    return page_of(wanted(asked), number)


def wanted(asked: Asked) -> Select[Any]:
    found = public().where(Registration.renewed_by_id.is_(None))
    if asked.name:
        named = School.name.icontains(asked.name, autoescape=True)
        found = found.where(or_(named, numbered(tidy(asked.name))))
    if asked.country:
        found = found.where(School.country == asked.country)
    if asked.status:
        found = found.where(stands_as(asked.status))
    return found.order_by(School.name, Registration.id)


def numbered(number: str) -> ColumnElement[bool]:
    """The certificate of this number, or the one that has taken its place."""
    earlier = aliased(Registration)
    renewed = select(earlier.renewed_by_id).where(earlier.certificate_number == number)
    return or_(Registration.certificate_number == number, Registration.id.in_(renewed))


def stands_as(status: str) -> ColumnElement[bool]:
    """`queries.status_of` as a condition."""
    registered = Application.state == State.REGISTERED
    over = Registration.valid_until < calendar.in_force.today()
    conditions: dict[str, ColumnElement[bool]] = {
        REGISTERED.kind: registered & ~over,
        EXPIRED.kind: registered & over,
        SUSPENDED.kind: Application.state == State.SUSPENDED,
        WITHDRAWN.kind: Application.state == State.ENDED,
    }
    return conditions.get(status, Registration.id.is_(None))


def countries() -> list[tuple[str, str, int]]:
    """The countries in the register: code, name, and how many schools; by name."""
    counted = db.session.execute(
        select(School.country, func.count(Registration.id))
        .join(School.applications).join(Registration)
        .where(Application.state.in_(REGISTRATION), Registration.renewed_by_id.is_(None)).group_by(School.country)
    )  # fmt: skip
    return sorted(((code, country_name(code), number) for code, number in counted), key=lambda row: row[1])


def lines(asked: Asked) -> Iterator[dict[str, Any]]:
    """Every row of the list as plain facts, read a few hundred at a time."""
    streamed = wanted(asked).execution_options(yield_per=AT_ONCE)
    for row in db.session.scalars(streamed):
        yield line_of(row)


def line_of(row: Registration) -> dict[str, Any]:
    school, moment = row.application.school, since(row)
    return {
        "certificate number": row.certificate_number, "school": school.name, "country code": school.country,
        "country": country_name(school.country), "centre number": row.centre_number, "status": status_of(row).kind,
        "status since": moment.isoformat()[:10], "valid from": row.valid_from.isoformat(),
        "valid until": row.valid_until.isoformat(), "edition": row.application.standard_edition,
        "programmes": [line["programme"] for line in row.scope["programmes"]],
        "territories": list(row.scope["territories"]),
    }  # fmt: skip


def in_cells(line: dict[str, Any]) -> list[object]:
    """The facts of a line in the order of `COLUMNS`, lists in one cell."""
    return ["; ".join(value) if isinstance(value, list) else value for value in (line[name] for name in COLUMNS)]
