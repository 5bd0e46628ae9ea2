"""Which judgements may be compared, and with which: the one place that says so.

Only of cases whose moderation has ended: from then on the findings are closed, everybody on the panel may read them,
and nothing told here can colour a judgement. A case that comes back to the desk review, after a deferral, drops out
until its moderation has ended again. Only findings of the present panel count, and not where somebody stood aside
for a criterion, who may not see what others found there; of cases withdrawn, none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, select

import standards
from registration.applications.models import Application
from registration.database import db
from registration.fairness.agreement import Pair
from registration.moderation.models import StandAside
from registration.review.models import Assignment, Finding
from registration.workflow.models import Event
from registration.workflow.states import ONCE_MODERATED, State

COUNTED = ONCE_MODERATED - {State.MODERATION, State.WITHDRAWN}
"""States of a case in which its findings are compared."""

Ratings = Mapping[int, Mapping[str, Mapping[int, str]]]
"""By case, criterion and reviewer: the code of the rating."""


@dataclass(frozen=True)
class Moderated:
    """A case whose moderation has ended, and when it did. `event_id` is that move's: the order of cases."""

    id: int
    reference: str
    edition: str
    event_id: int
    ended_at: datetime


@dataclass(frozen=True)
class Judged:
    """One judgement beside one colleague's of the same criterion and case. A pair only where both chose a step."""

    edition: str
    code: str
    reviewer: int
    pair: Pair | None
    across: bool
    own_unclear: bool
    other_unclear: bool
    weight: float


def ended(which: Callable[[Any], Any]) -> ScalarSelect[int]:
    """The number of a move that led on from the moderation of a case: the first of them, or the last."""
    led_on = and_(Event.from_state == State.MODERATION.value, Event.to_state.in_(sorted(COUNTED)))
    of_this_case = Event.application_id == Application.id
    return select(which(Event.id)).where(of_this_case, led_on).correlate(Application).scalar_subquery()


def moderated(*where: ColumnElement[bool]) -> Select[int, str, str, int, datetime]:
    """Cases whose moderation has ended, the latest first: by the last move out of it that led on."""
    return (
        select(Application.id, Application.reference, Application.standard_edition, Event.id, Event.at)
        .join(Event, and_(Event.application_id == Application.id, Event.id == ended(func.max)))
        .where(Application.state.in_(sorted(COUNTED)), *where)
        .order_by(Event.id.desc())
    )


def cases_of(wanted: Select[int, str, str, int, datetime]) -> list[Moderated]:
    return [Moderated(*row) for row in db.session.execute(wanted)]


def ratings_of(cases: Iterable[Moderated]) -> Ratings:
    """What the present panel of each case found. One statement; none without a case."""
    found: dict[int, dict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    ids = [case.id for case in cases]
    if not ids:
        return found
    present = and_(
        Assignment.application_id == Finding.application_id, Assignment.person_id == Finding.reviewer_id,
        Assignment.ended_at.is_(None),
    )
    aside = exists().where(
        StandAside.application_id == Finding.application_id, StandAside.criterion_code == Finding.criterion_code,
        StandAside.person_id == Finding.reviewer_id, StandAside.ended_at.is_(None),
    )  # fmt: skip
    rows = select(Finding.application_id, Finding.criterion_code, Finding.reviewer_id, Finding.rating)
    counted = rows.join(Assignment, present).where(Finding.application_id.in_(ids), ~aside)
    for case, code, reviewer, rating in db.session.execute(counted):
        found[case][code][reviewer] = rating
    return found


def compared(case: Moderated, ratings: Ratings, of: int | None = None) -> list[Judged]:
    """Each judgement of a case beside each colleague's: of one reviewer, or of all of them.

    Colleagues share the weight of one, so that every judgement counts once however large the panel is.
    """
    return [
        judged(case, code, reviewer, rating, other, 1 / (len(panel) - 1))
        for code, panel in ratings[case.id].items()
        for reviewer, rating in panel.items()
        if of in (None, reviewer)
        for colleague, other in panel.items()
        if colleague != reviewer
    ]


def judged(case: Moderated, code: str, reviewer: int, own: str, other: str, weight: float) -> Judged:
    scale = standards.load(case.edition).rating
    mine, theirs = scale(own), scale(other)
    pair = None
    if mine.value is not None and theirs.value is not None:
        pair = Pair(case.id, mine.value, theirs.value, weight)
    return Judged(
        case.edition, code, reviewer, pair, pair is not None and mine.meets != theirs.meets,
        own_unclear=mine.blocks and theirs.value is not None, other_unclear=theirs.blocks and mine.value is not None,
        weight=weight,
    )  # fmt: skip


def pairs_of(rows: Sequence[Judged]) -> list[Pair]:
    return [row.pair for row in rows if row.pair is not None]
