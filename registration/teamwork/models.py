"""Shares of single criteria, remarks between colleagues, marks on an answer, and who is on a page now."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.self_assessment.models import Response


class CriterionAssignment(Base):
    """A single criterion given to a colleague, who may then edit it whoever has its area."""

    __tablename__ = "criterion_assignment"
    __table_args__ = (UniqueConstraint("application_id", "criterion_code", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion_code: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")

    person: Mapped["Person"] = relationship()


class Remark(Base):
    """What one colleague says to the others about a criterion. It is never changed; its writer may take it back.

    A remark that answers none begins a thread, which is open until somebody settles it.
    """

    __tablename__ = "remark"
    __table_args__ = (
        Index("ix_remark_application_id_criterion_code", "application_id", "criterion_code"),
        CheckConstraint("length(text) > 0", name="text_given"),
        CheckConstraint("answers_id IS NULL OR settled_at IS NULL", name="threads_are_settled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion_code: Mapped[str]
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("remark.id"), index=True, doc="empty: begins a thread")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Prose)
    written_at: Mapped[datetime] = mapped_column(default=now)
    taken_back_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped["Person"] = relationship(foreign_keys=[person_id])
    settled_by: Mapped["Person | None"] = relationship(foreign_keys=[settled_by_id])


class Mark(Base):
    """Ready, accepted or returned: what somebody said of an answer as it then stood. Added to, never changed.

    The last one counts, and "ready" and "accepted" only while the answer is still that `version`.
    """

    __tablename__ = "mark"
    __table_args__ = (
        Index("ix_mark_response_id", "response_id", "id"),
        CheckConstraint("kind IN ('ready', 'accepted', 'returned')", name="known_kind"),
        CheckConstraint("kind <> 'returned' OR length(note) > 0", name="returned_with_a_note"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"))
    version: Mapped[int] = mapped_column(doc="of the response that was marked")
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(Prose, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)

    response: Mapped["Response"] = relationship()
    person: Mapped["Person"] = relationship()


class Presence(Base):
    """Somebody has the page of a criterion open, or had it a moment ago. Forgotten within the hour."""

    __tablename__ = "presence"
    __table_args__ = (
        UniqueConstraint("application_id", "criterion_code", "person_id"),
        Index("ix_presence_seen_at", "seen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion_code: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
