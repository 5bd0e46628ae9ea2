"""The list of the review queue, as statements: which cases, in which order, and what each row shows.

The longest waiting of each state are read from an index and merged, so that the cost does not grow with the
number of applications. Putting the statement together takes longer than running it: what most people ask for
is made once for each kind of reader, and kept.
"""

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
from sqlalchemy.orm import aliased

from registration.access.roles import Role
from registration.access.visibility import THE_DESK, Kind, Reader, seen_by
from registration.accounts.models import Person
from registration.applications.models import Application, Submission
from registration.review.queue_conditions import Days, Known, clocks, finders, narrowing, on_panel, one_of
from registration.review.queue_filters import MOST_COUNTED, Filters
from registration.schools.models import School

WITH_TALLY = THE_DESK | {Role.DECISION_MAKER}
MOST = bindparam("most", type_=Integer)
PASSED = bindparam("passed", type_=Integer)
NO_DAYS = Days(None, None, None)
"""For lists that ask for no clock."""


@lru_cache(maxsize=200)
def usual_page(kind: Kind, filters: Filters) -> Select[Any]:
    """The page for everybody of one kind. Only for filters that narrow nothing: there are few of those."""
    return page_of_cases(kind.reader(), filters, Known(NO_DAYS))


def page_of_cases(who: Reader, filters: Filters, known: Known) -> Select[Any]:
    """One page; `most` is how many cases there are up to its end, `passed` how many before it."""
    page = nearest(who, filters, known).subquery()
    total: ColumnElement[Any] = literal(0)
    if filters.narrowed:
        total = how_many(who, filters, known)
    return rows(total.label("total")).join(page, page.c.id == Application.id).order_by(*order_of(filters.sort))


def rows(*more: Any) -> Select[Any]:
    """What `queue_rows` makes rows of."""
    officer = aliased(Person, flat=True)
    later_round = (
        select(Submission.snapshot["fingerprints"])
        .where(Submission.application_id == Application.id, Submission.round > 1)
        .order_by(Submission.round.desc()).limit(1).correlate(Application).scalar_subquery()
    )
    columns: tuple[Any, ...] = (
        Application.id, Application.reference, Application.standard_edition, Application.state,
        Application.state_since, Application.due_on, Application.held, Application.school_until,
        Application.submitted_at, Application.follows_id, School.name, School.country, officer.name.label("officer"),
        later_round.label("fingerprints"), *more,
    )
    return (
        select(*columns)
        .join(School, School.id == Application.school_id)
        .outerjoin(officer, officer.id == Application.case_officer_id)
    )


def how_many(who: Reader, filters: Filters, known: Known, most: int | None = MOST_COUNTED + 1) -> ColumnElement[Any]:
    """The number of cases in a list, counted up to a limit."""
    found = cases(who, filters, known, Application.id).where(standing_in(filters, known))
    ways = [
        select(func.count()).select_from(found.where(way).limit(most).subquery()).scalar_subquery()
        for way in clocks(filters, known.days, filters.states)
    ]
    return sum(ways[1:], start=ways[0])


def cases(who: Reader, filters: Filters, known: Known, *columns: Any) -> Select[Any]:
    """The cases asked for, whatever their state and clock."""
    found = select(*columns).where(in_queue(who), *narrowing(who, filters, known))
    found = found.where(*(Application.id.in_(finder) for finder in finders(who, filters, known)))
    return found.where(false()) if known.sought and known.sought.nothing else found


def names_few(filters: Filters, known: Known) -> bool:
    """By something few cases have, so that they are found first and sorted then."""
    return filters.names_few or known.few_on_clock or bool(known.sought and known.sought.rare)


def standing_in(filters: Filters, known: Known) -> ColumnElement[bool]:
    """One of the states asked for. Where few cases are found by something else, not by the index of states."""
    state: Any = func.coalesce(Application.state, "") if names_few(filters, known) else Application.state
    return one_of(state, filters.states)


def nearest(who: Reader, filters: Filters, known: Known) -> Any:
    """The cases of one page. Of many: the first of each state, each read from an index in its order, then merged.

    The page is cut here, before anything else of a row is read.
    """
    order = order_of(filters.sort)
    columns = (Application.id, Application.state_since, Application.due_on, Application.reference)
    candidates = cases(who, filters, known, *columns)
    if names_few(filters, known) or filters.sort == "reference" or not who.roles & WITH_TALLY:
        clock = or_(*clocks(filters, known.days, filters.states))
        found = candidates.where(clock, standing_in(filters, known))
        return found.order_by(*order).limit(MOST - PASSED).offset(PASSED)
    first = candidates.order_by(*order).limit(MOST)
    parts = [
        select(first.where(Application.state == state, way).subquery())
        for state in sorted(filters.states)
        for way in clocks(filters, known.days, frozenset({state}))
    ]
    merged = union_all(*parts).subquery()
    return select(merged).order_by(*order_of(filters.sort, merged.c)).limit(MOST - PASSED).offset(PASSED)


def every_case(who: Reader, filters: Filters, known: Known) -> Select[Any]:
    """The whole list, for a file; each row says how many there are."""
    clock = or_(*clocks(filters, known.days, filters.states))
    wanted = cases(who, filters, known, Application.id).where(clock, standing_in(filters, known))
    total = select(func.count()).select_from(wanted.subquery()).scalar_subquery()
    chosen = wanted.subquery()
    return rows(total.label("total")).join(chosen, chosen.c.id == Application.id).order_by(*order_of(filters.sort))


def order_of(sort: str, of: Any = Application) -> tuple[ColumnElement[Any], ...]:
    if sort == "due":
        return (of.due_on.asc().nulls_last(), of.id.asc())
    if sort == "reference":
        return (of.reference.asc(),)
    if sort == "recent":
        return (of.state_since.desc(), of.id.desc())
    return (of.state_since.asc(), of.id.asc())


def in_queue(who: Reader) -> ColumnElement[bool]:
    """What this reader may see, without cases of their own school: there they are only ever the applicant."""
    conditions = [seen_by(who)]
    if who.school_id is not None:
        conditions.append(Application.school_id != who.school_id)
    if not who.roles & WITH_TALLY:
        conditions.append(Application.id.in_(on_panel(who.id)))
    return and_(*conditions)
