"""The agenda: proposed from doubt, rearranged by people, laid out in the accepted time."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from registration.accounts.models import Person
from registration.database import db, now
from registration.errors import Refused
from registration.history import Overtaken
from registration.visits import doubt
from registration.visits.models import AgendaItem, Visit

MOST_ITEMS = 60


def propose(visit: Visit, by: Person) -> None:
    """Replace the agenda by the one that doubt suggests."""
    for item in list(visit.agenda):
        db.session.delete(item)
    visit.agenda.clear()
    db.session.flush()
    for position, session in enumerate(doubt.sessions(visit.application), start=1):
        visit.agenda.append(
            AgendaItem(
                position=position, minutes=session.minutes, title=session.title, meet=session.meet,
                observe=session.observe, criteria=list(session.criteria), why=session.why, updated_by_id=by.id,
            )
        )
    lay_out(visit)


def lay_out(visit: Visit) -> None:
    """Give each item its time, one after the other, within the accepted slot's one or two parts.

    An item that no longer fits the first part begins the second. Without an accepted slot there are no times.
    """
    slot = visit.accepted_slot
    ordered = sorted(visit.agenda, key=lambda item: item.position)
    if slot is None:
        for item in ordered:
            item.starts_at = None
        return
    at, end = slot.starts_at, slot.ends_at
    second = slot.second_starts_at
    for item in ordered:
        length = timedelta(minutes=item.minutes)
        if second is not None and at + length > end:
            at, second = second, None
        item.starts_at = at
        at += length


def overrun(visit: Visit) -> datetime | None:
    """When the agenda would end, if that is later than the accepted time allows."""
    slot = visit.accepted_slot
    ends = [item.starts_at + timedelta(minutes=item.minutes) for item in visit.agenda if item.starts_at]
    if slot is None or not ends:
        return None
    over = max(ends)
    return over if over > (slot.second_ends_at or slot.ends_at) else None


def add(visit: Visit, by: Person) -> AgendaItem:
    """A new item before the last one, which usually is the closing meeting."""
    if len(visit.agenda) >= MOST_ITEMS:
        raise Refused(f"An agenda has at most {MOST_ITEMS} items. Remove one first.")
    item = AgendaItem(position=len(visit.agenda) + 1, minutes=15, title="New item", updated_by_id=by.id)
    visit.agenda.append(item)
    db.session.flush()
    return item


def wording(item: AgendaItem) -> dict[str, Any]:
    """What people write in an item. Its time and its place are no part of it: they follow the others."""
    return {name: getattr(item, name) for name in ("title", "minutes", "meet", "observe", "criteria")}


def opened_with(item: AgendaItem) -> str:
    """What an item's page says it was opened with: a print of the wording."""
    return hashlib.sha256(repr(wording(item)).encode()).hexdigest()[:16]


def change(
    item: AgendaItem, *, title: str, minutes: int, meet: str, observe: str, criteria: list[str], opened: str,
    by: Person,
) -> None:
    """Change the wording. Raises Overtaken when somebody else did since the page was `opened` with it."""
    if opened_with(item) != opened:
        raise Overtaken(wording(item), opened_with(item), item.updated_by_id, item.updated_at)
    item.title, item.minutes, item.meet, item.observe = title, minutes, meet, observe
    item.criteria, item.updated_by_id = criteria, by.id
    lay_out(item.visit)


def move(item: AgendaItem, step: int) -> None:
    """One place up (-1) or down (+1)."""
    ordered = sorted(item.visit.agenda, key=lambda other: other.position)
    place = ordered.index(item)
    other_place = place + step
    if 0 <= other_place < len(ordered):
        other = ordered[other_place]
        item.position, other.position = other.position, item.position
        lay_out(item.visit)


def remove(item: AgendaItem) -> None:
    visit = item.visit
    visit.agenda.remove(item)
    db.session.delete(item)
    for position, other in enumerate(sorted(visit.agenda, key=lambda o: o.position), start=1):
        other.position = position
    lay_out(visit)


def share(visit: Visit) -> None:
    """Let the school see the agenda; from then on it follows every change."""
    if not visit.agenda:
        raise Refused("Put at least one item on the agenda before you share it.")
    visit.agenda_shared_at = visit.agenda_shared_at or now()
