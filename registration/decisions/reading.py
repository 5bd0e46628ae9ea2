"""Reading a letter before it leaves: as each receiver will see it, and what in it should make its reader stop.

Two things slip into letters: names of people, who are named by their role, and words that were written for
colleagues only. Both are looked for in what somebody typed, never in the words that all letters share.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jinja2 import TemplateError
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    literal,
    or_,
    select,
    union_all,
)

from registration.access.policy import Action, allowed
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.applications.snapshot import digest
from registration.database import db
from registration.decisions.models import Condition, Determination
from registration.errors import Refused
from registration.moderation.models import AgreedFinding
from registration.notifications.composing import Piece, Words, compose, parts_of, readable
from registration.notifications.models import Letter
from registration.notifications.service import held_letters
from registration.reports.names import likely_names
from registration.review.models import Assignment, Finding
from registration.visits.models import Visit, VisitNote
from registration.workflow.models import Event

OPEN, OF_SCHOOL, OF_BODY = "what the school can read", "the school", "the registration body"
RUN = 6
"""So many words in a row that stand in an internal text as well are no chance."""
WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
LEFTOVER = re.compile(
    r"\[[^\]\n]{1,80}\]|\b(?:TODO|TBC|TBD|XXX)\b|\binternal note\b|\bnot for the school\b", re.IGNORECASE
)
SHORTEST_NAME = 3

Gram = tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """One letter that waits, as its receiver will read it."""

    letter: Letter
    words: Words
    parts: list[list[list[Piece]]]


@dataclass(frozen=True)
class Text:
    """A text of the case, or a name in it: whose it is, and the criterion it is about, if any."""

    source: str
    code: str
    text: str


@dataclass(frozen=True)
class Noticed:
    """Words of the letter that its reader should look at, and why."""

    words: str
    why: str


@dataclass(frozen=True)
class Reading:
    """The letters of a decision, and what was noticed in them. `key` names just these words: others have another."""

    letters: tuple[Waiting, ...]
    names: tuple[Noticed, ...]
    inside: tuple[Noticed, ...]
    key: str

    @property
    def noticed(self) -> tuple[Noticed, ...]:
        return (*self.names, *self.inside)


def reading_of(application: Application, letters: Sequence[Letter]) -> Reading:
    """One statement, whatever the number of letters."""
    waiting = tuple(as_received(letter) for letter in letters)
    typed = "\n".join(dict.fromkeys(text for letter in letters for text in typed_in(letter)))
    found = [Text(*row) for row in db.session.execute(texts_of(application))]
    people = [text for text in found if text.source in (OF_SCHOOL, OF_BODY)]
    names = tuple(names_in(typed, people, application.school.name))
    inside = tuple(internal_in(typed, [text for text in found if text not in people]))
    return Reading(waiting, names, inside, key_of(letters))


def letter_that_waits(person: Person, application: Application, take_back: Action, waits: bool) -> Reading | None:
    """The letter of a decision as its receivers will read it, for those who can let it go or take it back."""
    if not waits or not allowed(person, take_back, application):
        return None
    return reading_of(application, held_letters(application))


def as_received(letter: Letter) -> Waiting:
    words = readable(letter)
    return Waiting(letter, words, parts_of(words.body))


def key_of(letters: Iterable[Letter]) -> str:
    """A fingerprint of whom these letters go to, and of every word in them."""
    read = [(letter.public_id, letter.email, readable(letter)) for letter in letters]
    return digest([[public_id, email, words.subject, words.body] for public_id, email, words in read])


def refuse_if_changed(letters: Iterable[Letter], read: str | None) -> None:
    """Raises Refused unless these are the letters whose key was `read`. None: nobody had any before them."""
    if read is not None and read != key_of(letters):
        raise Refused("The letter has changed since you opened it. Read it as it stands now, then release it.")


def freeze(letter: Letter) -> None:
    """Keep the words as they stand: from now on no change of the template changes this letter."""
    try:
        words = compose(letter)
    except (TemplateError, FileNotFoundError) as error:
        raise Refused("A letter lacks something that its words need. Ask an administrator to look at them.") from error
    letter.subject, letter.body = words.subject, words.body


def typed_in(letter: Letter) -> list[str]:
    """What a person wrote for this letter."""
    said = [letter.facts.get("reasons", ""), letter.facts.get("note", "")]
    for condition in letter.facts.get("conditions", []):
        said += [condition.get("what", ""), condition.get("proof", "")]
    return [text for text in said if text]


def names_in(typed: str, people: Iterable[Text], school: str) -> Iterator[Noticed]:
    """People of this case first, then what looks like the name of a person."""
    known: list[str] = []
    for person in people:
        name = person.text
        found = next((form for form in (name, name.split()[-1]) if stands_in(form, typed)), None)
        if found is not None and name not in known:
            known.append(name)
            yield Noticed(found, f"{name} belongs to {person.source}. People are named by their role.")
    for likely in likely_names(typed, school):
        if not any(part in name for name in known for part in likely.split()):
            yield Noticed(likely, "This looks like the name of a person. People are named by their role.")


def stands_in(name: str, text: str) -> bool:
    return len(name) >= SHORTEST_NAME and re.search(rf"\b{re.escape(name)}\b", text) is not None


def internal_in(typed: str, texts: Iterable[Text]) -> Iterator[Noticed]:
    """Passages that stand in an internal text too, unless the school can read them anyhow; and what looks left over."""
    found = list(WORD.finditer(typed))
    present = grams([m.group().casefold() for m in found])
    internal: list[tuple[str, set[Gram]]] = []
    open_to_all: set[Gram] = set()
    for one in texts:
        held = {gram for gram, _ in grams([w.casefold() for w in WORD.findall(one.text)])}
        if one.source == OPEN:
            open_to_all |= held
        else:
            internal.append((f"{one.source} on {one.code}" if one.code else one.source, held))
    told: set[str] = set()
    for source, held in internal:
        for first, last in runs([at for gram, at in present if gram in held - open_to_all]):
            passage = typed[found[first].start() : found[last].end()]
            if passage not in told:
                told.add(passage)
                yield Noticed(passage, f"This stands in {source}, which the school cannot read.")
    for left in dict.fromkeys(LEFTOVER.findall(typed)):
        yield Noticed(left, "This looks like a note to oneself.")


def grams(words: Sequence[str]) -> list[tuple[Gram, int]]:
    """Every run of words of the length that counts, and where it begins."""
    return [(tuple(words[at : at + RUN]), at) for at in range(len(words) - RUN + 1)]


def runs(begins: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs that overlap or touch, as one passage: its first and its last word."""
    first: int | None = None
    last = -1
    for at in begins:
        if first is not None and at > last + 1:
            yield first, last
            first = None
        first = at if first is None else first
        last = at + RUN - 1
    if first is not None:
        yield first, last


