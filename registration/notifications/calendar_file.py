"""A calendar as a file (RFC 5545). Times are in UTC, so that every calendar shows its own zone, summer and winter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from registration.database import now
from registration.visits.ical import folded, stamp, text


@dataclass(frozen=True)
class Entry:
    """A whole day, or, with its two moments, a stretch of time."""

    uid: str
    title: str
    text: str
    url: str
    day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    status: str = "CONFIRMED"


def calendar_file(name: str, entries: Iterable[Entry]) -> str:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Online school registration//Deadlines and visits//EN",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for entry in entries:
        lines += event(entry)
    return "\r\n".join(folded(line) for line in [*lines, "END:VCALENDAR", ""])


def event(entry: Entry) -> list[str]:
    return [
        "BEGIN:VEVENT", f"UID:{entry.uid}", f"DTSTAMP:{stamp(now())}", *when(entry), f"SUMMARY:{text(entry.title)}",
        f"DESCRIPTION:{text(entry.text)}", f"URL:{entry.url}", f"STATUS:{entry.status}",
        "CLASS:PRIVATE", "END:VEVENT",
    ]  # fmt: skip


def when(entry: Entry) -> list[str]:
    """A day takes nobody's time: it is shown as free."""
    if entry.starts_at and entry.ends_at:
        return [f"DTSTART:{stamp(entry.starts_at)}", f"DTEND:{stamp(entry.ends_at)}", "TRANSP:OPAQUE"]
    after = entry.day + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", "TRANSP:TRANSPARENT"]
