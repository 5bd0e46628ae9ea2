"""Runs migrations on the database of the app, each in a transaction of its own: old or new, never between."""

from typing import Any, Literal

from alembic import context
from flask import current_app

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


def run() -> None:
    with writing(), database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            process_revision_directives=only_when_changed,
            render_item=plain_type,
            include_object=described,
            transaction_per_migration=True,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
