"""The words by which a case is found: its school's name, its reference, where the school is registered and works.

They are learned in the transaction that changes them, so that a search reads an index and never every name. What the
school has not sent is not among them: territories are those of the last submission.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, delete, event, insert, inspect, select
from sqlalchemy.orm import Mapper

from registration.applications.models import Application, Submission
from registration.countries import country_name
from registration.database import db
from registration.evidence.text import words_of
from registration.schools.models import School
from registration.worklists.models import CaseWord

TERRITORIES = "4"
"""The section of the profile that names them."""

LONGEST = 60


def words_typed(text: str) -> tuple[str, ...]:
    """What somebody looks for, word by word; a reference is one word, with or without its hyphens."""
    found: dict[str, None] = {}
    for piece in text.split():
        reference = piece.casefold().startswith("osr-")
        found |= dict.fromkeys(words_of(piece.replace("-", "")) if reference else words_of(piece))
    return tuple(word[:LONGEST] for word in found)


def learn(connection: Connection, ids: Collection[int]) -> None:
    """Put down the words of these cases as they are now, in place of those that were.

    One writer at a time for each case: of two at once, both would put down the words that they share.
    """
    mine = select(Application.id).where(Application.id.in_(ids)).order_by(Application.id)
    connection.execute(mine.with_for_update())
    wanted = (
        select(Application.id, Application.reference, School.name, School.country)
        .join(School, School.id == Application.school_id).where(Application.id.in_(ids))
    )
    rows = [
        {"application_id": row.id, "word": word}
        for row in connection.execute(wanted).all()
        for word in words_about(row, territories(connection, row.id))
    ]
    connection.execute(delete(CaseWord).where(CaseWord.application_id.in_(ids)))
    if rows:
        connection.execute(insert(CaseWord), rows)


def words_about(row: Any, codes: Collection[str]) -> set[str]:
    reference = row.reference.replace("-", "")
    texts = [row.name, reference, row.reference.rpartition("-")[2], *map(country_name, {row.country, *codes})]
    return {word[:LONGEST] for text in texts for word in words_of(text)}


def territories(connection: Connection, application_id: int) -> list[str]:
    """The territories that the school named when it last sent its application."""
    sent = select(Submission.snapshot["profile"][TERRITORIES]).where(Submission.application_id == application_id)
    facts = connection.execute(sent.order_by(Submission.round.desc()).limit(1)).scalar()
    rows = facts.get("territories") if isinstance(facts, dict) else None
    found = [row.get("territory") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [code for code in found if isinstance(code, str) and code]


def learn_missing(most: int = 500) -> int:
    """Learn the words of cases that have none: they are older than this table. Says how many there were."""
    known = select(CaseWord.word).where(CaseWord.application_id == Application.id).exists()
    ids = db.session.scalars(select(Application.id).where(~known).order_by(Application.id).limit(most)).all()
    if ids:
        learn(db.session.connection(), ids)
    return len(ids)


def changed(record: object, *names: str) -> bool:
    state = inspect(record, raiseerr=True)
    return any(state.attrs[name].history.has_changes() for name in names)


@event.listens_for(Application, "after_insert")
def application_begun(_mapper: Mapper[Any], connection: Connection, record: Application) -> None:
    learn(connection, [record.id])


@event.listens_for(Application, "after_update")
def application_changed(_mapper: Mapper[Any], connection: Connection, record: Application) -> None:
    if changed(record, "school_id", "reference"):
        learn(connection, [record.id])


@event.listens_for(Submission, "after_insert")
def application_sent(_mapper: Mapper[Any], connection: Connection, record: Submission) -> None:
    learn(connection, [record.application_id])


@event.listens_for(School, "after_update")
def school_changed(_mapper: Mapper[Any], connection: Connection, record: School) -> None:
    if changed(record, "name", "country"):
        learn(connection, list(connection.scalars(select(Application.id).where(Application.school_id == record.id))))
