"""What reviewers say of themselves, places on a panel, and ties that somebody has to look at."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application
    from registration.review.models import Assignment

OPEN = text("answer = ''")
OPEN_LEAD = text("answer = '' AND capacity = 'lead_reviewer'")


class ReviewerProfile(Kept, Base):
    """What a reviewer says of themselves, kept by nobody else: it decides which cases are proposed to them."""

    __tablename__ = "reviewer_profile"
    __table_args__ = (CheckConstraint("hours BETWEEN 0 AND 200", name="hours_in_a_month"),)
    KEPT = ("languages", "territories", "hours", "organisations")

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    languages: Mapped[list[str]] = mapped_column(default=list, doc="names, as in Portuguese")
    territories: Mapped[list[str]] = mapped_column(default=list, doc="ISO 3166-1 alpha-2")
    hours: Mapped[int] = mapped_column(doc="for reviews, in a month")
    organisations: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, default=list, doc="worked for, owned or advised: name, website, until (a year; none: still)"
    )

    person: Mapped["Person"] = relationship(foreign_keys=[person_id])


class Place(Base):
    """A place on a panel, meant for one person: assigned, then told, then accepted, declined or taken back.

    Whoever accepts is on the panel by an `Assignment`; a place alone opens nothing of the case.
    """

    __tablename__ = "panel_place"
    __table_args__ = (
        Index("ix_panel_place_open_person", "application_id", "person_id", unique=True, sqlite_where=OPEN,
              postgresql_where=OPEN),
        Index("ix_panel_place_open_lead", "application_id", unique=True, sqlite_where=OPEN_LEAD,
              postgresql_where=OPEN_LEAD),
        Index("ix_panel_place_person_id_answer", "person_id", "answer"),
        CheckConstraint("capacity IN ('reviewer', 'lead_reviewer')", name="judging_capacity"),
        CheckConstraint("answer IN ('', 'accepted', 'declined', 'withdrawn')", name="known_answer"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_with_an_answer"),
        CheckConstraint("answer NOT IN ('accepted', 'declined') OR told_at IS NOT NULL", name="told_before_answer"),
        CheckConstraint("answer <> 'declined' OR length(reason) > 0", name="declined_with_reason"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str]
    why: Mapped[list[str]] = mapped_column(default=list, doc="sentences, as they stood when the person was assigned")
    despite: Mapped[str] = mapped_column(Prose, default="", doc="why a tie that was known is no conflict")
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime] = mapped_column(default=now)
    told_at: Mapped[datetime | None]
    answer_by: Mapped[date | None]
    answer: Mapped[str] = mapped_column(default="", doc="empty: open")
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Prose, default="", doc="why it was declined or taken back")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), doc="of whom this person takes over")
    handover: Mapped[str] = mapped_column(Prose, default="", doc="for whoever takes over")
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), doc="made when it was accepted")

    application: Mapped["Application"] = relationship()
    person: Mapped["Person"] = relationship(foreign_keys=[person_id])
    assigned_by: Mapped["Person"] = relationship(foreign_keys=[assigned_by_id])
    replaces: Mapped["Assignment | None"] = relationship(foreign_keys=[replaces_id])
    assignment: Mapped["Assignment | None"] = relationship(foreign_keys=[assignment_id])

    @property
    def open(self) -> bool:
        return self.answer == ""

    def late(self, today: date) -> bool:
        """Told, and not answered by the day that was named."""
        return self.open and self.answer_by is not None and self.answer_by < today


class ReviewTime(Base):
    """How many hours a desk review took somebody on a panel, told from finished cases; counted by a job.

    Without hours where too few cases are finished, or too few people judged them: nobody can be told from it.
    """

    __tablename__ = "review_time"
    __table_args__ = (
        CheckConstraint("capacity IN ('reviewer', 'lead_reviewer')", name="judging_capacity"),
        CheckConstraint("(usual IS NULL) = (shortest IS NULL) AND (usual IS NULL) = (longest IS NULL)",
                        name="whole_or_nothing"),
    )  # fmt: skip

    capacity: Mapped[str] = mapped_column(primary_key=True)
    cases: Mapped[int]
    shortest: Mapped[int | None] = mapped_column(doc="tenth percentile")
    usual: Mapped[int | None] = mapped_column(doc="half of the reviews took no longer")
    longest: Mapped[int | None] = mapped_column(doc="ninetieth percentile")
    counted_at: Mapped[datetime] = mapped_column(default=now)


class Concern(Base):
    """A tie between somebody asked to judge and the school, found by rule, and what the case officer made of it."""

    __tablename__ = "panel_concern"
    __table_args__ = (
        UniqueConstraint("application_id", "person_id", "rule", "about"),
        CheckConstraint("outcome IN ('', 'no_conflict', 'conflict')", name="known_outcome"),
        CheckConstraint("(outcome = '') = (decided_at IS NULL)", name="decided_with_an_outcome"),
        CheckConstraint("outcome = '' OR length(reason) > 0", name="decided_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    rule: Mapped[str] = mapped_column(doc="a code of `ties.RULES`")
    about: Mapped[str] = mapped_column(doc="what was found, so that the same is not found twice")
    words: Mapped[str] = mapped_column(Prose, doc="the finding as a sentence")
    found_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Prose, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    application: Mapped["Application"] = relationship()
    person: Mapped["Person"] = relationship(foreign_keys=[person_id])
    decided_by: Mapped["Person | None"] = relationship(foreign_keys=[decided_by_id])
