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
    Integer,
    Select,
    String,
    cast,
    column,
    event,
    func,
    select,
    table,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from registration.evidence.models import PageText

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


def newest(
    dialect: str, application_id: int, terms: Sequence[Term], hidden: Sequence[int], most: int, mark: str = ""
) -> Select[int]:
    """Ids of pages of this application that have every term, the newest first, and no more than `most` of them.

    Words only: nothing typed is ever read as a language. `hidden`: versions whose pages are passed over. With a mark
    each word has it behind it. Pages are read in that order until there are enough, so that a phrase which many pages
    have costs no more than one of few.
    """
    wanted = list(dict.fromkeys(key for term in terms for key in keys_of(application_id, term, mark)))
    phrases = [term for term in terms if len(term.words) > 1]
    return (in_sqlite if dialect == "sqlite" else in_postgresql)(wanted, phrases, hidden).limit(most)


def in_sqlite(wanted: Sequence[tuple[str, bool]], phrases: Sequence[Term], hidden: Sequence[int]) -> Select[int]:
    typed = " AND ".join(f'"{word}"{"*" if open_ended else ""}' for word, open_ended in wanted)
    index = table(INDEX, column("rowid", Integer), column(INDEX))
    found = select(index.c.rowid).join(PageText, PageText.id == index.c.rowid)  # the index may name pages that are gone
    found = found.where(index.c[INDEX].op("MATCH")(typed)).order_by(index.c.rowid.desc())
    if hidden:
        found = found.where(PageText.evidence_version_id.not_in(hidden))
    for term in phrases:
        # GLOB passes over letters far faster than instr, and the faster the rarer the first one is.
        likely = PageText.words.op("GLOB", is_comparison=True)(f"*{from_a_rare_letter(term.needle)}*")
        found = found.where(likely, func.instr(PageText.words, term.needle) > 0)
    return found


def from_a_rare_letter(needle: str) -> str:
    """The longer part of a needle, from the letter of its first half that English text has least often."""
    half = needle[1 : 2 + len(needle) // 2]
    return needle[1 + min(range(len(half)), key=lambda place: COMMONNESS.get(half[place], 0)) :]


COMMONNESS = {letter: rank for rank, letter in enumerate("zqxjkvbpygfwmucldrhsnioate ", 1)}
"""How often a letter stands in English text; any other comes more rarely than all of these."""


def in_postgresql(wanted: Sequence[tuple[str, bool]], phrases: Sequence[Term], hidden: Sequence[int]) -> Select[int]:
    typed = " & ".join(f"'{word}'{':*' if open_ended else ''}" for word, open_ended in wanted)
    page = table("page_text", *map(column, ("id", "evidence_version_id", "words", COLUMN)))
    fits = page.c[COLUMN].bool_op("@@")(cast(type_coerce(typed, String), TSQUERY))
    # By a sum and behind an offset: the index is asked, and asked alone, whatever the planner thinks of the others.
    ordered = select(page.c.id, page.c.evidence_version_id, page.c.words).where(fits)
    first = ordered.order_by((page.c.id + 0).desc()).offset(0).subquery()
    found = select(first.c.id)
    if hidden:
        found = found.where(first.c.evidence_version_id.not_in(hidden))
    for term in phrases:
        found = found.where(func.strpos(first.c.words.collate("C"), term.needle) > 0)  # letters, of no language
    return found


def keys_of(application_id: int, term: Term, mark: str) -> list[tuple[str, bool]]:
    """The index's own words for a term, and whether the word may go on; one with a mark is whole."""
    last = len(term.words) - 1
    return [
        (f"{application_id}{BETWEEN}{word}{mark}", term.open_ended and number == last and not mark)
        for number, word in enumerate(term.words)
    ]