def texts_of(application: Application) -> CompoundSelect[str, str, str]:
    """Every text of this case, and the name of everybody who had a part in it, in one statement."""
    agreed, found, condition, made = AgreedFinding, Finding, Condition, Determination
    ours, final = agreed.application_id == application.id, agreed.stage == "final"
    set_here, decided_here = condition.application_id == application.id, made.application_id == application.id
    judged_here = found.application_id == application.id
    visited = VisitNote.visit_id.in_(select(Visit.id).where(Visit.application_id == application.id))
    no_code = literal("")
    parts = (
        select(Assignment.person_id).where(Assignment.application_id == application.id),
        select(Event.person_id).where(Event.application_id == application.id, Event.person_id.is_not(None)),
        select(made.decided_by_id).where(decided_here),
    )
    took_part = or_(*(Person.id.in_(part) for part in parts)) & Person.school_id.is_distinct_from(application.school_id)
    return union_all(
        texts(OF_SCHOOL, no_code, Person.name, Person.school_id == application.school_id),
        texts(OF_BODY, no_code, Person.name, took_part),
        texts(OPEN, agreed.criterion_code, agreed.finding, ours, final),
        texts(OPEN, agreed.criterion_code, agreed.strengths, ours, final),
        texts(OPEN, agreed.criterion_code, agreed.action, ours, final),
        texts("the note of the discussion", agreed.criterion_code, agreed.discussion, ours),
        texts("the reason for the agreed score", agreed.criterion_code, agreed.reason, ours),
        texts("a reviewer’s own finding", found.criterion_code, found.rationale, judged_here),
        texts("a note of the visit", VisitNote.criterion_code, VisitNote.text, visited),
        texts("why a condition was left out", condition.criterion_code, condition.closing_note, set_here,
              condition.status == "dropped"),
        texts("why the decision differs from the suggestion", no_code, made.why_different, decided_here),
        texts("why a decision was taken back", no_code, made.why_recalled, decided_here),
    )  # fmt: skip


def texts(
    source: str, code: SQLColumnExpression[str], text: SQLColumnExpression[str], *where: ColumnElement[bool]
) -> Select[str, str, str]:
    return select(literal(source), code, text).where(text != "", *where)
