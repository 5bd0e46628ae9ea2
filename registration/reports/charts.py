"""The geometry of the report's charts: numbers in, places on a drawing out.

On paper all bars share one unit, so that a criterion is equally wide in every area; on screen the
service's own bars are used, which fill a narrow page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registration import charts
from registration.reports.content import AreaFindings, Judgement, ReportContent

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


TONES = {
    "strong": "exceeds", "good": "met", "partial": "partly", "gap": "not_met", "unknown": "unclear", "neutral": "open",
}  # fmt: skip
"""The tones of a standard in the colours of the service's pages."""


def on_screen(content: ReportContent) -> charts.StackedBars:
    """The same numbers as the pages of the service draw them: each area a whole, shared out by judgement."""
    scale = [charts.Step(step.code, step.label, TONES[step.tone]) for step in content.used_scale]
    rows = [
        (f"{area.number} {area.title}", {step.code: area.count(step) for step in content.used_scale})
        for area in content.areas
    ]
    return charts.stacked_bars(rows, scale)


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
