"""The walk with the Tab key sees what it is there to see: each fault is planted once, on a page that is whole."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.crawl import too_wide
from tests.journeys.keyboard import keyboard_faults
from tests.journeys.weight import too_heavy

pytestmark = pytest.mark.browser

PAGE = """<!DOCTYPE html><html lang="en"><title>A page</title>
<a class="govuk-skip-link" href="#main">Skip</a>
<main id="main"><a href="/one">One</a> {} <button>Two</button></main>"""
PLANTED = {
    "<p style='cursor: pointer'>Press me</p>": "looks pressable, and is not to a keyboard: <p style",
    "<a href='/three' tabindex='-1'>Three</a>": "cannot be reached by keyboard: <a href",
    "<a href='/three' style='outline: none'>Three</a>": "focus cannot be seen on: <a href",
    "<script>setTimeout(() => 0); document.querySelector('[href=\"/one\"]').addEventListener('keydown', "
    "e => e.preventDefault())</script>": "Tab does not come to: <button>",
    "<a href='/three' tabindex='2'>Three</a>": "is reached out of its order: <a href",
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_found(chromium: Browser, planted: str):
    with chromium.new_page() as page:
        page.set_content(PAGE.format(planted))

        faults = keyboard_faults(page)

    assert any(fault.startswith(PLANTED[planted]) for fault in faults), faults


def test_a_page_that_is_whole_has_no_fault(chromium: Browser):
    choices = "".join(f"<label><input type='radio' name='choice' value='{n}'>{n}</label>" for n in range(3))
    with chromium.new_page() as page:
        page.set_content(PAGE.format(f"{choices}<details><summary>More</summary><a href='/three'>Three</a></details>"))

        faults = keyboard_faults(page) + too_heavy(page)

    assert faults == []


def test_what_is_wider_than_the_screen_is_found(chromium: Browser):
    with chromium.new_page(viewport={"width": 320, "height": 640}) as page:
        page.set_content(PAGE.format("<p style='width: 400px'>Wide</p>"))

        assert too_wide(page)
