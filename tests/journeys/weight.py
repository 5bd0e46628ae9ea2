"""What a page weighs on a first view, as it travels: itself, and the styles, scripts and fonts that come with it."""

from playwright.sync_api import Page

MOST = 60 * 1024
PARTS = """() => Object.fromEntries([
  ...performance.getEntriesByType('navigation'),
  ...performance.getEntriesByType('resource').filter(e => new URL(e.name).pathname.startsWith('/static/')),
].map(e => [e.entryType === 'navigation' ? 'page' : e.name.split('/').pop(), e.encodedBodySize]))"""


def forget_each_page(page: Page) -> None:
    """From now on every page is a first view: the browser keeps nothing from those before."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})


def too_heavy(page: Page) -> list[str]:
    """A line when the page that stands open weighs too much. Pictures of evidence do not count: they are its matter."""
    page.evaluate("() => document.fonts.ready.then(() => true)")
    parts: dict[str, int] = page.evaluate(PARTS)
    weight = sum(parts.values())
    return [f"weighs {weight} bytes of {MOST}: {parts}"] if weight > MOST else []
