"""The quality standard as the rest of the service sees it: frozen records, read from an edition's files.

An *edition* is one published wording of the standard. Its *areas* hold the
*criteria*; its *ratings* are the scale a criterion is judged on; its *outcome
rules* say what a complete set of judgements suggests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

OUTCOMES = ("approve", "approve_with_conditions", "defer", "do_not_approve")
"""What can be suggested and decided, from the mildest to the strictest. An application has a move for each."""

TONES = frozenset({"strong", "good", "partial", "gap", "unknown", "neutral"})
AMONG = frozenset({"all", "essentials", "others"})


@dataclass(frozen=True)
class Guidance:
    """What helps people with a criterion. It asks for nothing more and is never shown as part of the standard.

    `good` describes what good looks like, `evidence` what a school could show,
    `prompts` what a reviewer could ask. `meet` and `observe` are for the visit.
    """

    good: tuple[str, ...]
    evidence: tuple[str, ...]
    prompts: tuple[str, ...]
    meet: tuple[str, ...]
    observe: tuple[str, ...]


@dataclass(frozen=True)
class Criterion:
    """One thing asked of a school. `code` is its official number, `2.7`."""

    code: str
    title: str
    requirement: str
    area: int
    essential: bool
    guidance: Guidance
    not_applicable: str = ""

    @property
    def may_be_not_applicable(self) -> bool:
        """Whether `not_applicable` says, in a sentence to show beside the choice, when it may be chosen."""
        return bool(self.not_applicable)


@dataclass(frozen=True)
class Area:
    """A group of criteria. `heading` is the official one, `title` the short one for tiles and charts."""

    number: int
    title: str
    heading: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Rating:
    """A judgement that can be made of a criterion; a step of the scale if it has a `value`.

    `blocks` says that a judgement cannot rest here. `restricted` ratings are
    offered only for a criterion that may be not applicable.
    """

    code: str
    value: int | None
    label: str
    description: str
    meets: bool
    needs_action: bool
    blocks: bool
    for_school: bool
    tone: str
    restricted: bool = False

    @property
    def name(self) -> str:
        """How a reviewer says it: `4 Exceeds`, `Not enough evidence`."""
        return self.label if self.value is None else f"{self.value} {self.label}"


@dataclass(frozen=True)
class Condition:
    """How many criteria, `among` which, may or must have one of the ratings in `rated`."""

    among: str
    rated: tuple[str, ...]
    at_least: int | None
    at_most: int | None
    otherwise: str

    def holds(self, count: int) -> bool:
        return (self.at_least is None or count >= self.at_least) and (
            self.at_most is None or count <= self.at_most
        )


@dataclass(frozen=True)
class OutcomeRule:
    """When an outcome is suggested. It matches when all its conditions hold."""

    code: str
    outcome: str
    label: str
    statement: str
    because: str
    when: tuple[Condition, ...]


@dataclass(frozen=True)
class Outcome:
    """What can be suggested and decided of an application, in words."""

    code: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Notes:
    """What readers are told of the edition: its numbering, its guidance, and why some criteria are essential."""

    numbering: str
    guidance: str
    essentials: str


@dataclass(frozen=True, eq=False)
class Standard:
    """One edition of the standard. Two are the same when they are the same edition with the same files."""

    edition: str
    title: str
    source: str
    effective_from: date
    bar: int
    areas: tuple[Area, ...]
    ratings: tuple[Rating, ...]
    outcomes: tuple[OutcomeRule, ...]
    possible_outcomes: tuple[Outcome, ...]
    notes: Notes
    digest: str
    follows: str | None = None
    continues: Mapping[str, str] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Standard):
            return NotImplemented
        return (self.edition, self.digest) == (other.edition, other.digest)

    def __hash__(self) -> int:
        return hash((self.edition, self.digest))

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """Every criterion by its code, in the order of the areas."""
        return MappingProxyType({c.code: c for area in self.areas for c in area.criteria})

    @cached_property
    def essentials(self) -> frozenset[str]:
        """The codes of the criteria without which a school cannot be approved."""
        return frozenset(code for code, criterion in self.criteria.items() if criterion.essential)

    def rating(self, code: str) -> Rating:
        """The rating with this code. Raises `KeyError`, in words, when the scale has none."""
        return _the_one(
            code, {r.code: r for r in self.ratings}, f"The scale of edition {self.edition} has no rating"
        )

    def area(self, number: int) -> Area:
        """The area with this number. Raises `KeyError`, in words, when there is none."""
        return _the_one(number, {a.number: a for a in self.areas}, f"Edition {self.edition} has no area")

    def area_of(self, code: str) -> Area:
        """The area a criterion belongs to. Raises `KeyError`, in words, when there is no such criterion."""
        return self.area(_the_one(code, self.criteria, f"Edition {self.edition} has no criterion").area)

    def outcome(self, code: str) -> Outcome:
        """The outcome with this code. Raises `KeyError`, in words, when there is none."""
        known = {o.code: o for o in self.possible_outcomes}
        return _the_one(code, known, f"Edition {self.edition} has no outcome")

    def ratings_for(self, code: str) -> tuple[Rating, ...]:
        """The ratings a reviewer can choose for this criterion."""
        allowed = self.criteria[code].may_be_not_applicable
        return tuple(r for r in self.ratings if allowed or not r.restricted)

    def ratings_for_school(self, code: str) -> tuple[Rating, ...]:
        """The ratings a school can choose for itself for this criterion."""
        return tuple(r for r in self.ratings_for(code) if r.for_school)


def _the_one(key: Key, known: Mapping[Key, Value], missing: str) -> Value:
    if key not in known:
        raise KeyError(f"{missing} {key!r}.")
    return known[key]
