"""Expressions of interest, as sent by the public, and what the body answered."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.schools.models import School


class Interest(Base):
    """One expression of interest. Accepting it makes the school and sends its principal an invitation."""

    __tablename__ = "interest"
    __table_args__ = (
        Index("ix_interest_status_sent_at", "status", "sent_at"),
        Index("ix_interest_reached_sent_at", "reached", "sent_at"),
        CheckConstraint("status IN ('new', 'asked', 'answered', 'accepted', 'declined')", name="known_status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    school_name: Mapped[str]
    country: Mapped[str] = mapped_column(doc="of registration, ISO 3166-1 alpha-2")
    website: Mapped[str] = mapped_column(default="")
    domain: Mapped[str] = mapped_column(default="", index=True)
    registration_number: Mapped[str] = mapped_column(default="", index=True)
    contact_name: Mapped[str]
    contact_role: Mapped[str] = mapped_column(default="")
    email: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(
        doc="roll, stages, delivery, programmes, legal status, eligibility"
    )
    sent_at: Mapped[datetime] = mapped_column(default=now)
    status: Mapped[str] = mapped_column(default="new")
    answer: Mapped[str] = mapped_column(Prose, default="", doc="the reason or question sent to the school")
    reason: Mapped[str] = mapped_column(default="", doc="of declining: its code in the table of reasons")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    school_id: Mapped[int | None] = mapped_column(
        ForeignKey("school.id"), index=True, doc="the school made when it was accepted"
    )
    reached: Mapped[int] = mapped_column(
        default=0, doc="how far the school has come since: 1 accepted, then as in workflow/figures.py"
    )

    answered_by: Mapped["Person | None"] = relationship()
    school: Mapped["School | None"] = relationship()
    messages: Mapped[list["InterestMessage"]] = relationship(
        back_populates="interest", order_by="InterestMessage.id", cascade="all, delete-orphan"
    )


class InterestMessage(Base):
    """One question of the desk, or one answer of whoever wrote: they have no account yet."""

    __tablename__ = "interest_message"
    __table_args__ = (CheckConstraint("length(text) > 0", name="text_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    interest_id: Mapped[int] = mapped_column(ForeignKey("interest.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), doc="empty: whoever sent the interest")
    text: Mapped[str] = mapped_column(Prose)
    sent_at: Mapped[datetime] = mapped_column(default=now)

    interest: Mapped[Interest] = relationship(back_populates="messages")
    by: Mapped["Person | None"] = relationship()
