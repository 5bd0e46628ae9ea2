"""The service is killed again and again while somebody types in a real browser.

Each field equals what the page last said was saved, and at no moment would more than ten seconds of typing
be lost. `TYPING_KILLS=50` kills it fifty times.
"""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select

from registration import create_app
from registration.database import WRITING, db
from registration.drafts.models import Draft
from tests import cast as people, databases, factories, live

KILLS = int(os.environ.get("TYPING_KILLS", "10"))
MOST_LOST = 10
FIELDS = ("statement", "no_evidence_reason")
WORDS = ("We ", "publish ", "it, ", "é and ñ; ", "مرحبا ", "😀 ", "twice\n", "a term. ", "  ", "“so” ")

pytestmark = pytest.mark.browser


class Service:
    """gunicorn with a database of its own, started and killed as often as one likes."""

    def __init__(self, folder, environment):
        self.folder, self.environment, self.process = folder, environment, None
        self.url = environment["PUBLIC_URL"]

    def start(self):
        log = (self.folder / "service.log").open("a")
        command = [str(live.BIN / "gunicorn"), "app:app", "-k", "gthread", "-w", "2", "--threads", "4",
                   "-b", f"127.0.0.1:{self.environment['PORT']}", "--no-control-socket"]
        self.process = subprocess.Popen(
            command, cwd=live.ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        log.close()
        live.wait_for(self.url, str(self.folder / "service.log"))

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def database(worker_id, folder):
    if os.environ.get("TEST_DATABASE") == "postgresql":
        with databases.postgresql(f"{worker_id}-kill") as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'live.db'}"


@contextmanager
def inside(environment):
    """The app of the running service, in this process, with its own connection."""
    app, writing = create_app(environment), WRITING.set(True)
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()
    WRITING.reset(writing)


def kept(environment):
    """What the database holds of each field, as the last draft."""
    with inside(environment):
        draft = db.session.scalar(select(Draft).order_by(Draft.saved_at.desc()).limit(1))
        answers = dict(draft.answers) if draft else {}
    return {name: answers.get(name, "") for name in FIELDS}


class Typist:
    """Somebody who types, and remembers when they had typed what, what was sent, and what was acknowledged."""

    def __init__(self, page):
        self.page, self.typed, self.sent, self.said = page, [(time.monotonic(), dict.fromkeys(FIELDS, ""))], [], None
        page.on("request", lambda r: self.sent.append(fields_of(r)) if is_autosave(r) else None)
        page.on("response", lambda r: self.acknowledge(r) if is_autosave(r.request) and r.ok else None)

    def acknowledge(self, response):
        self.said = fields_of(response.request)
        self.sent = self.sent[self.sent.index(self.said):]

    def type_for(self, seconds):
        end = time.monotonic() + seconds
        name = random.choice(FIELDS)
        field = self.page.locator(f"[name={name}]")
        field.focus()
        self.page.keyboard.press("Control+End")
        while time.monotonic() < end:
            self.page.keyboard.insert_text(random.choice(WORDS))
            self.typed.append((time.monotonic(), {f: self.page.locator(f"[name={f}]").input_value() for f in FIELDS}))
            self.page.wait_for_timeout(random.randint(30, 150))

    def before(self, moment):
        """What had been typed at a moment."""
        return next((text for at, text in reversed(self.typed) if at <= moment), dict.fromkeys(FIELDS, ""))

    def catch_up(self):
        """Wait until the page says that all of it is saved."""
        self.page.evaluate("dispatchEvent(new Event('online'))")
        for _ in range(300):
            self.page.wait_for_timeout(100)
            if self.said == self.typed[-1][1]:
                break
        assert self.said == self.typed[-1][1]
        lines = self.page.locator(".app-draft-status").all_inner_texts()
        assert any(line.startswith("Saved as a draft at") for line in lines), lines


def is_autosave(request):
    return request.method == "POST" and request.url.endswith("/drafts")


def fields_of(request):
    sent = dict(parse_qsl(request.post_data, keep_blank_values=True))
    return {name: sent[name].replace("\r\n", "\n") for name in FIELDS}


def sign_in(chromium, url, person):
    page = chromium.new_context().new_page()
    page.goto(f"{url}/sign-in")
    page.fill("[name=email]", person)
    page.fill("[name=password]", factories.PASSWORD)
    page.locator("form", has=page.locator("[name=password]")).get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    return page


@pytest.mark.skipif(sys.platform == "win32", reason="kills a group of processes")
def test_what_the_page_said_was_saved_is_there_whenever_the_service_is_killed(chromium, tmp_path, worker_id):
    random.seed(50)
    with database(worker_id, tmp_path) as url:
        environment = {**live.environment(tmp_path, live.free_port()), "DATABASE_URL": url}
        with inside(environment):
            db.create_all()
            cast = people.gather()
            path, email = f"/applications/{factories.application(cast).reference}/self-assessment/1.1", cast.amina.email
        service = Service(tmp_path, environment)
        service.start()
        try:
            page = sign_in(chromium, service.url, email)
            page.goto(service.url + path)
            typist = Typist(page)
            for _kill in range(KILLS):
                typist.type_for(random.choice((1, 2, 4, 5, 7, 12)))
                service.kill()
                moment = time.monotonic()
                page.wait_for_timeout(300)
                there = kept(environment)

                if typist.said:
                    assert there in typist.sent
                early = typist.before(moment - MOST_LOST)
                assert all(there[name].startswith(early[name]) for name in FIELDS), (there, early)

                service.start()
                typist.catch_up()
            last = typist.said
            page.context.close()
            again = sign_in(chromium, service.url, email)
            again.goto(service.url + path)

            assert {name: again.locator(f"[name={name}]").input_value() for name in FIELDS} == last
            assert "You typed this on" in again.locator("main").inner_text()
            again.context.close()
        finally:
            service.kill()
