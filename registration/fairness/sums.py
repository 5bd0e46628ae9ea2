"""Sums for leads and the desk: how alike everybody judges, told so that nobody in it can be.

A number about few people is a number about each of them, for those who know the others. So nothing is told before
enough cases of enough reviewers have come together, none of whom has a large part in it; the same holds for each
criterion on its own, and the total is over the criteria that are told, so that what is held back cannot be had
by subtraction. Cases that came together are told once, all at the same time, and never again: a number that
changed with each case would tell about the two people who judged that one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from math import sqrt
from typing import Any

from sqlalchemy import func, select

from registration.database import db, now
from registration.fairness import agreement
from registration.fairness.agreement import Estimate
from registration.fairness.judgements import (
    Judged,
    Moderated,
    cases_of,
    compared,
    ended,
    moderated,
    pairs_of,
    ratings_of,
)
from registration.fairness.models import AgreementSum
from registration.workflow.models import Event

LEAST_CASES = 10
LEAST_REVIEWERS = 5
LARGEST_PART = 0.4
"""Of all judgements, that one reviewer may have given."""

LEAST_DAYS = 90
"""Since moderation ended in the first of the cases: sums come about every quarter."""

MOST_CASES = 500
LEAST_FOR_KAPPA = 20
"""Cases, for one criterion: most ratings of it are alike, so fewer cannot tell agreement from chance."""

SHARE = (0.0, 1.0)


def tell_next() -> AgreementSum | None:
    """Add up the cases that wait, the oldest first, when they may be told; else None.

    A case whose moderation had once ended before the last sum, and that came back and was moderated again, is in no
    other sum: it may have been in that one.
    """
    counted = db.session.scalar(select(func.max(AgreementSum.last_event_id))) or 0
    waiting = moderated(ended(func.min) > counted).order_by(None).order_by(Event.id).limit(MOST_CASES)
    cases = cases_of(waiting)
    if len(cases) < LEAST_CASES or now() - min(c.ended_at for c in cases) < timedelta(days=LEAST_DAYS):
        return None
    rows = rows_of(cases)
    if not may_be_told(rows):
        return None
    made = AgreementSum(
        from_at=min(c.ended_at for c in cases), until_at=max(c.ended_at for c in cases),
        last_event_id=max(c.event_id for c in cases), cases=len(cases), reviewers=len({row.reviewer for row in rows}),
        content=content_of(rows),
    )  # fmt: skip
    db.session.add(made)
    return made


def rows_of(cases: Sequence[Moderated]) -> list[Judged]:
    ratings = ratings_of(cases)
    return [row for case in cases for row in compared(case, ratings) if row.pair is not None]


def may_be_told(rows: Sequence[Judged]) -> bool:
    """Enough cases of enough reviewers, none of whom has a large part."""
    if len({row.pair.case for row in rows if row.pair}) < LEAST_CASES:
        return False
    parts: Counter[int] = Counter()
    for row in rows:
        parts[row.reviewer] += 1
    return len(parts) >= LEAST_REVIEWERS and max(parts.values()) <= LARGEST_PART * parts.total()


def content_of(rows: Sequence[Judged]) -> dict[str, Any]:
    """What is told: a line for each criterion that may be, how many may not, and a line for all that may."""
    by_criterion: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for row in rows:
        by_criterion[row.edition, row.code].append(row)
    told = {key: own for key, own in by_criterion.items() if may_be_told(own)}
    together = [row for own in told.values() for row in own]
    criteria = [
        {"edition": edition, "code": code, **line_of(own, LEAST_FOR_KAPPA)}
        for (edition, code), own in sorted(told.items())
    ]
    return {
        "criteria": criteria, "held_back": len(by_criterion) - len(told), "whole": line_of(together),
        "distance": distance(together),
    }  # fmt: skip


def line_of(rows: Sequence[Judged], least_for_kappa: int = LEAST_CASES) -> dict[str, Any]:
    """Kappa and the share of equal ratings, each with its interval, and the share of those across the line at Met."""
    cases = list(agreement.by_case(pairs_of(rows)).values())
    kappa = agreement.estimate(agreement.kappa, cases, least=least_for_kappa, bounds=agreement.WITHIN)
    same = agreement.estimate(agreement.sameness, cases, least=LEAST_CASES, bounds=SHARE)
    weight = sum(row.weight for row in rows)
    return {
        "cases": len(cases), "kappa": [kappa.value, kappa.low, kappa.high], "same": [same.value, same.low, same.high],
        "across": sum(row.weight for row in rows if row.across) / weight if weight else None,
    }  # fmt: skip


def told(line: Mapping[str, Any], what: str) -> Estimate:
    """A number of a line, "kappa" or "same", as it was told."""
    return Estimate(line["cases"], *line[what])


def distance(rows: Iterable[Judged]) -> float | None:
    """How mild or strict a reviewer is, of whichever sign: the root of the mean square, each by their ratings."""
    by_reviewer: dict[int, list[Judged]] = defaultdict(list)
    for row in rows:
        by_reviewer[row.reviewer].append(row)
    sums = [agreement.sums_of(pairs_of(own)) for own in by_reviewer.values()]
    weight = sum(each.weight for each in sums)
    squares = sum(each.weight * (agreement.leniency(each) or 0) ** 2 for each in sums)
    return sqrt(squares / weight) if weight else None
