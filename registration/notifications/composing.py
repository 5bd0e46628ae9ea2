"""Composing letters: the words of `templates/letters/`, the facts frozen in the row, and nothing a person can bend.

A letter is plain text. Its first line is the subject. Facts are put in as they are: whatever
stands in them is never read as a template, and no line break reaches a subject.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from jinja2 import Environment, StrictUndefined, Template, TemplateError, pass_context
from jinja2.runtime import Context
from sqlalchemy import select

from registration.accounts import links
from registration.accounts.models import OneTimeLink
from registration.database import db
from registration.filters import day, moment, plural
from registration.notifications.models import Letter

WORDS = Path(__file__).parents[2] / "templates" / "letters"
LONGEST_SUBJECT = 150
BLANK_LINES = re.compile(r"\n(?: *\n){2,}")
ALWAYS_GIVEN = ("name", "school", "reference", "state", "note", "due_on", "move")
LINKS = {"invitation": "accounts.follow_invitation", "password": "accounts.follow_password"}
WITHHELD = "(The link stands in the letter itself, and nowhere else.)"


@dataclass(frozen=True)
class Words:
    """A letter as it reads."""

    subject: str
    body: str


@cache
def environment() -> Environment:
    made = Environment(
        undefined=StrictUndefined, autoescape=False,  # noqa: S701  plain text; pages escape it like any other
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )
    made.filters.update(plural=plural, day=day, moment=moment_there)
    return made


@cache
def parts(name: str) -> tuple[Template, Template]:
    """Subject and body, compiled apart: a line break in a fact cannot carry text from one into the other."""
    source = (WORDS / f"{name}.txt").read_text(encoding="utf-8")
    subject, _, body = source.partition("\n")
    return environment().from_string(subject), environment().from_string(body)


@pass_context
def moment_there(context: Context, value: str) -> str:
    """A moment in the zone of whoever the letter is for."""
    return moment(value, context["zone"])


def readable(letter: Letter) -> Words:
    """A letter for a page: one whose words or facts are missing says so, instead of taking the page with it."""
    try:
        return compose(letter)
    except (TemplateError, FileNotFoundError):
        return Words("A letter that cannot be shown", "Something this letter needs is missing. Please tell us.")


def compose(letter: Letter, *, with_link: bool = False) -> Words:
    """A letter in words. The secret link is put in only when it leaves, never when somebody reads it here.

    Raises TemplateError when a fact that the words need is missing: such a letter is not sent.
    """
    if letter.body:
        return Words(letter.subject, letter.body)
    settings = current_app.config["SETTINGS"]
    facts: dict[str, Any] = {**dict.fromkeys(ALWAYS_GIVEN, ""), **letter.facts}
    facts |= {
        "body_name": settings.body_name, "body_address": settings.body_address,
        "capacity": letter.capacity, "zone": zone_of(letter),
        "link_address": link_address(letter) if with_link else WITHHELD,
    }
    subject, body = (part.render(facts) for part in parts(letter.template))
    return Words(one_line(subject), BLANK_LINES.sub("\n\n", body.strip()) + "\n\n" + closing(letter))


def zone_of(letter: Letter) -> str:
    """The reader's own zone, else that of the body."""
    if letter.person is not None and letter.person.time_zone != "UTC":
        return letter.person.time_zone
    return str(current_app.config["SETTINGS"].body_time_zone)


def closing(letter: Letter) -> str:
    """Who writes, where to read and answer: the same under every letter."""
    settings = current_app.config["SETTINGS"]
    where = ""
    if letter.application is not None:
        here = page_address("applications.application", reference=letter.application.reference)
        where = f"Open the application: {here}\n\n"
    return f"{where}{settings.body_name}\nQuestions: {settings.body_address}\n"


def one_line(text: str) -> str:
    """A subject: one line, no control characters, not too long."""
    words = "".join(c if c.isprintable() else " " for c in text).split()
    return " ".join(words)[:LONGEST_SUBJECT]


def link_address(letter: Letter) -> str:
    """The whole address of the link that a letter carries."""
    link = db.session.scalar(select(OneTimeLink).where(OneTimeLink.public_id == letter.facts.get("link", "")))
    return address_of_link(link) if link else ""


def address_of_link(link: OneTimeLink) -> str:
    """The address to follow: for the letter, or for the operator's eyes at the shell."""
    return page_address(LINKS[link.purpose], token=links.token_of(link))


def page_address(endpoint: str, **values: Any) -> str:
    """The whole address of a page: on the host of the settings, whatever host a request named."""
    public = urlsplit(current_app.config["SETTINGS"].public_url)
    return current_app.url_map.bind(public.netloc, url_scheme=public.scheme).build(
        endpoint, values, force_external=True
    )
