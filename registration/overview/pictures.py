"""The charts of the overview: the numbers of its tables as bars."""

from dataclasses import dataclass

from registration.charts import StackedBars, Step, stacked_bars
from registration.overview.ages import AGES
from registration.overview.queries import Overview, ratings_below

AGE_TONES = ("met", "exceeds", "unclear", "partly", "not_met")
AGE_STEPS = tuple(Step(age.name, age.label, tone) for age, tone in zip(AGES, AGE_TONES, strict=True))
CLOCK_STEPS = (Step("kept", "In time", "met"), Step("late", "Late", "not_met"))
FUNNEL_STEPS = (Step("came", "Came so far", "met"),)
RATING_TONES = {"partly": "partly", "not": "not_met"}


@dataclass(frozen=True)
class Pictures:
    """None where there is nothing to draw."""

    standing: StackedBars | None
    clocks: StackedBars | None
    funnel: StackedBars | None
    below: StackedBars | None


def of(overview: Overview) -> Pictures:
    names = [age.name for age in AGES]
    standing = [(row.state.label, dict(zip(names, row.ages, strict=True))) for row in overview.standing]
    clocks = [(row.state.label, {"kept": row.kept, "late": row.late}) for row in overview.clocks]
    funnel = [(words, {"came": number}) for _step, words, number in overview.funnel]
    below = [(f"{row.code} {row.title}", row.ratings) for row in overview.below]
    scale = tuple(Step(code, label, RATING_TONES.get(code, "unclear")) for code, label in ratings_below())
    return Pictures(
        stacked_bars(standing, AGE_STEPS, alike=False) if standing else None,
        stacked_bars(clocks, CLOCK_STEPS) if clocks else None,
        stacked_bars(funnel, FUNNEL_STEPS, alike=False) if overview.funnel[0][2] else None,
        stacked_bars(below, scale, alike=False) if below else None,
    )
