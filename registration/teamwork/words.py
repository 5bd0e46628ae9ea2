"""Who is on a page now, in a sentence for whoever else opens it."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from registration.teamwork.queries import Here


def who_is_here(here: Sequence[Here], zone: str) -> str:
    """Basil Example is on this page since 14:20. Empty when nobody else is."""
    if not here:
        return ""
    if len(here) == 1:
        return f"{here[0].name} is on this page since {clock_time(here[0], zone)}."
    *others, last = [f"{one.name} (since {clock_time(one, zone)})" for one in here]
    return f"{', '.join(others)} and {last} are on this page."


def clock_time(one: Here, zone: str) -> str:
    return f"{one.since.astimezone(ZoneInfo(zone)):%H:%M}"
