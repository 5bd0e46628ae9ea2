"""How many cases stand in each state: the tally of all, less the few that a person may not see."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, and_, func, literal, not_, select, type_coerce, union, union_all

from registration.access.visibility import Kind, Reader, kind_and_values
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.review.models import Assignment
from registration.review.queue_list import WITH_TALLY, in_queue
from registration.workflow.models import Tally
from registration.workflow.states import ONCE_SUBMITTED, State


def counts_by_state(person: Person) -> dict[State, int]:
    """How many cases in each state this person may see. It equals the list of that state."""
    kind, values = kind_and_values(person)
    found: dict[str, int] = {}
    for state, number in db.session.connection().execute(counting(kind), values):
        found[state] = found.get(state, 0) + number
    return {State(state): number for state, number in found.items() if number and State(state) in ONCE_SUBMITTED}


@lru_cache(maxsize=50)
def counting(kind: Kind) -> Any:
    """States and numbers to add up. Few cases come to a reviewer, and are counted; for people who see nearly
    everything: the tally, and -1 for each case they may not see.
    """
    who = kind.reader()
    state = type_coerce(Application.state, Tally.state.type).label("state")
    if not who.roles & WITH_TALLY:
        return select(state, func.count()).where(in_queue(who)).group_by(Application.state)
    hidden = union(*(select(Application.id, state).where(some, not_(in_queue(who))) for some in may_be_hidden(who)))
    less = select(hidden.subquery().c.state, literal(-1, Integer))
    return union_all(select(Tally.state, Tally.applications), less)


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
