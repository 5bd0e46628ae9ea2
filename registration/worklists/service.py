"""Keeping a list under a name, letting it go, and saying that everything up to now has been seen."""

from datetime import datetime

from sqlalchemy import delete, func, select

from registration.accounts.models import Person
from registration.database import db, now, rows_met
from registration.errors import NotFound, Refused
from registration.worklists.models import KeptList, LastLook
from registration.worklists.queries import newest_event

MOST_LISTS = 30
LONGEST_NAME = 80


def keep_list(person: Person, name: str, address: str) -> KeptList:
    """Keep a list under a name; one that has this name already becomes the new one. Raises Refused without a name."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise Refused("Give the list a name, so that you find it again.")
    kept = db.session.scalar(select(KeptList).where(KeptList.person_id == person.id, KeptList.name == name))
    if kept is None:
        if (db.session.scalar(select(func.count()).where(KeptList.person_id == person.id)) or 0) >= MOST_LISTS:
            raise Refused(f"You keep {MOST_LISTS} lists already. Let one go, then keep this one.", {"Name": name})
        kept = KeptList(person=person, name=name)
        db.session.add(kept)
    kept.address, kept.kept_at = address, now()
    return kept


def forget_list(person: Person, public_id: str) -> None:
    """Let one of one's own lists go. Raises NotFound for any other."""
    mine = delete(KeptList).where(KeptList.person_id == person.id, KeptList.public_id == public_id)
    if not rows_met(mine):
        raise NotFound


def mark_seen(person: Person, until: datetime) -> None:
    """This person has seen all cases as they were at this moment; what they have seen once they do not unsee."""
    look = db.session.get(LastLook, person.id)
    event_id = max(newest_event(min(until, now())), look.event_id if look else 0)
    if look is None:
        db.session.add(LastLook(person=person, event_id=event_id, at=now()))
    else:
        look.event_id, look.at = event_id, now()
