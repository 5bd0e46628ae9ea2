"""The approval visit and everything recorded at it. Roles are recorded, never names of pupils or staff."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application
    from registration.evidence.models import EvidenceVersion

NOTHING = text("'{}'")
NOBODY = text("'[]'")


class Visit(Kept, Base):
    """The visit of one application. There is one; a changed visit keeps its row and its history."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("application_id"),
        CheckConstraint("mode IN ('video', 'on_site')", name="known_mode"),
    )
    KEPT = ("mode", "place", "summary", "next_steps", "held_from", "held_until")

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    mode: Mapped[str] = mapped_column(default="video")
    place: Mapped[str] = mapped_column(default="", doc="address of the meeting room, or the place")
    agenda_edition: Mapped[int] = mapped_column(
        default=0, doc="one more with each change: tells a stale page, and one of two at once"
    )
    agenda_shared_at: Mapped[datetime | None]
    shared_as: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default=NOTHING, doc="what the schedule said when it was shared"
    )
    documents_due_on: Mapped[date | None]
    documents_asked_at: Mapped[datetime | None] = mapped_column(doc="since when the school sees the list")
    confirmed_at: Mapped[datetime | None]
    held_from: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    summary: Mapped[str] = mapped_column(Prose, default="", doc="told at the closing meeting: what was seen")
    next_steps: Mapped[str] = mapped_column(
        Prose, default="", server_default="", doc="told at the closing meeting: what comes next"
    )

    application: Mapped["Application"] = relationship(back_populates="visit")
    slots: Mapped[list["VisitSlot"]] = relationship(back_populates="visit", order_by="VisitSlot.starts_at")
    agenda: Mapped[list["AgendaItem"]] = relationship(back_populates="visit", order_by="AgendaItem.position")
    team: Mapped[list["VisitMember"]] = relationship(
        back_populates="visit", order_by="VisitMember.person_id", cascade="all, delete-orphan"
    )
    cancelled: Mapped[list["CancelledItem"]] = relationship(back_populates="visit", order_by="CancelledItem.id")
    documents: Mapped[list["VisitDocument"]] = relationship(
        back_populates="visit", order_by="VisitDocument.position"
    )
    notes: Mapped[list["VisitNote"]] = relationship(back_populates="visit", order_by="VisitNote.id")
    samples: Mapped[list["Sample"]] = relationship(back_populates="visit", order_by="Sample.id")
    lessons: Mapped[list["LessonObservation"]] = relationship(
        back_populates="visit", order_by="LessonObservation.id"
    )

    @property
    def accepted_slot(self) -> "VisitSlot | None":
        return next((slot for slot in self.slots if slot.accepted_at), None)


class VisitMember(Base):
    """Somebody on the visiting team, with their part in it."""

    __tablename__ = "visit_member"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[str] = mapped_column(default="", doc="leads, observes lessons, takes notes …")

    visit: Mapped[Visit] = relationship(back_populates="team")
    person: Mapped["Person"] = relationship()


class VisitSlot(Base):
    """A proposed time: one day, or two half-days (the second part in `second_*`)."""

    __tablename__ = "visit_slot"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    second_starts_at: Mapped[datetime | None]
    second_ends_at: Mapped[datetime | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str] = mapped_column(Prose, default="")

    visit: Mapped[Visit] = relationship(back_populates="slots")


