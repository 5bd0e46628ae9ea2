"""What is read of the words of letters: which were changed, how they differ, and what they were before."""

import difflib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registration.accounts.models import Person
from registration.database import db
from registration.history import Revision
from registration.notifications.composing import Words, default_words
from registration.notifications.kinds import TABLE, LetterKind
from registration.notifications.models import LetterTemplate


@dataclass(frozen=True)
class Listed:
    """A letter in the list, with whoever changed its words last, where somebody did."""

    letter: LetterKind
    subject: str
    template: LetterTemplate | None


@dataclass(frozen=True)
class Line:
    """A line of one wording beside another: the same, added or left out."""

    kind: str
    text: str


@dataclass(frozen=True)
class Version:
    """Words as they once were; `number` is None for the ones in use."""

    number: int | None
    subject: str
    lines: list[Line]
    in_use: bool
    by: str
    at: datetime | None


def listed_letters() -> list[Listed]:
    changed_ones = db.session.scalars(select(LetterTemplate).options(joinedload(LetterTemplate.updated_by)))
    templates = {template.name: template for template in changed_ones}
    found = []
    for letter in TABLE:
        template = templates.get(letter.name)
        changed = template is not None and template.in_use
        subject = template.subject if template and changed else default_words(letter.name).subject
        found.append(Listed(letter, subject, template if changed else None))
    return found


def difference(before: Words, after: Words) -> list[Line]:
    """Line by line, the subject first."""
    kinds = {"  ": "same", "+ ": "added", "- ": "removed"}
    old, new = ([words.subject, "", *words.body.strip("\n").split("\n")] for words in (before, after))
    return [Line(kinds[line[:2]], line[2:]) for line in difflib.ndiff(old, new) if line[:2] in kinds]


def versions(name: str) -> list[Version]:
    """Every wording this letter had but the default, the latest first, each beside the default."""
    template = db.session.scalar(
        select(LetterTemplate).where(LetterTemplate.name == name).options(joinedload(LetterTemplate.updated_by))
    )
    if template is None:
        return []
    rows = db.session.execute(
        select(Revision, Person).outerjoin(Person, Person.id == Revision.written_by_id)
        .where(Revision.record == LetterTemplate.__tablename__, Revision.record_id == template.id)
        .order_by(Revision.id.desc())
    ).all()
    default = default_words(name)
    present = Version(
        None, template.subject, difference(default, Words(template.subject, template.text)), template.in_use,
        template.updated_by.name if template.updated_by else "", template.updated_at,
    )
    return [present] + [former(revision, person, default) for revision, person in rows if revision.content["in_use"]]


def former(revision: Revision, person: Person | None, default: Words) -> Version:
    words = Words(revision.content["subject"], revision.content["text"])
    return Version(
        revision.id, words.subject, difference(default, words), True, person.name if person else "", revision.written_at
    )
