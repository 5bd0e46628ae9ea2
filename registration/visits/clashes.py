"""What cannot be in an agenda, or should be known: somebody or something twice at once, times that do not fit.

Everything here is worked out from plain values, so that it can be tried with thousands of agendas.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations, pairwise

from registration.visits import zones

Stretch = tuple[datetime, datetime]


class Kind(StrEnum):
    """What is wrong, or worth knowing."""

    MEMBER = "member"
    ROLE = "role"
    CRITERION = "criterion"
    OUTSIDE = "outside"
    MIDNIGHT = "midnight"
    CLOCKS = "clocks"
    APART = "apart"


TO_KNOW = frozenset({Kind.MIDNIGHT, Kind.CLOCKS, Kind.APART})
"""They can be wanted; the others cannot be held as they stand."""


@dataclass(frozen=True)
class Planned:
    """An item with its time: who of the team takes it, which roles it meets, for which criteria."""

    key: str
    title: str
    starts_at: datetime
    minutes: int
    members: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    criteria: frozenset[str] = frozenset()

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    def meets(self, other: "Planned") -> bool:
        """They take place at the same time, if only for a minute. One after the other is no clash."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Clash:
    """One finding: its kind, the items it is about, and a sentence that says it."""

    kind: Kind
    keys: tuple[str, ...]
    sentence: str

    @property
    def to_know(self) -> bool:
        return self.kind in TO_KNOW


def clashes(planned: Sequence[Planned], accepted: Sequence[Stretch], sides: dict[str, str]) -> list[Clash]:
    """Everything found, what cannot be held first. `sides` gives each side's zone by its name, such as "the school".

    Without an accepted time (`accepted` empty) nothing lies outside it.
    """
    found = [*twice_at_once(planned), *outside(planned, accepted), *across(planned, sides), *drifting(planned, sides)]
    return sorted(found, key=lambda clash: clash.to_know)


def twice_at_once(planned: Sequence[Planned]) -> Iterator[Clash]:
    in_order = sorted(planned, key=lambda item: item.starts_at)
    for one, other in combinations(in_order, 2):
        if not one.meets(other):
            continue
        both = f"“{one.title}” and “{other.title}” take place at the same time, and"
        for kind, shared, words in (
            (Kind.MEMBER, one.members & other.members, "{} is to take both"),
            (Kind.ROLE, one.roles & other.roles, "{} is to be met in both"),
            (Kind.CRITERION, one.criteria & other.criteria, "criterion {} is looked at in both"),
        ):
            for each in sorted(shared):
                yield Clash(kind, (one.key, other.key), f"{both} {words.format(each)}.")


def outside(planned: Iterable[Planned], accepted: Sequence[Stretch]) -> Iterator[Clash]:
    for item in planned:
        if accepted and not any(start <= item.starts_at and item.ends_at <= end for start, end in accepted):
            yield Clash(
                Kind.OUTSIDE, (item.key,),
                f"“{item.title}” lies outside the time the school accepted. Shorten or move an item, or remove one.",
            )  # fmt: skip


def across(planned: Iterable[Planned], sides: dict[str, str]) -> Iterator[Clash]:
    """Items that a clock on either side does not go through evenly: over midnight, or while it is changed."""
    for item in planned:
        for side, zone in sides.items():
            if zones.over_midnight(item.starts_at, item.ends_at, zone):
                yield Clash(Kind.MIDNIGHT, (item.key,), f"“{item.title}” goes over midnight at {side} ({zone}).")
            if zones.clock_change(item.starts_at, item.ends_at, zone):
                yield Clash(
                    Kind.CLOCKS, (item.key,),
                    f"The clocks at {side} ({zone}) change during “{item.title}”. It lasts "
                    f"{item.minutes} minutes, whatever a clock on the wall says.",
                )  # fmt: skip


def drifting(planned: Sequence[Planned], sides: dict[str, str]) -> Iterator[Clash]:
    """The two sides stand further from each other, or nearer, at the end of the visit than at its beginning."""
    in_order = sorted(planned, key=lambda item: item.starts_at)
    for one, other in pairwise(in_order):
        moved = zones.changes_between(one.starts_at, other.starts_at, sides)
        pair = tuple(sides.values())
        if not moved or len(pair) != 2:
            continue
        before, after = (zones.apart(item.starts_at, (pair[0], pair[1])) for item in (one, other))
        if before != after:
            places = " and ".join(f"at {side} ({sides[side]})" for side in moved)
            yield Clash(
                Kind.APART, (one.key, other.key),
                f"The clocks {places} change between “{one.title}” and “{other.title}”. From then on the two sides "
                f"are {in_hours(after)} apart instead of {in_hours(before)}. All times here allow for it.",
            )  # fmt: skip


def in_hours(difference: timedelta) -> str:
    """One hour; 5 hours 30 minutes; no time."""
    hours, minutes = divmod(int(abs(difference).total_seconds()) // 60, 60)
    said = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((hours, "hour"), (minutes, "minute")) if n]
    return " ".join(said) or "no time"
