"""The geometry of our charts: numbers in, shapes out; the same for pages and for the report.

Nothing here draws. `templates/macros/charts.html` writes the SVG, with a title, a
description and the numbers as text, and without a style attribute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import pi

COLOURS = {
    "exceeds": "#0a3d3a",
    "met": "#34776d",
    "partly": "#e3b04b",
    "not_met": "#a8321f",
    "unclear": "#69736f",
    "open": "#e4e0d5",
}
"""Fill by tone. Beside every colour stands its number or its name: none is the only sign of anything."""

LIGHT = frozenset({"partly", "open"})
"""Fills on which the number is written in ink instead of white."""


@dataclass(frozen=True)
class Step:
    """One step of a scale: the key it is counted under, what people call it, and its tone in COLOURS."""

    key: str
    label: str
    tone: str

    @property
    def fill(self) -> str:
        return COLOURS[self.tone]

    @property
    def ink(self) -> str:
        return "#17302d" if self.tone in LIGHT else "#ffffff"


@dataclass(frozen=True)
class Segment:
    step: Step
    count: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def fits(self) -> bool:
        """There is room to write the number on it."""
        return self.width > 8 * len(str(self.count))


@dataclass(frozen=True)
class Bar:
    label: str
    total: int
    y: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class StackedBars:
    """Bars, one a row: each shows how its whole is shared out over a scale. `alike`: all of one length."""

    width: float
    height: float
    thickness: float
    bars: tuple[Bar, ...]
    legend: tuple[Step, ...]
    description: str
    alike: bool = True


@dataclass(frozen=True)
class Ring:
    """How much of a whole is done, as a circle of which so much is drawn."""

    done: int
    total: int
    size: float
    radius: float
    length: float
    drawn: float

    @property
    def percent(self) -> int:
        """Rounded down, so that only a finished whole says 100."""
        return self.done * 100 // self.total if self.total else 0


def stacked_bars(
    rows: Sequence[tuple[str, Mapping[str, int]]], scale: Sequence[Step], *, width: float = 340, thickness: float = 24,
    alike: bool = True,
) -> StackedBars:  # fmt: skip
    """One bar for each (label, counts by key). A bar of noughts is empty; unknown keys are left out.

    Bars are `alike` in length, or else as long as their numbers are great: the greatest fills the width.
    """
    pitch = thickness + 32
    wholes = [sum(counts.get(step.key, 0) for step in scale) for _label, counts in rows]
    most = max(wholes, default=0) or 1
    bars = tuple(
        _bar(label, counts, scale, width if alike else width * whole / most, 22 + row * pitch)
        for row, ((label, counts), whole) in enumerate(zip(rows, wholes, strict=True))
    )
    words = "; ".join(f"{bar.label}: {_in_words(bar)}" for bar in bars)
    described = f"{words}." if words else "No data."
    return StackedBars(width, len(bars) * pitch, thickness, bars, tuple(scale), described, alike)


def ring(done: int, total: int, *, size: float = 64, stroke: float = 6) -> Ring:
    """More done than there is, or less than nothing, is drawn as the whole or as nothing."""
    radius = (size - stroke) / 2
    length = round(2 * pi * radius, 2)
    share = min(max(done / total, 0), 1) if total else 0
    return Ring(done, total, size, radius, length, round(length * share, 2))


@dataclass(frozen=True)
class Whisker:
    """One number and its interval on a line of its own; nothing drawn on it where there is no number."""

    label: str
    y: float
    x: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Whiskers:
    """Numbers below one another on one scale, each with its interval. The line at nought is drawn in ink."""

    width: float
    height: float
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[Whisker, ...]


STEPS_APART = ((-1.0, "−1"), (0.0, "0"), (1.0, "+1"))
SHARES = ((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %"))


def whiskers(
    rows: Sequence[tuple[str, float | None, float | None, float | None]], *, ticks: Sequence[tuple[float, str]],
    beyond: float = 0, width: float = 440,
) -> Whiskers:
    """Rows of (label, number, low, high). The scale goes from the first tick to the last and `beyond` both.

    What lies further out is drawn at the edge.
    """
    left, pitch, first, last = 52.0, 20.0, ticks[0][0] - beyond, ticks[-1][0] + beyond
    unit = (width - left - 24) / (last - first)

    def place(value: float | None) -> float | None:
        return None if value is None else round(left + (min(max(value, first), last) - first) * unit, 2)

    drawn = tuple(
        Whisker(label, 26 + number * pitch, place(value), place(low), place(high))
        for number, (label, value, low, high) in enumerate(rows)
    )
    marks = tuple((round(left + (tick - first) * unit, 2), label) for tick, label in ticks)
    return Whiskers(width, 26 + len(rows) * pitch, marks, drawn)


@dataclass(frozen=True)
class Dots:
    """Numbers around nought in the order of time, as dots."""

    width: float
    height: float
    zero: float
    step: float
    points: tuple[tuple[float, float], ...]


def dots(points: Sequence[tuple[float, float]], *, width: float = 440, height: float = 150, reach: float = 1.5) -> Dots:
    """Points of (moment, number): the first at the left, the last at the right, further than `reach` at the edge."""
    moments = [moment for moment, _number in points]
    first, long = min(moments, default=0.0), max(moments, default=0.0) - min(moments, default=0.0)
    unit = (height - 20) / (2 * reach)
    drawn = tuple(
        (
            round(48 + (width - 64) * ((moment - first) / long if long else 0.5), 2),
            round(height / 2 - min(max(number, -reach), reach) * unit, 2),
        )
        for moment, number in points
    )
    return Dots(width, height, height / 2, unit, drawn)


def _bar(label: str, counts: Mapping[str, int], scale: Sequence[Step], width: float, y: float) -> Bar:
    shown = [(step, counts.get(step.key, 0)) for step in scale if counts.get(step.key, 0) > 0]
    total = sum(count for _step, count in shown)
    segments, x = [], 0.0
    for step, count in shown:
        share = width * count / total
        segments.append(Segment(step, count, round(x, 2), round(share, 2)))
        x += share
    return Bar(label, total, y, tuple(segments))


def _in_words(bar: Bar) -> str:
    return ", ".join(f"{s.count} {s.step.label.lower()}" for s in bar.segments) or "nothing yet"
