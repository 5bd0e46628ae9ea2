"""Finding cases by words: the rarest word that was typed gives the few to look at, the others are asked of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from registration.applications.models import Application
from registration.database import db
from registration.worklists.models import CaseWord
from registration.worklists.words import words_typed

FEW = 2_500
MOST_WORDS = 6
LAST = "\U0010ffff"
"""Stands behind everything that begins with a word."""


@dataclass(frozen=True)
class Sought:
    """What is looked for. `rare` is a word that few cases have, or empty when each is in many; `nothing`: there is a
    word that no case has.
    """

    rare: str
    others: tuple[str, ...]
    nothing: bool = False

    @property
    def few(self) -> Any:
        """The cases that have the rare word. The limit is never reached: it says that these are to be read first."""
        found = select(CaseWord.application_id).where(*begins(self.rare)).distinct().limit(FEW)
        return select(found.subquery().c.application_id)


def sought(text: str) -> Sought | None:
    """What was typed, weighed in one statement; None when nothing was."""
    words = words_typed(text)[:MOST_WORDS]
    if not words:
        return Sought("", (), nothing=True) if text.strip() else None
    numbers = {row[0]: row[1] for row in db.session.connection().execute(union_all(*map(how_many, words)))}
    rarest = min(words, key=lambda word: numbers[word])
    if numbers[rarest] > FEW:
        return Sought("", words)
    return Sought(rarest, tuple(word for word in words if word != rarest), nothing=not numbers[rarest])


def how_many(word: str) -> Select[Any]:
    """The word, and how many words begin with it, counted no further than needed."""
    some = select(CaseWord.application_id).where(*begins(word)).limit(FEW + 1).subquery()
    return select(literal(word), select(func.count()).select_from(some).scalar_subquery())


def begins(word: str) -> Sequence[ColumnElement[bool]]:
    return [CaseWord.word >= word, CaseWord.word < word + LAST]


def with_word(word: str) -> ColumnElement[bool]:
    """Of a case: it has a word that begins so."""
    return (
        select(CaseWord.word).where(CaseWord.application_id == Application.id, *begins(word))
        .correlate(Application).exists()
    )
