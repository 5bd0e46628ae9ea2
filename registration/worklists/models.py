"""Lists that people keep, how far they have looked, and the words by which a case is found."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id

if TYPE_CHECKING:
    from registration.accounts.models import Person

BY_BYTE = String().with_variant(String(collation="C"), "postgresql")
"""Text in the order of its bytes on every database: words that begin alike stand together."""


class KeptList(Base):
    """A list of the queue that a person keeps under a name."""

    __tablename__ = "kept_list"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    address: Mapped[str] = mapped_column(Prose, doc="what stands behind the question mark")
    kept_at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped["Person"] = relationship()


class LastLook(Base):
    """Up to which event of any case a person has said that they have seen the queue."""

    __tablename__ = "last_look"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(doc="the newest event there was; 0: none")
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped["Person"] = relationship()


class CaseWord(Base):
    """A word by which a case is found: of the school's name, of its reference, or of a territory."""

    __tablename__ = "case_word"
    __table_args__ = (Index("ix_case_word_word_application_id", "word", "application_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    word: Mapped[str] = mapped_column(BY_BYTE, primary_key=True)
