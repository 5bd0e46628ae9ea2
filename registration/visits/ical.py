"""The agenda as an iCalendar file (RFC 5545), for the calendars of both sides."""

from datetime import UTC, datetime, timedelta

from registration.database import now
from registration.visits.models import AgendaItem, CancelledItem, Visit
from registration.workflow.states import State


def calendar_of(visit: Visit, url: str) -> str:
    """One event for each item that has a time, and one for each that was taken off since the agenda was shared.

    Times are in UTC, so every calendar shows its own zone. SEQUENCE rises with every change of an item, and an event
    that was cancelled says so with a later one, so that a calendar that holds it takes it out (RFC 5546, 3.2.5).
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Online school registration//Approval visit//EN",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    ]  # fmt: skip
    for item in sorted(visit.agenda, key=lambda i: i.position):
        if item.starts_at:
            lines += event(item, item.starts_at, visit, url)
    for gone in visit.cancelled:
        lines += cancelled(gone, visit)
    return "\r\n".join(folded(line) for line in [*lines, "END:VCALENDAR", ""])


def event(item: AgendaItem, begins: datetime, visit: Visit, url: str) -> list[str]:
    about = "\n".join(filter(None, [f"To meet: {listed(item.meet)}" if item.meet else "",
                                    f"To observe: {listed(item.observe)}" if item.observe else "", url]))
    planning = visit.application.state is State.VISIT_PLANNING
    return [
        *head(item.public_id, item.version, visit), *times(begins, item.minutes),
        f"SUMMARY:{text(f'Approval visit: {item.title}')}", f"DESCRIPTION:{text(about)}",
        *([f"LOCATION:{text(visit.place)}"] if visit.place else []),
        f"STATUS:{'TENTATIVE' if planning else 'CONFIRMED'}", "END:VEVENT",
    ]  # fmt: skip


def cancelled(gone: CancelledItem, visit: Visit) -> list[str]:
    return [
        *head(gone.item_id, gone.sequence, visit), *times(gone.starts_at, gone.minutes),
        f"SUMMARY:{text(f'Cancelled: {gone.title}')}", "STATUS:CANCELLED", "END:VEVENT",
    ]  # fmt: skip


def head(item_id: str, sequence: int, visit: Visit) -> list[str]:
    uid = f"UID:{item_id}@{visit.application.reference}"
    return ["BEGIN:VEVENT", uid, f"DTSTAMP:{stamp(now())}", f"SEQUENCE:{sequence}"]


def times(begins: datetime, minutes: int) -> list[str]:
    return [f"DTSTART:{stamp(begins)}", f"DTEND:{stamp(begins + timedelta(minutes=minutes))}"]


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
