"""Runs migrations on the database of the app, each in a transaction of its own: old or new, never between."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from registration.database import Moment, writing
from registration.evidence.search_index import is_part_of_the_index

migrate = current_app.extensions["migrate"]
database = migrate.db


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as the plain ones they are kept as: a migration outlives the code of its day."""
    if kind != "type":
        return False
    if isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if type(item).__module__.startswith("registration."):
        return f"sa.{type(item.impl).__name__}()"
    return False


def only_when_changed(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """`flask db migrate` writes no empty migration."""
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []


def described(_item: Any, name: str | None, kind: str, _reflected: bool, _compared_to: Any) -> bool:
    """The index of words is made in each database's own way, so no model describes it: leave it alone."""
    return not is_part_of_the_index(name, kind)


@contextmanager
def tables_can_be_rewritten(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it and dropping the first: what refers to its rows would forbid that.

    So nothing is asked of references meanwhile; `no_reference_is_broken` looks at the end of each migration.
    """
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        yield
        return
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def no_reference_is_broken(ctx: Any, **_told: Any) -> None:
    """Still in the transaction of the migration, which then leaves nothing. The other database looks by itself."""
    if ctx.connection.dialect.name == "sqlite":
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"This migration would leave rows that refer to nothing: {broken[:5]}")


def run() -> None:
    with writing(), database.engine.connect() as connection, tables_can_be_rewritten(connection):
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            process_revision_directives=only_when_changed,
            render_item=plain_type,
            include_object=described,
            transaction_per_migration=True,
            on_version_apply=no_reference_is_broken,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
