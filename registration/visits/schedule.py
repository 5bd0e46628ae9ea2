"""The schedule both sides share: what it says, and what it says differently since somebody last looked."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from registration.accounts.models import Person
from registration.database import db, now
from registration.visits.models import AgendaItem, ScheduleLook, Visit

ASKED = ("meet", "observe", "criteria")


@dataclass(frozen=True)
class Change:
    """One thing that is different: `what` names it, `title` the item it is about, `before` and `after` where told."""

    what: str
    title: str = ""
    before: Any = None
    after: Any = None


def said(visit: Visit) -> dict[str, Any]:
    """Everything the schedule tells the school, as it stands now. Why an item was proposed is no part of it."""
    items = sorted(visit.agenda, key=lambda item: item.position)
    return {"mode": visit.mode, "place": visit.place, "items": {item.public_id: of(item) for item in items}}


def of(item: AgendaItem) -> dict[str, Any]:
    at = item.starts_at.astimezone(UTC).isoformat() if item.starts_at else None
    return {
        "title": item.title, "at": at, "minutes": item.minutes,
        "meet": item.meet, "observe": item.observe, "criteria": list(item.criteria),
    }


def print_of(what_it_says: dict[str, Any]) -> str:
    """Two schedules with the same print say the same."""
    return hashlib.sha256(json.dumps(what_it_says, sort_keys=True).encode()).hexdigest()[:16]


def look_of(visit: Visit, person: Person) -> ScheduleLook | None:
    """What this person last said to have seen."""
    wanted = select(ScheduleLook).where(ScheduleLook.visit_id == visit.id, ScheduleLook.person_id == person.id)
    return db.session.scalar(wanted)


@dataclass(frozen=True)
class Since:
    """What is different since a person last said to have looked, or else since the agenda was shared."""

    changes: list[Change]
    shown: str
    looked_at: datetime | None


def since_last_look(visit: Visit, person: Person) -> Since:
    look, standing = look_of(visit, person), said(visit)
    before = look.said if look else visit.shared_as
    found = changes(before, standing) if before else []
    return Since(found, print_of(standing), look.looked_at if look else visit.agenda_shared_at)


def mark_seen(visit: Visit, person: Person, shown: str) -> bool:
    """Keep that this person has seen the schedule. `shown` is the print of what stood on their page: when it says
    something else by now, nothing is kept and the answer is False.
    """
    standing = said(visit)
    if print_of(standing) != shown:
        return False
    look = look_of(visit, person)
    if look is None:
        db.session.add(ScheduleLook(visit_id=visit.id, person_id=person.id, said=standing))
    else:
        look.said, look.looked_at = standing, now()
    return True


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """What is different, in the order of the schedule; what is gone comes last."""
    found = [
        Change(name, before=before.get(name), after=after.get(name))
        for name in ("mode", "place")
        if before.get(name) != after.get(name)
    ]
    old, new = before.get("items", {}), after.get("items", {})
    for key, item in new.items():
        found += changes_of(old[key], item) if key in old else [Change("new", item["title"], after=at(item))]
    gone = [Change("gone", item["title"], before=at(item)) for key, item in old.items() if key not in new]
    return [*found, *gone]


def changes_of(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """What is different about one item."""
    found = []
    if old["title"] != new["title"]:
        found.append(Change("renamed", new["title"], old["title"], new["title"]))
    if old["at"] != new["at"]:
        found.append(Change("moved", new["title"], at(old), at(new)))
    if old["minutes"] != new["minutes"]:
        found.append(Change("minutes", new["title"], old["minutes"], new["minutes"]))
    if any(old[name] != new[name] for name in ASKED):
        found.append(Change("asked", new["title"]))
    return found


def at(item: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(item["at"]) if item["at"] else None