class AgendaItem(Kept, Base):
    """One item of the agenda: when, how long, whom to meet, what to observe, for which criteria."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        Index("ix_agenda_item_visit_id_position", "visit_id", "position"),
        CheckConstraint("minutes BETWEEN 5 AND 480", name="sensible_length"),
        CheckConstraint("\"placing\" IN ('after', 'alongside', 'set')", name="known_placing"),
    )
    KEPT = ("position", "starts_at", "minutes", "title", "meet", "observe", "criteria", "placing", "people")

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    position: Mapped[int]
    starts_at: Mapped[datetime | None]
    minutes: Mapped[int]
    title: Mapped[str]
    meet: Mapped[str] = mapped_column(Prose, default="")
    observe: Mapped[str] = mapped_column(Prose, default="")
    criteria: Mapped[list[str]] = mapped_column(default=list)
    placing: Mapped[str] = mapped_column(
        default="after", server_default="after", doc="after the item before it, alongside it, or at a set time"
    )
    people: Mapped[list[str]] = mapped_column(
        default=list, server_default=NOBODY, doc="public ids of those of the team who take it; none: all of them"
    )
    why: Mapped[str] = mapped_column(default="", doc="why it was proposed: low confidence, disagreement …; inside only")

    visit: Mapped[Visit] = relationship(back_populates="agenda")


class CancelledItem(Base):
    """An item that stood in a shared agenda and was removed: the calendars it has reached are told."""

    __tablename__ = "cancelled_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    item_id: Mapped[str] = mapped_column(unique=True, doc="its public id, which names it in calendars")
    sequence: Mapped[int] = mapped_column(doc="later than every edition of it that was handed out")
    title: Mapped[str]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    cancelled_at: Mapped[datetime] = mapped_column(default=now)

    visit: Mapped[Visit] = relationship(back_populates="cancelled")


class ScheduleLook(Base):
    """What the schedule said when somebody last pressed that they had seen it."""

    __tablename__ = "schedule_look"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    said: Mapped[dict[str, Any]]
    looked_at: Mapped[datetime] = mapped_column(default=now)


class VisitDocument(Kept, Base):
    """Something the school gets ready before the visit, and what it says about it."""

    __tablename__ = "visit_document"
    __table_args__ = (
        Index("ix_visit_document_visit_id_position", "visit_id", "position"),
        CheckConstraint("answer IN ('', 'evidence', 'note', 'not_there')", name="known_answer"),
        CheckConstraint("(answer = 'evidence') = (evidence_version_id IS NOT NULL)", name="evidence_named"),
    )
    KEPT = ("title", "why", "criteria", "answer", "note", "evidence_version_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    position: Mapped[int]
    title: Mapped[str]
    why: Mapped[str] = mapped_column(Prose, default="", doc="what it is for; the school reads it")
    criteria: Mapped[list[str]] = mapped_column(default=list)
    answer: Mapped[str] = mapped_column(default="", doc="ready as evidence, ready with a note, or not there")
    note: Mapped[str] = mapped_column(Prose, default="")
    evidence_version_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_version.id"))
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    visit: Mapped[Visit] = relationship(back_populates="documents")
    evidence_version: Mapped["EvidenceVersion | None"] = relationship()
    answered_by: Mapped["Person | None"] = relationship(foreign_keys="VisitDocument.answered_by_id")


class VisitNote(Kept, Base):
    """What one member of the team saw, for one criterion."""

    __tablename__ = "visit_note"
    __table_args__ = (UniqueConstraint("visit_id", "criterion_code", "author_id"),)
    KEPT = ("text",)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    criterion_code: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Prose)
    written_at: Mapped[datetime] = mapped_column(default=now)

    visit: Mapped[Visit] = relationship(back_populates="notes")
    author: Mapped["Person"] = relationship(foreign_keys="VisitNote.author_id")


class Sample(Base):
    """A draw of staff files, incidents or lessons, with its seed so that it can be repeated."""

    __tablename__ = "sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    subject: Mapped[str] = mapped_column(doc="staff files, incidents, lessons …")
    population: Mapped[int]
    drawn: Mapped[list[str]] = mapped_column(doc="the numbers drawn, as text")
    seed: Mapped[str]
    method: Mapped[str] = mapped_column(
        default="sha-256", server_default="mersenne", doc="how the seed makes the draw; see sampling.METHODS"
    )
    outcome: Mapped[str] = mapped_column(Prose, default="")
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    drawn_at: Mapped[datetime] = mapped_column(default=now)

    visit: Mapped[Visit] = relationship(back_populates="samples")


class LessonObservation(Kept, Base):
    """A lesson observed: subject and stage, never the teacher's name."""

    __tablename__ = "lesson_observation"
    KEPT = ("subject", "stage", "doing", "talking", "seen")

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    observer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str]
    stage: Mapped[str]
    starts_at: Mapped[datetime | None]
    minutes: Mapped[int]
    doing: Mapped[int | None] = mapped_column(doc="per cent of the time students were doing")
    talking: Mapped[int | None] = mapped_column(doc="per cent of the time the teacher was talking")
    seen: Mapped[str] = mapped_column(Prose, default="")

    visit: Mapped[Visit] = relationship(back_populates="lessons")
    observer: Mapped["Person"] = relationship(foreign_keys="LessonObservation.observer_id")
    marks: Mapped[list["LessonMark"]] = relationship(
        back_populates="lesson", order_by="(LessonMark.minute, LessonMark.id)"
    )


class LessonMark(Kept, Base):
    """Something seen in a lesson, with the minute of the lesson at which it was."""

    __tablename__ = "lesson_mark"
    __table_args__ = (
        CheckConstraint("minute BETWEEN 0 AND 600", name="minute_of_a_lesson"),
        CheckConstraint("length(text) > 0", name="something_seen"),
    )
    KEPT = ("minute", "text")

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson_observation.id"), index=True)
    minute: Mapped[int] = mapped_column(doc="whole minutes since the lesson began")
    text: Mapped[str] = mapped_column(Prose)

    lesson: Mapped[LessonObservation] = relationship(back_populates="marks")
