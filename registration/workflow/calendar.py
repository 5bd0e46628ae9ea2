"""Working days of the body: its time zone, its weekends and its holidays."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from registration.database import now

SATURDAY = 5

BEYOND_WEEKS = [[sum((day + n) % 7 < SATURDAY for n in range(1, rest + 1)) for rest in range(7)] for day in range(7)]
"""Working days among the next so many days, fewer than a week, by the weekday before them: lists ask for each row."""


class Calendar:
    """The body's working-day calendar. One is in force, set from the settings when the app is made."""

    def __init__(self, zone: str = "Europe/London", holidays: Iterable[date] = ()):
        self.zone = ZoneInfo(zone)
        self.holidays = frozenset(holidays)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def today(self) -> date:
        """The date at the body's desk, which is not always the date in UTC."""
        return now().astimezone(self.zone).date()

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def after(self, start: date, days: int) -> date:
        """The working day that lies `days` working days after `start`."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return day

    def before(self, end: date, days: int) -> date:
        """The working day that lies `days` working days before `end`."""
        day = end
        while days > 0:
            day -= timedelta(days=1)
            days -= self.is_working_day(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 when `end` is not later."""
        if end <= start:
            return 0
        whole_weeks, rest = divmod((end - start).days, 7)
        days = whole_weeks * 5 + BEYOND_WEEKS[start.weekday()][rest]
        return days - sum(start < h <= end and h.weekday() < SATURDAY for h in self.holidays)

    def end_of(self, day: date) -> datetime:
        """The last moment of a day at the body's desk: a deadline "on" a day holds until then."""
        midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=self.zone)
        return midnight.astimezone(UTC) - timedelta(seconds=1)


def in_words(day: date) -> str:
    """3 November 2026."""
    return f"{day.day} {day:%B %Y}"


in_force = Calendar()


def use(zone: str, holidays: Iterable[date]) -> None:
    """Put the calendar of the settings in force."""
    in_force.zone = ZoneInfo(zone)
    in_force.holidays = frozenset(holidays)
