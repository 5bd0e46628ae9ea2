"""Drafts that nobody has changed for a while: found by the latest change to anything the school writes in them."""

from datetime import datetime

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import selectinload

from registration.applications.models import Application
from registration.database import db
from registration.evidence.models import Citation, Evidence
from registration.schools.models import ProfileSection
from registration.self_assessment.models import Response
from registration.workflow.states import State

WRITTEN_IN = (
    (Application.id, Application.started_at),
    (Response.application_id, Response.updated_at),
    (ProfileSection.application_id, ProfileSection.updated_at),
    (Evidence.application_id, Evidence.added_at),
    (Citation.application_id, Citation.added_at),
)
MOST = 1_000


def idle_drafts(before: datetime) -> list[tuple[Application, datetime]]:
    """Drafts last changed before a moment, each with the moment of that change, the latest changed first."""
    old = select(Application.id).where(Application.state == State.DRAFT, Application.started_at < before)
    changes = union_all(
        *(select(case.label("case_id"), at.label("at")).where(case.in_(old)) for case, at in WRITTEN_IN)
    ).subquery()
    last = func.max(changes.c.at)
    idle = select(changes.c.case_id, last).group_by(changes.c.case_id).having(last < before)
    moments = {row[0]: row[1] for row in db.session.execute(idle.order_by(last.desc()).limit(MOST))}
    wanted = select(Application).where(Application.id.in_(moments)).options(selectinload(Application.assignments))
    return [(application, moments[application.id]) for application in db.session.scalars(wanted).unique()]
