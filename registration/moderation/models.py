"""What the panel agreed on each criterion: after the desk review, and finally after the visit."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application


class AgreedFinding(Kept, Base):
    """The panel's agreed judgement of one criterion, at one stage. The originals never change.

    `desk` is agreed in moderation; `final` after the visit, and is what the report says.
    """

    __tablename__ = "agreed_finding"
    __table_args__ = (
        UniqueConstraint("application_id", "criterion_code", "stage"),
        CheckConstraint("stage IN ('desk', 'final')", name="known_stage"),
    )
    KEPT = ("rating", "reason", "discussion", "finding", "strengths", "action")

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion_code: Mapped[str]
    stage: Mapped[str]
    rating: Mapped[str]
    reason: Mapped[str] = mapped_column(Prose, default="", doc="why this rating was agreed")
    discussion: Mapped[str] = mapped_column(Prose, default="", doc="note of the discussion; inside the body only")
    finding: Mapped[str] = mapped_column(Prose, default="", doc="final: the finding the report prints")
    strengths: Mapped[str] = mapped_column(Prose, default="")
    action: Mapped[str] = mapped_column(Prose, default="", doc="asked for every judgement below Met")
    agreed_at: Mapped[datetime] = mapped_column(default=now)

    application: Mapped["Application"] = relationship(back_populates="agreed_findings")
    updated_by: Mapped["Person | None"] = relationship(foreign_keys="AgreedFinding.updated_by_id")
