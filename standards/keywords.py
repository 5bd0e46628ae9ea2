"""Words by which a text can be seen to speak of a criterion: data beside an edition, free to be bettered.

They are no part of the standard: nothing is judged by them, so a published edition keeps its digest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from standards.model import Criterion, Standard
from standards.publishing import HOME
from standards.reading import StandardError, read_table

FOLDER = HOME / "words"
COMMON = 4
"""A word that more criteria use than this says nothing of any of them."""

SHORTEST = 5


def keywords(standard: Standard, folder: Path = FOLDER) -> Mapping[str, tuple[str, ...]]:
    """The words of each criterion, by its code; `complaint*` stands for every word that begins so.

    From the file with the edition's name; without one, the rarer words of its titles and suggested evidence.
    Raises `StandardError` when the file names what the edition does not have.
    """
    return _keywords(standard, folder)


@lru_cache
def _keywords(standard: Standard, folder: Path) -> Mapping[str, tuple[str, ...]]:
    file = folder / f"{standard.edition}.toml"
    return MappingProxyType(_written(standard, file) if file.exists() else derived(standard))


def _written(standard: Standard, file: Path) -> dict[str, tuple[str, ...]]:
    problems: list[str] = []
    table = read_table(file, problems)
    found = {code: table.texts(code) for code in standard.criteria} if table else {}
    if table:
        table.done()
    if problems:
        raise StandardError(problems)
    return found


def derived(standard: Standard) -> dict[str, tuple[str, ...]]:
    """The words of each criterion that few others use, from its title and what a school could show."""
    words = {code: _words(criterion) for code, criterion in standard.criteria.items()}
    uses = Counter(word for own in words.values() for word in own)
    return {code: tuple(word for word in own if uses[word] <= COMMON) for code, own in words.items()}


def _words(criterion: Criterion) -> tuple[str, ...]:
    text = " ".join([criterion.title, *criterion.guidance.evidence]).casefold()
    return tuple(dict.fromkeys(w for w in re.findall(r"[^\W\d_]+", text) if len(w) >= SHORTEST))
