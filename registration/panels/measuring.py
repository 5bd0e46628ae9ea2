"""How long a desk review really took, told from the service's own finished cases; a job counts it each night.

Counted are the minutes in which a reviewer had the page of a criterion open and in front. Those of one person are
shown to that person alone. So nothing is told before ten cases of enough people have come together, none of whom did
a large part of them; and of many figures only three are kept, in whole hours.

Left out are reapprovals, in which most criteria stand as they were; members who left; and reviews in which criteria
were judged without a minute counted there: whoever works on paper, or without JavaScript, is not measured by this.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from registration.applications.models import Application
from registration.database import db, now
from registration.fairness.sums import LARGEST_PART, LEAST_REVIEWERS
from registration.panels.models import ReviewTime
from registration.panels.workload import Hours, Measured
from registration.review.models import Assignment, Finding, WorkingNote
from registration.workflow.usual import HIGH, LEAST_CASES, LOW, latest_finished, nearest_rank

MIDDLE = 0.5
FIGURES = (ReviewTime.capacity, ReviewTime.cases, ReviewTime.usual, ReviewTime.shortest, ReviewTime.longest)
COUNTED = 0.9
"""Of the criteria judged, the share at which minutes were counted; with fewer a review is not measured."""


@dataclass(frozen=True)
class Review:
    """What one desk review took one person."""

    case: int
    person: int
    capacity: str
    minutes: int

    @property
    def hours(self) -> int:
        return max(1, round(self.minutes / 60))


def hours_in_force() -> Hours:
    """One statement."""
    return hours_from(db.session.execute(select(*FIGURES)))


def hours_from(rows: Iterable[Any]) -> Hours:
    """From rows that hold `FIGURES`."""
    measured, finished = {}, 0
    for capacity, cases, usual, shortest, longest in rows:
        finished = max(finished, cases)
        if usual is not None:
            measured[capacity] = Measured(usual, shortest, longest, cases)
    return Hours(measured, finished)


def measure_reviews() -> int:
    """Work all of it out anew, and say from how many reviews. Changes, and does not commit."""
    found: dict[str, list[Review]] = defaultdict(list)
    for review in reviews():
        found[review.capacity].append(review)
    for capacity in ("lead_reviewer", "reviewer"):
        keep(capacity, found[capacity])
    return sum(map(len, found.values()))


def reviews() -> list[Review]:
    """Of those who were on the panel to the end, in the latest finished cases. One statement."""
    minutes = (
        select(WorkingNote.application_id, WorkingNote.reviewer_id, func.sum(WorkingNote.minutes).label("minutes"),
               func.count().label("counted"))
        .where(WorkingNote.minutes > 0).group_by(WorkingNote.application_id, WorkingNote.reviewer_id).subquery()
    )  # fmt: skip
    judged = (
        select(Finding.application_id, Finding.reviewer_id, func.count().label("judged"))
        .group_by(Finding.application_id, Finding.reviewer_id).subquery()
    )
    wanted = (
        select(Assignment.application_id, Assignment.person_id, Assignment.capacity, minutes.c.minutes,
               minutes.c.counted, judged.c.judged)
        .join(Application, Application.id == Assignment.application_id)
        .join(minutes, and_(minutes.c.application_id == Application.id, minutes.c.reviewer_id == Assignment.person_id))
        .join(judged, and_(judged.c.application_id == Application.id, judged.c.reviewer_id == Assignment.person_id))
        .where(Assignment.ended_at.is_(None), Application.follows_id.is_(None), Application.id.in_(latest_finished()))
    )  # fmt: skip
    return [
        Review(case, person, capacity, spent)
        for case, person, capacity, spent, counted, judged_by in db.session.execute(wanted)
        if counted >= COUNTED * judged_by
    ]


def keep(capacity: str, found: Sequence[Review]) -> None:
    row = db.session.get(ReviewTime, capacity)
    if row is None:
        row = ReviewTime(capacity=capacity, cases=0)
        db.session.add(row)
    row.cases, row.counted_at = len({review.case for review in found}), now()
    hours = [review.hours for review in found] if may_be_told(found) else []
    row.shortest, row.usual, row.longest = (
        nearest_rank(hours, share) if hours else None for share in (LOW, MIDDLE, HIGH)
    )


def may_be_told(found: Sequence[Review]) -> bool:
    """Enough cases of enough people, none of whom did a large part of the reviews."""
    parts = Counter(review.person for review in found)
    enough = len({review.case for review in found}) >= LEAST_CASES and len(parts) >= LEAST_REVIEWERS
    return enough and max(parts.values()) <= LARGEST_PART * len(found)
