"""The review queue: the cases that come to a person of the body, and how many stand in each state.

It stays as quick with 100,000 applications as with 100: the longest waiting of each state are read
from an index and merged, totals come from the tally, and a narrowed list is counted up to a limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, not_, or_, select, union, union_all

import standards
from registration.access.policy import visible_to
from registration.access.roles import Role
from registration.access.standing import conflicts
from registration.accounts.models import Person
from registration.applications.models import Application, Submission
from registration.database import db, today
from registration.paging import ROWS, Page
from registration.review.models import Assignment, Finding
from registration.review.queue_rows import Case, cases_of
from registration.schools.models import School
from registration.workflow import calendar
from registration.workflow.models import Tally
from registration.workflow.states import ONCE_MODERATED, ONCE_SUBMITTED, OVER, REGISTRATION, State
from standards.model import Area

IN_PROGRESS = ONCE_SUBMITTED - OVER - REGISTRATION
MOST_COUNTED = 1_000
FURTHEST_PAGE = MOST_COUNTED // ROWS
LONGEST_WAIT = 400
THE_DESK = frozenset({Role.CASE_OFFICER, Role.AUDITOR})
WITH_TALLY = THE_DESK | {Role.DECISION_MAKER}
SORTS = {"waiting": "Longest waiting first", "due": "Due first", "reference": "Reference"}
SHOWS = {"all": "All cases", "mine": "Cases I review", "unassigned": "Without a lead reviewer"}


@dataclass(frozen=True)
class Filters:
    """What a person asked the queue for. `state` is a state's value, "every", or empty for work in progress."""

    show: str = "all"
    state: str = ""
    reviewer: str = ""
    area: int | None = None
    longer: int | None = None
    text: str = ""
    sort: str = "waiting"
    page: int = 1

    @property
    def states(self) -> frozenset[State]:
        if self.state in set(ONCE_SUBMITTED):
            return frozenset({State(self.state)})
        return ONCE_SUBMITTED if self.state == "every" else IN_PROGRESS

    @property
    def narrowed(self) -> bool:
        """By more than states: the tally no longer answers."""
        return bool(self.show != "all" or self.reviewer or self.area or self.longer is not None or self.text)

    @property
    def names_few(self) -> bool:
        """By something few cases have, so that they are found first and sorted then."""
        return bool(self.show == "mine" or self.reviewer or self.text)


@dataclass(frozen=True)
class Queue:
    """One page of the queue. `capped` says that there are more than were counted."""

    page: Page[Case]
    counts: Mapping[State, int]
    capped: bool

    @property
    def in_progress(self) -> int:
        return sum(number for state, number in self.counts.items() if state in IN_PROGRESS)


def queue(person: Person, filters: Filters) -> Queue:
    """The cases this person may see and asked for, with the counts by state of all they may see."""
    counts = counts_by_state(person)
    number = min(max(filters.page, 1), FURTHEST_PAGE)
    found = db.session.execute(page_of_cases(person, filters, number)).all()
    total = sum(counts.get(state, 0) for state in filters.states)
    if filters.narrowed:
        total = found[0].total if found else 0
    total = max(total, (number - 1) * ROWS + len(found))
    cases = cases_of(person, [(row.Application, row.fingerprints) for row in found])
    shown = Page(cases, number, min(total, MOST_COUNTED), ROWS)
    return Queue(shown, counts, capped=total > MOST_COUNTED)


def page_of_cases(person: Person, filters: Filters, number: int) -> Select[Any]:
    wanted = and_(in_queue(person), *narrowing(person, filters))
    page = nearest(person, wanted, filters, number * ROWS).subquery()
    total: ColumnElement[Any] = literal(0)
    if filters.narrowed:
        some = select(Application.id).where(wanted, Application.state.in_(filters.states)).limit(MOST_COUNTED + 1)
        total = select(func.count()).select_from(some.subquery()).scalar_subquery()
    later_round = (
        select(Submission.snapshot["fingerprints"])
        .where(Submission.application_id == Application.id, Submission.round > 1)
        .order_by(Submission.round.desc()).limit(1).correlate(Application).scalar_subquery()
    )
    return (
        select(Application, later_round.label("fingerprints"), total.label("total"))
        .join(page, page.c.id == Application.id)
        .order_by(*order_of(filters.sort))
        .limit(ROWS).offset((number - 1) * ROWS)
    )


