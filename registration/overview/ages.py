"""How long a case has stood in its state, in steps of working days; the same days as the filter of the queue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from registration.workflow import calendar

LIMITS = (5, 10, 20, 40)


@dataclass(frozen=True)
class Age:
    """Longer than `over` working days, and no longer than `up_to`; None: no bound on that side."""

    name: str
    label: str
    over: int | None
    up_to: int | None


AGES = (
    Age("5", "Up to 5", None, 5), Age("10", "6 to 10", 5, 10), Age("20", "11 to 20", 10, 20),
    Age("40", "21 to 40", 20, 40), Age("more", "Over 40", 40, None),
)  # fmt: skip
BY_NAME = {age.name: age for age in AGES}


def edges() -> dict[int, datetime]:
    """For each limit: a case that has stood still since this moment, or before, has waited longer."""
    working = calendar.in_force
    return edges_on(working.today(), str(working.zone), working.holidays)


@lru_cache(maxsize=4)
def edges_on(_day: date, _zone: str, _holidays: frozenset[date]) -> dict[int, datetime]:
    """Worked out once a day, and again when the calendar is another."""
    return {limit: waiting_since(limit) for limit in LIMITS}


def waiting_since(limit: int) -> datetime:
    """A case that has stood still since then has waited longer than so many working days."""
    working = calendar.in_force
    day = working.today()
    while working.between(day, working.today()) <= limit:
        day -= timedelta(days=1)
    return working.end_of(day)
