"""Composing letters: words, the facts frozen in the row, and nothing a person can bend.

The words are those of `templates/letters/`, first line the subject, unless an administrator wrote others. A letter
is plain text; its HTML is made from that by one layout. Facts are put in as they are: whatever stands in them is
never read as a template, and no line break reaches a subject.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from jinja2 import Environment, Template, TemplateError, TemplateRuntimeError, pass_context
from jinja2.runtime import Context
from sqlalchemy import select

from registration.accounts import links
from registration.accounts.models import OneTimeLink, Person
from registration.applications.models import Application
from registration.database import db
from registration.filters import day, moment, plural
from registration.interest import private_links
from registration.notifications.models import Letter, LetterTemplate
from registration.notifications.wording import LONGEST_SUBJECT, new_environment

WORDS = Path(__file__).parents[2] / "templates" / "letters"
BLANK_LINES = re.compile(r"\n(?: *\n){2,}")
ALWAYS_GIVEN = ("name", "school", "reference", "state", "note", "due_on", "move")
EDITED = "edited letters"
LINKS = {"invitation": "accounts.follow_invitation", "password": "accounts.follow_password"}
WITHHELD = "(The link stands in the letter itself, and nowhere else.)"


@dataclass(frozen=True)
class Words:
    """A letter as it reads."""

    subject: str
    body: str


@dataclass(frozen=True)
class Piece:
    """A piece of a line; with an address, a link to one of our own pages."""

    text: str
    href: str


@cache
def environment() -> Environment:
    return new_environment({"day": day, "plural": plural, "moment": moment_there})


@lru_cache(maxsize=256)
def compiled(source: str) -> Template:
    return environment().from_string(source)


@cache
def default_words(name: str) -> Words:
    """The words of a letter as they came with the service. Raises FileNotFoundError for one that did not."""
    subject, _, body = (WORDS / f"{name}.txt").read_text(encoding="utf-8").partition("\n")
    return Words(subject, body)


def source_of(name: str) -> Words:
    """The words in use: an administrator's where there are any, read once in a session, else the default."""
    edited: dict[str, Words] | None = db.session.info.get(EDITED)
    if edited is None:
        rows = db.session.execute(
            select(LetterTemplate.name, LetterTemplate.subject, LetterTemplate.text).where(LetterTemplate.in_use)
        )
        edited = db.session.info[EDITED] = {name: Words(subject, text) for name, subject, text in rows}
    return edited.get(name) or default_words(name)


def forget_words() -> None:
    """Words were changed in this session: read them again."""
    db.session.info.pop(EDITED, None)


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
    facts = {
        **letter.facts, "capacity": letter.capacity, "zone": zone_of(letter.person),
        "link_address": link_address(letter) if with_link else WITHHELD,
    }
    return filled_in(source_of(letter.template), facts, closing(letter.application))


def filled_in(source: Words, facts: Mapping[str, Any], end: str) -> Words:
    """Words with their facts put in. Subject and body apart: a line break cannot carry text from one to the other."""
    settings = current_app.config["SETTINGS"]
    given: dict[str, Any] = {
        **dict.fromkeys(ALWAYS_GIVEN, ""), "capacity": "", **facts,
        "body_name": settings.body_name, "body_address": settings.body_address,
    }
    try:
        subject, body = (compiled(part).render(given) for part in (source.subject, source.body))
    except (AttributeError, TypeError, ValueError, RecursionError, SyntaxError) as error:
        raise TemplateRuntimeError("A fact of this letter is not what its words take it for.") from error
    return Words(one_line(subject), BLANK_LINES.sub("\n\n", body.strip()) + "\n\n" + end)


def as_html(words: Words) -> str:
    """The letter as HTML, made from its plain words by the one layout of all letters."""
    layout = current_app.jinja_env.get_template("letters/letter.html")  # sent outside of any request
    return layout.render(subject=words.subject, parts=parts_of(words.body))


def parts_of(body: str) -> list[list[list[Piece]]]:
    """Paragraphs, their lines, and the pieces of each. Only addresses of this service become links."""
    ours = re.escape(current_app.config["SETTINGS"].public_url)
    address = re.compile(rf"({ours}/[\w/.?=&%~-]*[\w/=~-])")
    return [
        [
            [Piece(piece, piece if address.fullmatch(piece) else "") for piece in address.split(line) if piece]
            for line in paragraph.split("\n")
        ]
        for paragraph in body.strip().split("\n\n")
    ]


def zone_of(person: Person | None) -> str:
    """The reader's own zone, else that of the body."""
    if person is not None and person.time_zone != "UTC":
        return person.time_zone
    return str(current_app.config["SETTINGS"].body_time_zone)


def closing(application: Application | None) -> str:
    """Who writes, where to read and answer: the same under every letter."""
    settings = current_app.config["SETTINGS"]
    where = ""
    if application is not None:
        here = page_address("applications.application", reference=application.reference)
        where = f"Open the application: {here}\n\n"
    return f"{where}{settings.body_name}\nQuestions: {settings.body_address}\n"


def one_line(text: str) -> str:
    """A subject: one line, no control characters, not too long."""
    words = "".join(c if c.isprintable() else " " for c in text).split()
    return " ".join(words)[:LONGEST_SUBJECT]


def link_address(letter: Letter) -> str:
    """The whole address of the link that a letter carries."""
    interest = letter.facts.get("interest")
    if interest and letter.person_id is None:
        return page_address("interest.follow", public_id=interest, token=private_links.tokens_of(interest)[0])
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
