"""Showing a letter before it is written: with invented facts, or with those of a case that whoever asks may see."""

from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateError

from registration.access.policy import state_shown, visible_applications
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.notifications.composing import WITHHELD, Words, closing, filled_in, zone_of
from registration.notifications.kinds import IN_EVERY_LETTER, LetterKind
from registration.notifications.models import Letter
from registration.notifications.queries import in_case

WITHOUT = ("note", "due_on", "place", "sender")
"""Facts of every letter that may be empty."""


@dataclass(frozen=True)
class Preview:
    """A letter as somebody would get it, and a sentence that says whose facts it shows."""

    words: Words
    shown_with: str


def invented(letter: LetterKind, *, sparse: bool = False) -> dict[str, Any]:
    """A fact of each name; `sparse` leaves out or empties what a letter may have to do without."""
    facts = {f.name: f.example for f in (*IN_EVERY_LETTER, *letter.facts)}
    if sparse:
        facts |= {name: "" for name in WITHOUT if name in facts}
        facts |= {f.name: [] for f in letter.facts if isinstance(f.example, list)}
        for f in letter.facts:
            if not f.always:
                del facts[f.name]
    return facts


def fault_when_shown(letter: LetterKind, words: Words) -> str:
    """What goes wrong when these words are filled in, in a sentence; empty when nothing does."""
    for sparse in (False, True):
        try:
            shown = filled_in(words, {**invented(letter, sparse=sparse), "zone": zone_of(None)}, "")
        except TemplateError:
            sometimes = [f.name for f in letter.facts if not f.always]
            if sparse and sometimes:
                names = " and ".join(f"“{name}”" for name in sometimes)
                return f"{names} is not always there. Write {{% if {sometimes[0]} is defined %}} before it."
            return "A fact is used as something it is not: dates take | day or | moment, numbers take | plural(\"…\")."
        if not shown.subject or not shown.body.strip():
            return "With some facts left empty nothing would be left of this letter. Write words that stay."
    return ""


def with_invented_facts(letter: LetterKind, words: Words) -> Preview:
    facts = {**invented(letter), "zone": zone_of(None)}
    return Preview(filled_in(words, facts, closing(None)), "Shown with invented facts, as a principal would get it.")


def case_to_show(person: Person, reference: str) -> Application | None:
    """The case by its reference, when this person may see it."""
    wanted = visible_applications(person).where(Application.reference == reference.strip().upper())
    return db.session.scalars(wanted).one_or_none()


def with_facts_of(letter: LetterKind, words: Words, application: Application, person: Person) -> Preview:
    """As written in this case: with the facts of its last such letter, else of the case as it stands."""
    last = db.session.scalars(
        in_case(person, application).where(Letter.template == letter.name).order_by(Letter.id.desc()).limit(1)
    ).first()
    facts: dict[str, Any] = {**invented(letter), "capacity": "principal"}
    facts |= {
        "reference": application.reference, "school": application.school.name, "note": "",
        "state": state_shown(person, application).label,
        "due_on": application.due_on.isoformat() if application.due_on else "",
    }
    told = f"Shown with the facts of {application.reference} as it stands; what it does not have is invented."
    if last is not None:
        facts |= {**last.facts, "capacity": last.capacity}
        receiver = last.person.name if last.person else last.email
        told = f"Shown as {receiver} got it in {application.reference}, in these words."
    facts |= {"zone": zone_of(last.person if last else None), "link_address": WITHHELD}
    return Preview(filled_in(words, facts, closing(application)), told)
