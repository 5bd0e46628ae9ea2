"""The panel of a case, and each reviewer's findings."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.access.roles import Capacity
from registration.database import Base, Prose, now, public_id
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application, Submission
    from registration.evidence.models import EvidenceVersion


class Assignment(Base):
    """A person on the panel of a case, as reviewer or lead reviewer, until `ended_at`."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_person_id_ended_at", "person_id", "ended_at"),
        Index("ix_assignment_application_id", "application_id"),
        CheckConstraint("capacity IN ('reviewer', 'lead_reviewer')", name="judging_capacity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str]
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime] = mapped_column(default=now)
    declared_free_at: Mapped[datetime | None] = mapped_column(doc="when the person declared no conflict of interest")
    ended_at: Mapped[datetime | None] = mapped_column(active_history=True)
    end_reason: Mapped[str] = mapped_column(Prose, default="")

    application: Mapped["Application"] = relationship(back_populates="assignments")
    person: Mapped["Person"] = relationship(foreign_keys=[person_id], lazy="joined")
    assigned_by: Mapped["Person | None"] = relationship(foreign_keys=[assigned_by_id])

    @property
    def as_capacity(self) -> Capacity:
        return Capacity(self.capacity)


class Finding(Kept, Base):
    """One reviewer's judgement of one criterion. Reviewers do not see each other's."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("application_id", "criterion_code", "reviewer_id"),
        CheckConstraint("length(rationale) > 0", name="rationale_given"),
        CheckConstraint("confidence IN ('low', 'medium', 'high')", name="known_confidence"),
        Index("ix_finding_reviewer_id_application_id", "reviewer_id", "application_id"),
    )
    KEPT = ("rating", "rationale", "action", "confidence", "sources", "fingerprint", "unopened")

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    criterion_code: Mapped[str]
    rating: Mapped[str] = mapped_column(doc="code of a rating of the edition")
    rationale: Mapped[str] = mapped_column(Prose, doc="the written finding")
    action: Mapped[str] = mapped_column(Prose, default="", doc="what the school should do; asked below Met")
    confidence: Mapped[str]
    sources: Mapped[list[str]] = mapped_column(default=list, doc="document, interview, observation, data")
    fingerprint: Mapped[str] = mapped_column(doc="of what was judged: answer, cited versions, edition")
    unopened: Mapped[str] = mapped_column(default="", doc="why evidence cited here was not opened; empty: it was")
    recorded_at: Mapped[datetime] = mapped_column(default=now)

    application: Mapped["Application"] = relationship(back_populates="findings")
    reviewer: Mapped["Person"] = relationship(foreign_keys=[reviewer_id])
    submission: Mapped["Submission"] = relationship()


class WorkingNote(Base):
    """What a reviewer notes on one criterion for themselves, and how long they worked on it.

    Nobody else ever reads text or minutes; of many finished cases together is told how long a review took. Query marks
    are shown to the panel once moderation opens.
    """

    __tablename__ = "working_note"
    __table_args__ = (UniqueConstraint("application_id", "criterion_code", "reviewer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion_code: Mapped[str]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Prose, default="")
    marks: Mapped[dict[str, Any]] = mapped_column(
        default=dict, doc="by public id of a citation: [fine or query, reason]"
    )
    minutes: Mapped[int] = mapped_column(default=0, doc="in which the page was open and in front")
    counted_at: Mapped[datetime | None] = mapped_column(doc="when the last of these minutes was added")

    application: Mapped["Application"] = relationship()
    reviewer: Mapped["Person"] = relationship()


class EvidenceOpening(Base):
    """A reviewer opened a version of evidence in their workspace, for the first time."""

    __tablename__ = "evidence_opening"
    __table_args__ = (
        UniqueConstraint("person_id", "evidence_version_id"),
        Index("ix_evidence_opening_application_id_person_id", "application_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    evidence_version_id: Mapped[int] = mapped_column(ForeignKey("evidence_version.id"))
    opened_at: Mapped[datetime] = mapped_column(default=now)

    evidence_version: Mapped["EvidenceVersion"] = relationship()
