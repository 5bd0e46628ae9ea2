"""How the findings of a panel lie over the scale, as a chart that has its numbers beside it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from registration import charts
from registration.applications.models import Application
from registration.moderation.queries import Table

CHART_TONES = {
    "strong": "exceeds", "good": "met", "partial": "partly", "gap": "not_met", "unknown": "unclear", "neutral": "open",
}


@dataclass(frozen=True)
class Spread:
    """How the panel's findings lie over the scale, area by area: a chart, and its numbers."""

    chart: charts.StackedBars
    steps: tuple[charts.Step, ...]
    counts: tuple[tuple[str, Mapping[str, int]], ...]


def spread(application: Application, found: Table) -> Spread:
    standard = application.standard
    steps = tuple(charts.Step(r.code, r.name, CHART_TONES[r.tone]) for r in standard.ratings)
    counts = tuple(
        (
            f"{area.number} {area.title}",
            Counter(r.code for row in found.rows if row.criterion.area == area.number for r in row.ratings),
        )
        for area in standard.areas
    )
    return Spread(charts.stacked_bars(counts, steps), steps, counts)
