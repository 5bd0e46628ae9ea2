"""Making the minutes of moderation: frozen when asked for, printed by a job, kept as bytes with a number."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import load_only

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.applications.snapshot import digest
from registration.database import db, now
from registration.errors import NotAllowed, NotFound
from registration.jobs.service import ask_for
from registration.moderation.counting import hidden_from
from registration.moderation.minutes import content_of
from registration.moderation.models import Minutes
from registration.reports.about import Names
from registration.reports.page import moment

JOB = "moderation_minutes"


def ask_for_minutes(application: Application, names: Names, *, by: Person) -> Minutes:
    """The minutes of what stands now; those made last when they say the same."""
    must_read_all(application, by)
    content = content_of(application, names)
    made = minutes_of(application)
    last = made[-1] if made else None
    if last is None or last.content_sha256 != digest(content):
        number = last.number + 1 if last else 1
        frozen = {**content, "number": number, "dated": moment(now(), names.zone), "made_by": by.name}
        last = Minutes(
            application=application, number=number, content=frozen, content_sha256=digest(content), made_by_id=by.id
        )
        db.session.add(last)
        db.session.flush()
    if last.storage_key is None:
        key = f"{JOB}:{last.public_id}"
        last.job = ask_for(JOB, {"minutes": last.public_id}, key, person=by, application=application)
    return last


def minutes_of(application: Application) -> Sequence[Minutes]:
    """All that were made, oldest first, without what they say."""
    wanted = select(Minutes).where(Minutes.application_id == application.id).order_by(Minutes.number)
    told = (Minutes.public_id, Minutes.number, Minutes.made_at, Minutes.content_sha256, Minutes.storage_key)
    return db.session.scalars(wanted.options(load_only(*told))).all()


def minutes_called(public_id: str) -> Minutes:
    """For the job that prints them: there are such minutes."""
    return db.session.scalars(select(Minutes).where(Minutes.public_id == public_id)).one()


def minutes_for(person: Person, application: Application, public_id: str) -> Minutes:
    """Minutes that are printed, for somebody who may read all of them. Else `NotFound` or `NotAllowed`."""
    must_read_all(application, person)
    found = db.session.scalar(
        select(Minutes).where(Minutes.application_id == application.id, Minutes.public_id == public_id)
    )
    if found is None or found.storage_key is None:
        raise NotFound("These minutes are not there, or not printed yet. Wait a little, then try again.")
    return found


def must_read_all(application: Application, person: Person) -> None:
    """Who stands aside for an item reads nothing of the others on it, so the whole minutes are not for them."""
    if codes := sorted(hidden_from(person, application)):
        raise NotAllowed(
            f"You stand aside for {', '.join(codes)}, and the minutes tell what the others said there. "
            "The case officer can make them and read them."
        )
