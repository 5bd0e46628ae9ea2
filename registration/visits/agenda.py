"""The agenda: proposed from doubt, rearranged by people, laid out in the accepted time.

Every change makes the agenda one *edition* later. A page says which edition it was opened with, so that a stale
one moves nothing; and as the edition stands in the visit, the later of two people at once is told by its version.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from registration.accounts.models import Person
from registration.database import db, now
from registration.errors import Refused
from registration.history import Overtaken
from registration.visits import doubt, schedule
from registration.visits.models import AgendaItem, CancelledItem, Visit
from registration.workflow import calendar

MOST_ITEMS = 60
STALE = (
    "Somebody changed the agenda after you opened this page, so nothing was changed now. "
    "Go back, look at the agenda as it stands, and do it again if it is still needed."
)


@dataclass(frozen=True)
class Row:
    """Where a person wants an item, and for how long."""

    item_id: str
    place: int
    minutes: int


def propose(visit: Visit, by: Person, edition: int | None = None) -> None:
    """Replace the agenda by the one that doubt suggests."""
    begin_change(visit, edition)
    for item in list(visit.agenda):
        take_out(item)
    db.session.flush()
    for position, session in enumerate(doubt.sessions(visit.application), start=1):
        visit.agenda.append(
            AgendaItem(
                position=position, minutes=session.minutes, title=session.title, meet=session.meet,
                observe=session.observe, criteria=list(session.criteria), why=session.why, updated_by_id=by.id,
            )
        )
    lay_out(visit)


def refuse_if_stale(visit: Visit, edition: int, kept: dict[str, str] | None = None) -> None:
    """Raise Refused when the agenda is no longer the edition a page was opened with; `kept` is given back."""
    if edition != visit.agenda_edition:
        raise Refused(STALE, kept)


def begin_change(visit: Visit, edition: int | None) -> None:
    """Count a change. `edition` is the one the page was opened with, None where there was no page."""
    if edition is not None:
        refuse_if_stale(visit, edition)
    visit.agenda_edition = (visit.agenda_edition or 0) + 1


def in_order(visit: Visit) -> list[AgendaItem]:
    return sorted(visit.agenda, key=lambda item: item.position)


def lay_out(visit: Visit) -> None:
    """Give each item its time within the accepted slot's one or two parts.

    An item begins when the one before it ends, or together with it, or at the time set for it. One that no longer
    fits the first part begins the second. Without an accepted slot only times that were set remain.
    """
    slot = visit.accepted_slot
    if slot is None:
        for item in visit.agenda:
            if item.placing != "set":
                item.starts_at = None
        return
    at = before = slot.starts_at
    end, second = slot.ends_at, slot.second_starts_at
    for item in in_order(visit):
        length = timedelta(minutes=item.minutes)
        if item.placing == "alongside":
            starts_at = before
        elif item.placing == "set" and item.starts_at is not None:
            starts_at = item.starts_at
        else:
            starts_at = at
        if second is not None and (starts_at >= second or (item.placing != "set" and starts_at + length > end)):
            starts_at, second = max(starts_at, second), None
            at = starts_at
        if item.starts_at != starts_at:
            item.starts_at = starts_at
        before, at = starts_at, max(at, starts_at + length)


def overrun(visit: Visit) -> datetime | None:
    """When the agenda would end, if that is later than the accepted time allows."""
    slot = visit.accepted_slot
    ends = [item.starts_at + timedelta(minutes=item.minutes) for item in visit.agenda if item.starts_at]
    if slot is None or not ends:
        return None
    over = max(ends)
    return over if over > (slot.second_ends_at or slot.ends_at) else None


def add(visit: Visit, by: Person, edition: int | None = None) -> AgendaItem:
    """A new item before the last one, which usually is the closing meeting."""
    if len(visit.agenda) >= MOST_ITEMS:
        raise Refused(f"An agenda has at most {MOST_ITEMS} items. Remove one first.")
    begin_change(visit, edition)
    ordered = in_order(visit)
    item = AgendaItem(position=0, minutes=15, title="New item", updated_by_id=by.id)
    visit.agenda.append(item)
    number([*ordered[:-1], item, *ordered[-1:]])
    db.session.flush()
    lay_out(visit)
    return item


def wording(item: AgendaItem) -> dict[str, Any]:
    """What people write in an item. Its place is no part of it, nor a time that follows from others."""
    plain = {name: getattr(item, name) for name in ("title", "minutes", "meet", "observe", "criteria", "placing")}
    begins = item.starts_at.astimezone(calendar.in_force.zone) if item.placing == "set" and item.starts_at else None
    when = {"on": begins.date() if begins else None, "at": f"{begins:%H:%M}" if begins else ""}
    return {**plain, **when, "people": list(item.people or ())}


def opened_with(item: AgendaItem) -> str:
    """What an item's page says it was opened with: a print of the wording."""
    return hashlib.sha256(repr(wording(item)).encode()).hexdigest()[:16]


