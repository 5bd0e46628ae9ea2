"""The statistics of agreement: numbers in, numbers out. Nothing here knows a case, a person or a database.

*Weighted kappa* is Cohen's (Psychological Bulletin 70, 1968) with quadratic weights: 1 when two people always say
the same, 0 when they agree no more than chance would have it. With these weights it is one minus the mean squared
difference over the one to be expected if ratings were paired at random, so sums of squares are enough for it and
no table of steps is needed. *Leniency* is the mean difference between one's own rating and those of colleagues on
the same criterion of the same case, in steps of the scale: above nought is milder.

*Intervals* are 95 % intervals by the jackknife, leaving out one whole case at a time, with Student's t for the
number of cases less one (Fleiss and Davies, American Journal of Epidemiology 115, 1982, used it for kappa). A case is
left out whole because the criteria of one school are not judged independently of each other. Why not the bootstrap:
docs/decisions/0026.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, linear_regression

SURE = 0.95
TINY = 1e-9
LEAST_CASES = 5
"""With fewer cases no number is told: it would say more about the schools than about anybody."""

LEAST_FOR_DRIFT = 8
"""Cases, and LEAST_DAYS between the first and the last: less cannot tell a drift from a chance."""

LEAST_DAYS = 60
WITHIN = (-1.0, 1.0)
"""The interval of a kappa is not drawn beyond these."""

YEAR = 365.25


@dataclass(frozen=True)
class Pair:
    """Two ratings of one criterion of one case: one's own, and a colleague's. `weight` is that colleague's share."""

    case: Hashable
    own: float
    other: float
    weight: float = 1


@dataclass(frozen=True)
class Sums:
    """What kappa and leniency need to know of many pairs. Sums of two cases add up to the sums of both."""

    weight: float = 0
    own: float = 0
    other: float = 0
    squares: float = 0
    products: float = 0
    same: float = 0

    def __add__(self, more: Sums) -> Sums:
        return Sums(*(a + b for a, b in zip(self.parts, more.parts, strict=True)))

    def __sub__(self, less: Sums) -> Sums:
        return Sums(*(a - b for a, b in zip(self.parts, less.parts, strict=True)))

    @property
    def parts(self) -> tuple[float, ...]:
        return (self.weight, self.own, self.other, self.squares, self.products, self.same)


Figure = Callable[[Sums], float | None]


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval. `cases` is how many it rests on.

    Without `value`: too few cases, or it cannot be told from them. Without `low`: every case says the same, or all
    hangs on one of them, so an interval would claim too much.
    """

    cases: int
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def apart(self) -> bool:
        """The interval lies wholly on one side of nought."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def sums_of(pairs: Iterable[Pair]) -> Sums:
    found = Sums()
    for p in pairs:
        w = p.weight
        found += Sums(
            w, w * p.own, w * p.other, w * (p.own**2 + p.other**2), w * p.own * p.other, w * (p.own == p.other)
        )
    return found


def kappa(sums: Sums) -> float | None:
    """Weighted kappa with quadratic weights; None when everybody gave one and the same rating throughout."""
    if sums.weight <= TINY:
        return None
    observed = (sums.squares - 2 * sums.products) / sums.weight
    by_chance = (sums.squares - 2 * sums.own * sums.other / sums.weight) / sums.weight
    return None if by_chance <= TINY else 1 - observed / by_chance


def leniency(sums: Sums) -> float | None:
    """Own less others, in steps of the scale."""
    return (sums.own - sums.other) / sums.weight if sums.weight > TINY else None


def sameness(sums: Sums) -> float | None:
    """The share of comparisons in which both gave the same rating."""
    return sums.same / sums.weight if sums.weight > TINY else None


def by_case(pairs: Iterable[Pair]) -> Mapping[Hashable, Sums]:
    gathered: dict[Hashable, list[Pair]] = defaultdict(list)
    for pair in pairs:
        gathered[pair.case].append(pair)
    return {case: sums_of(within) for case, within in gathered.items()}


def estimate(
    figure: Figure, cases: Iterable[Sums], *, least: int = LEAST_CASES, bounds: tuple[float, float] | None = None
) -> Estimate:
    """A figure over all cases with its interval, which never leaves `bounds`."""
    each = list(cases)
    if len(each) < max(least, 2):
        return Estimate(len(each))
    whole = sum(each, Sums())
    value = figure(whole)
    if value is None:
        return Estimate(len(each))
    width = half_width([figure(whole - one) for one in each])
    if width is None:
        return Estimate(len(each), value)
    low, high = value - width, value + width
    if bounds is not None:
        low, high = max(low, bounds[0]), min(high, bounds[1])
    return Estimate(len(each), value, low, high)


def half_width(without_one: Sequence[float | None]) -> float | None:
    """Half of the jackknife's interval, from the figure as it is without each case; None when it has no meaning."""
    known = [value for value in without_one if value is not None]
    count = len(without_one)
    if len(known) < count:
        return None
    mean = sum(known) / count
    spread = sum((value - mean) ** 2 for value in known) * (count - 1) / count
    return student(count - 1) * sqrt(spread) if spread > TINY**2 else None


def drift(points: Sequence[tuple[float, float]]) -> Estimate:
    """By how much leniency changes in a year: the slope of a straight line through (day, leniency of that case).

    Ordinary least squares, its interval by Student's t with two cases fewer. None with few cases or a short time.
    """
    count = len(points)
    days, values = [day for day, _ in points], [value for _, value in points]
    if count < LEAST_FOR_DRIFT or max(days) - min(days) < LEAST_DAYS:
        return Estimate(count)
    slope, at_start = linear_regression(days, values)
    left = sum((value - at_start - slope * day) ** 2 for day, value in points)
    middle = sum(days) / count
    width = student(count - 2) * sqrt(left / (count - 2) / sum((day - middle) ** 2 for day in days))
    if left <= TINY:
        return Estimate(count, slope * YEAR)
    return Estimate(count, slope * YEAR, (slope - width) * YEAR, (slope + width) * YEAR)


def student(freedom: int) -> float:
    """The quantile of Student's t that cuts off 2.5 % above; `freedom` from 4 on, to within 0.005.

    The expansion of Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.5.
    """
    z = NormalDist().inv_cdf((1 + SURE) / 2)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return sum(term / max(freedom, 1) ** power for power, term in enumerate(terms))
