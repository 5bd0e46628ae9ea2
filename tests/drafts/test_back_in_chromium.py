"""The Back button of a real browser: what is saved is shown as it is now, and nothing is overwritten unseen."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from registration.applications.models import Application, Declaration, Submission
from registration.database import db
from registration.drafts.models import Draft
from registration.self_assessment.models import AreaAssignment, Response
from tests import factories
from tests.chromium import wait_until
from tests.drafts.test_kill import inside, sign_in, started

pytestmark = pytest.mark.browser
MINE, THEIRS, MERGED = "We publish it each term. 😀", "We publish it each month.", "Each term, and each month a part."


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    def prepare(running, cast):
        running.case = f"/applications/{factories.application(cast).reference}"
        running.complete = f"/applications/{factories.application(cast, answered=True).reference}"
        running.email, running.colleague = cast.amina.email, cast.cora.email

    with started(tmp_path_factory.mktemp("back"), prepare) as running:
        yield running


@pytest.fixture
def page(chromium, service):
    page = sign_in(chromium, service.url, service.email)
    yield page
    page.context.close()


@pytest.fixture
def colleague(chromium, service):
    page = sign_in(chromium, service.url, service.colleague)
    yield page
    page.context.close()


def open_at(page, service, path, case=None):
    assert page.goto(f"{service.url}{case or service.case}{path}").status == 200


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(name)).first.click()


def go_back(page, path):
    """Press Back until this page is there."""
    for _press in range(5):
        page.go_back()
        if page.url.endswith(path):
            return
    raise AssertionError(f"Back leads to {page.url}, not to {path}")


def count(service, what):
    with inside(service.app):
        return db.session.scalar(select(func.count()).select_from(what))


def drafts_of(service):
    """What is typed and not saved, as the service holds it."""
    with inside(service.app):
        return [text for draft in db.session.scalars(select(Draft)) for _name, text in draft.answers]


def statement_of(service, code):
    reference = service.case.rpartition("/")[2]
    with inside(service.app):
        here = select(Response.statement).join(Application).where(Application.reference == reference)
        return db.session.scalars(here.where(Response.criterion_code == code)).one()


FORMS = {
    "a criterion": ("/self-assessment/1.1", "statement", "^Save and next"),
    "a reason for no evidence": ("/self-assessment/1.2", "no_evidence_reason", "^Save and next"),
    "what the school is for": ("/profile/3", "mission", "^Save and continue"),
    "who owns the school": ("/profile/2", "owners-0-name", "^Save and continue"),
}


@pytest.mark.parametrize(("path", "name", "button"), FORMS.values(), ids=FORMS)
def test_back_to_a_form_that_a_colleague_saved_meanwhile_shows_what_they_saved(
    page, colleague, service, path, name, button
):
    open_at(page, service, path)
    page.locator(f"[name='{name}']").fill(MINE)
    press(page, button)
    open_at(colleague, service, path)
    expect(colleague.locator(f"[name='{name}']")).to_have_value(MINE)
    colleague.locator(f"[name='{name}']").fill(THEIRS)
    press(colleague, button)

    go_back(page, path)

    expect(page.locator(f"[name='{name}']")).to_have_value(THEIRS)


def test_back_to_who_has_what_takes_nothing_away_that_a_colleague_gave_meanwhile(page, colleague, service):
    for who, area in ((page, "2"), (colleague, "3")):
        open_at(who, service, "/self-assessment/who-has-what")
        who.locator(f"[name=cells][value^='{area}:']").first.check()
        press(who, "^Save who has what")

    go_back(page, "/self-assessment/who-has-what")
    press(page, "^Save who has what")

    with inside(service.app):
        assert sorted(db.session.scalars(select(AreaAssignment.area))) == [2, 3]


def test_back_after_saving_goes_on_with_what_was_saved(page, service):
    open_at(page, service, "/self-assessment/1.3")
    page.locator("[name=statement]").fill(MINE)
    press(page, "^Save and next")
    go_back(page, "/self-assessment/1.3")
    expect(page.locator("[name=statement]")).to_have_value(MINE)

    page.locator("[name=statement]").fill(MERGED)
    press(page, "^Save and next")

    assert page.url.endswith("/1.4")
    assert statement_of(service, "1.3") == MERGED


def test_back_to_a_text_that_was_not_saved_meets_the_newer_one_and_both_are_shown(page, colleague, service):
    open_at(page, service, "/self-assessment/2.1")
    page.locator(".app-draft-status").first.wait_for(state="attached")  # the script that keeps drafts is here
    page.locator("[name=statement]").fill(MINE)
    with page.expect_navigation():
        page.get_by_role("link", name="Evidence").first.click()
    wait_until(page, lambda: MINE in drafts_of(service))
    open_at(colleague, service, "/self-assessment/2.1")
    colleague.locator("[name=statement]").fill(THEIRS)
    press(colleague, "^Save and next")

    go_back(page, "/self-assessment/2.1")

    expect(page.locator("[name=statement]")).to_have_value(MINE)
    page.get_by_text("The saved text has been changed since you began").wait_for()
    press(page, "^Save and next")
    assert statement_of(service, "2.1") == THEIRS
    assert all(text in page.locator("main").inner_text() for text in (MINE, THEIRS))
    page.locator("[name=statement]").fill(MERGED)
    press(page, "^Save what stands in the boxes")
    assert statement_of(service, "2.1") == MERGED


def test_back_without_scripts_finds_a_text_again_that_was_not_saved(chromium, service):
    page = sign_in(chromium, service.url, service.email, java_script_enabled=False)
    open_at(page, service, "/self-assessment/2.2")
    page.locator("[name=statement]").fill(MINE)
    with page.expect_navigation():
        page.get_by_role("link", name="Evidence").first.click()

    go_back(page, "/self-assessment/2.2")

    expect(page.locator("[name=statement]")).to_have_value(MINE)
    page.context.close()


def test_back_after_signing_and_sending_does_neither_again(page, service):
    open_at(page, service, "/declaration", case=service.complete)
    for name in ("true", "changes"):
        page.locator(f"[name={name}]").check()
    page.locator("[name=ai_statement]").fill("None was used.")
    page.locator("[name=typed_name]").fill("Amina Example")
    press(page, "^Sign the declaration")
    signed = count(service, Declaration)
    press(page, "^Submit the application")
    assert "/receipt" in page.url

    go_back(page, "/check")
    assert page.get_by_role("button", name="Submit the application").count() == 0
    go_back(page, "/declaration")

    page.get_by_text("Signed by Amina Example on").first.wait_for()
    assert page.get_by_role("button", name="Sign the declaration").count() == 0
    assert (count(service, Declaration), count(service, Submission)) == (signed, 1)
