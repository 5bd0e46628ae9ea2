"""The agenda as an iCalendar file (RFC 5545), for the calendars of both sides."""

from datetime import UTC, datetime, timedelta

from registration.database import now
from registration.visits.models import AgendaItem, Visit


def calendar_of(visit: Visit, url: str) -> str:
    """One event for each item that has a time. Times are in UTC, so every calendar shows its own zone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Online school registration//Approval visit//EN"]
    for item in sorted(visit.agenda, key=lambda i: i.position):
        if item.starts_at:
            lines += event(item, item.starts_at, visit, url)
    return "\r\n".join(folded(line) for line in [*lines, "END:VCALENDAR", ""])


def event(item: AgendaItem, begins: datetime, visit: Visit, url: str) -> list[str]:
    about = "\n".join(filter(None, [f"To meet: {listed(item.meet)}" if item.meet else "",
                                    f"To observe: {listed(item.observe)}" if item.observe else "", url]))
    return [
        "BEGIN:VEVENT", f"UID:{item.public_id}@{visit.application.reference}", f"DTSTAMP:{stamp(now())}",
        f"SEQUENCE:{item.version}", f"DTSTART:{stamp(begins)}",
        f"DTEND:{stamp(begins + timedelta(minutes=item.minutes))}",
        f"SUMMARY:{text(f'Approval visit: {item.title}')}", f"DESCRIPTION:{text(about)}", "END:VEVENT",
    ]


def listed(lines: str) -> str:
    return ", ".join(lines.split("\n"))


def stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def text(value: str) -> str:
    """Escaped as RFC 5545, 3.3.11 asks."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """Lines of at most 75 bytes, as RFC 5545, 3.1 asks; never cut within a character."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > 74:
            pieces.append(piece)
            piece = " "
        piece += character
    return "\r\n".join([*pieces, piece])
