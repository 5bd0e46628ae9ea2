"""Things of another case behind one's own reference, and rights that ended or were never given."""

import re

import pytest

from registration.access.roles import SchoolRole
from registration.accounts.models import Person
from registration.database import db, public_id
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.security.planted import addresses, planted
from tests.security.test_reading_only import honest_bodies
from tests.security.watching import watch

EXTRA = {
    "status": "approved", "state": "approved", "school_id": "2", "role": "administrator", "score": "4", "held": "y",
    "decision": "approve", "user_id": "1", "person_id": "1", "id": "1", "application_id": "1", "reviewer_id": "1",
    "released_at": "2026-01-01", "fee": "paid", "check_state": "ready", "submitted_at": "2026-01-01", "email": "x@y.z",
}  # fmt: skip
ONE_THING = re.compile(r"/[0-9a-z]{26}(/|$)")


@pytest.mark.parametrize(("name", "state"), [
    ("amina", State.APPROVED_WITH_CONDITIONS), ("leah", State.FINALISING), ("carys", State.VISIT_ARRANGED),
])  # fmt: skip
def test_a_thing_of_another_case_is_not_behind_this_one(app, cast, store, name, state):
    theirs = planted(app, cast, state, released=True)
    theirs.school_id = cast.olga.school_id
    mine = planted(app, cast, state, released=True)
    browser = Browser(app).sign_in(getattr(cast, name))
    token, tried = browser.token(), 0

    with watch() as written:
        for method in ("GET", "POST"):
            for path in addresses(app, theirs, method):
                if not ONE_THING.search(path) or f"/{'0' * 26}" in path:
                    continue
                tried += 1
                path = path.replace(theirs.reference, mine.reference)
                page = browser.send(method, path, {"csrf_token": token} if method == "POST" else None)

                assert page.status in (403, 404), path
                assert written.take() == [], path
    assert tried > 10


@pytest.mark.parametrize("change", ["closed", "moved", "demoted"])
def test_rights_end_with_the_next_request(app, cast, store, change):
    case = planted(app, cast, State.DRAFT)
    browser = Browser(app).sign_in(cast.cora)
    opened = browser.open("schools.section", reference=case.reference, number=1)
    fields = {"csrf_token": opened.value("csrf_token"), "version": opened.value("version"), "school_name": "Ours"}

    if change == "closed":
        cast.cora.active = False
    elif change == "moved":
        cast.cora.school = cast.olga.school
    else:
        cast.cora.school_role = SchoolRole.CONTRIBUTOR.value
    with watch() as written:
        page = browser.send("POST", f"/applications/{case.reference}/profile/1", fields)
        seen = browser.send("GET", f"/applications/{case.reference}/evidence/")
        told = [line for line in written.take() if "profile_section" in line]

    assert page.status in (302, 401, 403, 404, 409)
    assert told == []
    assert change == "demoted" or seen.status in (302, 404)


@pytest.mark.parametrize(("name", "state"), [("amina", State.DRAFT), ("leah", State.REPORTING)])
def test_fields_that_no_form_has_are_never_kept(app, cast, store, name, state):
    case = planted(app, cast, state)
    person = getattr(cast, name)
    bodies = honest_bodies(app, case, [person])
    browser = Browser(app).sign_in(person)
    token = browser.token()
    columns = ("state", "school_id", "held", "fee", "submitted_at", "standard_edition", "id")
    before = {column: getattr(case, column) for column in columns}
    people = {p.id: (p.email, p.school_id, p.school_role, p.roles) for p in db.session.query(Person)}

    for path, body in bodies.items():
        if path != "/sign-out" and not path.endswith("/check") and "/move/" not in path:
            browser.send("POST", path, {**EXTRA, **body, "csrf_token": token})

    assert {column: getattr(case, column) for column in columns} == before
    assert {p.id: (p.email, p.school_id, p.school_role, p.roles) for p in db.session.query(Person)} == people


def test_names_in_addresses_cannot_be_guessed():
    names = {public_id() for _ in range(2_000)}

    assert len(names) == 2_000
    assert all(re.fullmatch("[0-9a-hjkmnp-tv-z]{26}", name) for name in names)


NEXT = (
    "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "https:evil.example",
    "https://evil.example", "javascript:alert(1)", "data:text/html,x", "/%09/evil.example", "/%2f%2fevil.example",
    "http:///evil.example", "//evil.example/home", "/home//evil.example", "@evil.example", "/@evil.example",
    "/\r\nLocation: https://evil.example", "//127.0.0.1@evil.example", "/..//evil.example", " //evil.example",
    "\x00//evil.example", "／／evil.example", "//localhost.evil.example", "ftp://evil.example",
)  # fmt: skip


@pytest.mark.parametrize("where", NEXT)
def test_after_the_sign_in_nobody_is_sent_elsewhere(app, cast, browser, where):
    browser.open("accounts.sign_in", next=where)

    page = browser.press("Sign in", follow=False, email="amina@example.org", password=factories.PASSWORD)

    assert page.headers.get("Location", "").split("?")[0] in ("/home", "http://localhost/home")
