"""Time in the demonstration: histories are laid out backwards from today, and the clock is turned to each step."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from itertools import count

from registration.database import CLOCK

SATURDAY = 5
LONG = frozenset({"open_moderation", "plan_visit", "confirm_visit", "record_visit"})
TICK = timedelta(seconds=2)

GAPS = {
    "fill": 31, "confirm": 12, "submit": 14, "return_for_completion": 4, "submit_again": 9, "hold": 4,
    "begin_desk_review": 6, "request_evidence": 9, "send_evidence": 9, "open_moderation": 16, "plan_visit": 7,
    "conclude": 7, "confirm_visit": 14, "record_visit": 18, "send_draft": 13, "answer_facts": 6, "send_to_decision": 8,
    "decide": 7, "release": 1, "take_back": 1, "decide_anew": 1,
    "close_conditions": 75, "register": 9, "suspend": 150, "end_registration": 240, "appeal": 10,
    "withdraw": 12,
}  # fmt: skip
"""Days between a step and the one before it."""


def schedule(steps: list[str], since: int, today: datetime, pace: float = 1) -> dict[str, datetime]:
    """The moment of each step, so that the last lies `since` days before today. No step falls on a weekend.

    `pace` makes the long steps, from the desk review to the visit, longer.
    """
    moments: dict[str, datetime] = {}
    day = today.date() - timedelta(days=since)
    for number, step in enumerate(reversed(steps)):
        while day.weekday() >= SATURDAY:
            day -= timedelta(days=1)
        hour = 8 + (number * 5 + len(steps)) % 7
        moments[step] = min(datetime.combine(day, time(hour, number * 7 % 60), tzinfo=UTC), today)
        gap = GAPS.get(step, 1)
        day -= timedelta(days=round(gap * pace) if step in LONG else gap)
    return moments


@contextmanager
def turned(moment: datetime) -> Iterator[None]:
    """The service's clock stands at this moment, and goes on by two seconds each time it is read."""
    before, ticks = CLOCK[0], count()
    CLOCK[0] = lambda: moment + TICK * next(ticks)
    try:
        yield
    finally:
        CLOCK[0] = before
