"""How long each step usually takes, told from the service's own finished cases, and from nothing else.

A case is finished when its outcome has been released. Each counts once for each state it went through, with the
working days it stood there in all, days on hold left out. Of these the tenth and the ninetieth percentile are kept, so
that four in five cases lie between them. Fewer than ten cases say nothing about the next one, and give no range.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil
from typing import Any

from sqlalchemy import Select, select

from registration.applications.models import Application
from registration.database import db, now
from registration.decisions.models import Determination
from registration.workflow import calendar
from registration.workflow.lasting import lasting
from registration.workflow.models import Event, UsualTime
from registration.workflow.states import ONCE_DETERMINED, State

LEAST_CASES = 10
MOST_CASES = 1_000
"""The latest ones: how things were done years ago says little of today."""
LOW, HIGH = 0.1, 0.9


def count_usual_times() -> int:
    """Work all of it out anew, and say from how many cases. Changes, and does not commit."""
    stays: dict[str, list[int]] = defaultdict(list)
    onward: dict[str, Counter[str]] = defaultdict(Counter)
    cases = finished()
    for case in map(lasting, cases.values()):
        for state, days in days_by_state(case).items():
            stays[state].append(days)
        for event in case:
            if event.from_state and event.from_state != event.to_state:
                onward[event.from_state][event.to_state] += 1
    for state in State:
        keep(state.value, stays[state.value], onward[state.value])
    return len(cases)


def latest_finished() -> Select[int]:
    """The ids of the latest cases whose outcome has been released."""
    released = select(Determination.application_id).where(Determination.released_at.is_not(None))
    return (
        select(Application.id)
        .where(Application.state.in_(ONCE_DETERMINED), Application.id.in_(released))
        .order_by(Application.id.desc())
        .limit(MOST_CASES)
    )


def finished() -> dict[int, list[Any]]:
    """The events of the latest finished cases, by application, each in order; one statement."""
    wanted = select(Event.application_id, Event.move, Event.from_state, Event.to_state, Event.at)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(wanted.where(Event.application_id.in_(latest_finished())).order_by(Event.id)):
        found[row.application_id].append(row)
    return found


def days_by_state(events: Iterable[Any]) -> dict[str, int]:
    """Working days in each state that was left again, without the days on hold."""
    days, stays = calendar.in_force, Counter[str]()
    entered: date | None = None
    held: date | None = None
    for event in events:
        on = days.day_of(event.at)
        if event.move == "hold":
            held = on
        if held is not None and event.move != "hold":  # resumed, or left while on hold
            entered = days.after(entered, days.between(held, on)) if entered else None
            held = None
        if event.from_state == event.to_state:
            continue
        if event.from_state and entered is not None:
            stays[event.from_state] += days.between(entered, on)
        entered = on
    return dict(stays)


def keep(state: str, stays: Sequence[int], onward: Counter[str]) -> None:
    row = db.session.get(UsualTime, state)
    if row is None:
        row = UsualTime(state=state, cases=0)
        db.session.add(row)
    enough = len(stays) >= LEAST_CASES
    row.cases, row.counted_at = len(stays), now()
    row.shortest = nearest_rank(stays, LOW) if enough else None
    row.longest = nearest_rank(stays, HIGH) if enough else None
    row.next_state = onward.most_common(1)[0][0] if enough and onward else ""


def nearest_rank(values: Sequence[int], share: float) -> int:
    """The smallest value that at least this share of the values do not exceed."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]
