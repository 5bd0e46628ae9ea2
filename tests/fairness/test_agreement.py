"""The statistics of agreement: worked by hand, against the definition, and as laws that hold for any ratings."""

from collections import Counter

import pytest
from hypothesis import given, strategies as st

from registration.fairness import agreement
from registration.fairness.agreement import (
    Pair,
    by_case,
    drift,
    estimate,
    kappa,
    leniency,
    sameness,
    student,
    sums_of,
)

STEPS = (1, 2, 3, 4)
steps = st.sampled_from(STEPS)
pairs = st.lists(st.builds(Pair, st.integers(1, 6), steps, steps), min_size=1, max_size=60)


def of(*ratings):
    return sums_of(Pair(1, own, other) for own, other in ratings)


def by_the_table(found):
    """Cohen's definition, by the table of both people's ratings and its margins."""
    table = Counter((p.own, p.other) for p in found)
    own, other, count = Counter(p.own for p in found), Counter(p.other for p in found), len(found)
    weight = {(i, j): (i - j) ** 2 / 9 for i in STEPS for j in STEPS}
    observed = sum(weight[c] * table[c] / count for c in weight)
    expected = sum(weight[i, j] * own[i] * other[j] / count**2 for i, j in weight)
    return None if expected == 0 else 1 - observed / expected


def test_kappa_worked_by_hand():
    # Own 3 3 2 4, other 3 2 2 4. Squared differences: 0 1 0 0, mean 1/4.
    # By chance: each own rating with each other one: 3: 0+1+1+1, 3: 0+1+1+1, 2: 1+0+0+4, 4: 1+4+4+0; 20 over 16 pairs.
    found = kappa(of((3, 3), (3, 2), (2, 2), (4, 4)))

    assert found == pytest.approx(1 - (1 / 4) / (20 / 16))  # 0.8


def test_leniency_worked_by_hand():
    found = of((3, 3), (4, 3), (2, 3), (4, 2))

    assert leniency(found) == pytest.approx((0 + 1 - 1 + 2) / 4)
    assert sameness(found) == pytest.approx(1 / 4)


def test_two_colleagues_count_half_each():
    found = sums_of([Pair(1, 4, 3, 0.5), Pair(1, 4, 2, 0.5), Pair(2, 3, 3)])

    assert leniency(found) == pytest.approx((1.5 + 0) / 2)


def test_an_interval_worked_by_hand():
    # Five cases of one judgement each, differing by 0 0 0 0 1. Mean 0.2; without one: 1/4 four times, 0 once.
    # Spread about their mean 0.2: 4 × 0.0025 + 0.04 = 0.05, times 4/5 = 0.04, root 0.2. Student for 4: 2.776.
    each = by_case([*(Pair(n, 3, 3) for n in range(4)), Pair(4, 4, 3)]).values()

    found = estimate(leniency, each)

    assert found.value == pytest.approx(0.2)
    assert found.high == pytest.approx(0.2 + 2.776 * 0.2, abs=0.002)
    assert found.low == pytest.approx(0.2 - 2.776 * 0.2, abs=0.002)
    assert not found.apart


def test_a_drift_worked_by_hand():
    # Exactly half a step milder in each year, give or take a tenth of a step in turn.
    points = [(day, day / 365.25 / 2 + (0.1 if n % 2 else -0.1)) for n, day in enumerate(range(0, 1200, 100))]

    found = drift(points)

    assert found.value == pytest.approx(0.5, abs=0.05)
    assert found.low < 0.5 < found.high
    assert found.apart


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(4, 2.776), (5, 2.571), (7, 2.365), (9, 2.262), (19, 2.093), (60, 2.000), (1000, 1.962)]
)
def test_students_quantile_is_that_of_the_tables(freedom, quantile):
    assert student(freedom) == pytest.approx(quantile, abs=0.005)


@given(pairs)
def test_kappa_is_what_cohen_defined(found):
    wanted = by_the_table(found)

    assert kappa(sums_of(found)) == (None if wanted is None else pytest.approx(wanted, abs=1e-9))


@given(pairs)
def test_kappa_is_the_same_seen_from_either_side_and_leniency_the_opposite(found):
    turned = [Pair(p.case, p.other, p.own, p.weight) for p in found]
    here, there = sums_of(found), sums_of(turned)

    assert kappa(here) == (None if kappa(there) is None else pytest.approx(kappa(there)))
    assert leniency(here) == pytest.approx(-leniency(there))


@given(pairs, st.integers(-3, 3))
def test_where_the_scale_begins_changes_nothing(found, shift):
    moved = sums_of(Pair(p.case, p.own + shift, p.other + shift) for p in found)
    here = sums_of(found)

    assert kappa(moved) == (None if kappa(here) is None else pytest.approx(kappa(here), abs=1e-6))
    assert leniency(moved) == pytest.approx(leniency(here), abs=1e-9)


@given(pairs)
def test_kappa_is_never_above_one_and_is_one_only_where_nobody_differs(found):
    here = sums_of(found)
    value = kappa(here)

    assert value is None or value <= 1 + 1e-9
    assert value is None or (value == pytest.approx(1)) == (sameness(here) == 1)


@given(pairs, pairs)
def test_sums_of_two_cases_add_up(some, more):
    assert (sums_of(some) + sums_of(more)).parts == pytest.approx(sums_of([*some, *more]).parts)


@given(pairs)
def test_an_interval_holds_its_number_and_keeps_within_its_bounds(found):
    told = estimate(kappa, by_case(found).values(), bounds=(-1, 1))

    assert told.low is None or -1 <= told.low <= told.value + 1e-9 <= told.high + 2e-9 <= 1 + 2e-9
    assert told.value is None or told.cases >= agreement.LEAST_CASES


@given(st.lists(st.tuples(steps, steps), max_size=agreement.LEAST_CASES - 1))
def test_few_cases_give_no_number(ratings):
    each = by_case(Pair(n, own, other) for n, (own, other) in enumerate(ratings)).values()

    assert estimate(leniency, each).value is None
    assert estimate(kappa, each).value is None


def test_one_rating_throughout_gives_no_kappa():
    each = by_case(Pair(n, 3, 3) for n in range(9)).values()

    assert estimate(kappa, each) == agreement.Estimate(9)
    assert estimate(leniency, each) == agreement.Estimate(9, 0)


def test_a_kappa_that_hangs_on_one_case_has_no_interval():
    each = by_case([*(Pair(n, 3, 3) for n in range(8)), Pair(8, 3, 2)]).values()

    found = estimate(kappa, each, bounds=(-1, 1))

    assert found.value == pytest.approx(0)
    assert found.low is None


@pytest.mark.parametrize("points", [[], [(0, 1)], [(n * 100, 0.1) for n in range(7)], [(n, 0.1) for n in range(20)]])
def test_few_cases_or_a_short_time_give_no_drift(points):
    assert drift(points).value is None
