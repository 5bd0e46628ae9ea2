"""The database: its session, the base of every table, and how time is kept."""

import contextvars
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    CursorResult,
    DateTime,
    Delete,
    Dialect,
    MetaData,
    String,
    Text,
    TypeDecorator,
    Update,
    event,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, registry

__all__ = ["Base", "Moment", "Prose", "db", "now", "public_id", "rows_met", "today", "writing"]

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a migration can name it too."""

WRITING: contextvars.ContextVar[bool] = contextvars.ContextVar("writing", default=False)
"""True in a request or job that may write: SQLite then takes its write lock first (BEGIN IMMEDIATE).

Set by `writing`. SQLite's usual late BEGIN lets two read-change-write requests overwrite each other without an error.
"""

Prose = Text
"""Long text as people typed it."""


@contextmanager
def writing(*, may_write: bool = True) -> Iterator[None]:
    """What is inside may write (or, of a request that only looks, may not). Also a decorator."""
    before = WRITING.set(may_write)
    try:
        yield
    finally:
        WRITING.reset(before)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware on the way in and on the way out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What every table has in common."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: Moment(), str: String(), dict[str, Any]: JSON(), list[str]: JSON()},
    )

    @property
    def is_new(self) -> bool:
        """Not yet written to the database."""
        return getattr(self, "id", None) is None


db = SQLAlchemy(model_class=Base)


def rows_met(statement: Update | Delete) -> int:
    """Carry out a change that names its rows by a condition, and say how many rows met it."""
    done = db.session.execute(statement)
    return done.rowcount if isinstance(done, CursorResult) else 0


def now() -> datetime:
    """This moment, in UTC. Tests turn the clock by replacing what `CLOCK` holds."""
    return CLOCK[0]()


def today() -> date:
    """The present date in UTC; due dates of the body use its own zone, see `workflow/calendar.py`."""
    return now().date()


CLOCK = [lambda: datetime.now(UTC)]


def public_id() -> str:
    """128 random bits as 26 letters and digits: the only name of a record that appears in an address."""
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    return "".join(secrets.choice(letters) for _ in range(26))


PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA trusted_schema=OFF",
)


@event.listens_for(Engine, "connect")
def set_up_connection(connection: Any, _record: Any) -> None:
    """SQLite as a server needs it: durable, with foreign keys, its transactions begun by us."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)


@event.listens_for(Engine, "begin")
def begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if WRITING.get() else "BEGIN")
