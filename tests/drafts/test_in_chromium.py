"""Typing in a real browser: what the page says about it, over a lost line, another page and an ended session."""

import re
import time

import pytest
from sqlalchemy import select, update

from registration.accounts.models import SignIn
from registration.database import db, now
from registration.drafts.models import Draft
from tests import factories, live
from tests.chromium import wait_until
from tests.drafts.test_kill import inside, sign_in, started

pytestmark = pytest.mark.browser
TEXT = "We publish it each term.\nمرحبا 😀 "


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    def prepare(running, cast):
        running.path = f"/applications/{factories.application(cast).reference}/self-assessment/"
        running.email = cast.amina.email

    with started(tmp_path_factory.mktemp("typing"), prepare) as running:
        yield running


@pytest.fixture
def page(chromium, service):
    page = sign_in(chromium, service.url, service.email)
    yield page
    page.context.close()


def says(page, words):
    page.locator(".app-draft-status", has_text=re.compile(words)).wait_for()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def write(page, text):
    page.locator("[name=statement]").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def reaches(service, end):
    """Wait until the last draft that the service holds ends so."""
    until = time.monotonic() + live.PATIENCE
    kept = ""
    while not kept.endswith(end):
        assert time.monotonic() < until, f"{end!r} was not kept; the last draft is {kept!r}"
        time.sleep(0.1)
        with inside(service.app):
            latest = db.session.scalars(select(Draft).order_by(Draft.saved_at.desc())).first()
            kept = dict(latest.answers)["statement"] if latest else ""


def written(page):
    return page.locator("[name=statement]").input_value()


def test_a_lost_line_is_told_and_made_up_for(page, service):
    page.goto(f"{service.url}{service.path}1.1")
    page.context.set_offline(True)
    write(page, TEXT)
    says(page, "Not saved: no connection. Trying again.")
    page.context.set_offline(False)

    says(page, r"Saved as a draft at \d\d:\d\d")

    page.goto(f"{service.url}{service.path}1.1")
    assert written(page) == TEXT


def test_a_button_pressed_without_a_line_leaves_the_text_where_it_is(page, service):
    page.goto(f"{service.url}{service.path}2.2")
    page.context.set_offline(True)
    write(page, TEXT)
    says(page, "Not saved: no connection. Trying again.")

    page.get_by_role("button", name="Save and stay").click()

    says(page, "Not sent: no connection")
    assert written(page) == TEXT
    page.context.set_offline(False)
    page.wait_for_timeout(1_500)  # the button does not listen to a second press within a second
    page.get_by_role("button", name="Save and stay").click()
    page.get_by_text("Saved 2.2").wait_for()
    assert written(page) == TEXT


def test_what_was_typed_last_goes_along_when_the_page_is_left(page, service):
    page.goto(f"{service.url}{service.path}1.2")
    page.locator(".app-draft-status").first.wait_for(state="attached")  # the script that keeps drafts is here
    write(page, f"{TEXT}Typed last, and the page is left.")

    page.goto(f"{service.url}/account")
    reaches(service, "the page is left.")

    page.goto(f"{service.url}{service.path}1.2")
    assert written(page) == f"{TEXT}Typed last, and the page is left."


def test_what_is_typed_before_the_script_is_there_is_kept_too(page, service):
    on_the_way = []
    page.route("**/autosave.js*", lambda route: on_the_way.append(route))
    page.goto(f"{service.url}{service.path}2.3")
    write(page, TEXT)
    wait_until(page, lambda: on_the_way)
    on_the_way[0].continue_()

    says(page, r"Saved as a draft at \d\d:\d\d")

    page.unroute("**/autosave.js*")
    page.goto(f"{service.url}{service.path}2.3")
    assert written(page) == TEXT


def test_a_button_pressed_while_a_save_is_under_way_waits_for_its_end(page, service):
    page.goto(f"{service.url}{service.path}2.4")
    page.context.set_offline(True)
    write(page, TEXT)
    says(page, "Not saved: no connection. Trying again.")
    held = []
    page.route("**/drafts", lambda route: held.append(route))
    page.context.set_offline(False)
    wait_until(page, lambda: held)

    page.get_by_role("button", name="Save and stay").click()
    held[0].continue_()
    page.unroute("**/drafts")

    page.get_by_text("Saved 2.4").wait_for()
    assert written(page) == TEXT


def test_after_saving_there_is_no_draft(page, service):
    page.goto(f"{service.url}{service.path}1.3")
    write(page, TEXT)
    says(page, "Saved as a draft")
    write(page, "And more.")

    press(page, "Save and stay")
    page.get_by_text("Saved 1.3").wait_for()
    page.wait_for_timeout(1_000)  # for a draft that should not come
    page.reload()

    assert written(page) == TEXT + "And more."
    assert page.locator(".app-draft-notice").count() == 0


def test_a_session_that_ends_in_mid_text_costs_nothing(page, service):
    page.goto(f"{service.url}{service.path}1.4")
    write(page, TEXT)
    says(page, "Saved as a draft")
    with inside(service.app):
        db.session.execute(update(SignIn).values(ended_at=now()))
        db.session.commit()
    write(page, "And more.")
    says(page, "You are no longer signed in")
    write(page, " And the last of it.")
    reaches(service, "And the last of it.")
    press(page, "Save and stay")
    page.get_by_role("link", name="Sign in and go on").or_(page.get_by_role("button", name="Sign in and go on")).click()

    page.fill("[name=email]", service.email)
    page.fill("[name=password]", factories.PASSWORD)
    with page.expect_navigation():
        page.locator("form", has=page.locator("[name=password]")).get_by_role("button", name="Sign in").click()

    assert written(page) == TEXT + "And more. And the last of it."
    press(page, "Save and stay")
    assert page.locator(".app-draft-notice").count() == 0


def test_nothing_that_was_typed_lies_in_the_browser(page, service):
    page.goto(f"{service.url}{service.path}2.1")
    write(page, TEXT)
    says(page, "Saved as a draft")

    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")

    assert stored == "[{},{}]"
