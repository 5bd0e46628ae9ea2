"""Who is on a page now: one statement for each sign of somebody, and nothing of it is kept for long."""

from datetime import timedelta
from typing import Any

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now, rows_met
from registration.teamwork.models import Presence
from registration.teamwork.queries import HERE_FOR

KEPT_FOR = timedelta(hours=1)
A_MOMENT = timedelta(seconds=3)


def note_presence(application: Application, code: str, person: Person) -> None:
    """This person has the page of a criterion open. Whoever was away for longer is there since now."""
    connection, at = db.session.connection(), now()
    insert: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    made = insert(Presence).values(
        application_id=application.id, criterion_code=code, person_id=person.id, since=at, seen_at=at
    )
    since = case((Presence.seen_at < at - HERE_FOR, made.excluded.since), else_=Presence.since)
    connection.execute(
        made.on_conflict_do_update(
            index_elements=["application_id", "criterion_code", "person_id"],
            set_={"since": since, "seen_at": made.excluded.seen_at},
        )
    )


def leave(application: Application, code: str, person: Person) -> None:
    """This person left the page; not when they opened it anew a moment ago, for a page says late that it was left."""
    here = Presence.application_id == application.id, Presence.criterion_code == code
    before = Presence.seen_at < now() - A_MOMENT
    db.session.execute(delete(Presence).where(*here, Presence.person_id == person.id, before))


def forget_old() -> int:
    """What is older than an hour is nobody's business. Says how many rows."""
    return rows_met(delete(Presence).where(Presence.seen_at < now() - KEPT_FOR))
