"""What a request wrote: every statement that changes a table and is then committed, and a digest of all tables."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, select

from registration.database import db

CHANGES = ("INSERT", "UPDATE", "DELETE")


class Watch:
    """The committed changes seen so far, as the first words of their statements."""

    def __init__(self) -> None:
        self.pending: list[str] = []
        self.kept: list[str] = []

    def take(self) -> list[str]:
        """What was committed since it was last asked."""
        seen, self.kept = self.kept, []
        return seen


@contextmanager
def watch() -> Iterator[Watch]:
    """Listens to the engine inside the block."""
    seen = Watch()

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        if statement.lstrip().upper().startswith(CHANGES):
            seen.pending.append(" ".join(statement.split()[:4]))

    def keep(_connection):
        seen.kept += seen.pending
        seen.pending.clear()

    def drop(_connection):
        seen.pending.clear()

    listeners = {"before_cursor_execute": note, "commit": keep, "rollback": drop}
    for name, listener in listeners.items():
        event.listen(db.engine, name, listener)
    try:
        yield seen
    finally:
        for name, listener in listeners.items():
            event.remove(db.engine, name, listener)


def digests() -> dict[str, str]:
    """A digest of the rows of each table."""
    found = {}
    for table in db.metadata.sorted_tables:
        rows = sorted(repr(tuple(row)) for row in db.session.execute(select(table)))
        found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    db.session.rollback()
    return found
