"""The service is killed again and again while somebody types in a real browser.

Each field equals what the page last said was saved, and at no moment would more than ten seconds of typing
be lost. `TYPING_KILLS=50` kills it fifty times, and prints with `-s` when it was killed and what was kept.
"""

import os
import random
import time
from collections import Counter
from contextlib import contextmanager
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select

from registration import create_app
from registration.database import db, writing
from registration.drafts.models import Draft
from tests import cast as people, databases, factories, live
from tests.chromium import wait_until
from tests.drafts.killing import Service

KILLS = int(os.environ.get("TYPING_KILLS", "10"))
MOST_LOST = 10
FIELDS = ("statement", "no_evidence_reason")
MOMENTS = ("soon after a save",) * 4 + ("while a draft is saved",) * 5 + ("in a long stretch",)
WORDS = ("We ", "publish ", "it, ", "é and ñ; ", "مرحبا ", "😀 ", "twice\n", "a term. ", "  ", "“so” ")

pytestmark = pytest.mark.browser


@contextmanager
def database(worker_id, folder):
    if os.environ.get("TEST_DATABASE") == "postgresql":
        with databases.postgresql(f"{worker_id}-kill") as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'live.db'}"


@contextmanager
def inside(app):
    """The app of the running service, in this process, with its own connection."""
    with writing(), app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


@contextmanager
def started(folder, prepare):
    """A service on a database of its own; before it starts, `prepare` is given it and the cast."""
    running = Service(live.environment(folder, live.free_port()), folder / "service.log")
    running.app = create_app(running.environment)
    with inside(running.app):
        db.create_all()
        prepare(running, people.gather())
    running.start()
    yield running
    running.kill()


def kept(app):
    """What the database holds of each field, as the last draft."""
    with inside(app):
        draft = db.session.scalar(select(Draft).order_by(Draft.saved_at.desc()).limit(1))
        answers = dict(draft.answers) if draft else {}
    return {name: answers.get(name, "") for name in FIELDS}


class Typist:
    """Somebody who types, and remembers when they had typed what, what was sent, and what was acknowledged."""

    def __init__(self, page):
        nothing = dict.fromkeys(FIELDS, "")
        self.page, self.typed, self.sent, self.said = page, [(time.monotonic(), nothing)], [nothing], nothing
        self.under_way_since = None
        page.on("request", lambda r: self.send(r) if is_autosave(r) else None)
        page.on("response", lambda r: self.acknowledge(r) if is_autosave(r.request) and r.ok else None)

    def send(self, request):
        self.sent.append(fields_of(request))
        self.under_way_since = self.under_way_since or time.monotonic()

    def acknowledge(self, response):
        self.under_way_since = None
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

    def until_killed(self):
        """Go on to a moment worth losing: amid the first words, at any time of a save, or after a long stretch."""
        moment = random.choice(MOMENTS)
        if moment == "while a draft is saved":
            self.type_for(random.uniform(0.2, 1.5))
            with self.page.expect_request(is_autosave):
                pass
            time.sleep(random.random() ** 2 / 2)  # before, while or after it is written down
        else:
            self.type_for(random.uniform(0.2, 4) if moment == "soon after a save" else random.uniform(8, 12))
        return moment

    def has_sent(self, there):
        """What is there, once the browser has told us that it sent just that since the last acknowledged save."""
        wait_until(self.page, lambda: there in self.sent)
        return there

    def fate_of_the_last(self, there):
        if there != self.sent[-1]:
            return "the save under way left no trace"
        return "the last save was said" if there == self.said else "the last save was kept, not said"

    def must_be_kept(self, moment):
        """What had been typed so long before a moment; how long a save takes is the machine's affair."""
        moment = min(moment, self.under_way_since or moment) - MOST_LOST
        return next((text for at, text in reversed(self.typed) if at <= moment), dict.fromkeys(FIELDS, ""))

    def catch_up(self):
        """Wait until the page says that all of it is saved."""
        self.page.evaluate("dispatchEvent(new Event('online'))")
        end = time.monotonic() + live.PATIENCE
        while time.monotonic() < end:
            self.page.wait_for_timeout(50)
            lines = self.page.locator(".app-draft-status").all_inner_texts()
            if self.said == self.typed[-1][1] and any(line.startswith("Saved as a draft at") for line in lines):
                return
        raise AssertionError(f"{self.said} was said to be saved, and not {self.typed[-1][1]}: {lines}")


def is_autosave(request):
    return request.method == "POST" and request.url.endswith("/drafts")


def fields_of(request):
    sent = dict(parse_qsl(request.post_data, keep_blank_values=True))
    return {name: sent[name].replace("\r\n", "\n") for name in FIELDS}


def sign_in(chromium, url, person, **kind):
    page = chromium.new_context(**kind).new_page()
    page.goto(f"{url}/sign-in")
    page.fill("[name=email]", person)
    page.fill("[name=password]", factories.PASSWORD)
    with page.expect_navigation():
        page.locator("form", has=page.locator("[name=password]")).get_by_role("button", name="Sign in").click()
    return page


def test_what_the_page_said_was_saved_is_there_whenever_the_service_is_killed(chromium, tmp_path, worker_id):
    random.seed(50)
    tally, began = Counter(), time.monotonic()
    with database(worker_id, tmp_path) as url:
        environment = {**live.environment(tmp_path, live.free_port()), "DATABASE_URL": url}
        app = create_app(environment)
        with inside(app):
            db.create_all()
            cast = people.gather()
            path, email = f"/applications/{factories.application(cast).reference}/self-assessment/1.1", cast.amina.email
        service = Service(environment, tmp_path / "service.log")
        service.start()
        try:
            page = sign_in(chromium, service.url, email)
            page.goto(service.url + path)
            typist = Typist(page)
            for _kill in range(KILLS):
                when = typist.until_killed()
                service.kill()
                moment = time.monotonic()
                there = typist.has_sent(kept(app))
                early = typist.must_be_kept(moment)
                assert all(there[name].startswith(early[name]) for name in FIELDS), (there, early)

                tally[f"{when}, {typist.fate_of_the_last(there)}"] += 1
                service.start()
                typist.under_way_since = None
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
    print(f"\n{app.config['SQLALCHEMY_DATABASE_URI'].split(':')[0]}: {KILLS} kills, {len(typist.typed)} words typed,"
          f" {time.monotonic() - began:.0f} s: {dict(tally)}")
