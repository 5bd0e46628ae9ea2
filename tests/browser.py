"""A browser without JavaScript: opens pages, presses buttons, and refuses a page that is not whole.

`press` finds the form that has that button on the page it is on, and sends it with all its
fields as they stand there, so forged-request protection and once-keys stay on.
"""

from collections import Counter
from contextvars import Context
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import html5lib
import lxml.html
from flask import Flask, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from registration.accounts import sessions
from registration.accounts.models import Person
from registration.database import db, now

Element = Any
CONTROLS = ("input", "select", "textarea")
SILENT = ("hidden", "submit", "button", "image", "reset")


class Page:
    """One answer of the app, and its HTML when it is a page."""

    def __init__(self, answer: TestResponse):
        self.status = answer.status_code
        self.location = urlsplit(answer.headers.get("Location", "")).path
        self.headers = answer.headers
        self.data = answer.data
        self.source = answer.text if answer.mimetype == "text/html" and answer.data and not self.location else ""
        self.quick: Element = None
        if self.source:
            self.quick = quick_tree(self.data)
            check_whole(self.quick)

    @cached_property
    def html(self) -> Element | None:
        """The page as a browser understands it, for who looks into it; None when it is no page."""
        if not self.source:
            return None
        tree = html5lib.HTMLParser(namespaceHTMLElements=False, strict=False).parse(self.source)
        check_whole(tree)
        return tree

    @property
    def text(self) -> str:
        """Everything a reader sees, with single blanks."""
        if self.html is None:
            return self.data.decode()
        return text_of(self.html)

    @property
    def exact(self) -> str:
        """The text as it stands in the page, letter by letter: marked words are not set apart."""
        return "".join(self.html.find("body").itertext())

    @property
    def title(self) -> str:
        return title_of(self.html)

    @property
    def heading(self) -> str:
        return " ".join("".join(self.html.find(".//h1").itertext()).split())

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [e for e in self.html.iter(tag) if all(e.get(k) == v for k, v in attributes.items())]

    def links(self) -> dict[str, str]:
        """Address by text."""
        return {words(a): a.get("href", "") for a in self.html.iter("a")}

    def value(self, name: str) -> str:
        """What a field holds on this page."""
        for control in (e for tag in CONTROLS for e in self.html.iter(tag) if e.get("name") == name):
            return "".join(control.itertext()) if control.tag == "textarea" else control.get("value", "")
        raise AssertionError(f"No field {name} on {self.heading!r}")


class Browser:
    """One person at one browser, going from page to page. Redirects are followed unless asked not to."""

    def __init__(self, app: Flask):
        self.app = app
        self.client = app.test_client()
        self.page: Page | None = None
        self.path = "/"

    def sign_in(self, person: Person) -> "Browser":
        """Begin a session for this person, as the sign-in page would."""
        db.session.commit()
        token = sessions.begin_session(person)
        db.session.commit()
        with self.client.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"], cookie["_fresh"], cookie[sessions.SEEN] = token, True, now().timestamp()
        return self

    def address(self, endpoint: str, **values: Any) -> str:
        if endpoint.startswith("/"):
            return endpoint
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def open(self, endpoint: str, **values: Any) -> Page:
        """Open a page by endpoint, or by path. Follows redirects."""
        return self.follow(self.send("GET", self.address(endpoint, **values)))

    def press(self, button: str, follow: bool = True, **fields: Any) -> Page:
        """Press a button of the present page, with these fields filled in. Files are (bytes stream, name)."""
        assert self.page is not None, "open a page first"
        form = form_with(self.page, button)
        data = filled(form, button, fields)
        answer = self.send("POST", form.get("action") or self.path, data)
        return self.follow(answer) if follow else answer

    def post(self, endpoint: str, fields: dict[str, Any] | None = None, **values: Any) -> Page:
        """Post without a page before it, with a valid token: what somebody with a tool could do."""
        token = self.token()
        return self.send("POST", self.address(endpoint, **values), MultiDict({"csrf_token": token, **(fields or {})}))

    def token(self) -> str:
        self.open("accounts.account" if self.app.view_functions.get("accounts.account") else "/")
        assert self.page is not None
        found = [field for field in self.page.quick.iter("input") if field.get("name") == "csrf_token"]
        assert found, f"no form on {self.path}"
        return found[0].get("value")

    def send(self, method: str, path: str, data: MultiDict | None = None) -> Page:
        db.session.commit()
        answer = Context().run(
            self.client.open, path, method=method, data=data, headers={"Sec-Fetch-Site": "same-origin"},
        )
        self.page, self.path = Page(answer), path
        answer.close()
        answer.request.environ["wsgi.input"].close()
        db.session.expire_all()
        return self.page

    def follow(self, page: Page) -> Page:
        for _ in range(5):
            if not page.location:
                return page
            target = urlsplit(page.headers["Location"])
            page = self.send("GET", target.path + (f"?{target.query}" if target.query else ""))
        raise AssertionError(f"Redirects in a circle: {page.location}")


