"""A form that was opened before the case moved on: refused, and every sentence in it given back."""

import pytest
from sqlalchemy import update

from registration.accounts.models import SignIn
from registration.applications.models import Application
from registration.database import db, now
from registration.workflow.states import State
from tests.browser import Browser
from tests.security.planted import planted
from tests.security.test_reading_only import honest_bodies
from tests.security.watching import watch

STILL_OPEN = (
    "/pdf", "/withdraw", "no-conflict", "/dossier", "/here", "/messages/", "/messages/read", "/propose", "/dates/pause",
    "/copy", "/minutes", "/pack",
)
"""Pages whose form the same person may still send at the later step."""


@pytest.mark.parametrize(("name", "opened", "later"), [
    ("amina", State.DRAFT, State.SUBMITTED), ("amina", State.EVIDENCE_REQUESTED, State.DESK_REVIEW),
    ("amina", State.FACTUAL_CHECK, State.FINALISING), ("rafael", State.DESK_REVIEW, State.MODERATION),
    ("leah", State.MODERATION, State.VISIT_PLANNING), ("leah", State.VISIT_ARRANGED, State.FACTUAL_CHECK),
    ("leah", State.REPORTING, State.FACTUAL_CHECK), ("dana", State.DETERMINATION, State.APPROVED),
    ("carys", State.VISIT_PLANNING, State.WITHDRAWN), ("leah", State.FINALISING, State.DETERMINATION),
])  # fmt: skip
def test_a_late_form_changes_nothing_and_gives_its_text_back(app, cast, store, name, opened, later):
    case = planted(app, cast, opened)
    person = getattr(cast, name)
    bodies = {path: body for path, body in honest_bodies(app, case, [person]).items() if case.reference in path}
    db.session.execute(update(Application).values(state=later))
    db.session.commit()
    browser = Browser(app).sign_in(person)
    token, written_to = browser.token(), 0

    with watch() as written:
        for path, body in bodies.items():
            if path.endswith(STILL_OPEN) or "/remarks/" in path or path.endswith("/colleagues"):
                continue  # still open to the same person
            page = browser.send("POST", path, {**body, "csrf_token": token})

            assert 400 <= page.status < 500, path
            assert written.take() == [], path
            typed = [text for text in body.values() if " " in text or text.startswith("Quill")]
            if typed and page.status != 404:
                written_to += 1
                assert all(" ".join(text.split()) in page.text for text in typed), path
    assert written_to


def test_text_sent_after_the_session_ended_is_given_back(app, application, cast):
    browser = Browser(app).sign_in(cast.amina)
    page = browser.open("self_assessment.criterion", reference=application.reference, code="1.1")
    fields = {name: page.value(name) for name in ("csrf_token", "_once", "version")}
    db.session.execute(update(SignIn).values(ended_at=now()))

    late = browser.send("POST", browser.path, {**fields, "rating": "met", "statement": "An hour of work.", "then": ""})

    assert late.status in (400, 401)
    assert "An hour of work." in late.text
    assert application.responses == []
