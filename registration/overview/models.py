"""What the overview counts: steps that are finished, criteria below the bar, and the sums of both by month."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application


class FinishedStep(Base):
    """A step that had a date and is over: late by a working day or more, or else kept."""

    __tablename__ = "finished_step"
    __table_args__ = (Index("ix_finished_step_state_late_ended_on", "state", "late", "ended_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[str]
    due_on: Mapped[date] = mapped_column(doc="as it was at the end, with the days of holds given back")
    ended_on: Mapped[date] = mapped_column(doc="at the body's desk")
    late: Mapped[bool]

    application: Mapped["Application"] = relationship()


class Shortfall(Base):
    """A criterion whose final judgement was below the bar when the report last went to decision."""

    __tablename__ = "shortfall"
    __table_args__ = (
        UniqueConstraint("application_id", "criterion_code"),
        Index("ix_shortfall_criterion_code_rating_sent_on", "criterion_code", "rating", "sent_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion_code: Mapped[str]
    rating: Mapped[str]
    sent_on: Mapped[date]

    application: Mapped["Application"] = relationship()


class MonthlyFigure(Base):
    """How many of one thing there were in one month, at the body's desk."""

    __tablename__ = "monthly_figure"

    kind: Mapped[str] = mapped_column(primary_key=True, doc="kept, late: by state; below: by criterion and rating")
    name: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True, doc="2026-11")
    number: Mapped[int] = mapped_column(default=0)


class ReviewerLoad(Base):
    """On how many panels of cases in progress somebody is now."""

    __tablename__ = "reviewer_load"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    cases: Mapped[int] = mapped_column(default=0, index=True)

    person: Mapped["Person"] = relationship()
