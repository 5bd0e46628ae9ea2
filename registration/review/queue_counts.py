"""How many cases there are: in each state, by the tally of all, less the few that a person may not see; and in the
lists that people ask for most, counted up to a limit.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    and_,
    bindparam,
    func,
    literal,
    not_,
    select,
    type_coerce,
    union,
    union_all,
)

from registration.access.roles import Role
from registration.access.visibility import Kind, Reader, kind_and_values
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.review.models import Assignment
from registration.review.queue_conditions import Days, Known, days_now
from registration.review.queue_filters import Filters
from registration.review.queue_list import WITH_TALLY, how_many, in_queue
from registration.workflow.models import Tally
from registration.workflow.states import ONCE_SUBMITTED, State

LISTS = {
    "mine": Filters(show="mine"), "unassigned": Filters(show="unassigned"), "leading": Filters(panel="leading"),
    "late": Filters(clock="late"), "soon": Filters(clock="soon"), "held": Filters(clock="held"),
    "news": Filters(news=True, state="every"),
}  # fmt: skip
"""The lists that are offered with their numbers."""

MOST_IN_A_LIST = 200
"""They are counted no further: a page must not take longer where there are many."""

KNOWN = Known(
    Days(*(bindparam(name, type_=Date) for name in ("today", "late", "soon"))),
    looked=bindparam("looked", type_=Integer),
)  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """How many cases a person may see in each state, and in each of the lists that are offered to them."""

    states: dict[State, int]
    lists: dict[str, int]


def counts_by_state(person: Person) -> dict[State, int]:
    """How many cases in each state this person may see. It equals the list of that state."""
    return counts(person, None).states


def counts(person: Person, looked: int | None) -> Counts:
    """Everything that is counted, in one statement; `looked` is the last event this person has seen."""
    kind, values = kind_and_values(person)
    days = days_now()
    values |= {"today": days.today, "late": days.late, "soon": days.soon, "looked": looked}
    found: dict[str, int] = {}
    for name, number in db.session.connection().execute(counting(kind), values):
        found[name] = found.get(name, 0) + number
    lists = {name: found.pop(name) for name in offered(kind.roles)}
    states = {State(state): number for state, number in found.items() if number and State(state) in ONCE_SUBMITTED}
    return Counts(states, lists)


def offered(roles: frozenset[Role]) -> list[str]:
    """The lists that mean something to somebody with these roles. A reviewer has no cases but their own."""
    at_desk = bool(roles & WITH_TALLY)
    fits = {
        "mine": at_desk and bool(roles & {Role.CASE_OFFICER, Role.REVIEWER}), "leading": Role.REVIEWER in roles,
        "unassigned": bool(roles & {Role.CASE_OFFICER, Role.AUDITOR}),
    }  # fmt: skip
    return [name for name in LISTS if fits.get(name, True)]


@lru_cache(maxsize=50)
def counting(kind: Kind) -> Any:
    """Names of states and lists, and numbers to add up. Few cases come to a reviewer, and are counted; for people
    who see nearly everything: the tally, and -1 for each case they may not see.
    """
    who = kind.reader()
    state = type_coerce(Application.state, Tally.state.type).label("state")
    most = MOST_IN_A_LIST + 1
    lists = [select(literal(name), how_many(who, LISTS[name], KNOWN, most)) for name in offered(kind.roles)]
    if not who.roles & WITH_TALLY:
        return union_all(select(state, func.count()).where(in_queue(who)).group_by(Application.state), *lists)
    hidden = union(*(select(Application.id, state).where(some, not_(in_queue(who))) for some in may_be_hidden(who)))
    less = select(hidden.subquery().c.state, literal(-1, Integer))
    return union_all(select(Tally.state, Tally.applications), less, *lists)


def may_be_hidden(who: Reader) -> list[Any]:
    """Few, and each found by an index of its own: one condition with OR would read every case."""
    conditions: list[Any] = [
        and_(Application.state == State.WITHDRAWN, Application.submitted_at.is_(None)),
        Application.id.in_(select(Assignment.application_id).where(Assignment.person_id == who.id)),
    ]
    if who.conflicts is not None:
        conditions.append(Application.school_id.in_(who.conflicts))
    if who.school_id is not None:
        conditions.append(Application.school_id == who.school_id)
    return conditions
