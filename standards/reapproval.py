"""How a school is approved again under an edition: from when, and which criteria are judged anew each time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from standards.model import Standard
from standards.publishing import HOME
from standards.reading import StandardError, read_table

FOLDER = HOME / "reapproval"
OPENS, STANDS = 270, 1
"""For an edition that says nothing of its own."""


@dataclass(frozen=True)
class Terms:
    """`opens`: days before the last day of a certificate. `stands`: how many times in a row a criterion can stand."""

    opens: int
    always: frozenset[str]
    stands: int


def terms(standard: Standard, folder: Path = FOLDER) -> Terms:
    """The terms beside an edition. Essential criteria are always judged anew, named there or not.

    Raises `StandardError` with every problem found: a criterion the edition does not have, a key that is missing.
    """
    return _terms(standard, folder)


@lru_cache
def _terms(standard: Standard, folder: Path) -> Terms:
    file = folder / f"{standard.edition}.toml"
    if not file.exists():
        return Terms(OPENS, standard.essentials, STANDS)
    problems: list[str] = []
    table = read_table(file, problems)
    found = Terms(OPENS, standard.essentials, STANDS)
    if table:
        always = frozenset(table.texts("always")) | standard.essentials
        found = Terms(table.whole("opens"), always, table.whole("stands"))
        for code in sorted(found.always - set(standard.criteria)):
            table.problem(f"'always' names {code}, which is no criterion of this edition.")
        table.done()
    if problems:
        raise StandardError(problems)
    return found
