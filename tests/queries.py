"""Counting statements: a list page asks the same number of questions whatever it shows."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from registration.database import db


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """The statements sent to the database inside the block, in a list that grows."""
    said: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
