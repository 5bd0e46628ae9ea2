"""The history of an application, and how many stand in each state."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application


class Event(Base):
    """One move of one application: added to, never changed. Ordered by `id`, not by time."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_application_id_id", "application_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    move: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), doc="empty: the clock")
    capacity: Mapped[str]
    note: Mapped[str] = mapped_column(Prose, default="", doc="reason given by the person, shown to both sides")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    application: Mapped["Application"] = relationship(back_populates="events")
    person: Mapped["Person | None"] = relationship()


class UsualTime(Base):
    """How long finished cases stood in a state, in working days: the range that four in five of them fall into.

    Counted by a job, for a page only reads it. Without a range where too few cases are finished.
    """

    __tablename__ = "usual_time"

    state: Mapped[str] = mapped_column(primary_key=True)
    cases: Mapped[int]
    shortest: Mapped[int | None] = mapped_column(doc="tenth percentile")
    longest: Mapped[int | None] = mapped_column(doc="ninetieth percentile")
    next_state: Mapped[str] = mapped_column(default="", doc="where most of them went from here")
    counted_at: Mapped[datetime] = mapped_column(default=now)


class Tally(Base):
    """How many applications stand in a state, kept by the engine: counting 100,000 rows is not for a page."""

    __tablename__ = "tally"

    state: Mapped[str] = mapped_column(primary_key=True)
    applications: Mapped[int] = mapped_column(default=0)
