"""Do the outcome rules of an edition answer for every complete set of ratings?

Rules only count criteria, so it is enough to try every way in which the counts
can fall: ratings that no condition tells apart are one kind, and a count past
the largest threshold is as good as any larger one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from standards.model import Condition, Standard

GROUPS = ("essentials", "others")
Counts = tuple[int, ...]


def uncovered(standard: Standard) -> str:
    """A case for which no outcome rule matches, in words; empty when there is none."""
    conditions = [c for rule in standard.outcomes for c in rule.when]
    kinds = _kinds(standard, conditions)
    enough = 1 + max([n for c in conditions for n in (c.at_least, c.at_most) if n is not None], default=0)
    essentials, others = (list(_ways(_room(standard, kinds, group), enough)) for group in GROUPS)
    for pair in product(essentials, others):
        counted = dict(zip(GROUPS, pair, strict=True))
        if not any(all(_holds(c, kinds, counted) for c in rule.when) for rule in standard.outcomes):
            return _in_words(standard, kinds, counted, enough)
    return ""


def _kinds(standard: Standard, conditions: list[Condition]) -> list[tuple[str, ...]]:
    """The ratings, together where no condition tells them apart."""
    kinds: dict[tuple[bool, ...], list[str]] = {}
    for rating in standard.ratings:
        kinds.setdefault(tuple(rating.code in c.rated for c in conditions), []).append(rating.code)
    return [tuple(codes) for codes in kinds.values()]


def _room(standard: Standard, kinds: list[tuple[str, ...]], group: str) -> tuple[int, Counts]:
    """How many criteria a group has, and how many of them can have each kind of rating."""
    codes = [code for code, c in standard.criteria.items() if c.essential == (group == "essentials")]
    offered = [{r.code for r in standard.ratings_for(code)} for code in codes]
    return len(codes), tuple(sum(bool(o & set(kind)) for o in offered) for kind in kinds)


def _ways(room: tuple[int, Counts], enough: int) -> Iterator[Counts]:
    """Every way the kinds can be counted in a group, where `enough` stands for that many or more."""
    size, most = room
    for counts in product(*(range(min(enough, m) + 1) for m in most)):
        upper = sum(m if count == enough else count for count, m in zip(counts, most, strict=True))
        if sum(counts) <= size <= upper:
            yield counts


def _holds(condition: Condition, kinds: list[tuple[str, ...]], counted: dict[str, Counts]) -> bool:
    groups = GROUPS if condition.among == "all" else (condition.among,)
    rated = [place for place, kind in enumerate(kinds) if kind[0] in condition.rated]
    return condition.holds(sum(counted[group][place] for group in groups for place in rated))


def _in_words(
    standard: Standard, kinds: list[tuple[str, ...]], counted: dict[str, Counts], enough: int
) -> str:
    parts = [
        f"{'at least ' if count == enough else ''}{count} of the {group} {'is' if count == 1 else 'are'} "
        + " or ".join(standard.rating(code).label for code in kind)
        for group, counts in counted.items()
        for kind, count in zip(kinds, counts, strict=True)
        if count
    ]
    return ", ".join(parts)
