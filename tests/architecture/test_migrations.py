"""The migrations lead to the very tables that the models describe, and back to none."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, Table, insert, inspect, text

from registration import create_app
from registration.database import db, now
from registration.evidence.search_index import is_part_of_the_index
from registration.notifications.models import Letter
from registration.workflow.states import State
from tests import cast as people, databases, factories

VERSIONS = Path(__file__).parents[2] / "registration/migrations/versions"


@pytest.fixture(scope="module")
def migrated(database_url, tmp_path_factory) -> Flask:
    """An app on a second database, which nothing but migrations has touched."""
    with databases.beside(database_url, tmp_path_factory) as url:
        app = create_app({"REGISTRATION_ENV": "test", "DATABASE_URL": url, "LOW_DISK_BYTES": "0"})
        with app.app_context():
            upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


A_LETTER = {
    "template": "invitation", "facts": {}, "email": "amina@school.example", "capacity": "", "subject": "Welcome",
    "body": "Zoë, 欢迎\n🙂", "written_at": datetime(2026, 11, 3, tzinfo=UTC), "needs_release": False,
    "next_try_at": datetime(2026, 11, 3, tzinfo=UTC), "attempts": 0, "problem": "",
}  # fmt: skip
"""A row as the first edition of the tables holds it."""


def insert_of(name):
    """Into a table as it is in the database now, whatever the models say."""
    return insert(Table(name, MetaData(), autoload_with=db.engine))


def described(_item, name, kind, _reflected, _compared_to):
    """The index of words is made by the migration in each database's own way, so no model describes it."""
    return not is_part_of_the_index(name, kind)


def constraints(app):
    """CHECK constraints by table: the comparison of Alembic leaves them out."""
    with app.app_context():
        look = inspect(db.engine)
        return {
            (table, check["name"])
            for table in look.get_table_names()
            for check in look.get_check_constraints(table)
        }


def test_the_tables_after_all_migrations_are_those_of_the_models(migrated):
    with migrated.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": described})
        differences = compare_metadata(context, db.metadata)

    assert differences == []


def test_the_checks_after_all_migrations_are_those_of_the_models(migrated, app):
    assert constraints(migrated) == constraints(app)


def test_every_migration_can_be_taken_back(migrated):
    with migrated.app_context():
        downgrade(revision="base")
        left = set(inspect(db.engine).get_table_names())
        upgrade()

    assert left == {"alembic_version"}


def test_a_migration_that_fails_half_way_leaves_nothing(migrated, monkeypatch):
    with migrated.app_context():
        downgrade(revision="base")
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE visit_slot (id INTEGER)"))

        with pytest.raises(Exception, match="visit_slot"):
            upgrade()

        left = set(inspect(db.engine).get_table_names())
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE visit_slot"))
        upgrade()

    assert left == {"alembic_version", "visit_slot"}


def test_what_an_installation_held_is_still_there_after_it_moves_on(migrated):
    with migrated.app_context():
        downgrade(revision="0001")
        to_letters = insert_of("letter")  # looked up before the connection that writes is taken: SQLite has one
        with db.engine.begin() as connection:
            connection.execute(to_letters, [{**A_LETTER, "public_id": f"letter-{n}"} for n in range(3)])

        upgrade()

        with db.engine.connect() as connection:
            kept = connection.execute(text("SELECT public_id, body FROM letter ORDER BY public_id")).all()
        downgrade(revision="base")
        upgrade()

    assert kept == [(f"letter-{n}", A_LETTER["body"]) for n in range(3)]


def test_appeals_that_were_withdrawn_or_wait_for_their_release_can_be_taken_back(migrated):
    with migrated.app_context():
        cast = people.gather()
        withdrawn, waiting = (factories.application(cast, state) for state in (State.NOT_APPROVED, State.APPEAL))
        for case in (withdrawn, waiting):
            factories.determination(case, cast.dana, "do_not_approve", released_by=cast.carys, released_at=now())
        factories.appeal(withdrawn, cast.amina, outcome="withdrawn", decided_at=now())
        held = {"outcome": "upheld", "reasons": "Right.", "decided_by": cast.dirk, "decided_at": now()}
        factories.appeal(waiting, cast.amina, **held)
        db.session.add(Letter(application=waiting, person=cast.amina, email="a@example.org", template="appeal_upheld",
                              facts={}, needs_release=True))  # fmt: skip
        db.session.commit()
        db.session.remove()

        downgrade(revision="0003")

        with db.engine.connect() as connection:
            kept = connection.execute(text("SELECT outcome, reasons, decided_at FROM appeal ORDER BY id")).all()
            recalled = connection.execute(text("SELECT recalled_at FROM letter")).scalars().all()
        upgrade()
        with db.engine.connect() as connection:
            again = connection.execute(text("SELECT outcome FROM appeal ORDER BY id")).scalars().all()
        downgrade(revision="base")
        upgrade()

    assert [(outcome, reasons) for outcome, reasons, _ in kept] == [
        ("dismissed", "The school withdrew this appeal."), (None, "Right."),
    ]  # fmt: skip
    assert kept[1].decided_at is None
    assert again == ["dismissed", None]
    assert None not in recalled


def test_no_migration_knows_the_code_of_its_day():
    texts = [path.read_text() for path in VERSIONS.glob("*.py")]

    assert texts
    assert not any(re.search(r"(from|import) registration", text) for text in texts)
