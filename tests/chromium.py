"""A real browser, and a running service, empty or with the demonstration: fixtures for all tests that drive one.

They are imported by the one `conftest.py` above all tests, because a worker can have Playwright only once.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import live

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ARGUMENTS = (
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
    # A page here lives for seconds: compiling its scripts for long use costs more than it gives (axe: a fifth).
    "--js-flags=--max-optimized-bytecode-size=0",
)
PATIENCE = live.PATIENCE * 1000
"""Milliseconds; the browser's own are 30,000 for a press and 5,000 for an expectation."""


def browser_path() -> str | None:
    """The machine's own Chromium; None where Playwright fetched one (see `find_browser` in `manage`)."""
    return CHROMIUM or (str(MAC_CHROME) if MAC_CHROME.exists() else None)


def wait_until(page: Page, done: Callable[[], object]) -> None:
    """Wait for what no element of the page shows; the page goes on meanwhile."""
    end = time.monotonic() + live.PATIENCE
    while not done():
        assert time.monotonic() < end, "what was waited for did not come"
        page.wait_for_timeout(50)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        # A page waits for what is to come, and gives up late: a machine may be many times slower than ours.
        browser.on("context", lambda context: context.set_default_timeout(PATIENCE))
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.Live]:
    """The service with the demonstration's schools and people."""
    with demonstrated(tmp_path_factory) as running:
        yield running


@contextmanager
def demonstrated(folders: pytest.TempPathFactory) -> Iterator[live.Live]:
    """The demonstration, running: loaded once, and copied for each who asks.

    Of PostgreSQL nothing is copied: each server is loaded anew.
    """
    if live.on_postgresql():
        with live.service(folders.mktemp("demonstration"), ("demo", "load")) as running:
            yield running
        return
    with live.service(demonstration_copy(folders)) as running:
        yield running


@pytest.fixture(scope="session")
def demonstration_at_rest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.Live]:
    """The same without a service: its database and its files, for who looks into them."""
    if live.on_postgresql():
        folder = tmp_path_factory.mktemp("demonstration")
        with live.database_in(folder) as url:
            loaded = live.Live("", {**live.environment(folder, port=8000), "DATABASE_URL": url})
            loaded.flask("db", "upgrade")
            loaded.flask("demo", "load")
            yield loaded
        return
    yield live.Live("", live.environment(demonstration_copy(tmp_path_factory), port=8000))


def demonstration_copy(folders: pytest.TempPathFactory) -> Path:
    folder = folders.mktemp("demonstration-copy")
    return Path(shutil.copytree(live.demonstration_in(shared_folder(folders)), folder, dirs_exist_ok=True))


def shared_folder(folders: pytest.TempPathFactory) -> Path:
    """One folder for all workers of a run."""
    root = folders.getbasetemp()
    return root.parent if "PYTEST_XDIST_WORKER" in os.environ else root


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.Live]:
    """The service, empty."""
    with live.service(tmp_path_factory.mktemp("empty")) as running:
        yield running