def nearest(person: Person, wanted: ColumnElement[bool], filters: Filters, most: int) -> Any:
    """The first `most` cases. Of many: the first of each state, each read from an index in its order."""
    ordered = select(Application.id).order_by(*order_of(filters.sort)).limit(most)
    if filters.names_few or filters.sort == "reference" or not person.roles & WITH_TALLY:
        return ordered.where(wanted, Application.state.in_(filters.states))
    parts = [ordered.where(Application.state == state, wanted) for state in sorted(filters.states)]
    return union_all(*(select(part.subquery()) for part in parts))


def order_of(sort: str) -> tuple[ColumnElement[Any], ...]:
    if sort == "due":
        return (Application.due_on.asc().nulls_last(), Application.id.asc())
    if sort == "reference":
        return (Application.reference.asc(),)
    return (Application.state_since.asc(), Application.id.asc())


def in_queue(person: Person) -> ColumnElement[bool]:
    """What this person may see, without cases of their own school: there they are only ever the applicant."""
    conditions = [visible_to(person)]
    if person.school_id is not None:
        conditions.append(Application.school_id != person.school_id)
    if not person.roles & WITH_TALLY:
        conditions.append(Application.id.in_(on_panel(person.id)))
    return and_(*conditions)


def on_panel(person_id: int) -> Select[Any]:
    return select(Assignment.application_id).where(
        Assignment.person_id == person_id, Assignment.ended_at.is_(None)
    )


def narrowing(person: Person, filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.show == "mine":
        conditions.append(Application.id.in_(on_panel(person.id)))
    elif filters.show == "unassigned":
        lead = and_(Assignment.ended_at.is_(None), Assignment.capacity == "lead_reviewer")
        conditions.append(~Application.assignments.any(lead))
    if filters.reviewer:
        named = select(Person.id).where(Person.name.icontains(filters.reviewer, autoescape=True))
        conditions.append(
            Application.id.in_(
                select(Assignment.application_id).where(
                    Assignment.person_id.in_(named), Assignment.ended_at.is_(None)
                )
            )
        )
    if filters.area:
        conditions.append(concern(person, filters.area))
    if filters.longer is not None:
        conditions.append(Application.state_since <= waiting_since(filters.longer))
    if filters.text:
        named_so = select(School.id).where(School.name.icontains(filters.text, autoescape=True))
        conditions.append(
            or_(
                Application.school_id.in_(named_so),
                Application.reference.istartswith(filters.text, autoescape=True),
            )
        )
    return conditions


def concern(person: Person, area: int) -> ColumnElement[bool]:
    """Somebody on the panel found a criterion of this area below Met, in a finding this person may read:
    their own, or anybody's once moderation has opened.
    """
    editions = standards.editions()
    codes = {c.code for e in editions for a in e.areas if a.number == area for c in a.criteria}
    low = {r.code for e in editions for r in e.ratings if not r.meets}
    if not codes:
        return false()
    readable = or_(Application.state.in_(ONCE_MODERATED), Finding.reviewer_id == person.id)
    counts = and_(
        Assignment.application_id == Finding.application_id, Assignment.person_id == Finding.reviewer_id,
        Assignment.ended_at.is_(None),
    )
    return (
        select(Finding.id).join(Assignment, counts)
        .where(
            Finding.application_id == Application.id, Finding.criterion_code.in_(codes), Finding.rating.in_(low),
            readable,
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


def counts_by_state(person: Person) -> dict[State, int]:
    """How many cases in each state this person may see. It equals the list of that state.

    For people who see nearly everything: the tally, less what they may not see.
    """
    if not person.roles & WITH_TALLY:
        counted = select(Application.state, func.count()).where(in_queue(person)).group_by(Application.state)
        return dict(db.session.execute(counted).all())
    own_school = {person.school_id} if person.school_id is not None else set()
    # Few, and each found by an index of its own: one condition with OR would read every case.
    may_be_hidden = (
        and_(Application.state == State.WITHDRAWN, Application.submitted_at.is_(None)),
        Application.school_id.in_(conflicts(person) | own_school),
        Application.id.in_(select(Assignment.application_id).where(Assignment.person_id == person.id)),
    )
    seen = in_queue(person)
    hidden = union(*(select(Application.id, Application.state).where(some, not_(seen)) for some in may_be_hidden))
    found = dict(db.session.execute(select(Tally.state, Tally.applications)).all())
    for _number, state in db.session.execute(hidden):
        found[state] = found.get(state, 0) - 1
    return {State(state): number for state, number in found.items() if State(state) in ONCE_SUBMITTED}


def areas() -> tuple[Area, ...]:
    """The areas of the present edition, for the filter."""
    return standards.current(today()).areas
