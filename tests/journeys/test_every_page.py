"""Every page the links lead to, as each role, at both widths: whole, light, without a mouse, and free of faults."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from registration import create_app
from registration.access.guard import MARK
from tests.chromium import shared_folder
from tests.journeys.crawl import (
    AXE,
    NARROWEST,
    WIDTHS,
    Crawl,
    Examined,
    take_picture,
    too_wide,
    violations,
    visit_all,
)
from tests.journeys.keyboard import keyboard_faults
from tests.journeys.weight import forget_each_page, too_heavy
from tests.live import Live

pytestmark = pytest.mark.browser

STAFF = ("Case officer", "Reviewer", "Decision maker", "Administrator", "Auditor")
SCHOOL = ("Principal", "Registration coordinator", "Contributor", "Exams officer")
PRINCIPALS = {
    "of a registered school": "Lundaberg",
    "in a draft": "Małgorzata Żółkiewska",
    "with a completion to send": "Ximena Echeverría",
    "with evidence to send": "Noura Al-Rashed",
    "with a visit to choose": "Caoimhe Ní Dhuibhir",
    "with facts to check": "Gurans Danda",
    "with conditions to meet": "Puffin Cove",
    "with an appeal": "Lantern Quay",
}
"""One principal in each kind of work, by their name or their school's."""

PEOPLE = {
    **{role.lower(): role for role in (*STAFF, *SCHOOL)},
    **{f"principal {work}": who for work, who in PRINCIPALS.items()},
    "nobody": "",
}
"""Who has most pages is first, so that no worker is left with them at the end."""


def sign_in(page: Page, live: Live, words: str) -> None:
    """By a press on the first person whom the sign-in page lists under these words."""
    if not words:
        return
    page.goto(f"{live.url}/sign-in")
    listed = page.locator(".app-people li").filter(has_text=words)
    desk = page.locator(f"h3:has-text('{words}') + ul.app-people li")
    (listed if listed.count() else desk).first.get_by_role("button").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def public_pages(app: Flask) -> frozenset[str]:
    """What everybody may read is the same for each principal: one of them opens it, in the test of that role."""
    return frozenset(name for name, view in app.view_functions.items() if getattr(view, MARK, None) == "everybody")


@pytest.fixture(scope="session")
def examined(tmp_path_factory: pytest.TempPathFactory) -> Examined:
    return Examined(shared_folder(tmp_path_factory) / "examined")


@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_a_role_can_reach_is_free_of_faults(
    chromium: Browser, demonstration: Live, examined: Examined, role: str
):
    app = create_app(demonstration.environment)
    passed_over = public_pages(app) if PEOPLE[role] in PRINCIPALS.values() else frozenset()
    crawl = Crawl(demonstration.url, app.url_map.bind("127.0.0.1"), passed_over=passed_over)
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=False)
    context.add_init_script(path=AXE)
    page = context.new_page()
    forget_each_page(page)
    faults: list[str] = []
    errors: list[str] = []
    page.on("console", lambda m: errors.append(f"{page.url}: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(f"{page.url}: {e}"))
    sign_in(page, demonstration, PEOPLE[role])

    pages = 0
    for address, kind in visit_all(page, crawl):
        pages += 1
        again = examined.before(page)
        for name, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            faults += [f"{address} {name}: {fault}" for fault in violations(page, but_not_main=again)]
            if too_wide(page):
                faults.append(f"{address} {name}: scrolls sideways")
            take_picture(page, f"{kind}-{role}-{name}")
        faults += [f"{address}: {fault}" for fault in (*too_heavy(page), *keyboard_faults(page))]
        page.set_viewport_size(NARROWEST)
        if too_wide(page):
            faults.append(f"{address} at 320: scrolls sideways")
    context.close()

    assert faults == []
    assert crawl.broken == []
    assert errors == []
    assert pages > 5, "the crawler stopped early"
