"""The service as people meet it: gunicorn, its worker for jobs, a database and files of its own, on loopback.

The database is SQLite, or PostgreSQL when TEST_DATABASE says so.
"""

import fcntl
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask

from registration import create_app
from registration.database import db
from tests import databases

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PATIENCE = 120
"""Seconds for what takes five or ten on a quiet machine: a test must not be red because others are busy beside it."""

PORTS = range(20_000, 32_000)
claimed: set[int] = set()
"""What this process was given."""


@dataclass(frozen=True)
class Live:
    """A running service: where it answers, and how its commands are run."""

    url: str
    environment: dict[str, str]

    def flask(self, *command: str) -> str:
        """Run a `flask` command against the same database and files; its output."""
        done = subprocess.run(
            [str(BIN / "flask"), "--app", "app", *command], cwd=ROOT, env=self.environment, check=False,
            capture_output=True, text=True, timeout=1800,
        )
        assert done.returncode == 0, f"flask {' '.join(command)}: {done.stdout}\n{done.stderr}"
        return done.stdout

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """The app on the same database and files, in this process; its connections end with this."""
        app = create_app(self.environment)
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()


def free_port() -> int:
    """A port that no other run of the tests takes, now or when the service starts again on it.

    The system gives the ports above these to outgoing connections, at any time.
    """
    left = [port for port in PORTS if port not in claimed]
    for port in random.SystemRandom().sample(left, len(left)):
        with socket.socket() as probe, suppress(OSError):
            fcntl.lockf(claims(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
            probe.bind(("127.0.0.1", port))
            claimed.add(port)
            return port
    raise AssertionError("Every port for tests is in use.")


@cache
def claims() -> int:
    """A file with a place for each port; the places that a process has locked are free again when it ends."""
    return os.open(Path(tempfile.gettempdir()) / f"registration-tests-ports-{os.getuid()}.lock", os.O_RDWR | os.O_CREAT)


def demonstration_in(folder: Path) -> Path:
    """A folder with the demonstration's database and files, made by whichever worker of the tests is first."""
    made = folder / "demonstration"
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            part = folder / "demonstration.part"
            part.mkdir()
            live = Live("", environment(part, port=8000))
            live.flask("db", "upgrade")
            live.flask("demo", "load")
            part.rename(made)
    return made


@contextmanager
def database_in(folder: Path) -> Iterator[str]:
    """The address of a database: the file in this folder, or an empty one on a server of its own."""
    if on_postgresql():
        with databases.postgresql("live") as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'live.db'}"


def on_postgresql() -> bool:
    return os.environ.get("TEST_DATABASE") == "postgresql"


@contextmanager
def service(folder: Path, *commands: tuple[str, ...]) -> Iterator[Live]:
    """Migrate the database of a folder, which may be empty, do these `flask` commands, and run the service on it."""
    port = free_port()
    with database_in(folder) as url:
        live = Live(f"http://127.0.0.1:{port}", {**environment(folder, port), "DATABASE_URL": url})
        for command in (("db", "upgrade"), *commands):
            live.flask(*command)
        with running(live, folder):
            yield live


@contextmanager
def running(live: Live, folder: Path) -> Iterator[None]:
    """The server and the worker, until this ends."""
    port = live.environment["PORT"]
    log = (folder / "service.log").open("w")
    web = [str(BIN / "gunicorn"), "app:app", "-k", "gthread", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{port}",
           "--access-logfile", "-"]
    work = [str(BIN / "flask"), "--app", "app", "jobs", "work"]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=live.environment, stdout=log, stderr=subprocess.STDOUT)
        for command in (web, work)
    ]
    try:
        wait_for(live.url, log.name)
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(timeout=PATIENCE)
        log.close()


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "XDG_RUNTIME_DIR", "LD_LIBRARY_PATH")}
    return {
        **kept, "REGISTRATION_ENV": "demonstration", "SECRET_KEY": "a key for the tests of a running service",
        "DATABASE_URL": f"sqlite:///{folder / 'live.db'}", "STORAGE_URL": (folder / "files").as_uri(),
        "LOW_DISK_BYTES": "0",
        "PUBLIC_URL": f"http://127.0.0.1:{port}", "PORT": str(port), "PYTHONUNBUFFERED": "1", "TMPDIR": str(folder),
    }


def wait_for(url: str, log: str, seconds: int = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"The service did not answer at {url}:\n{Path(log).read_text()[-3000:]}")
