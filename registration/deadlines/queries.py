"""Reading what was asked about time, and every date of a case in one list."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.deadlines.models import Extension, Pause
from registration.evidence.models import EvidenceVersion


def extensions_of(application: Application) -> Sequence[Extension]:
    """The newest first. One statement."""
    wanted = select(Extension).where(Extension.application_id == application.id)
    asked_by = joinedload(Extension.asked_by).lazyload(Person.role_rows)
    shown = joinedload(Extension.evidence_version).joinedload(EvidenceVersion.evidence)
    return db.session.scalars(wanted.options(asked_by, shown).order_by(Extension.id.desc())).all()


def extension_of(application: Application, public_id: str) -> Extension | None:
    wanted = select(Extension).where(Extension.application_id == application.id, Extension.public_id == public_id)
    return db.session.scalar(wanted)


def extension_for(application: Application, key: str) -> Extension | None:
    wanted = select(Extension).where(Extension.application_id == application.id, Extension.deadline == key)
    return db.session.scalar(wanted)


def pauses_of(application: Application) -> Sequence[Pause]:
    """The newest first. One statement."""
    wanted = select(Pause).where(Pause.application_id == application.id)
    return db.session.scalars(wanted.order_by(Pause.id.desc())).all()


def pause_of(application: Application, public_id: str) -> Pause | None:
    return db.session.scalar(
        select(Pause).where(Pause.application_id == application.id, Pause.public_id == public_id)
    )


def standing_pause(application: Application) -> Pause | None:
    """The one that was asked for and not refused."""
    return next((pause for pause in pauses_of(application) if pause.outcome != "refused"), None)

