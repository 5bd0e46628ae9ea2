"""Going from one criterion to the next, and to the same one in another edition of the standard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from standards.model import Area, Criterion, Standard


@dataclass(frozen=True)
class OtherEdition:
    """Another edition, and the code there of the criterion that is being read; empty where it has none."""

    edition: str
    code: str


def neighbours(standard: Standard, code: str) -> tuple[Criterion | None, Criterion | None]:
    """The criteria before and after this one, through all areas."""
    codes = list(standard.criteria)
    place = codes.index(code)
    before = standard.criteria[codes[place - 1]] if place else None
    after = standard.criteria[codes[place + 1]] if place + 1 < len(codes) else None
    return before, after


def areas_beside(standard: Standard, number: int) -> tuple[Area | None, Area | None]:
    """The areas before and after this one."""
    numbers = [area.number for area in standard.areas]
    place = numbers.index(number)
    before = standard.areas[place - 1] if place else None
    after = standard.areas[place + 1] if place + 1 < len(numbers) else None
    return before, after


def elsewhere(standard: Standard, code: str, editions: Iterable[Standard]) -> list[OtherEdition]:
    """Where every other edition has this criterion, by the carry-over tables of the two."""
    return [OtherEdition(e.edition, counterpart(standard, code, e)) for e in editions if e != standard]


def counterpart(standard: Standard, code: str, other: Standard) -> str:
    """The code in `other`, the edition just before or just after this one; empty when nobody said which it is."""
    if standard.follows == other.edition:
        return standard.continues.get(code, "")
    if other.follows == standard.edition:
        return next((new for new, earlier in other.continues.items() if earlier == code), "")
    return ""
