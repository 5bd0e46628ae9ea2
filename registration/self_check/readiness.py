"""What a set of answers comes to: counts by area, what to do first, and a range of weeks. It predicts nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registration.charts import StackedBars, stacked_bars
from registration.self_check.words import (
    FEW,
    HOW,
    IN_PLACE,
    MANY,
    NOT_YET,
    OPEN,
    PARTLY,
    SCALE,
    UNKNOWN,
    WEEKS,
    WEEKS_FOR_A_DOCUMENT,
)
from standards.model import Area, Criterion, Standard

SAID = {step.key: step.label.lower() for step in SCALE} | {IN_PLACE: "in place, without a document"}


@dataclass(frozen=True)
class AreaReady:
    """One area: how many of its criteria have each answer, and how many have a document that shows them."""

    area: Area
    counts: Mapping[str, int]
    shown: int

    @property
    def total(self) -> int:
        return len(self.area.criteria)

    @property
    def answered(self) -> int:
        return self.total - self.counts.get(OPEN, 0)


@dataclass(frozen=True)
class Gap:
    """Something to do about one criterion: what, beginning with what, and the weeks it is counted for."""

    criterion: Criterion
    how: str
    todo: str
    begin_with: str
    weeks: int

    @property
    def said(self) -> str:
        """What the school said, in the middle of a sentence."""
        return SAID[self.how]


@dataclass(frozen=True)
class Readiness:
    standard: Standard
    areas: tuple[AreaReady, ...]
    gaps: tuple[Gap, ...]
    open: tuple[Criterion, ...]
    weeks: int

    @property
    def in_place(self) -> int:
        return sum(area.counts.get(IN_PLACE, 0) for area in self.areas)

    @property
    def shown(self) -> int:
        return sum(area.shown for area in self.areas)

    @property
    def total(self) -> int:
        return len(self.standard.criteria)

    @property
    def answered(self) -> int:
        return self.total - len(self.open)

    @property
    def essential_gaps(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if gap.criterion.essential)

    @property
    def other_gaps(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if not gap.criterion.essential)

    @property
    def range_of_weeks(self) -> tuple[int, int]:
        """With many people at work, and with few; never shorter than the longest single gap."""
        longest = max((gap.weeks for gap in self.gaps), default=0)
        return max(longest, -(-self.weeks // MANY)), max(longest, -(-self.weeks // FEW))

    @property
    def chart(self) -> StackedBars:
        return stacked_bars([(f"{a.area.number} {a.area.title}", a.counts) for a in self.areas], SCALE)


def readiness_of(standard: Standard, answers: Mapping[str, Mapping[str, Any]]) -> Readiness:
    """Reads answers by criterion code; what this edition does not know counts as not answered."""
    gaps = [gap for criterion in standard.criteria.values() if (gap := gap_of(criterion, answers)) is not None]
    first = sorted(gaps, key=lambda gap: (not gap.criterion.essential, -gap.weeks))
    return Readiness(
        standard,
        tuple(area_ready(area, answers) for area in standard.areas),
        tuple(first),
        tuple(c for c in standard.criteria.values() if how_of(c, answers) == OPEN),
        sum(gap.weeks for gap in gaps),
    )


def area_ready(area: Area, answers: Mapping[str, Mapping[str, Any]]) -> AreaReady:
    counts = Counter(how_of(criterion, answers) for criterion in area.criteria)
    shown = sum(how_of(c, answers) == IN_PLACE and is_shown(c, answers) for c in area.criteria)
    return AreaReady(area, counts, shown)


def how_of(criterion: Criterion, answers: Mapping[str, Mapping[str, Any]]) -> str:
    how = answers.get(criterion.code, {}).get("how")
    return how if how in HOW else OPEN


def is_shown(criterion: Criterion, answers: Mapping[str, Mapping[str, Any]]) -> bool:
    return answers.get(criterion.code, {}).get("shown") == "yes"


def gap_of(criterion: Criterion, answers: Mapping[str, Mapping[str, Any]]) -> Gap | None:
    """What is to be done about a criterion; nothing when it is in place with a document, or not answered."""
    how, good, evidence = how_of(criterion, answers), criterion.guidance.good, criterion.guidance.evidence
    if how == NOT_YET:
        return Gap(criterion, how, "Put this in place.", f"A picture of where to get to: {good[0]}", WEEKS[how])
    if how == PARTLY:
        return Gap(criterion, how, "Complete what you have.", f"Compare it with this: {good[0]}", WEEKS[how])
    if how == UNKNOWN:
        return Gap(criterion, how, "Find out who looks after this.", "Then answer it here again.", WEEKS[how])
    if how == IN_PLACE and not is_shown(criterion, answers):
        said = f"For example: {evidence[0]}."
        return Gap(criterion, how, "Write down, or collect, what shows it.", said, WEEKS_FOR_A_DOCUMENT)
    return None
