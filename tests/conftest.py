"""What every test may ask for: the app, its database, a browser, an application, the cast."""

import os
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.orm import configure_mappers

from registration import create_app
from registration.applications.models import Application
from registration.database import CLOCK, db
from registration.programs import places
from registration.storage import open_store
from tests import cast as people, databases, factories
from tests.browser import Browser
from tests.chromium import chromium, demonstration, demonstration_at_rest, service


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs to run on one database only; `./manage test` leaves it out on the other.

    A test that asks for no database finds the same on either. A crawl asks for one, but is not about it.
    """
    for item in items:
        crawl = item.get_closest_marker("crawl")
        if "database_url" not in item.fixturenames and not item.get_closest_marker("postgres"):
            item.add_marker("no_database")
            if crawl:
                raise pytest.UsageError(f"{item.nodeid} would never run: it is a crawl, and asks for no database.")
    # The first worker begins with these and loads the demonstration; the second has its half of the others meanwhile.
    items.sort(key=lambda item: not DEMONSTRATION & {*item.fixturenames})


DEMONSTRATION = {"demonstration", "demonstration_at_rest"}
__all__ = ["chromium", "demonstration", "demonstration_at_rest", "service"]
"""The fixtures made elsewhere."""


@pytest.fixture(scope="session", autouse=True)
def own_places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A machine's places for heavy work: tests beside these print and check files, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "SHARED", tmp_path_factory.mktemp("places"))
        yield


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """A database of this worker's own: SQLite, or PostgreSQL when TEST_DATABASE says so."""
    if os.environ.get("TEST_DATABASE") == "postgresql":
        with databases.postgresql(worker_id) as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.db'}"


@pytest.fixture(scope="session")
def whole_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = create_app(
        {
            "REGISTRATION_ENV": "test",
            "DATABASE_URL": database_url,
            "STORAGE_URL": tmp_path_factory.mktemp("files").as_uri(),
            "LOW_DISK_BYTES": "0",
            "SIGNER_FOLDER": str(tmp_path_factory.mktemp("signer") / "ours"),
        }
    )
    with app.app_context():
        configure_mappers()
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", as_tests_need_it)
        db.drop_all()
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def as_tests_need_it(connection, _record) -> None:
    """What is thrown away in a minute need not survive a power cut; fifty writers at once may take their time.

    Rows that nobody has put in order come in another one than that in which they were written, as they may at any
    time on PostgreSQL.
    """
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA busy_timeout=60000")
    connection.execute("PRAGMA reverse_unordered_selects=ON")


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """The app inside its context, with an empty database."""
    with whole_app.app_context():
        yield whole_app
        db.session.rollback()
        empty()
        db.session.remove()


def empty() -> None:
    tables = db.metadata.sorted_tables
    if db.engine.dialect.name == "postgresql":
        everything = "; ".join(f"DELETE FROM {table.name}" for table in reversed(tables))
        db.session.execute(text(f"SET LOCAL session_replication_role = replica; {everything}"))
    else:
        db.session.execute(text("PRAGMA defer_foreign_keys=ON"))
        for table in reversed(tables):
            db.session.connection().exec_driver_sql(f"DELETE FROM {table.name}")
    db.session.commit()


@pytest.fixture
def cast(app: Flask) -> SimpleNamespace:
    """The same people in every test; see `tests/cast.py`."""
    return people.gather()


@pytest.fixture
def application(cast: SimpleNamespace) -> Application:
    """A draft of Amina's school, with Leah and Rafael on its panel."""
    return factories.application(cast)


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def clock() -> Iterator[SimpleNamespace]:
    """Turns the clock: `clock.at(moment)`."""
    before = CLOCK[0]

    def at(moment):
        CLOCK[0] = lambda: moment

    yield SimpleNamespace(at=at)
    CLOCK[0] = before


@pytest.fixture
def store(app: Flask, tmp_path):
    """A store of this test's own."""
    before = app.extensions["store"]
    app.extensions["store"] = open_store((tmp_path / "files").as_uri(), least_free=0)
    yield app.extensions["store"]
    app.extensions["store"] = before


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "alone")
