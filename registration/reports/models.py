"""The report of one application: paragraphs with stable numbers, numbered editions, comments on facts."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application
    from registration.evidence.models import EvidenceVersion
    from registration.jobs.models import Job


class Report(Base):
    """The approval-visit report of one application."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("application_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    begun_at: Mapped[datetime] = mapped_column(default=now)
    sent_for_facts_at: Mapped[datetime | None] = mapped_column(
        doc="from then on the school may read the draft sent"
    )

    application: Mapped["Application"] = relationship(back_populates="report")
    paragraphs: Mapped[list["Paragraph"]] = relationship(
        back_populates="report", order_by="Paragraph.position"
    )
    editions: Mapped[list["ReportEdition"]] = relationship(
        back_populates="report", order_by="ReportEdition.number"
    )
    comments: Mapped[list["FactualComment"]] = relationship(
        back_populates="report", order_by="FactualComment.id"
    )


class Paragraph(Kept, Base):
    """One paragraph. Its number is given once and never used again, so that comments stay tied to it."""

    __tablename__ = "paragraph"
    __table_args__ = (UniqueConstraint("report_id", "number"),)
    KEPT = ("text", "position", "removed_at")

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    section: Mapped[str] = mapped_column(
        doc="context, key_findings, criterion, recommendations, arrangements, visit …"
    )
    criterion_code: Mapped[str | None]
    part: Mapped[str] = mapped_column(
        default="", doc="within a criterion: evidence, seen, strengths, finding, action"
    )
    number: Mapped[int]
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Prose)
    from_notes: Mapped[bool] = mapped_column(
        default=False, doc="stands as the notes of the visit have it: nobody has edited it, or read it and kept it"
    )
    removed_at: Mapped[datetime | None]

    report: Mapped[Report] = relationship(back_populates="paragraphs")


class ReportEdition(Base):
    """The report as bytes: a numbered draft, or the final one. Frozen once made."""

    __tablename__ = "report_edition"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        CheckConstraint("kind IN ('draft', 'final')", name="known_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    number: Mapped[int]
    kind: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(doc="everything it shows, frozen when it was asked for")
    content_sha256: Mapped[str] = mapped_column(index=True, doc="same content, same bytes: not made twice")
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    storage_key: Mapped[str | None] = mapped_column(doc="empty until the job is done")
    sha256: Mapped[str | None] = mapped_column(index=True)
    size: Mapped[int | None]
    pages: Mapped[int | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    sent_to_school_at: Mapped[datetime | None]

    report: Mapped[Report] = relationship(back_populates="editions")
    job: Mapped["Job | None"] = relationship()


class FactualComment(Kept, Base):
    """The school's comment on one paragraph of the draft, and the panel's reply."""

    __tablename__ = "factual_comment"
    __table_args__ = (
        CheckConstraint("length(text) > 0", name="text_given"),
        CheckConstraint("reply IS NULL OR reply IN ('accepted', 'partly', 'not')", name="known_reply"),
        CheckConstraint("reply IS NULL OR length(reply_reason) > 0", name="reply_has_reason"),
    )
    KEPT = ("text", "reply", "reply_reason")

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraph.id"))
    text: Mapped[str] = mapped_column(Prose)
    evidence_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("evidence_version.id"), doc="what the school points to, among what it sent"
    )
    pages: Mapped[str] = mapped_column(default="", doc="where in it")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None] = mapped_column(doc="empty: a draft only the school sees")
    reply: Mapped[str | None]
    reply_reason: Mapped[str] = mapped_column(Prose, default="")
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replied_at: Mapped[datetime | None]

    report: Mapped[Report] = relationship(back_populates="comments")
    paragraph: Mapped[Paragraph] = relationship()
    evidence_version: Mapped["EvidenceVersion | None"] = relationship()
    author: Mapped["Person"] = relationship(foreign_keys="FactualComment.author_id")
    replied_by: Mapped["Person | None"] = relationship(foreign_keys="FactualComment.replied_by_id")
