"""The pages that are measured, and how: CPU of the workers per request, and SQL statements per request."""

import gzip
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle, islice, repeat
from types import SimpleNamespace

from flask import Flask, url_for
from sqlalchemy import delete, event, select

from registration.accounts.models import Attempt, Person
from registration.applications.models import Application
from registration.database import db
from registration.review.models import Assignment
from registration.workflow.states import State
from tests.bench.serving import Server
from tests.browser import Browser
from tests.factories import PASSWORD

REQUESTS = 120
ROUNDS = 3
WARM = 32
TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Cost:
    """What one request takes: milliseconds of CPU, those of a bare page at the same time, and SQL statements."""

    cpu: float
    bare: float
    statements: int

    @property
    def bare_pages(self) -> float:
        return self.cpu / self.bare


@dataclass(frozen=True)
class Visit:
    """One kind of request: who sends it, and an endless row of addresses with the fields to post, if any."""

    name: str
    person: Person | None
    requests: Callable[[], Iterator[tuple[str, dict[str, object] | None]]]


def visits(app: Flask, cast: SimpleNamespace) -> list[Visit]:
    """Everything that is measured with this database."""
    in_review = select(Application).where(Application.state == State.DESK_REVIEW)
    last = db.session.scalars(in_review.order_by(Application.id.desc()).limit(20)).unique().all()
    hers = Application.assignments.any(Assignment.person_id == cast.leah.id)
    cases = db.session.scalars(in_review.where(hers).limit(20)).unique().all()
    references = [case.reference for case in cases]
    codes = list(cases[0].standard.criteria)

    def pages(cases: Sequence[Application], endpoint: str, **values: str) -> Callable[[], Iterator[tuple[str, None]]]:
        with app.test_request_context():
            paths = [url_for(endpoint, reference=case.reference, **values) for case in cases]
        return lambda: ((path, None) for path in cycle(paths))

    def page(endpoint: str) -> Callable[[], Iterator[tuple[str, None]]]:
        with app.test_request_context():
            path = url_for(endpoint)
        return lambda: ((path, None) for path in cycle([path]))

    def home() -> Iterator[tuple[str, None]]:
        mine = cast.amina.school.applications[-1]
        with app.test_request_context():
            path = url_for("applications.application", reference=mine.reference)
        return ((path, None) for path in cycle([path]))

    def findings() -> Iterator[tuple[str, dict[str, object]]]:
        for code in codes:
            for reference in references:
                with app.test_request_context():
                    path = url_for("review.criterion", reference=reference, code=code)
                yield path, {
                    "rating": "met", "rationale": f"Seen in the policy, page 3, and heard again in {code}.",
                    "confidence": "high", "sources": ["document", "interview"], "version": "1", "action": "",
                    "unopened": "It was read at the meeting.",
                    "_once": secrets.token_urlsafe(12),
                }

    def sign_ins() -> Iterator[tuple[str, dict[str, object]]]:
        with app.test_request_context():
            path = url_for("accounts.sign_in")
        for number in count():
            if number % 20 == 0:  # else the throttle, rightly, takes us for somebody who guesses
                db.session.rollback()
                db.session.execute(delete(Attempt))
                db.session.commit()
            yield path, {"email": "carys@example.org", "password": PASSWORD}

    return [
        Visit("Review queue, as a case officer", cast.carys, page("review.queue")),
        Visit("Review queue, as a reviewer", cast.leah, page("review.queue")),
        Visit("Overview of the desk", cast.carys, page("overview.overview")),
        Visit("One application", cast.carys, pages(last, "applications.application")),
        Visit("One criterion, for a reviewer", cast.leah, pages(cases, "review.criterion", code="2.7")),
        Visit("Saving a finding", cast.leah, findings),
        Visit("Home of a school", cast.amina, home),
        Visit("Signing in", None, sign_ins),
    ]


def cookie_of(app: Flask, person: Person) -> str:
    """The cookie of somebody who has just signed in."""
    name = app.config["SESSION_COOKIE_NAME"]
    kept = Browser(app).sign_in(person).client.get_cookie(name)
    assert kept is not None
    return f"{name}={kept.value}"


def cost(app: Flask, server: Server, beside: Server, visit: Visit) -> Cost:
    """Send many requests of one kind and divide, a round of bare pages before each round of them.

    The best of several rounds counts, on both sides: what else the machine does only adds.
    """
    db.session.rollback()  # what the addresses were read with must hold no lock
    cookie = cookie_of(app, visit.person) if visit.person else ""
    first = next(visit.requests())
    token = ""
    if first[1] is not None:
        opened = server.send(first[0], cookie)
        token = TOKEN.search(opened.body)[1].decode()
        cookie = opened.headers["Set-Cookie"].partition(";")[0]  # the token is bound to it
    requests = visit.requests()
    send(server, visit.name, islice(requests, WARM), cookie, token)
    pairs = []
    for _ in range(ROUNDS):
        bare = bare_page(beside)
        pairs.append((send(server, visit.name, islice(requests, REQUESTS), cookie, token), bare))
    counted = statements(app, visit) if first[1] is None else 0
    return Cost(min(cpu for cpu, _ in pairs), min(bare for _, bare in pairs), counted)


def bare_page(server: Server, path: str = "/") -> float:
    return send(server, "A bare page", repeat((path, None), REQUESTS))


def send(
    server: Server, name: str, requests: Iterable[tuple[str, dict[str, object] | None]],
    cookie: str = "", token: str = "",
) -> float:
    """Milliseconds of CPU for each. The answer must be the page, or the redirect after a save."""
    began, sent = server.cpu(), 0
    for path, fields in requests:
        answer = server.send(path, cookie, None if fields is None else {**fields, "csrf_token": token})
        expected = 200 if fields is None else 302
        if answer.status != expected:
            raise RuntimeError(f"{name}: {path} answered {answer.status}, not {expected}.")
        sent += 1
    return 1000 * (server.cpu() - began) / sent


def statements(app: Flask, visit: Visit) -> int:
    """SQL statements of one request of this kind, counted inside this process."""
    browser = Browser(app)
    if visit.person:
        browser.sign_in(visit.person)
    path, _ = next(visit.requests())
    browser.send("GET", path)
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        browser.send("GET", path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def first_view(server: Server) -> dict[str, int]:
    """What a first visit of the front page brings along, in bytes as they are when compressed; fonts as they are."""
    page = server.send("/")
    html = page.body.decode()
    linked = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|woff2)[^"]*)"', html))
    linked |= {f"/static/build/{name}" for name in re.findall(r"url\(\"?([a-z]+\.woff2)", styles(server, linked))}
    sizes = {"the page": len(gzip.compress(page.body))}
    for path in sorted(linked):
        body = server.send(path).body
        sizes[path.partition("?")[0]] = len(body) if ".woff2" in path else len(gzip.compress(body))
    return sizes


def styles(server: Server, linked: set[str]) -> str:
    return "".join(server.send(path).body.decode() for path in linked if ".css" in path)
