"""What was decided, by whom and why; the conditions set; and appeals against it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application
    from registration.evidence.models import EvidenceVersion


class Determination(Base):
    """One decision on one application. Never changed: an appeal leads to another. It is released, or recalled."""

    __tablename__ = "determination"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('approve', 'approve_with_conditions', 'defer', 'do_not_approve')",
            name="known_outcome",
        ),
        CheckConstraint("length(reasons) > 0", name="reasons_given"),
        CheckConstraint("outcome = suggested OR length(why_different) > 0", name="difference_explained"),
        CheckConstraint("released_at IS NULL OR recalled_at IS NULL", name="released_or_recalled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    outcome: Mapped[str]
    suggested: Mapped[str] = mapped_column(doc="the outcome the rules of the edition suggested")
    rule: Mapped[str] = mapped_column(Prose, doc="the rule that fired, in words")
    reasons: Mapped[str] = mapped_column(Prose)
    why_different: Mapped[str] = mapped_column(Prose, default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)
    released_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), doc="the second person, who lets the letter go"
    )
    released_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None] = mapped_column(doc="taken back before its release: the school never knew")
    recalled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    why_recalled: Mapped[str] = mapped_column(Prose, default="", doc="inside the body only")

    application: Mapped["Application"] = relationship(back_populates="determinations")
    decided_by: Mapped["Person"] = relationship(foreign_keys=[decided_by_id])
    released_by: Mapped["Person | None"] = relationship(foreign_keys=[released_by_id])
    recalled_by: Mapped["Person | None"] = relationship(foreign_keys=[recalled_by_id])


class Condition(Kept, Base):
    """A condition of registration: what must be done, what proves it, by when, and how it was closed."""

    __tablename__ = "condition"
    __table_args__ = (
        Index("ix_condition_status_due_on", "status", "due_on"),
        CheckConstraint(
            "status IN ('proposed', 'open', 'answered', 'closed', 'dropped')", name="known_status"
        ),
        CheckConstraint("length(what) > 0", name="what_given"),
    )
    KEPT = (
        "what", "proof", "due_on", "owner", "status", "answer", "evidence_version_id", "closing_note", "rating_after",
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    criterion_code: Mapped[str]
    what: Mapped[str] = mapped_column(Prose)
    proof: Mapped[str] = mapped_column(Prose, default="", doc="what will show that it is done")
    due_on: Mapped[date]
    owner: Mapped[str] = mapped_column(default="", doc="role at the school, never a name")
    status: Mapped[str] = mapped_column(default="proposed")
    answer: Mapped[str] = mapped_column(Prose, default="", doc="the school's account of what it did")
    evidence_version_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_version.id"))
    answered_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closing_note: Mapped[str] = mapped_column(Prose, default="", doc="once closed: the finding of the new judgement")
    rating_after: Mapped[str | None] = mapped_column(
        doc="how this criterion alone was judged anew at closing; the judgement of the report stays as it was"
    )

    application: Mapped["Application"] = relationship(back_populates="conditions")
    evidence_version: Mapped["EvidenceVersion | None"] = relationship()
    closed_by: Mapped["Person | None"] = relationship(foreign_keys="Condition.closed_by_id")
    told: Mapped[list["ConditionTold"]] = relationship(
        back_populates="condition", order_by="ConditionTold.id", cascade="all, delete-orphan"
    )


class ConditionTold(Base):
    """A stage of a condition's date that was told by letter: each once."""

    __tablename__ = "condition_told"
    __table_args__ = (
        UniqueConstraint("condition_id", "stage"),
        CheckConstraint("stage IN ('near', 'due', 'late')", name="known_stage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    condition_id: Mapped[int] = mapped_column(ForeignKey("condition.id"))
    stage: Mapped[str]
    told_at: Mapped[datetime] = mapped_column(default=now)

    condition: Mapped[Condition] = relationship(back_populates="told")


class Appeal(Base):
    """An appeal against a determination, decided by somebody who did not make it."""

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("length(grounds) > 0", name="grounds_given"),
        CheckConstraint("outcome IS NULL OR outcome IN ('upheld', 'dismissed', 'withdrawn')", name="known_outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    determination_id: Mapped[int] = mapped_column(ForeignKey("determination.id"))
    state_before: Mapped[str] = mapped_column(doc="where a dismissed appeal goes back to")
    grounds: Mapped[str] = mapped_column(Prose)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[str | None]
    reasons: Mapped[str] = mapped_column(Prose, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    application: Mapped["Application"] = relationship(back_populates="appeals")
    determination: Mapped[Determination] = relationship()
    made_by: Mapped["Person"] = relationship(foreign_keys=[made_by_id])
    decided_by: Mapped["Person | None"] = relationship(foreign_keys=[decided_by_id])
