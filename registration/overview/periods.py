"""The months an overview speaks of, as its address says them: whole months at the body's desk, both included."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from registration.workflow import calendar

USUAL = 12
EARLIEST = date(2000, 1, 1)
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Period:
    """From the first day of one month to the last of another."""

    first: date
    last: date

    @property
    def months(self) -> tuple[str, str]:
        return f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its begin, and the begin of what comes after it."""
        zone = calendar.in_force.zone
        after = self.last + timedelta(days=1)
        return datetime.combine(self.first, time(), zone), datetime.combine(after, time(), zone)

    @property
    def words(self) -> str:
        """November 2026; or January 2026 to November 2026."""
        first, last = f"{self.first:%B %Y}", f"{self.last:%B %Y}"
        if self.first <= EARLIEST:
            return f"Up to {last}"
        return first if first == last else f"{first} to {last}"

    @property
    def address(self) -> dict[str, str]:
        """What an address says of it."""
        first, last = self.months
        return {"from": first, "to": last}


def period_of(asked: Mapping[str, str]) -> Period:
    """The months of an address, in either order. What is no month is the usual: the year up to now."""
    now_month = calendar.in_force.today().replace(day=1)
    last = month_in(asked.get("to", "")) or now_month
    first = month_in(asked.get("from", "")) or months_before(last, USUAL - 1)
    first, last = min(first, last), max(first, last)
    return Period(first, end_of_month(last))


def usual_periods() -> list[tuple[str, Period]]:
    """Those that most people want, with what they are called."""
    month = calendar.in_force.today().replace(day=1)
    end = end_of_month(month)
    return [
        ("This month", Period(month, end)),
        ("3 months", Period(months_before(month, 2), end)),
        ("12 months", Period(months_before(month, USUAL - 1), end)),
        ("This year", Period(month.replace(month=1), end)),
        ("Last year", Period(date(month.year - 1, 1, 1), date(month.year - 1, 12, 31))),
        ("From the beginning", Period(EARLIEST, end)),
    ]


def month_in(text: str) -> date | None:
    found = MONTH.fullmatch(text.strip())
    return date(int(found[1]), int(found[2]), 1) if found else None


def months_before(month: date, number: int) -> date:
    whole = max(month.year * 12 + month.month - 1 - number, EARLIEST.year * 12)
    return date(whole // 12, whole % 12 + 1, 1)


def end_of_month(month: date) -> date:
    return months_before(month, -1) - timedelta(days=1)
