"""Keeping drafts, in one statement each, and ending them when their form is saved or they are thrown away."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    CursorResult,
    Integer,
    String,
    and_,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

from registration.access.policy import visible_to
from registration.accounts.models import OnceKey, Person
from registration.applications.models import Application
from registration.database import Moment, db, now, public_id
from registration.drafts.answers import Answers
from registration.drafts.models import Draft
from registration.drafts.places import Place

KEPT_FOR = timedelta(days=90)
MOST_DRAFTS = 300
"""Of one person whose session has ended: whoever found an old form can fill no disk with it."""


def keep(
    place: Place,
    view: str,
    answers: Answers,
    *,
    title: str = "",
    after_session: bool = False,
    only_if: ColumnElement[bool] | None = None,
) -> datetime | None:
    """Keep what stands in a form, in one statement; answers with the moment, or None when it was not kept.

    It is not kept when the form was saved meanwhile, when `only_if` does not hold, and when another
    window has written to this very draft since this one was opened (see `Place.apart`).
    """
    at = now()
    values: dict[str, ColumnElement[Any]] = {
        "public_id": literal(public_id(), String()), "person_id": literal(place.person_id, Integer()),
        "application_id": literal(place.application_id, Integer()), "place": literal(place.name, String()),
        "key": literal(place.key, String()), "view": literal(view, String()),
        "title": literal(title, String()), "answers": literal(answers, JSON()),
        "after_session": literal(after_session, Boolean()), "saved_at": literal(at, Moment()),
    }  # fmt: skip
    still = and_(~was_sent(view), true() if only_if is None else only_if)
    row = select(*values.values()).where(still)
    on_postgresql = db.session.get_bind().dialect.name == "postgresql"
    made: Any = postgresql.insert(Draft) if on_postgresql else sqlite.insert(Draft)
    made = made.from_select(list(values), row)
    changed = {name: made.excluded[name] for name in ("view", "answers", "after_session", "saved_at")}
    changed["title"] = func.coalesce(func.nullif(made.excluded.title, ""), Draft.title)
    own = or_(Draft.view == made.excluded.view, Draft.saved_at == place.seen)
    upsert = made.on_conflict_do_update(index_elements=["person_id", "place", "key"], set_=changed, where=own)
    done = db.session.execute(upsert, execution_options={"preserve_rowcount": True})
    return at if isinstance(done, CursorResult) and done.rowcount == 1 else None


def was_sent(view: str) -> ColumnElement[bool]:
    """The form with this once-key was saved: what still arrives from its window is that same text, late."""
    return exists(select(OnceKey.id).where(OnceKey.key >= f"{view}:", OnceKey.key < f"{view};"))


def visible_case(person: Person, place: Place) -> ColumnElement[bool] | None:
    """The case of this place is one that this person may still see; None when it is of no case."""
    if place.application_id is None:
        return None
    return exists(select(Application.id).where(Application.id == place.application_id, visible_to(person)))


def keep_typed(place: Place, view: str, answers: Answers, *, person: Person, title: str) -> datetime | None:
    """Keep what somebody is typing; None when they may not see the case any more.

    What comes late from a form that was saved meanwhile is saved already. Where another window went on
    with the draft that this form began with, this one gets a draft of its own.
    """
    still = visible_case(person, place)
    for one in (place, place.apart(view)):
        at = keep(one, view, answers, title=title, only_if=still)
        if at is not None:
            return at
    if still is not None and not db.session.scalar(select(still)):
        return None
    return now()


def has_room(person_id: int) -> bool:
    """Whether somebody whose session has ended may leave one more draft."""
    there = select(func.count()).select_from(Draft).where(Draft.person_id == person_id)
    active = db.session.scalar(select(Person.active).where(Person.id == person_id))
    return bool(active) and (db.session.scalar(there) or 0) < MOST_DRAFTS


def end(place: Place, view: str) -> None:
    """The form was saved, and its draft ends with that, unless another window went on with it."""
    own = and_(Draft.key == place.key, or_(Draft.view == view, Draft.saved_at == place.seen))
    here = and_(Draft.person_id == place.person_id, Draft.place == place.name)
    db.session.execute(delete(Draft).where(here, or_(own, Draft.key == view)))


def throw_away(draft: Draft) -> None:
    db.session.delete(draft)


def forget_old() -> int:
    """Drafts nobody went on with for ninety days end. Returns how many."""
    done = db.session.execute(delete(Draft).where(Draft.saved_at < now() - KEPT_FOR))
    return done.rowcount if isinstance(done, CursorResult) else 0
