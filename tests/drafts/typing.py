"""What the page's script sends while somebody types, without a browser."""

from typing import Any

from werkzeug.datastructures import MultiDict

from tests.browser import Browser, Page, filled


def form_of(page: Page) -> Any:
    """The form on this page whose text is kept as it is typed."""
    return next(form for form in page.html.iter("form") if form.get("data-draft"))


def typed(page: Page, **fields: Any) -> MultiDict:
    """What the script would send of the form, with these fields typed into."""
    sent = filled(form_of(page), "", fields)
    sent.add("_view", sent.pop("_once"))
    return sent


def autosave(browser: Browser, sent: MultiDict) -> Page:
    """Send it, and stay on the page that is open."""
    page, path = browser.page, browser.path
    answer = browser.send("POST", "/drafts", sent)
    browser.page, browser.path = page, path
    return answer
