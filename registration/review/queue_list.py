"""The list of the review queue, as statements: which cases, in which order, and what each row shows.

The longest waiting of each state are read from an index and merged, so that the cost does not grow with the
number of applications. Putting the statement together takes longer than running it: what most people ask for
is made once for each kind of reader, and kept.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)

import standards
from registration.access.roles import Role
from registration.access.visibility import THE_DESK, Kind, Reader, seen_by
from registration.accounts.models import Person
from registration.applications.models import Application, Submission
from registration.review.models import Assignment, Finding
from registration.review.queue_filters import LONGEST_WAIT, MOST_COUNTED, Filters
from registration.schools.models import School
from registration.workflow import calendar
from registration.workflow.states import ONCE_MODERATED

WITH_TALLY = THE_DESK | {Role.DECISION_MAKER}
MOST = bindparam("most", type_=Integer)
PASSED = bindparam("passed", type_=Integer)


@lru_cache(maxsize=200)
def usual_page(kind: Kind, filters: Filters) -> Select[Any]:
    """The page for everybody of one kind. Only for filters that narrow nothing: there are few of those."""
    return page_of_cases(kind.reader(), filters)


def page_of_cases(who: Reader, filters: Filters) -> Select[Any]:
    """One page; `most` is how many cases there are up to its end, `passed` how many before it."""
    wanted = and_(in_queue(who), *narrowing(who, filters))
    page = nearest(who, wanted, filters).subquery()
    total: ColumnElement[Any] = literal(0)
    if filters.narrowed:
        some = select(Application.id).where(wanted, Application.state.in_(filters.states)).limit(MOST_COUNTED + 1)
        total = select(func.count()).select_from(some.subquery()).scalar_subquery()
    later_round = (
        select(Submission.snapshot["fingerprints"])
        .where(Submission.application_id == Application.id, Submission.round > 1)
        .order_by(Submission.round.desc()).limit(1).correlate(Application).scalar_subquery()
    )
    columns: tuple[Any, ...] = (
        Application.id, Application.reference, Application.standard_edition, Application.state,
        Application.state_since, Application.due_on, Application.held, Application.school_until,
        School.name, School.country, later_round.label("fingerprints"), total.label("total"),
    )
    return (
        select(*columns)
        .join(page, page.c.id == Application.id).join(School, School.id == Application.school_id)
        .order_by(*order_of(filters.sort))
    )


def nearest(who: Reader, wanted: ColumnElement[bool], filters: Filters) -> Any:
    """The cases of one page. Of many: the first of each state, each read from an index in its order, then merged.

    The page is cut here, before anything else of a row is read.
    """
    order = order_of(filters.sort)
    candidates = select(Application.id, Application.state_since, Application.due_on, Application.reference)
    if filters.names_few or filters.sort == "reference" or not who.roles & WITH_TALLY:
        found = candidates.where(wanted, Application.state.in_(filters.states))
        return found.order_by(*order).limit(MOST - PASSED).offset(PASSED)
    first = candidates.order_by(*order).limit(MOST)
    parts = [select(first.where(Application.state == state, wanted).subquery()) for state in sorted(filters.states)]
    merged = union_all(*parts).subquery()
    return select(merged).order_by(*order_of(filters.sort, merged.c)).limit(MOST - PASSED).offset(PASSED)


def order_of(sort: str, of: Any = Application) -> tuple[ColumnElement[Any], ...]:
    if sort == "due":
        return (of.due_on.asc().nulls_last(), of.id.asc())
    if sort == "reference":
        return (of.reference.asc(),)
    return (of.state_since.asc(), of.id.asc())


def in_queue(who: Reader) -> ColumnElement[bool]:
    """What this reader may see, without cases of their own school: there they are only ever the applicant."""
    conditions = [seen_by(who)]
    if who.school_id is not None:
        conditions.append(Application.school_id != who.school_id)
    if not who.roles & WITH_TALLY:
        conditions.append(Application.id.in_(on_panel(who.id)))
    return and_(*conditions)


def on_panel(person_id: Any) -> Select[Any]:
    return select(Assignment.application_id).where(
        Assignment.person_id == person_id, Assignment.ended_at.is_(None)
    )


def narrowing(who: Reader, filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.show == "mine":
        conditions.append(Application.id.in_(on_panel(who.id)))
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
        conditions.append(concern(who, filters.area))
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


def concern(who: Reader, area: int) -> ColumnElement[bool]:
    """Somebody on the panel found a criterion of this area below Met, in a finding this person may read:
    their own, or anybody's once moderation has opened.
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
