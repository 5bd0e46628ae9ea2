"""The rounds of a condition: what the school answered before, and what the body found to be missing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registration.database import db
from registration.decisions.models import Condition
from registration.evidence.models import EvidenceVersion
from registration.history import Revision


@dataclass(frozen=True)
class Round:
    """One answer that was returned. No evidence where it was returned before the service kept which it was."""

    answer: str
    evidence: EvidenceVersion | None
    missing: str
    returned_at: datetime


def returned(condition: Condition) -> list[Round]:
    """Each answer that did not show it yet, the first one first. Two statements at most."""
    if condition.answered_at is None:
        return []
    wanted = select(Revision).where(Revision.record == Condition.__tablename__, Revision.record_id == condition.id)
    former = list(db.session.scalars(wanted.order_by(Revision.id)))
    now = {"status": condition.status, "closing_note": condition.closing_note}
    after = [*(each.content for each in former[1:]), now]
    steps = [
        (each, then) for each, then in zip(former, after, strict=True)
        if (each.content["status"], then["status"]) == ("answered", "open")
    ]  # fmt: skip
    shown = versions({each.content.get("evidence_version_id") for each, _ in steps})
    return [
        Round(
            each.content["answer"], shown.get(each.content.get("evidence_version_id")), then["closing_note"],
            each.replaced_at,
        )
        for each, then in steps
    ]  # fmt: skip


def versions(ids: set[int | None]) -> dict[int | None, EvidenceVersion]:
    kept = ids - {None}
    wanted = select(EvidenceVersion).where(EvidenceVersion.id.in_(kept))
    found = db.session.scalars(wanted.options(joinedload(EvidenceVersion.evidence))) if kept else ()
    return {version.id: version for version in found}
