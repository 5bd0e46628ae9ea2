"""The messages of one application, and how far each person has read."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application


class Message(Base):
    """What one person wrote to the other side. Added to, never changed."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_application_id_id", "application_id", "id"),
        CheckConstraint("length(text) > 0", name="text_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_school: Mapped[bool] = mapped_column(doc="which side wrote it, whatever its writer is today")
    text: Mapped[str] = mapped_column(Prose)
    sent_at: Mapped[datetime] = mapped_column(default=now)

    application: Mapped["Application"] = relationship()
    author: Mapped["Person"] = relationship()


class MessageReading(Base):
    """How far one person has read the messages of one application."""

    __tablename__ = "message_reading"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    read_to: Mapped[int] = mapped_column(doc="id of the last message this person has seen")
    read_at: Mapped[datetime] = mapped_column(default=now)
