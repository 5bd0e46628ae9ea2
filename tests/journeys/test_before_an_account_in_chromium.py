"""What a school can do before it has an account, in a real browser: by keyboard alone, and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page

from registration.access.roles import Role
from registration.accounts.passwords import hash_password
from registration.database import db, writing
from registration.interest import private_links
from registration.interest.models import Interest
from tests import factories
from tests.journeys.crawl import WIDTHS, too_wide, violations
from tests.live import Live

pytestmark = pytest.mark.browser

PASSWORD = "lanterns over the quiet harbour"
FORM = {
    "school_name": "Cambridge Bay Online School", "cambridge_reason": "The school is in Cambridge Bay.",
    "website": "www.cambridgebay.example", "roll": "41", "contact_name": "Naomi Kavik", "contact_role": "Principal",
    "email": "naomi@cambridgebay.example",
}  # fmt: skip
CHOSEN = {
    "delivers_online": "yes", "legally_registered": "yes", "named_principal": "yes", "year_planned": "yes",
    "legal_status": "charity", "stages": "primary", "delivery": "live", "programmes": "primary",
}  # fmt: skip


def faults(page: Page) -> list[str]:
    found = []
    for name, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{page.url} {name}: {fault}" for fault in violations(page)]
        if too_wide(page):
            found.append(f"{page.url} {name}: scrolls sideways")
    return found


def press(page: Page, name: str) -> None:
    """Go on with Tab until the button has the focus, and press Enter: as somebody without a mouse."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.innerText?.trim()") == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name!r} is not reached by Tab on {page.url}")


def answer_by_keyboard(page: Page) -> None:
    """In every group of choices, the second; the last button of the page saves."""
    groups = page.locator("main fieldset").count()
    answered = 0
    while answered < groups:
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.type") == "radio":
            page.keyboard.press("ArrowDown")
            answered += 1


def fill_in(page: Page) -> None:
    for name, text in FORM.items():
        page.fill(f"[name={name}]", text)
    for name, value in CHOSEN.items():
        page.check(f"[name={name}][value={value}]", force=True)
    page.select_option("[name=country]", "CA")
    page.check("[name=with_self_check]", force=True)


def officer(live: Live) -> str:
    with live.inside():
        with writing():
            person = factories.person("odile", roles={Role.CASE_OFFICER})
            person.password_hash = hash_password(PASSWORD)
            db.session.commit()
        return person.email


def private_page(live: Live) -> str:
    with live.inside():
        public_id = db.session.query(Interest).filter_by(school_name=FORM["school_name"]).one().public_id
        return f"{live.url}/interest/yours/{public_id}/{private_links.tokens_of(public_id)[0]}"


def sign_in(page: Page, live: Live, email: str) -> None:
    page.goto(f"{live.url}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_from_the_self_check_to_an_answered_question(chromium: Browser, service: Live):
    page = chromium.new_context().new_page()
    page.goto(f"{service.url}/self-check/")
    found = faults(page)
    press(page, "Begin")
    for number in range(1, 6):
        assert page.url.endswith(f"/self-check/areas/{number}")
        found += faults(page)
        answer_by_keyboard(page)
        press(page, "Save and go on" if number < 5 else "Save and see where you stand")
    found += faults(page)
    standing = page.inner_text("main")
    press(page, "Express interest")
    fill_in(page)
    found += faults(page)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(re.compile("/thanks"))

    desk = chromium.new_context().new_page()
    sign_in(desk, service, officer(service))
    desk.goto(f"{service.url}/desk/interest/?status=waiting")
    found += faults(desk)
    with desk.expect_navigation():
        desk.get_by_role("link", name=FORM["school_name"]).click()
    found += faults(desk)
    seen = desk.inner_text("main")
    desk.get_by_label("Your question").fill("Who teaches physics?")
    desk.get_by_role("button", name="Send the question").click()
    desk.wait_for_url(re.compile("/desk/interest/$"))

    page.goto(private_page(service))
    found += faults(page)
    page.get_by_label("Your answer").fill("Two teachers, one in each time zone.")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("We have your answer").wait_for()

    assert found == []
    assert "26 of 26" not in standing
    assert "0 of 26" in standing
    assert "About 13 to 26 weeks" in standing
    assert "0 of 26 in place" in seen
    assert "The geographical reason they give: The school is in Cambridge Bay." in seen
    desk.goto(f"{service.url}/desk/interest/?status=answered")
    assert desk.get_by_role("link", name=FORM["school_name"]).count() == 1


def test_without_scripts_the_self_check_and_the_pdf_are_had_too(chromium: Browser, service: Live):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{service.url}/self-check/areas/5")
    page.locator("[name=how_5_1][value=not_yet]").check(force=True)
    page.get_by_role("button", name="Save and see where you stand").click()
    first = page.locator("#first ~ ol li").first.inner_text()

    page.goto(f"{service.url}/standards/pdf")
    page.get_by_role("button", name="Make the PDF").click()
    page.get_by_role("button", name="Download the PDF").wait_for()
    answer = page.request.get(f"{service.url}/standards/2023.pdf")

    assert first.startswith("5.1 ")
    assert answer.body().startswith(b"%PDF-")
