"""Workers killed while people save: what was acknowledged is there, word for word, and the database is whole."""

import http.client
import os
import random
import signal
import sqlite3
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import html5lib
import pytest
from sqlalchemy import select

from registration import create_app
from registration.database import db, writing
from registration.history import Revision
from registration.self_assessment.models import Response
from tests import cast as people, factories, live
from tests.browser import Browser

KILLS = 60
PAUSES = [(0.05, 0.5)] * KILLS
CODES = ("1.1", "1.2", "1.3", "1.4")

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the workers in /proc"),
    pytest.mark.skipif(os.environ.get("TEST_DATABASE") == "postgresql", reason="about SQLite's own files"),
]


def workers(database: str) -> list[int]:
    """The workers of this service: children of a gunicorn that was started with this database."""
    found: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        try:
            ours = folder.name.isdigit() and f"DATABASE_URL={database}".encode() in (folder / "environ").read_bytes()
            if ours and b"gunicorn" in (folder / "cmdline").read_bytes():
                found[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended while we looked
    return [process for process, parent in found.items() if parent in found]


class Writer(threading.Thread):
    """One person who saves one answer again and again, and remembers what was acknowledged."""

    def __init__(self, url: str, cookie: str, path: str) -> None:
        super().__init__(daemon=True)
        self.host, self.cookie, self.path = urlsplit(url).netloc, cookie, path
        self.acknowledged: list[str] = []
        self.done = threading.Event()

    def run(self) -> None:
        turn = 0
        while not self.done.is_set():
            turn += 1
            try:
                self.save(f"Answer {turn} on {self.path}")
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)  # the worker died under us

    def save(self, text: str) -> None:
        page = html5lib.parse(self.ask("GET")[1], namespaceHTMLElements=False)
        hidden = {e.get("name"): e.get("value", "") for e in page.iter("input") if e.get("type") == "hidden"}
        fields = {**hidden, "rating": "met", "statement": text, "then": "stay"}
        status, _page = self.ask("POST", urlencode(fields))
        if status == 302:
            self.acknowledged.append(text)

    def ask(self, method: str, body: str | None = None) -> tuple[int, str]:
        line = http.client.HTTPConnection(self.host, timeout=live.PATIENCE)
        try:
            headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            line.request(method, self.path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()


def case_and_cookie(environment: dict[str, str]) -> tuple[str, str]:
    """A draft in the service's own database, and the cookie of its principal."""
    app = create_app(environment)
    with writing(), app.app_context():
        gathered = people.gather()
        reference = factories.application(gathered).reference
        browser = Browser(app).sign_in(gathered.amina)
        browser.token()  # the cookie then holds what its forms are checked with
        cookie = browser.client.get_cookie(app.config["SESSION_COOKIE_NAME"], domain="localhost")
        db.session.remove()
        db.engine.dispose()
    return reference, f"{app.config['SESSION_COOKIE_NAME']}={cookie.value}"


def kept(environment: dict[str, str]) -> set[str]:
    """Every statement that stands or stood in the database."""
    app = create_app(environment)
    with app.app_context():
        former = db.session.scalars(select(Revision).where(Revision.record == "response")).all()
        texts = {r.content["statement"] for r in former} | set(db.session.scalars(select(Response.statement)))
        db.session.remove()
        db.engine.dispose()
    return texts


def saved(writers: list[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


def kill_one(database: str) -> None:
    alive = workers(database)
    if alive:
        with suppress(ProcessLookupError):  # it has just ended by itself
            os.kill(random.choice(alive), signal.SIGKILL)


def wait_for_another(writers: list[Writer]) -> None:
    """Until one more save was acknowledged."""
    before, end = saved(writers), time.monotonic() + live.PATIENCE
    while saved(writers) == before:
        assert time.monotonic() < end, "nothing is saved any more"
        time.sleep(0.05)


def test_no_acknowledged_save_is_lost_when_workers_are_killed(tmp_path):
    random.seed(7)
    with live.service(tmp_path) as running:
        database = running.environment["DATABASE_URL"]
        reference, cookie = case_and_cookie(running.environment)
        paths = [f"/applications/{reference}/self-assessment/{code}" for code in CODES]
        writers = [Writer(running.url, cookie, path) for path in paths]
        for writer in writers:
            writer.start()
        for pause in PAUSES:
            time.sleep(random.uniform(*pause))
            kill_one(database)
        while saved(writers) <= len(writers):  # a machine so slow that a worker hardly stands up between two kills
            wait_for_another(writers)
            kill_one(database)
        for writer in writers:
            writer.done.set()
            writer.join(timeout=2 * live.PATIENCE)
    acknowledged = {text for writer in writers for text in writer.acknowledged}
    with sqlite3.connect(database.removeprefix("sqlite:///")) as raw:
        whole = raw.execute("PRAGMA integrity_check").fetchone()
    raw.close()

    assert acknowledged - kept(running.environment) == set()
    assert len(acknowledged) > len(writers)
    assert whole == ("ok",)
