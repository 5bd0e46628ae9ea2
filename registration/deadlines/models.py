"""What the school asked about its time, and what was decided."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application
    from registration.evidence.models import EvidenceVersion

NOT_REFUSED = text("outcome IS NULL OR outcome = 'granted'")


class Extension(Base):
    """More time asked for one deadline. Each deadline has at most one."""

    __tablename__ = "extension"
    __table_args__ = (
        UniqueConstraint("application_id", "deadline"),
        CheckConstraint("outcome IS NULL OR outcome IN ('granted', 'refused')", name="known_outcome"),
        CheckConstraint("outcome <> 'granted' OR granted_until IS NOT NULL", name="granted_until_a_day"),
        CheckConstraint("outcome <> 'refused' OR length(decision) > 0", name="refusal_has_reason"),
        CheckConstraint("length(explanation) > 0", name="explanation_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    deadline: Mapped[str] = mapped_column(doc="which one: its kind, and the record it belongs to")
    about: Mapped[str] = mapped_column(doc="the deadline in words, as it was when asked")
    due_on: Mapped[date] = mapped_column(doc="the date as it was when asked")
    wanted_until: Mapped[date]
    reason: Mapped[str] = mapped_column(doc="a code of the table of reasons")
    explanation: Mapped[str] = mapped_column(Prose)
    evidence_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("evidence_version.id"), doc="a document that shows the reason, as it was then"
    )
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[str | None]
    granted_until: Mapped[date | None]
    decision: Mapped[str] = mapped_column(Prose, default="", doc="the case officer's words, read by the school")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    application: Mapped["Application"] = relationship()
    evidence_version: Mapped["EvidenceVersion | None"] = relationship()
    asked_by: Mapped["Person"] = relationship(foreign_keys=[asked_by_id])


class Pause(Base):
    """A pause of an application, asked for by the school. One that was not refused is the only one."""

    __tablename__ = "pause"
    __table_args__ = (
        Index("uq_pause_once", "application_id", unique=True, sqlite_where=NOT_REFUSED, postgresql_where=NOT_REFUSED),
        Index("ix_pause_outcome_until", "outcome", "until"),
        CheckConstraint("outcome IS NULL OR outcome IN ('granted', 'refused')", name="known_outcome"),
        CheckConstraint("outcome <> 'refused' OR length(decision) > 0", name="refusal_has_reason"),
        CheckConstraint("length(reason) > 0", name="reason_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    until: Mapped[date] = mapped_column(doc="the last day of the pause")
    reason: Mapped[str] = mapped_column(Prose)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[str | None]
    decision: Mapped[str] = mapped_column(Prose, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    application: Mapped["Application"] = relationship()
    asked_by: Mapped["Person"] = relationship(foreign_keys=[asked_by_id])
