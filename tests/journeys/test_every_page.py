"""Every page the links lead to, as each role, at both widths: whole, reachable, and without a fault axe can find."""


import pytest
from playwright.sync_api import Browser, Page

from registration import create_app
from tests.journeys.crawl import WIDTHS, Crawl, take_picture, too_wide, violations, visit_all
from tests.live import Live

pytestmark = pytest.mark.browser

ROLES = (
    "nobody", "principal", "coordinator", "contributor", "exams officer", "case officer", "reviewer",
    "decision maker", "administrator", "auditor",
)


def sign_in(page: Page, live: Live, role: str) -> None:
    """By a press on the first person of that role whom the sign-in page lists."""
    if role == "nobody":
        return
    page.goto(f"{live.url}/sign-in")
    people = page.locator(".app-people li")
    people.filter(has=page.get_by_text(role)).first.get_by_role("button").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_a_role_can_reach_is_free_of_faults(chromium: Browser, demonstration: Live, role: str):
    routes = create_app(demonstration.environment).url_map.bind("127.0.0.1")
    crawl = Crawl(demonstration.url, routes)
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=False)
    page = context.new_page()
    faults: list[str] = []
    errors: list[str] = []
    page.on("console", lambda m: errors.append(f"{page.url}: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(f"{page.url}: {e}"))
    sign_in(page, demonstration, role)

    pages = 0
    for address, kind in visit_all(page, crawl):
        pages += 1
        for name, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            faults += [f"{address} {name}: {fault}" for fault in violations(page)]
            if too_wide(page):
                faults.append(f"{address} {name}: scrolls sideways")
            take_picture(page, f"{kind}-{role}-{name}")
    context.close()

    assert faults == []
    assert crawl.broken == []
    assert errors == []
    assert pages > (5 if role in ("nobody", "administrator") else 8), "the crawler stopped early"
