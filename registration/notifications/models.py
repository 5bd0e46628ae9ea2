"""The outbox: every letter, sent or waiting, is a row that can be read in the service."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application


class Letter(Base):
    """One letter to one person. Its facts are frozen when it is written.

    A letter with `needs_release` waits until a second person lets it go; until then it can be recalled.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_sent_at_next_try_at", "sent_at", "next_try_at"),
        Index("ix_letter_person_id_written_at", "person_id", "written_at"),
        Index("ix_letter_application_id_written_at", "application_id", "written_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    template: Mapped[str] = mapped_column(doc="name of templates/letters/<template>.txt")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    email: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    capacity: Mapped[str] = mapped_column(default="", doc="in which the person receives it")
    subject: Mapped[str] = mapped_column(default="", doc="filled when sent")
    body: Mapped[str] = mapped_column(Prose, default="", doc="filled when sent")
    written_at: Mapped[datetime] = mapped_column(default=now)
    needs_release: Mapped[bool] = mapped_column(default=False)
    released_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="", doc="what the mail server last said")

    person: Mapped["Person | None"] = relationship()
    application: Mapped["Application | None"] = relationship()