def change(item: AgendaItem, said: dict[str, Any], *, opened: str, by: Person) -> None:
    """Change the wording to `said`. Raises Overtaken when somebody else did since the page was `opened` with it."""
    if opened_with(item) != opened:
        raise Overtaken(wording(item), opened_with(item), item.updated_by_id, item.updated_at)
    known = {member.person.public_id for member in item.visit.team}
    if not set(said["people"]) <= known:
        raise Refused("Choose people of the team; somebody was taken off it while this page was open.")
    begin_change(item.visit, None)
    starts_at = said["starts_at"]
    for name in ("title", "minutes", "meet", "observe", "criteria", "placing", "people"):
        if getattr(item, name) != said[name]:
            setattr(item, name, said[name])
    if item.placing == "set":
        item.starts_at = starts_at
    item.updated_by_id = by.id
    lay_out(item.visit)


def move(item: AgendaItem, step: int, edition: int | None = None) -> None:
    """One place up (-1) or down (+1)."""
    ordered = in_order(item.visit)
    place = ordered.index(item)
    other_place = place + step
    if not 0 <= other_place < len(ordered):
        return
    begin_change(item.visit, edition)
    ordered.insert(other_place, ordered.pop(place))
    number(ordered)
    lay_out(item.visit)


def number(ordered: Sequence[AgendaItem]) -> None:
    """Places 1, 2, 3 in this order; an item that keeps its place is not touched."""
    for position, item in enumerate(ordered, start=1):
        if item.position != position:
            item.position = position


def arrange(visit: Visit, rows: Sequence[Row], *, edition: int, by: Person) -> None:
    """Order and minutes of the whole agenda at once. Of two items given the same place, the one that moved goes first.

    Raises Refused when the agenda is no longer the one the rows were made from.
    """
    begin_change(visit, edition)
    items = {item.public_id: item for item in visit.agenda}
    if items.keys() != {row.item_id for row in rows} or len(rows) != len(items):
        raise Refused(STALE)
    for row in rows:
        item = items[row.item_id]
        if item.minutes != row.minutes:
            item.minutes, item.updated_by_id = row.minutes, by.id
    wanted = sorted(rows, key=lambda row: (row.place, places_down(row, items[row.item_id])))
    number([items[row.item_id] for row in wanted])
    lay_out(visit)


def places_down(row: Row, item: AgendaItem) -> float:
    """Behind whoever stays at a place it moved down to; before whoever stays at one it moved up to."""
    return (row.place > item.position) - (row.place < item.position)


def remove(item: AgendaItem, edition: int | None = None) -> None:
    visit = item.visit
    begin_change(visit, edition)
    take_out(item)
    number(in_order(visit))
    lay_out(visit)


def take_out(item: AgendaItem) -> None:
    """Off the agenda. Calendars that may hold a shared item are told that it is cancelled."""
    visit = item.visit
    if visit.agenda_shared_at is not None and item.starts_at is not None:
        db.session.add(
            CancelledItem(
                visit=visit, item_id=item.public_id, sequence=item.version + 1, title=item.title,
                starts_at=item.starts_at, minutes=item.minutes,
            )
        )  # fmt: skip
    visit.agenda.remove(item)
    db.session.delete(item)


def share(visit: Visit) -> None:
    """Let the school see the agenda; from then on it follows every change."""
    if not visit.agenda:
        raise Refused("Put at least one item on the agenda before you share it.")
    if visit.agenda_shared_at is None:
        visit.agenda_shared_at, visit.shared_as = now(), schedule.said(visit)
