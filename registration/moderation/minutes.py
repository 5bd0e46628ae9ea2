"""What the minutes of moderation say: who was on the panel, and item by item who was there, what was said and agreed.

They are put together from the records as words that JSON can hold, frozen when asked for, and printed by a job.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from registration.applications.models import Application
from registration.database import db
from registration.history import Revision
from registration.moderation.for_decision import items_for_decision
from registration.moderation.models import AgreedFinding, StandAside
from registration.moderation.queries import Row, Table, names_present, table
from registration.reports.about import Names
from registration.reports.page import day, moment
from registration.review.models import Assignment
from standards.model import Standard


def content_of(application: Application, names: Names) -> dict[str, Any]:
    """All that the minutes say but their number, their date and who made them."""
    found = table(application)
    people = {a.person_id: a.person.name for a in application.assignments}
    asides, before, zone = application.asides, former_agreements(found), names.zone
    rows = sorted(found.rows, key=lambda row: list(application.standard.criteria).index(row.criterion.code))
    return {
        "body": names.body, "school": application.school.name, "reference": application.reference,
        "standard": f"{application.standard.title}, edition {application.standard.edition}",
        "panel": [member(assignment, zone) for assignment in application.assignments],
        "named": [
            {"code": one.criterion.code, "title": one.criterion.title, "rating": one.rating.name, "why": list(one.why)}
            for one in items_for_decision(application)
        ],
        "areas": [
            {
                "title": f"{area.number} {area.title}",
                "items": [
                    item(application, found, row, people, asides, before, zone)
                    for row in rows if row.criterion.area == area.number
                ],
            }
            for area in application.standard.areas
        ],
    }  # fmt: skip


def member(assignment: Assignment, zone: str) -> dict[str, Any]:
    declared, left = assignment.declared_free_at, assignment.ended_at
    free = f"Declared no conflict of interest on {day(local(declared, zone))}." if declared else "No declaration."
    return {
        "name": assignment.person.name, "part": assignment.as_capacity.label,
        "declared": free + (f" Left the panel on {day(local(left, zone))}." if left else ""),
    }  # fmt: skip


def local(value: datetime, zone: str) -> datetime:
    return value.astimezone(ZoneInfo(zone))


def item(
    application: Application, found: Table, row: Row, people: Mapping[int, str], asides: Sequence[StandAside],
    before: Mapping[str, list[Revision]], zone: str,
) -> dict[str, Any]:  # fmt: skip
    """One criterion as the panel dealt with it."""
    code, agreed = row.criterion.code, row.agreed
    return {
        "code": code, "title": row.criterion.title, "essential": row.criterion.essential,
        "differences": [d.label for d in row.differences],
        "findings": [finding(application.standard, row, member) for member in found.members],
        "asides": [left_for(aside, people, zone) for aside in asides if aside.criterion_code == code],
        "present": names_present(application, agreed),
        "agreed": agreement(agreed, row, zone) if agreed else None,
        "before": [earlier(application.standard, revision, zone) for revision in before.get(code, ())],
    }  # fmt: skip


def finding(standard: Standard, row: Row, member: Assignment) -> dict[str, Any]:
    made = row.findings.get(member.person_id)
    none = "Stands as last time" if row.stands else "No finding"
    return {
        "name": member.person.name, "rating": standard.rating(made.rating).name if made else none,
        "counts": member.person_id not in row.asides, "unopened": made.unopened if made else "",
        "queries": [f"{q.title}: {q.reason}" for q in row.queries.get(member.person_id, ())],
    }  # fmt: skip


def left_for(aside: StandAside, people: Mapping[int, str], zone: str) -> dict[str, Any]:
    back = f" Called back on {moment(aside.ended_at, zone)}: {aside.end_reason}" if aside.ended_at else ""
    since = moment(aside.declared_at, zone)
    return {"name": people.get(aside.person_id, ""), "said": f"Stood aside on {since}: {aside.reason}{back}"}


def agreement(agreed: AgreedFinding, row: Row, zone: str) -> dict[str, Any]:
    return {
        "rating": row.agreed_rating.name if row.agreed_rating else "", "reason": agreed.reason,
        "discussion": agreed.discussion, "divided": agreed.divided, "again": row.to_agree_again,
        "at": moment(agreed.agreed_at, zone), "by": agreed.updated_by.name if agreed.updated_by else "",
    }  # fmt: skip


def earlier(standard: Standard, revision: Revision, zone: str) -> dict[str, Any]:
    return {
        "rating": standard.rating(revision.content["rating"]).name, "reason": revision.content["reason"],
        "until": moment(revision.replaced_at, zone),
    }  # fmt: skip


def former_agreements(found: Table) -> dict[str, list[Revision]]:
    """What was agreed before on each criterion, oldest first. One statement."""
    codes = {row.agreed.id: row.criterion.code for row in found.rows if row.agreed is not None}
    wanted = select(Revision).where(
        Revision.record == AgreedFinding.__tablename__, Revision.record_id.in_(codes.keys())
    )
    before: dict[str, list[Revision]] = {}
    for revision in db.session.scalars(wanted.order_by(Revision.id)):
        before.setdefault(codes[revision.record_id], []).append(revision)
    return before
