"""The index over the words of evidence, in the two databases' own languages. Nobody else speaks them.

SQLite keeps it in an FTS5 table beside `page_text`, told of every change by `learn` and `forget` (triggers may
not use such a table while `trusted_schema` is off); PostgreSQL in a generated column with a GIN index.
Both hold the same words, cut by `text`, so their own ideas of words, languages and
locales have no say. Each word has the number of its application before it: the words of one case are
apart from those of every other, and a search costs what that case has, however many cases there are.

`CREATE` and `DROP` are plain statements, for migrations to repeat.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    DDL,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    column,
    event,
    false,
    func,
    literal_column,
    select,
    table,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from registration.evidence.models import PageText
from registration.evidence.text import OFTEN

INDEX = "page_index"
COLUMN = "tokens"
GIN = "ix_page_text_tokens"
BETWEEN = "·"

_FORGET = """
    INSERT INTO page_index (page_index, rowid, words) SELECT 'delete', id,
    application_id || '·' || replace(trim(rtrim(words) || often), ' ', ' ' || application_id || '·')
    FROM page_text WHERE evidence_version_id = :version
"""
_LEARN = """
    INSERT INTO page_index (rowid, words) SELECT id,
    application_id || '·' || replace(trim(rtrim(words) || often), ' ', ' ' || application_id || '·')
    FROM page_text WHERE evidence_version_id = :version
"""
"""What is learned and what is forgotten must be the same words: an index without content is told both."""
_TOKENS = (
    "array_to_tsvector(string_to_array(application_id::text || '·' || "
    "replace(btrim(rtrim(words) || often), ' ', ' ' || application_id::text || '·'), ' '))"
)

CREATE: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE VIRTUAL TABLE page_index USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii')",
    ),
    "postgresql": (
        f"ALTER TABLE page_text ADD COLUMN {COLUMN} tsvector GENERATED ALWAYS AS ({_TOKENS}) STORED",
        # Kept with the row, so that the planner sees how long it would take to read them all, and asks the index.
        f"ALTER TABLE page_text ALTER COLUMN {COLUMN} SET STORAGE MAIN",
        # New words go into the index at once: a list of those that wait would be read through by every search.
        f"CREATE INDEX {GIN} ON page_text USING gin ({COLUMN}) WITH (fastupdate = off)",
    ),
}
"""What makes the index, once `page_text` is there."""

DROP: dict[str, tuple[str, ...]] = {
    "sqlite": ("DROP TABLE IF EXISTS page_index",),
    "postgresql": (f"DROP INDEX IF EXISTS {GIN}", f"ALTER TABLE page_text DROP COLUMN IF EXISTS {COLUMN}"),
}
"""What removes it, before `page_text` goes."""

for _dialect, _statements in CREATE.items():
    for _statement in _statements:
        event.listen(
            PageText.__table__, "after_create", DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect)
        )
for _statement in DROP["sqlite"]:
    event.listen(PageText.__table__, "before_drop", DDL(_statement).execute_if(dialect="sqlite"))


def is_part_of_the_index(name: str | None, kind: str) -> bool:
    """A table, column or index of the database that no model describes, because it is made here."""
    made = {"table": (name or "").startswith(INDEX), "column": name == COLUMN, "index": name == GIN}
    return made.get(kind, False)


def forget(session: Session, version_id: int) -> None:
    """Take the pages of a version out of the index: before they are changed or removed."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text(_FORGET), {"version": version_id})


def learn(session: Session, version_id: int) -> None:
    """Put the pages of a version, just written, into the index."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text(_LEARN), {"version": version_id})


@dataclass(frozen=True)
class Term:
    """What one page must have: words one after another. `open_ended`: the last may go on, as in `safeguard*`."""

    words: tuple[str, ...]
    open_ended: bool = False

    @property
    def needle(self) -> str:
        """How it stands in `PageText.words`."""
        return f" {' '.join(self.words)}" + ("" if self.open_ended else " ")


def holds(dialect: str, application_id: int, terms: Sequence[Term]) -> ColumnElement[bool]:
    """A page of this application has every term. Words only: nothing typed is ever read as a language."""
    if not terms:
        return false()
    place = func.instr if dialect == "sqlite" else func.strpos
    in_order = [place(PageText.words, term.needle) > 0 for term in terms if len(term.words) > 1]
    return and_(PageText.id.in_(indexed(dialect, application_id, terms)), *in_order)


def speaking_often(dialect: str, application_id: int, terms: Sequence[Term]) -> Select[int]:
    """Ids of the pages that have every word of the terms again and again."""
    return indexed(dialect, application_id, terms, mark=OFTEN)


def indexed(dialect: str, application_id: int, terms: Sequence[Term], mark: str = "") -> Select[int]:
    """Ids of pages that have every word of the terms, with this mark behind it."""
    wanted = list(dict.fromkeys(key for term in terms for key in keys_of(application_id, term, mark)))
    if dialect == "sqlite":
        typed = " AND ".join(f'"{word}"{"*" if open_ended else ""}' for word, open_ended in wanted)
        index = table(INDEX, column("rowid", Integer), column(INDEX))
        return select(index.c.rowid).where(index.c[INDEX].op("MATCH")(typed))
    typed = " & ".join(f"'{word}'{':*' if open_ended else ''}" for word, open_ended in wanted)
    page = table("page_text", column("id", Integer), column(COLUMN)).alias("indexed_page")
    fits = page.c[COLUMN].bool_op("@@")(cast(type_coerce(typed, String), TSQUERY))
    return select(page.c.id).where(fits).offset(0)  # not to be mixed with other conditions: the index is asked alone


def keys_of(application_id: int, term: Term, mark: str) -> list[tuple[str, bool]]:
    """The index's own words for a term, and whether the word may go on; one with a mark is whole."""
    last = len(term.words) - 1
    return [
        (f"{application_id}{BETWEEN}{word}{mark}", term.open_ended and number == last and not mark)
        for number, word in enumerate(term.words)
    ]


def weight(terms: Sequence[Term]) -> ColumnElement[float]:
    """How much a page speaks of the terms: often, and of little else (BM25 without rarity, which is the same for all).

    The sum over the terms of times / (times + spread), written so that each page is searched through once a term.
    Worked out in the same arithmetic on both databases, so that their order is the same.
    """
    spread = SPREAD * (1 - SHORT) + SPREAD * SHORT / USUAL_LENGTH * PageText.length
    total: ColumnElement[float] = literal_column(f"{len(terms)}.0")
    for term in terms:
        shorter = func.length(func.replace(PageText.words, term.needle, ""))
        times = (PageText.length - shorter) * (1.0 / len(term.needle))
        total = total - spread / (times + spread)
    return total


SPREAD, SHORT = 1.2, 0.75
USUAL_LENGTH = 1_800.0
"""Characters on an ordinary page."""
