"""What the school gets ready: the list, and how much of it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.evidence.models import EvidenceVersion
from registration.evidence.queries import present_items
from registration.visits.models import Visit, VisitDocument

WORDS = {
    "": ("Not answered yet", "waiting"), "evidence": ("Ready, with evidence", "good"),
    "note": ("Ready", "good"), "not_there": ("The school does not have it", "bad"),
}  # fmt: skip
"""Each answer in words, with its tone."""


@dataclass(frozen=True)
class Ready:
    """How far the school is."""

    done: int
    total: int

    @property
    def all(self) -> bool:
        return self.done == self.total


def documents_of(visit: Visit) -> Sequence[VisitDocument]:
    """The list in its order, with what each answer names."""
    shown = joinedload(VisitDocument.evidence_version).joinedload(EvidenceVersion.evidence)
    by = joinedload(VisitDocument.answered_by).lazyload(Person.role_rows)
    wanted = select(VisitDocument).where(VisitDocument.visit_id == visit.id).options(shown, by)
    return db.session.scalars(wanted.order_by(VisitDocument.position, VisitDocument.id)).unique().all()


def document_of(application: Application, public_id: str) -> VisitDocument | None:
    wanted = select(VisitDocument).join(Visit).where(Visit.application_id == application.id)
    return db.session.scalar(wanted.where(VisitDocument.public_id == public_id))


def asked_of(application: Application, public_id: str) -> VisitDocument | None:
    """An item of a list that the school was given, with what its answer names."""
    wanted = select(VisitDocument).join(Visit).options(joinedload(VisitDocument.evidence_version))
    wanted = wanted.where(Visit.application_id == application.id, Visit.documents_asked_at.is_not(None))
    return db.session.scalar(wanted.where(VisitDocument.public_id == public_id))


def ready(documents: Sequence[VisitDocument]) -> Ready:
    return Ready(sum(1 for document in documents if document.answer), len(documents))


def sent_evidence(application: Application) -> list[EvidenceVersion]:
    """Versions the school can point to: those the body has been sent, so that it can open them."""
    snapshots = [submission.snapshot for submission in application.submissions]
    sent = {row["version"] for snapshot in snapshots for row in snapshot.get("evidence", ())}
    found = [version for item in present_items(application) for version in item.versions if version.public_id in sent]
    return sorted(found, key=lambda version: (version.evidence.title.casefold(), version.number))
