"""A panel as it was proposed to the school, and what the school said to each person on it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application
    from registration.review.models import Assignment


class Proposal(Base):
    """People proposed to the school at one time. Over when the school has answered, or when its last day is past."""

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    until: Mapped[date] = mapped_column(doc="the last day on which the school may object")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stopped_since: Mapped[datetime | None] = mapped_column(
        doc="begin of the step whose clock stands still meanwhile; empty where none does"
    )

    application: Mapped["Application"] = relationship(back_populates="proposals")
    proposed_by: Mapped["Person"] = relationship(foreign_keys=[proposed_by_id])
    answered_by: Mapped["Person | None"] = relationship(foreign_keys=[answered_by_id])
    members: Mapped[list["ProposedMember"]] = relationship(back_populates="proposal", order_by="ProposedMember.id")

    def over(self, today: date) -> bool:
        """The school can no longer object."""
        return self.answered_at is not None or self.until < today


class ProposedMember(Base):
    """One person as proposed, the school's objection, and what was decided on it."""

    __tablename__ = "proposed_member"
    __table_args__ = (
        CheckConstraint("outcome IS NULL OR outcome IN ('upheld', 'dismissed')", name="known_outcome"),
        CheckConstraint("outcome IS NULL OR length(objection) > 0", name="objection_before_outcome"),
        CheckConstraint("outcome IS NULL OR length(reason) > 0", name="outcome_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    objection: Mapped[str] = mapped_column(Prose, default="", doc="the school's reason; empty: none")
    outcome: Mapped[str | None]
    reason: Mapped[str] = mapped_column(Prose, default="", doc="of the outcome, read by the school")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship(back_populates="members")
    assignment: Mapped["Assignment"] = relationship(lazy="joined")
    decided_by: Mapped["Person | None"] = relationship(foreign_keys=[decided_by_id])

    @property
    def open(self) -> bool:
        """An objection waits to be decided."""
        return bool(self.objection) and self.outcome is None

    @property
    def accepted(self) -> bool:
        """Nothing stands against this person, once the proposal is over."""
        return not self.objection or self.outcome == "dismissed"
