"""What narrows the review queue, as conditions of SQL.

Two kinds: a *finder* gives the few cases that have something, from an index, and is read first; the other conditions
are asked of each case on the way. A clock that is near its end has two finders of its own: the body's date, and the
day until which the school may answer while the body waits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, false, literal, or_, select, true, union

import standards
from registration.access.visibility import Reader
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.moderation.models import StandAside
from registration.review.models import Assignment, Finding
from registration.review.queue_filters import LONGEST_WAIT, SOON, Filters
from registration.workflow import calendar
from registration.workflow.models import Event
from registration.workflow.states import ONCE_MODERATED, State
from registration.worklists.finding import Sought, with_word

WAITS = frozenset({State.SUBMITTED, State.VISIT_PLANNING})
"""States in which the body's clock can stand still until the school has answered."""

KEPT_CASE = Application.__table__.alias("kept_case").c


@dataclass(frozen=True)
class Days:
    """The dates that clocks are told by; in a statement that is kept, parameters stand for them.

    `late`: what was due on this day or before is overdue. `soon`: the last day that is near.
    """

    today: Any
    late: Any
    soon: Any


@dataclass(frozen=True)
class Known:
    """What a list depends on beside its filters: the dates, the words looked for, how far the person has looked, and
    whether few cases have the clock asked for.
    """

    days: Days
    sought: Sought | None = None
    looked: Any = None
    few_on_clock: bool = False


def days_now() -> Days:
    working = calendar.in_force
    today = late = working.today()
    while working.between(late, today) < 1:
        late -= timedelta(days=1)
    return Days(today, late, working.after(today, SOON + 1) - timedelta(days=1))


def one_of(column: Any, states: Collection[State]) -> ColumnElement[bool]:
    """In one of these states. Each is a parameter of its own, and text already: a list would be written out and
    turned into text again each time the statement is sent, which takes longer than a part of a page.
    """
    return column.in_([literal(state.value, String()) for state in sorted(states)])


def on_panel(person_id: Any, *more: ColumnElement[bool]) -> Select[Any]:
    return select(Assignment.application_id).where(
        Assignment.person_id == person_id, Assignment.ended_at.is_(None), *more
    )


def finders(who: Reader, filters: Filters, known: Known) -> list[Any]:
    """Statements that give the ids of the few cases that can be in the list."""
    found: list[Any] = []
    if filters.show == "mine":
        mine = select(KEPT_CASE.id).where(KEPT_CASE.case_officer_id == who.id, one_of(KEPT_CASE.state, filters.states))
        found.append(union(mine, on_panel(who.id)))
    if filters.panel == "leading":
        found.append(on_panel(who.id, Assignment.capacity == "lead_reviewer"))
    if filters.reviewer:
        named = select(Person.id).where(Person.name.icontains(filters.reviewer, autoescape=True))
        judging = select(Assignment.application_id).where(
            Assignment.person_id.in_(named), Assignment.ended_at.is_(None)
        )
        found.append(union(judging, select(KEPT_CASE.id).where(KEPT_CASE.case_officer_id.in_(named))))
    if filters.news:
        found.append(moved_since(who.id, known.looked))
    if known.sought and known.sought.rare:
        found.append(known.sought.few)
    if known.few_on_clock:
        there = select(KEPT_CASE.id).where(one_of(KEPT_CASE.state, filters.states))
        found.append(union(*(there.where(way) for way in clocks(filters, known.days, filters.states, KEPT_CASE))))
    return found


def narrowing(who: Reader, filters: Filters, known: Known) -> list[ColumnElement[bool]]:
    """What is asked of each case, but for its state and its clock."""
    conditions: list[ColumnElement[bool]] = []
    if filters.show == "unassigned":
        conditions.append(Application.case_officer_id.is_(None))
    if filters.panel == "leaderless":
        lead = and_(Assignment.ended_at.is_(None), Assignment.capacity == "lead_reviewer")
        conditions.append(~Application.assignments.any(lead))
    if filters.area:
        conditions.append(concern(who, filters.area))
    if filters.longer is not None:
        conditions.append(Application.state_since <= waiting_since(filters.longer))
    if known.sought:
        conditions += [with_word(word) for word in known.sought.others]
    return conditions


def clocks(filters: Filters, days: Days, states: frozenset[State], of: Any = Application) -> list[ColumnElement[bool]]:
    """The ways in which a case of these states can have the clock asked for, each read from an index; none twice."""
    if filters.clock == "held":
        return [and_(of.held)]
    if not filters.clock:
        return [true()]
    runs = ~of.held
    ours: list[ColumnElement[bool]] = [runs]
    if states & WAITS:
        ours.append(
            or_(~one_of(of.state, WAITS), of.school_until.is_(None), of.school_until < days.today)
        )
    if filters.clock == "late":
        return [and_(of.due_on <= days.late, *ours)]
    ways = [and_(of.due_on > days.late, of.due_on <= days.soon, *ours)]
    if states & WAITS:
        answering = of.school_until.between(days.today, days.soon)
        ways.append(and_(answering, one_of(of.state, states & WAITS), runs))
    return ways


def moved_since(person_id: Any, looked: Any) -> Select[Any]:
    """Cases that somebody else moved after what this person has seen."""
    return select(Event.application_id).where(*news_to(person_id, looked))


def news_to(person_id: Any, looked: Any) -> Sequence[ColumnElement[bool]]:
    if looked is None:
        return [false()]
    return [Event.id > looked, or_(Event.person_id.is_(None), Event.person_id != person_id)]


def concern(who: Reader, area: int) -> ColumnElement[bool]:
    """Somebody on the panel found a criterion of this area below Met, in a finding that counts and that this person
    may read: their own, or anybody's once moderation has opened, but for items that either of them stands aside for.
    """
    editions = standards.editions()
    codes = {c.code for e in editions for a in e.areas if a.number == area for c in a.criteria}
    low = {r.code for e in editions for r in e.ratings if not r.meets}
    if not codes:
        return false()
    readable = or_(Application.state.in_(ONCE_MODERATED), Finding.reviewer_id == who.id)
    counts = and_(
        Assignment.application_id == Finding.application_id, Assignment.person_id == Finding.reviewer_id,
        Assignment.ended_at.is_(None),
    )
    aside = select(StandAside.id).where(
        StandAside.application_id == Finding.application_id, StandAside.criterion_code == Finding.criterion_code,
        StandAside.ended_at.is_(None),
        or_(StandAside.person_id == Finding.reviewer_id, StandAside.person_id == who.id),
    )  # fmt: skip
    return (
        select(Finding.id).join(Assignment, counts)
        .where(
            Finding.application_id == Application.id, Finding.criterion_code.in_(codes), Finding.rating.in_(low),
            readable, ~aside.exists(),
        )
        .correlate(Application).exists()
    )


def waiting_since(days: int) -> datetime:
    """A case that has stood still since then has waited longer than so many working days."""
    working = calendar.in_force
    day = working.today()
    for _ in range(3 * LONGEST_WAIT):
        if working.between(day, working.today()) > days:
            break
        day -= timedelta(days=1)
    return working.end_of(day)