def form_with(page: Page, button: str) -> Element:
    for form in page.html.iter("form"):
        for element in form.iter("button"):
            if words(element) == button:
                return form
    buttons = [words(b) for b in page.html.iter("button")]
    raise AssertionError(f"No button {button!r} on {page.heading!r}; there are {buttons}")


def filled(form: Element, button: str, fields: dict[str, Any]) -> MultiDict:
    """What a browser would send: every field as it stands, with ours over it."""
    data: MultiDict = MultiDict()
    for control in form.iter():
        name = control.get("name")
        if name and control.get("disabled") is None and name not in fields:
            for value in values_of(control, button):
                data.add(name, value)
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            data.add(name, one)
    return data


def values_of(control: Element, button: str) -> list[str]:
    """What one control would send as it stands; a button only when it is the one pressed."""
    kind = control.get("type", "")
    if control.tag == "textarea":
        return ["".join(control.itertext())]
    if control.tag == "select":
        options = list(control.iter("option"))
        return [o.get("value", "") for o in options if o.get("selected") is not None] or [
            o.get("value", "") for o in options[:1]
        ]
    if control.tag == "button":
        return [control.get("value", "")] if words(control) == button else []
    if control.tag != "input" or kind in ("submit", "file", "button"):
        return []
    if kind in ("radio", "checkbox"):
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [control.get("value", "")]


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def text_of(html: Element) -> str:
    return " ".join(" ".join(html.find("body").itertext()).split())


def title_of(html: Element) -> str:
    return words(html.find(".//title"))


def quick_tree(source: bytes) -> Element:
    """Good enough to judge a page by, or to fill in its forms, in a tenth of the time; other only if badly nested."""
    html = lxml.html.document_fromstring(source, lxml.html.HTMLParser(encoding="utf-8", remove_comments=True))
    for area in html.iter("textarea"):
        area.text = (area.text or "").removeprefix("\n")  # as browsers do
    return html


def check_whole(html: Element) -> None:
    """A page that people can use has a title, one main heading, unique ids, and a label for each field."""
    title = title_of(html)
    assert title, "a page without a title"
    headings = html.findall(".//h1")
    assert len(headings) == 1, f"{len(headings)} main headings on {title!r}"
    ids = Counter(e.get("id") for e in html.iter() if e.get("id"))
    doubled = {i for i, times in ids.items() if times > 1}
    assert not doubled, f"ids used twice on {title!r}: {doubled}"
    labelled = {label.get("for") for label in html.iter("label")}
    for tag in CONTROLS:
        for control in html.iter(tag):
            if control.get("type") in SILENT:
                continue
            named = control.get("id") in labelled or control.get("aria-label") or control.get("aria-labelledby")
            assert named, f"a field without a label on {title!r}: {control.get('name')}"
    assert "Undefined" not in text_of(html)
    for form in html.iter("form"):
        if form.get("method", "get").lower() == "post":
            assert form.findall(".//input[@name='csrf_token']"), f"a form without its token on {title!r}"
