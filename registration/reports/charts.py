"""The geometry of the report's charts: numbers in, places on a drawing out.

The template draws them as vectors. Colour and wording stay with the template; nothing here
knows the PDF, so a web page can show the same drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registration.reports.content import AreaFindings, Judgement

LABEL = 190
BAR = 20
STEP = 34
WIDTH = 640


@dataclass(frozen=True)
class Segment:
    """A part of a bar: `count` findings with one judgement."""

    x: float
    width: float
    count: int
    label: str
    tone: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Bar:
    """One area: its title and its segments, from the highest step of the scale to the lowest."""

    y: float
    title: str
    segments: Sequence[Segment]


@dataclass(frozen=True)
class StackedBars:
    """Areas by judgement. `description` says in words what the drawing shows."""

    bars: Sequence[Bar]
    description: str
    width: int = WIDTH
    bar: int = BAR

    @property
    def height(self) -> int:
        return STEP * len(self.bars)


def stacked_bars(areas: Sequence[AreaFindings], scale: Sequence[Judgement]) -> StackedBars:
    """One bar an area, as long as the area has criteria, divided by judgement.

    All bars share one unit, so that a criterion is equally wide everywhere.
    """
    most = max((len(area.findings) for area in areas), default=0) or 1
    unit = (WIDTH - LABEL) / most
    bars = tuple(bar(area, scale, unit, STEP * place) for place, area in enumerate(areas))
    return StackedBars(bars, " ".join(in_words(one) for one in bars))


def bar(area: AreaFindings, scale: Sequence[Judgement], unit: float, y: float) -> Bar:
    segments, x = [], float(LABEL)
    for step in scale:
        if count := area.count(step):
            segments.append(Segment(round(x, 2), round(count * unit, 2), count, step.label, step.tone))
            x += count * unit
    return Bar(y, f"{area.number} {area.title}", tuple(segments))


def in_words(bar: Bar) -> str:
    counts = ", ".join(f"{segment.count} {segment.label}" for segment in bar.segments)
    return f"{bar.title}: {counts or 'no findings'}."
