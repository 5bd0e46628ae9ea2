"""The web layer: one commit for a request that succeeds, none for another, one effect for a form sent twice."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from registration.accounts.models import OnceKey
from registration.database import db, now
from registration.history import Revision
from registration.visits.models import VisitNote, VisitSlot
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def visiting(cast):
    application = factories.application(cast, State.VISIT_PLANNING)
    visit = begin_visit(application, cast.leah)
    visit.slots.append(VisitSlot(starts_at=now() - timedelta(hours=6), ends_at=now(), accepted_at=now()))
    application.state = State.VISIT_ARRANGED
    db.session.commit()
    return application


def notes() -> list[str]:
    return list(db.session.scalars(select(VisitNote.text)))


def test_the_same_form_sent_twice_acts_once_and_answers_alike(browser, visiting, cast):
    form = browser.sign_in(cast.leah).open("visits.sample", reference=visiting.reference)
    sent = {"subject": "Staff files", "population": "40", "size": "5", "_once": form.value("_once")}
    path = browser.path

    first = browser.send("POST", path, {**sent, "csrf_token": form.value("csrf_token")})
    second = browser.send("POST", path, {**sent, "csrf_token": form.value("csrf_token")})

    assert (first.status, second.status) == (302, 302)
    assert second.location == first.location
    assert len(visiting.visit.samples) == 1


def test_a_form_that_is_shown_again_has_saved_nothing(browser, visiting, cast):
    browser.sign_in(cast.leah).open("visits.note", reference=visiting.reference, code="1.1")

    page = browser.press("Save the note", text="")

    assert page.status == 422
    assert notes() == []
    assert db.session.scalar(select(func.count()).select_from(OnceKey)) == 0


def test_a_former_wording_is_kept_with_who_wrote_it(browser, visiting, cast):
    browser.sign_in(cast.leah)
    for text in ("First wording.", "Second wording."):
        browser.open("visits.note", reference=visiting.reference, code="1.1")
        browser.press("Save the note", text=text)

    kept = db.session.scalars(select(Revision).where(Revision.record == "visit_note")).one()

    assert notes() == ["Second wording."]
    assert kept.content == {"text": "First wording."}
    assert kept.written_by_id == cast.leah.id


def test_line_breaks_emoji_and_right_to_left_text_come_back_as_typed(browser, visiting, cast):
    text = "مرحبا\n\n  indented 👩‍🏫🏽 <b>not bold</b> {{ 7*7 }} %(x)s"
    browser.sign_in(cast.leah).open("visits.note", reference=visiting.reference, code="1.1")

    browser.press("Save the note", text=text.replace("\n", "\r\n"))

    assert notes() == [text]
    assert "<b>not bold</b> {{ 7*7 }}" in browser.open("visits.notebook", reference=visiting.reference).text


@pytest.mark.parametrize("text", ["a\x00b", "a\x08b", "\x1b[31m"])
def test_characters_no_database_can_hold_are_refused_in_words(browser, visiting, cast, text):
    browser.sign_in(cast.leah).open("visits.note", reference=visiting.reference, code="1.1")

    page = browser.press("Save the note", text=text)

    assert page.status == 422
    assert "a character that cannot be kept" in page.text


def test_a_post_from_another_site_is_refused(browser, visiting, cast):
    form = browser.sign_in(cast.leah).open("visits.sample", reference=visiting.reference)

    answer = browser.client.post(
        browser.path, data={"csrf_token": form.value("csrf_token")}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 409
    assert visiting.visit.samples == []


def test_every_answer_carries_the_headers_that_protect_it(browser, cast):
    page = browser.sign_in(cast.leah).open("accounts.account")

    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Cookie" in page.headers["Vary"]


def test_a_forged_host_is_refused(app, cast):
    answer = app.test_client().get("/standards/", headers={"Host": "evil.example"})

    assert answer.status_code == 400


NO_PAGES = ("/.git/config", "/.env", "/instance/registration.db", "/console", "/standards/99999999999999999999")


@pytest.mark.parametrize("path", NO_PAGES)
def test_what_is_no_page_is_a_404(browser, path):
    assert browser.open(path).status == 404
