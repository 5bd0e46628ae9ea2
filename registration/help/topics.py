"""The topics of help, and THE TABLE that says which page has which."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from registration.accounts.models import Person
from registration.workflow import clocks

FOLDER = Path(__file__).parent / "texts"

SCHOOL = {
    "accounts": "account",
    "accounts.home": "the-way",
    "applications": "the-way",
    "applications.answer_item": "being-asked",
    "applications.answer_request": "being-asked",
    "applications.archive": "sending",
    "applications.check_answers": "sending",
    "applications.declaration": "sending",
    "applications.history": "deadlines",
    "applications.mirror": "sending",
    "applications.plan": "deadlines",
    "applications.pdf": "sending",
    "applications.receipt": "sending",
    "applications.rounds": "being-asked",
    "applications.submission": "sending",
    "deadlines": "deadlines",
    "decisions": "outcome",
    "evidence": "evidence",
    "evidence.change_citation": "citing",
    "evidence.cite": "citing",
    "evidence.coverage": "citing",
    "interest": "standards",
    "interest.express": "expressing-interest",
    "interest.thanks": "expressing-interest",
    "interest.yours": "expressing-interest",
    "messages": "case-officer",
    "notifications": "letters",
    "proposals": "panel",
    "reapproval": "registration",
    "register": "registration",
    "reports": "report",
    "schools": "profile",
    "schools.people": "colleagues",
    "schools.people_invite": "colleagues",
    "schools.people_member": "colleagues",
    "self_assessment": "self-assessment",
    "self_check": "self-check",
    "teamwork": "colleagues",
    "visits": "visit",
}
BODY = {
    "accounts": "account",
    "accounts.home": "queue",
    "accounts.invite_staff": "office",
    "accounts.people": "office",
    "accounts.person": "office",
    "applications": "desk",
    "audit": "office",
    "deadlines": "desk",
    "decisions": "deciding",
    "evidence": "scoring",
    "fairness": "agreement",
    "interest": "standards",
    "interest.desk": "interest-desk",
    "interest.interest": "interest-desk",
    "messages": "desk",
    "moderation": "moderation",
    "notifications": "office",
    "panels": "choosing-a-panel",
    "panels.invitation": "your-reviewing",
    "panels.reviewing": "your-reviewing",
    "overview": "overview",
    "proposals": "desk",
    "reapproval": "registration",
    "register": "registration",
    "reports": "reporting",
    "review": "scoring",
    "review.assign": "choosing-a-panel",
    "review.end_assignment": "choosing-a-panel",
    "review.panel": "choosing-a-panel",
    "review.queue": "queue",
    "review.several": "queue",
    "review.relations": "queue",
    "visits": "visiting",
}
"""The topic of a page: under its endpoint, or else under its feature. Two tables, as two sides see one page."""


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs."""

    heading: str
    text: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """One page of help. `for_school` says on which of the two lists it stands."""

    slug: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    for_school: bool


@dataclass(frozen=True)
class Word:
    """A word of the field as it is used here, what a reader in the United States may call it, and its meaning."""

    uk: str
    us: str
    meaning: str

    @property
    def letter(self) -> str:
        return self.uk[0].upper()

    @property
    def anchor(self) -> str:
        """What an address ends in to point here: "agreed-finding"."""
        return re.sub(r"[^a-z]+", "-", self.uk.lower())


@cache
def topics() -> dict[str, Topic]:
    """Every topic by its slug, in the order of the texts."""
    found = {}
    for file, for_school in (("school.toml", True), ("body.toml", False)):
        for each in tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))["topic"]:
            sections = tuple(Section(part["heading"], tuple(part["text"])) for part in each["section"])
            found[each["slug"]] = Topic(each["slug"], each["title"], each["lead"], sections, for_school)
    return found


def as_set_here(topic: Topic) -> Topic:
    """A topic with the working days that this installation gives for each step, in place of `{factual_check}`."""
    filled = (replace(part, text=tuple(text.format_map(clocks.DAYS) for text in part.text)) for part in topic.sections)
    return replace(topic, sections=tuple(filled))


def topic_of(endpoint: str, person: Person | None) -> Topic | None:
    """The help for a page, on the side of the person who looks; none where no topic fits."""
    table = BODY if person is not None and person.is_staff and person.school_id is None else SCHOOL
    slug = table.get(endpoint) or table.get(endpoint.partition(".")[0])
    return topics()[slug] if slug else None


@cache
def words() -> tuple[Word, ...]:
    """The glossary, in the order of the alphabet."""
    rows = tomllib.loads((FOLDER / "glossary.toml").read_text(encoding="utf-8"))["word"]
    return tuple(sorted((Word(**row) for row in rows), key=lambda word: word.uk.casefold()))


def words_with(text: str) -> tuple[Word, ...]:
    """The words that hold this text in either English, or in their meaning; all of them for no text."""
    sought = text.casefold()
    return tuple(w for w in words() if sought in f"{w.uk} {w.us} {w.meaning}".casefold())
