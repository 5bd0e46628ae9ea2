"""The outbox: every letter, sent or waiting, is a row that can be read in the service; and how people want theirs."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application


UNREAD = text("read_at IS NULL")


class Letter(Base):
    """One letter to one person. Its facts are frozen when it is written.

    A letter with `needs_release` waits until a second person lets it go; until then it can be recalled.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_sent_at_next_try_at", "sent_at", "next_try_at"),
        Index("ix_letter_person_id_written_at", "person_id", "written_at"),
        Index("ix_letter_application_id_written_at", "application_id", "written_at"),
        Index("ix_letter_unread", "person_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index("ix_letter_way_sent_at", "way", "sent_at"),
        CheckConstraint("way IN ('', 'at_once', 'daily', 'here')", name="known_way"),
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
    way: Mapped[str] = mapped_column(
        default="", doc="by mail at once, in the daily letter, or only here; empty until it is first due"
    )
    in_letter_id: Mapped[int | None] = mapped_column(
        ForeignKey("letter.id"), index=True, doc="the daily letter that lists this one"
    )
    once: Mapped[str | None] = mapped_column(unique=True, doc="names what must be written only once")
    read_at: Mapped[datetime | None] = mapped_column(doc="when the person read it here")

    person: Mapped["Person | None"] = relationship()
    application: Mapped["Application | None"] = relationship()


class LetterPreference(Base):
    """How one person wants each kind of letter; without a row, as `kinds.TABLE` says."""

    __tablename__ = "letter_preference"
    __table_args__ = (
        CheckConstraint("needs_me IN ('at_once', 'daily')", name="needs_me_reaches"),
        CheckConstraint("about_case IN ('at_once', 'daily', 'here')", name="known_way_about_case"),
        CheckConstraint("information IN ('at_once', 'daily', 'here')", name="known_way_of_information"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    needs_me: Mapped[str] = mapped_column(default="at_once")
    about_case: Mapped[str] = mapped_column(default="at_once")
    information: Mapped[str] = mapped_column(default="at_once")
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    person: Mapped["Person"] = relationship()


class LetterTemplate(Kept, Base):
    """The words of one letter as an administrator wrote them, in place of `templates/letters/<name>.txt`."""

    __tablename__ = "letter_template"
    __table_args__ = (
        CheckConstraint("length(subject) > 0", name="subject_given"),
        CheckConstraint("length(text) > 0", name="text_given"),
    )
    KEPT = ("subject", "text", "in_use")

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(Prose)
    in_use: Mapped[bool] = mapped_column(default=True, doc="False: the default is used again")

    updated_by: Mapped["Person | None"] = relationship(foreign_keys="LetterTemplate.updated_by_id")


class CalendarFeed(Base):
    """The private address of one person's calendar. The token in it is worked out, and only its hash is kept."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped["Person"] = relationship()
