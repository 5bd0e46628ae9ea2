"""What the panel agreed on each criterion, who left the meeting for which, and the minutes made of it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application
    from registration.jobs.models import Job

STANDING = text("ended_at IS NULL")


class AgreedFinding(Kept, Base):
    """The panel's agreed judgement of one criterion, at one stage. The originals never change.

    `desk` is agreed in moderation; `final` after the visit, and is what the report says.
    """

    __tablename__ = "agreed_finding"
    __table_args__ = (
        UniqueConstraint("application_id", "criterion_code", "stage"),
        CheckConstraint("stage IN ('desk', 'final')", name="known_stage"),
    )
    KEPT = (
        "rating", "reason", "discussion", "divided", "present", "also_present", "finding", "strengths", "action",
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion_code: Mapped[str]
    stage: Mapped[str]
    rating: Mapped[str]
    reason: Mapped[str] = mapped_column(Prose, default="", doc="why this rating was agreed")
    discussion: Mapped[str] = mapped_column(Prose, default="", doc="note of the discussion; inside the body only")
    divided: Mapped[bool] = mapped_column(default=False, doc="desk: the panel is not of one mind; who decides is told")
    present: Mapped[list[str]] = mapped_column(default=list, doc="desk: public ids of the members who talked about it")
    also_present: Mapped[str] = mapped_column(default="", doc="desk: who else was in the meeting, by part")
    open_again: Mapped[bool] = mapped_column(default=False, doc="desk: whose finding counts has changed since")
    finding: Mapped[str] = mapped_column(Prose, default="", doc="final: the finding the report prints")
    strengths: Mapped[str] = mapped_column(Prose, default="")
    action: Mapped[str] = mapped_column(Prose, default="", doc="asked for every judgement below Met")
    agreed_at: Mapped[datetime] = mapped_column(default=now)

    application: Mapped["Application"] = relationship(back_populates="agreed_findings")
    updated_by: Mapped["Person | None"] = relationship(foreign_keys="AgreedFinding.updated_by_id")


class StandAside(Base):
    """A member of the panel has a conflict in one criterion, and leaves the meeting for it, until `ended_at`.

    What they found there is kept and does not count. A conflict with the school as a whole is a relation instead:
    it ends their part in the case.
    """

    __tablename__ = "stand_aside"
    __table_args__ = (
        Index("ix_stand_aside_standing", "application_id", "criterion_code", "person_id", unique=True,
              sqlite_where=STANDING, postgresql_where=STANDING),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion_code: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Prose, doc="what ties them to it")
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    declared_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    end_reason: Mapped[str] = mapped_column(Prose, default="", doc="why they take part again")

    application: Mapped["Application"] = relationship(back_populates="asides")


class Minutes(Base):
    """The minutes of moderation as bytes. Their content is frozen when asked for; a later change makes new ones."""

    __tablename__ = "moderation_minutes"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    content_sha256: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    storage_key: Mapped[str | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None]

    application: Mapped["Application"] = relationship()
    job: Mapped["Job | None"] = relationship()
