"""Times on two clocks: what a typed time means in a zone, and when a clock there is put forward or back."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class NoSingleMoment(Exception):
    """A typed time that does not come on that day, or comes twice. `str(error)` says so to whoever typed it."""


def moment_at(day: date, at: time, zone: str) -> datetime:
    """The one moment at which a clock in this zone shows this time on this day.

    Raises NoSingleMoment in the hour that is left out when clocks go forward, and in the hour that comes
    twice when they go back: nobody could say which one was meant.
    """
    typed = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    moments = {typed.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
    shown = {m for m in moments if m.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == typed.replace(tzinfo=None)}
    if len(shown) == 1:
        return shown.pop()
    how = "comes twice" if shown else "does not come"
    raise NoSingleMoment(
        f"The clocks in {zone} change on {day.day} {day:%B %Y}, and {at:%H:%M} {how} on that day. Choose another time."
    )


def offset(moment: datetime, zone: str) -> timedelta:
    """How far a clock in this zone is ahead of UTC at this moment."""
    return moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)


def apart(moment: datetime, zones: tuple[str, str]) -> timedelta:
    """How far the second zone is ahead of the first at this moment."""
    return offset(moment, zones[1]) - offset(moment, zones[0])


def clock_change(start: datetime, end: datetime, zone: str) -> datetime | None:
    """The first moment after `start` and up to `end` from which a clock there is ahead of UTC by another amount."""
    low = start
    while low < end and offset(high := min(low + DAY, end), zone) == offset(low, zone):
        low = high
    if low >= end:
        return None
    before = offset(low, zone)
    while high - low > SECOND:
        middle = low + (high - low) / 2
        low, high = (middle, high) if offset(middle, zone) == before else (low, middle)
    return high.replace(microsecond=0)


def changes_between(start: datetime, end: datetime, zones: Mapping[str, str]) -> dict[str, datetime]:
    """The zones in which a clock changes between two moments, by their names as given, and when."""
    found = {side: clock_change(start, end, zone) for side, zone in zones.items()}
    return {side: moment for side, moment in found.items() if moment is not None}


def over_midnight(start: datetime, end: datetime, zone: str) -> bool:
    """It begins on one day there and goes on into the next. Ending at midnight is not over it."""
    here = ZoneInfo(zone)
    return start.astimezone(here).date() < (end - timedelta(microseconds=1)).astimezone(here).date()
