"""Keeping drafts, in one statement each, and ending them when their form is saved or they are thrown away."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, or_, select

from registration.access.visibility import Kind, kind_and_values
from registration.accounts.models import Person
from registration.database import db, now, public_id, rows_met
from registration.drafts.answers import Answers, TooMuch
from registration.drafts.models import Draft
from registration.drafts.places import Place
from registration.drafts.statement import sight, upsert

KEPT_FOR = timedelta(days=90)
MOST_DRAFTS = 300
"""Of one person, before windows get no drafts apart, and forms whose session has ended leave none."""
FULL = "You have a great many drafts, so this one is not kept. Save this form, or throw some of your drafts away first."

Reader = tuple[Kind | None, dict[str, Any]]


def keep(
    place: Place,
    view: str,
    answers: Answers,
    *,
    title: str = "",
    after_session: bool = False,
    reader: Reader = (None, {}),
) -> datetime | None:
    """Keep what stands in a form, in one statement; answers with the moment, or None when it was not kept.

    It is not kept when the form was saved meanwhile, when the `reader` does not see its case, and when another
    window has written to this very draft since this one was opened (see `Place.apart`).
    """
    kind, values = reader
    at, connection = now(), db.session.connection()
    written = {
        "new_public_id": public_id(), "new_person_id": place.person_id, "new_application_id": place.application_id,
        "new_place": place.name, "new_key": place.key, "new_view": view, "new_title": title, "new_answers": answers,
        "new_after_session": after_session, "new_saved_at": at, "seen": place.seen,
    }  # fmt: skip
    statement = upsert(connection.dialect.name, kind)
    done = connection.execute(statement, {**values, **written}, execution_options={"preserve_rowcount": True})
    return at if done.rowcount == 1 else None


def keep_typed(place: Place, view: str, answers: Answers, *, person: Person, title: str) -> datetime | None:
    """Keep what somebody is typing; None when they may not see the case any more.

    What comes late from a form that was saved meanwhile is saved already. Where another window went on
    with the draft that this form began with, this one gets a draft of its own. Raises TooMuch when there are too many.
    """
    kind, values = kind_and_values(person)
    reader: Reader = (kind, values) if place.application_id is not None else (None, {})
    for one in places(place, view):
        at = keep(one, view, answers, title=title, reader=reader)
        if at is not None:
            return at
    if reader[0] and not db.session.scalar(sight(kind), {**values, "new_application_id": place.application_id}):
        return None
    if not has_room(place.person_id):
        raise TooMuch(FULL)
    return now()


def places(place: Place, view: str) -> Iterator[Place]:
    """Where a window may keep its draft: with the one it began with, else apart, else apart once more.

    A window that opened the draft apart may have gone on with that one too.
    """
    yield place
    if not has_room(place.person_id):
        return
    yield place.apart(view)
    mine = select(Draft.key).where(Draft.person_id == place.person_id, Draft.place == place.name, Draft.view == view)
    yield place.apart(db.session.scalar(mine.limit(1)) or public_id())


def has_room(person_id: int) -> bool:
    """Whether somebody may have one more draft."""
    there = select(func.count()).select_from(Draft).where(Draft.person_id == person_id)
    active = db.session.scalar(select(Person.active).where(Person.id == person_id))
    return bool(active) and (db.session.scalar(there) or 0) < MOST_DRAFTS


def end(place: Place, view: str) -> None:
    """The form was saved, and its draft ends with that, unless another window went on with it."""
    untouched = and_(Draft.key == place.key, Draft.saved_at == place.seen)
    here = and_(Draft.person_id == place.person_id, Draft.place == place.name)
    db.session.execute(delete(Draft).where(here, or_(untouched, Draft.view == view)))


def throw_away(draft: Draft) -> None:
    db.session.delete(draft)


def forget_old() -> int:
    """Drafts nobody went on with for ninety days end. Returns how many."""
    return rows_met(delete(Draft).where(Draft.saved_at < now() - KEPT_FOR))
