"""What a person keeps: their lists by name, and how far they have looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, literal, null, select, union_all

from registration.accounts.models import Person
from registration.database import db
from registration.workflow.models import Event
from registration.workflow.transitions import BY_NAME
from registration.worklists.models import KeptList, LastLook


@dataclass(frozen=True)
class Kept:
    """The lists of a person in the order of their names, and the last event they have seen: None, they never said."""

    lists: tuple[Any, ...]
    looked: int | None


def kept_by(person: Person) -> Kept:
    """One statement."""
    found: Sequence[Any] = db.session.connection().execute(keeping(), {"person": person.id}).all()
    named = sorted((row for row in found if row.public_id), key=lambda row: row.name.casefold())
    return Kept(tuple(named), next((row[3] for row in found if not row.public_id), None))


@cache
def keeping() -> Any:
    """Made once: putting it together takes longer than running it."""
    person = bindparam("person", type_=Integer)
    lists = select(KeptList.public_id, KeptList.name, KeptList.address, null()).where(KeptList.person_id == person)
    look = select(literal(""), literal(""), literal(""), LastLook.event_id).where(LastLook.person_id == person)
    return union_all(lists, look)


@dataclass(frozen=True)
class News:
    """The last thing that happened in a case."""

    what: str
    at: datetime


def newest_event(until: datetime) -> int:
    """The last event of any case by this moment; 0 when there is none."""
    wanted = select(Event.id).where(Event.at <= until).order_by(Event.id.desc()).limit(1)
    return db.session.scalar(wanted) or 0


def news_of(ids: list[int], person: Person, looked: int | None) -> Mapping[int, News]:
    """By case: its last move by somebody else after what this person has seen."""
    if looked is None or not ids:
        return {}
    wanted = (
        select(Event.application_id, Event.move, Event.at)
        .where(
            Event.application_id.in_(ids), Event.id > looked,
            Event.person_id.is_distinct_from(person.id),
        )
        .order_by(Event.id)
    )
    found = db.session.connection().execute(wanted).all()
    return {row.application_id: News(said(row.move), row.at) for row in found}


def said(move: str) -> str:
    """A move in the words of the table."""
    return BY_NAME[move].label if move in BY_NAME else move.replace("_", " ").capitalize()
