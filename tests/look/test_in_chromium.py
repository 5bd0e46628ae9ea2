"""What `site.js` adds to pages that work without it, in a real browser: menu, focus, counting, passwords, presses."""

import re

import pytest

from tests.factories import PASSWORD

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 812}


@pytest.fixture
def page(chromium):
    page = chromium.new_context(viewport=WIDE).new_page()
    yield page
    page.context.close()


def focused(page, what):
    return page.evaluate(f"document.activeElement.{what}")


def refused(page, service):
    """The page that comes back when nothing was filled in, with its script."""
    page.goto(f"{service.url}/sign-in")
    with page.expect_navigation():
        page.get_by_label("E-mail address").press("Enter")
    page.locator(".govuk-error-summary").wait_for()


def test_a_refused_form_begins_where_it_went_wrong(page, service):
    refused(page, service)

    assert "govuk-error-summary" in focused(page, "className")


def test_a_link_to_a_wrong_answer_leads_into_its_box(page, service):
    refused(page, service)

    link = page.locator(".govuk-error-summary a").first
    link.press("Enter")

    assert focused(page, "id") == link.get_attribute("href").removeprefix("#")


def test_a_password_is_shown_on_request_and_never_sent_shown(page, service):
    page.goto(f"{service.url}/sign-in")
    box, show = page.locator("[name=password]"), page.get_by_role("button", name="Show password")

    show.press("Enter")
    assert box.get_attribute("type") == "text"
    page.evaluate("document.querySelector('[name=password]').form.addEventListener('submit', e => e.preventDefault())")
    box.press("Enter")

    assert box.get_attribute("type") == "password"


def test_the_menu_of_a_narrow_page_opens_by_keyboard(page, service):
    invited = service.flask("accounts", "invite", "ada@body.example", "Ada Moreau", "administrator")
    page.goto(re.search(r"http\S+", invited)[0])
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("[name=password]").press("Enter")
    entries = page.locator(".govuk-service-navigation__list")
    assert entries.is_visible()

    page.set_viewport_size(NARROW)
    entries.wait_for(state="hidden")
    page.get_by_role("button", name="Menu").press("Enter")

    entries.wait_for(state="visible")


def test_a_box_with_a_limit_says_how_much_room_is_left(page, service):
    page.goto(f"{service.url}/interest/")
    place = page.locator("[data-module=govuk-character-count]").first
    box, most = place.locator("textarea"), int(place.get_attribute("data-maxlength"))

    box.fill("a" * (most + 2))

    place.get_by_text("You have 2 characters too many").first.wait_for()
    assert box.input_value() == "a" * (most + 2)


def test_the_second_press_of_a_double_press_does_nothing(page, service):
    page.goto(f"{service.url}/sign-in")
    page.evaluate(
        "window.sent = 0; document.querySelector('[name=password]').form"
        ".addEventListener('submit', e => { e.preventDefault(); window.sent += 1 })"
    )

    page.locator("form", has=page.locator("[name=password]")).get_by_role("button", name="Sign in").dblclick()

    assert page.evaluate("window.sent") == 1
