"""What an archive of 200 files does to the memory of a worker: `python -m tests.bench.archiving`.

200 files of 2 MB, streamed to one reader and to four at once; and on PostgreSQL, how many transactions are open while
a reader takes the first megabyte and then waits. Goal: at most 30 MB for a moment, and no open transaction. Writes its
own section of docs/performance.md.
"""

import hashlib
import http.client
import json
import os
import secrets
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, text

from registration import create_app
from registration.applications.models import Application
from registration.database import db, now, writing
from registration.jobs.models import Job
from registration.workflow.states import State
from tests import cast as people, databases, factories
from tests.bench.measuring import cookie_of
from tests.bench.result import put
from tests.bench.serving import Server, serving
from tests.bench.uploading import MEGABYTE, measured

FILES, SIZE = 200, 2 * MEGABYTE
GOAL = 30
HEADING = "## The dossier as one archive"
OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"


def built(env: dict[str, str]) -> tuple[str, str]:
    """A submission with 200 files, each other bytes; the cookie of its principal, and the archive's address."""
    app = create_app(env)
    with writing(), app.app_context():
        db.create_all()
        cast, store = people.gather(), app.extensions["store"]
        application = factories.application(cast, answered=True)
        for number in range(FILES):
            kept = store.put([os.urandom(SIZE)])
            factories.evidence(application, cast.amina, f"Item {number}", file_name=f"item {number}.pdf",
                               storage_key=kept.key, sha256=kept.sha256, size=kept.size)  # fmt: skip
        factories.submit(application, cast.amina)
        application.state, application.submitted_at = State.SUBMITTED, now()
        db.session.add(printed(application, store.put([b"%PDF-1.7 printed before"])))
        path = f"/applications/{application.reference}/dossier/1.zip"
        cookie = cookie_of(app, cast.amina)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return cookie, path


def printed(application: Application, kept) -> Job:
    """The printed application, as its job left it."""
    key = f"application_pdf:{application.id}:1:whole"
    result = {"storage_key": kept.key, "sha256": kept.sha256, "size": kept.size}
    return Job(kind="application_pdf", key=key, argument={}, state="done", application=application, result=result)


def asked(server: Server, cookie: str, path: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}.")
    return connection, answer


def taken(server: Server, cookie: str, path: str, to: Path | None = None) -> None:
    connection, answer = asked(server, cookie, path)
    with closing(connection), (to or Path(os.devnull)).open("wb") as file:
        while piece := answer.read(MEGABYTE):
            file.write(piece)


def by_four(server: Server, cookie: str, path: str) -> None:
    with ThreadPoolExecutor(4) as readers:
        for done in [readers.submit(taken, server, cookie, path) for _ in range(4)]:
            done.result()


def check(path: Path) -> None:
    """Every file is there, with the hash the manifest names."""
    with zipfile.ZipFile(path) as bundle:
        rows = [row for row in json.loads(bundle.read("manifest.json"))["evidence"] if row["included"]]
        wrong = [row["file"] for row in rows if hashlib.sha256(bundle.read(row["file"])).hexdigest() != row["sha256"]]
    if len(rows) != FILES or wrong:
        raise RuntimeError(f"{len(rows)} files of {FILES}, wrong: {wrong}.")


def environment(url: str, folder: Path) -> dict[str, str]:
    return {
        "REGISTRATION_ENV": "demonstration", "DATABASE_URL": url, "STORAGE_URL": (folder / "files").as_uri(),
        "SECRET_KEY": secrets.token_hex(32), "LOW_DISK_BYTES": "0",
    }  # fmt: skip


def memory() -> list[tuple[str, float, float, float]]:
    """Who takes it; growth, peak and seconds."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        env = environment(f"sqlite:///{folder}/bench.db", folder)
        cookie, path = built(env)
        with serving("app:app", env) as server:
            for _ in range(12):  # what a worker needs once is not the archive's
                server.send(path.partition("/dossier")[0] + "/submission", cookie)
            ways: dict[str, Callable[[], None]] = {
                "one reader": lambda: taken(server, cookie, path, folder / "archive.zip"),
                "four readers at once": lambda: by_four(server, cookie, path),
            }
            found = [(way, *measured(server, send), *seconds(send)) for way, send in ways.items()]
            check(folder / "archive.zip")
    return found


def seconds(send: Callable[[], None]) -> tuple[float]:
    began = time.monotonic()
    send()
    return (time.monotonic() - began,)


def open_transactions() -> int:
    """Of the service, on PostgreSQL, while a reader has begun to take an archive and waits."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, databases.postgresql("archiving") as url:
        env = environment(url, Path(name))
        cookie, path = built(env)
        with serving("app:app", env) as server:
            connection, answer = asked(server, cookie, path)
            with closing(connection):
                answer.read(MEGABYTE)
                time.sleep(1)
                engine = create_engine(url)
                with engine.connect() as asking:
                    count = asking.execute(text(OPEN)).scalar_one()
                engine.dispose()
    return int(count)


def section(found: list[tuple[str, float, float, float]], opened: int) -> str:
    lines = [
        HEADING, "",
        f"Written by `python -m tests.bench.archiving`. An archive of {FILES} files of {SIZE // MEGABYTE} MB, streamed:"
        f" what it does to the memory of a worker (goal: {GOAL} MB).",
        "", "| Taken by | Stays, MB | For a moment, MB | Seconds |", "| --- | --- | --- | --- |",
        *[f"| {way} | {growth:.1f} | {peak:.1f} | {took:.1f} |" for way, growth, peak, took in found],
        "", f"Transactions open on PostgreSQL while a reader waits in the middle: {opened}.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> int:
    found, opened = memory(), open_transactions()
    text_made = section(found, opened)
    print(text_made)
    put(HEADING, text_made)
    return 0 if opened == 0 and all(peak <= GOAL for _way, _growth, peak, _took in found) else 1


if __name__ == "__main__":
    sys.exit(main())
