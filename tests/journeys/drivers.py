"""Two ways to go through the service with the same steps: by plain HTTP, and in Chromium."""

import re
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from flask import Flask
from playwright.sync_api import Locator, Page

from registration.jobs.running import run_waiting
from tests.browser import Browser
from tests.factories import PASSWORD

MOST_WORK = 600
"""Seconds: a report takes a few, where nobody prints beside it."""


class Driver(Protocol):
    """What a person can do: open an address, fill in fields by name, press a button, read."""

    app: Flask

    def open(self, endpoint: str, **values: Any) -> None: ...
    def press(self, button: str, **fields: Any) -> None: ...
    def press_here(self, button: str, shows: str) -> None: ...
    def follow(self, link: str) -> None: ...
    def text(self) -> str: ...
    def wait_for(self, done: Callable[[], bool]) -> None: ...
    def download(self, endpoint: str, **values: Any) -> bytes: ...


def address(app: Flask, endpoint: str, values: dict[str, Any]) -> str:
    return endpoint if endpoint.startswith("/") else app.url_map.bind("127.0.0.1").build(endpoint, values)


class ByHttp:
    """Requests and forms, as a browser without JavaScript sends them; jobs are run when somebody waits."""

    def __init__(self, app: Flask):
        self.app = app
        self.browser = Browser(app)

    def open(self, endpoint: str, **values: Any) -> None:
        page = self.browser.open(address(self.app, endpoint, values))
        assert page.status == 200, f"{endpoint}: {page.status} {page.text[:500]}"

    def press(self, button: str, **fields: Any) -> None:
        sent = {name: self.value(value) for name, value in fields.items()}
        page = self.browser.press(button, **sent)
        assert page.status == 200, f"{button}: {page.status} {page.text[:1500]}"

    def press_here(self, button: str, shows: str) -> None:
        """Press what does its work on the page, without leaving it."""
        self.press(button)
        assert shows in self.text()

    def value(self, value: Any) -> Any:
        return (BytesIO(value.read_bytes()), value.name) if isinstance(value, Path) else value

    def follow(self, link: str) -> None:
        assert self.browser.page is not None
        self.open(self.browser.page.links()[link])

    def text(self) -> str:
        assert self.browser.page is not None
        return self.browser.page.text

    def wait_for(self, done: Callable[[], bool]) -> None:
        run_waiting()
        assert done(), "the job did not end well"

    def download(self, endpoint: str, **values: Any) -> bytes:
        return self.browser.open(address(self.app, endpoint, values)).data


class InChromium:
    """A real browser at a real service, whose own worker runs the jobs."""

    def __init__(self, app: Flask, page: Page, url: str):
        self.app, self.page, self.url = app, page, url

    def open(self, endpoint: str, **values: Any) -> None:
        answer = self.page.goto(self.url + address(self.app, endpoint, values))
        assert answer is not None
        assert answer.status == 200, f"{endpoint}: {answer.status} {self.text()[:500]}"

    def press(self, button: str, **fields: Any) -> None:
        pressed = self.page.get_by_role("button", name=re.compile(rf"^{re.escape(button)}$")).first
        form = self.page.locator("form").filter(has=pressed)
        for name, value in fields.items():
            for one in value if isinstance(value, list) else [value]:
                fill(form.first, name, one)
        with self.page.expect_navigation(wait_until="load"):
            pressed.click()
        errors = self.page.locator(".govuk-error-summary")
        assert errors.count() == 0, f"{button}: {errors.first.inner_text()}"
        assert "could not be done" not in self.page.title(), self.text()[:1500]

    def press_here(self, button: str, shows: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).first.click()
        self.page.get_by_text(shows).first.wait_for()

    def follow(self, link: str) -> None:
        as_button = self.page.get_by_role("button", name=link, exact=True)
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=True).or_(as_button).first.click()

    def text(self) -> str:
        return " ".join(self.page.locator("body").inner_text().split())

    def wait_for(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + MOST_WORK
        while time.monotonic() < end:
            if done():
                # The page looks again by itself: before somebody goes on, it has seen the end too.
                self.page.locator("main progress").wait_for(state="detached")
                self.page.wait_for_load_state()
                return
            self.page.wait_for_timeout(200)
        raise AssertionError("the job did not end")

    def download(self, endpoint: str, **values: Any) -> bytes:
        return self.page.request.get(self.url + address(self.app, endpoint, values)).body()


def fill(form: Locator, name: str, value: Any) -> None:
    """Fill one field, whatever it is, by its name."""
    field = form.locator(f'[name="{name}"]:not([type=hidden])')
    kind = field.first.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()")
    if kind in ("radio", "checkbox"):
        form.locator(f'[name="{name}"][value="{value}"]').check()
    elif kind == "select":
        field.select_option(str(value))
    elif kind == "file":
        field.set_input_files(value)
    else:
        field.first.fill(str(value))


def sign_in(driver: Driver, email: str) -> None:
    """End whatever session there is, and sign in by address and password."""
    driver.open("/sign-in") if not is_signed_in(driver) else None
    if is_signed_in(driver):
        driver.press("Sign out")
        driver.open("/sign-in")
    driver.press("Sign in", email=email, password=PASSWORD)


def is_signed_in(driver: Driver) -> bool:
    try:
        return "Sign out" in driver.text()
    except (AssertionError, AttributeError):
        return False
