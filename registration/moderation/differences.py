"""How findings on one criterion can differ, in order of weight. Knows ratings alone, no records."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from standards.model import Rating


@dataclass(frozen=True)
class Difference:
    """One way in which findings on a criterion differ."""

    code: str
    label: str
    holds: Callable[[Sequence[Rating]], bool]


def values(ratings: Iterable[Rating]) -> list[int]:
    return [r.value for r in ratings if r.value is not None]


def across_the_bar(ratings: Sequence[Rating]) -> bool:
    return len({r.meets for r in ratings if not r.blocks}) > 1


def steps_apart(ratings: Sequence[Rating]) -> int:
    found = values(ratings)
    return max(found) - min(found) if found else 0


DIFFERENCES = (
    Difference("across", "Met by some, not by all", across_the_bar),
    Difference("far", "Two steps apart or more", lambda ratings: steps_apart(ratings) >= 2),
    Difference("unclear", "Not enough evidence for some", lambda ratings: any(r.blocks for r in ratings)),
    Difference("near", "One step apart", lambda ratings: len({r.code for r in ratings}) > 1),
)
"""In order of weight: the first that holds is the one a row is sorted by."""


def differences(ratings: Sequence[Rating]) -> list[Difference]:
    """All that hold; "one step apart" only where nothing heavier does."""
    found = [d for d in DIFFERENCES if d.holds(ratings)]
    return [d for d in found if d.code != "near"] or found


def weight(ratings: Sequence[Rating]) -> tuple[int, int, int]:
    """To sort by, the heaviest first: by the heaviest difference, by how many hold, by how many steps apart."""
    found = differences(ratings)
    heaviest = min((DIFFERENCES.index(d) for d in found), default=len(DIFFERENCES))
    return heaviest, -len(found), -steps_apart(ratings)
