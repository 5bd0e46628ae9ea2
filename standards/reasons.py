"""Standard reasons: sentences that reviewers begin a finding from, as data beside an edition, free to be bettered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from standards.model import Rating, Standard
from standards.publishing import HOME
from standards.reading import StandardError, read_table

FOLDER = HOME / "reasons"


@dataclass(frozen=True)
class Reason:
    """A sentence with blanks in square brackets, and the ratings it belongs to."""

    code: str
    ratings: tuple[str, ...]
    label: str
    text: str


def of(standard: Standard, folder: Path = FOLDER) -> tuple[Reason, ...]:
    """The reasons beside an edition, in the order of their file; none without one.

    Raises `StandardError` with every problem found: a code used twice, a rating the edition does not have.
    """
    return _of(standard, folder)


def by_rating(standard: Standard, criterion: str) -> list[tuple[Rating, list[Reason]]]:
    """The reasons for each rating that a criterion can be given, without ratings that have none."""
    fitting = ((r, [one for one in of(standard) if r.code in one.ratings]) for r in standard.ratings_for(criterion))
    return [(rating, found) for rating, found in fitting if found]


@lru_cache
def _of(standard: Standard, folder: Path) -> tuple[Reason, ...]:
    file = folder / f"{standard.edition}.toml"
    if not file.exists():
        return ()
    problems: list[str] = []
    table = read_table(file, problems)
    found: list[Reason] = []
    known = {rating.code for rating in standard.ratings}
    for row in table.tables("reason") if table else ():
        reason = Reason(row.text("code"), tuple(row.texts("for")), row.text("label"), row.text("text"))
        if reason.code in {one.code for one in found}:
            row.problem(f"'code' {reason.code} is already used. Give each reason its own.")
        for rating in sorted(set(reason.ratings) - known):
            row.problem(f"'for' names {rating!r}, which is no rating of this edition.")
        row.done()
        found.append(reason)
    if table:
        table.done()
    if problems:
        raise StandardError(problems)
    return tuple(found)
