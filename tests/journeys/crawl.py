"""Goes through the service by its links as one person, one address for each kind of page, and looks at each."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Error, Page, Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # all rules run; only of what fails are the places worked out
}
MAIN_PART = """() => {
  const main = document.querySelector('main')?.cloneNode(true);
  // Each page has its own token and its own key, which nobody sees.
  main?.querySelectorAll('input[type=hidden]').forEach(e => e.removeAttribute('value'));
  return main ? document.documentElement.lang + document.body.className + main.outerHTML : null;
}"""
WIDTHS = {"wide": (1280, 900), "narrow": (375, 812)}
NARROWEST = {"width": 320, "height": 640}
"""A page at 1280 px that is enlarged four times has this width (WCAG 1.4.10)."""
MOST_PAGES = 150
OVERVIEW = "applications.application"


@dataclass
class Crawl:
    """Where to go next, and what was met."""

    base: str
    routes: MapAdapter
    passed_over: frozenset[str] = frozenset()
    seen: set[str] = field(default_factory=set)
    queue: list[str] = field(default_factory=lambda: ["/home", "/"])
    broken: list[str] = field(default_factory=list)

    def kind(self, path: str) -> str | None:
        """The page an address leads to; None for one the service has not."""
        try:
            endpoint, values = self.routes.match(path, method="GET")
        except HTTPException:
            return None
        # The overview of every case is opened: what can be done next differs with its state.
        return f"{endpoint} {values['reference']}" if endpoint == OVERVIEW else endpoint

    def add(self, links: list[str], found_on: str) -> None:
        for link in links:
            parts = urlsplit(urljoin(self.base + found_on, link))
            if f"{parts.scheme}://{parts.netloc}" != self.base:
                continue
            kind = self.kind(parts.path)
            if kind is None and not parts.path.startswith("/static"):
                self.broken.append(f"{found_on} links to {parts.path}, which is no page")
            elif kind and kind != "static" and kind not in self.seen | self.passed_over:
                self.seen.add(kind)
                self.queue.append(parts.path + (f"?{parts.query}" if parts.query else ""))


def visit_all(page: Page, crawl: Crawl) -> Iterator[tuple[str, str]]:
    """Open page after page: yields each address with its kind, the page standing open in the browser."""
    count = 0
    while crawl.queue and count < MOST_PAGES:
        address = crawl.queue.pop(0)
        answer = opened(page, crawl, address)
        if answer is None:
            continue
        count += 1
        if answer.status >= 400:
            crawl.broken.append(f"{address} answers {answer.status}")
            continue
        links = page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")
        crawl.add(links, urlsplit(page.url).path)
        yield address, crawl.kind(urlsplit(page.url).path) or address


def opened(page: Page, crawl: Crawl, address: str) -> Response | None:
    """The answer to an address; None for a file, which is asked for without being opened."""
    try:
        return page.goto(crawl.base + address, wait_until="load")
    except Error as error:
        if "Download is starting" not in error.message and "ERR_ABORTED" not in error.message:
            raise
    answer = page.request.get(crawl.base + address)
    if answer.status >= 400:
        crawl.broken.append(f"{address} answers {answer.status}")
    return None


class Examined:
    """The main parts of pages that axe went through already, whichever role and worker of the tests was first.

    Much of what five roles of the body read is the same to the letter. The first to come examines it, and is red when
    it has a fault; the others examine what is around it, which is theirs alone.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def before(self, page: Page) -> bool:
        """The main part of the page that stands open is, byte for byte, one that was met; from now on it counts so."""
        main = page.evaluate(MAIN_PART)
        if main is None:
            return False
        try:
            (self.folder / sha256(main.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return True
        return False


def violations(page: Page, but_not_main: bool = False) -> list[str]:
    """What axe finds on the page that stands open, a line each."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    where = {"exclude": [["main"]]} if but_not_main else None
    found = page.evaluate("([where, rules]) => axe.run(where ?? document, rules)", [where, RULES])
    return [f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


def too_wide(page: Page) -> bool:
    """The page itself scrolls sideways; tables may scroll inside their own frame."""
    return page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


def take_picture(page: Page, name: str) -> None:
    """Keep a picture when PICTURES names a folder."""
    folder = os.environ.get("PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z0-9.-]+', '-', name.lower())}.png", full_page=True)
