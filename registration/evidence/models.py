"""Evidence items, their versions (frozen bytes), and citations."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application


class Evidence(Kept, Base):
    """One item of evidence: a file with its versions, or a link. Uploaded once, cited many times."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_application_id_removed_at", "application_id", "removed_at"),)
    KEPT = (
        "title",
        "kind",
        "language",
        "period_from",
        "period_to",
        "valid_until",
        "personal_data",
        "redacted",
        "note",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(
        default="document", doc="policy, record, plan, certificate, minutes, recording …"
    )
    language: Mapped[str] = mapped_column(default="English")
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    valid_until: Mapped[date | None]
    personal_data: Mapped[str] = mapped_column(default="unknown", doc="yes, no, unknown")
    redacted: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Prose, default="")
    described: Mapped[bool] = mapped_column(
        default=True, server_default=true(), doc="False: a file that was uploaded and not yet described"
    )
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]

    application: Mapped["Application"] = relationship(back_populates="evidence")
    added_by: Mapped["Person | None"] = relationship(foreign_keys="Evidence.added_by_id")
    versions: Mapped[list["EvidenceVersion"]] = relationship(
        back_populates="evidence", order_by="EvidenceVersion.number"
    )

    @property
    def current(self) -> "EvidenceVersion":
        return self.versions[-1]


class EvidenceVersion(Base):
    """One version of an item: the bytes by random key and SHA-256, or an address. Never changed once ready."""

    __tablename__ = "evidence_version"
    __table_args__ = (
        UniqueConstraint("evidence_id", "number"),
        CheckConstraint("(storage_key IS NULL) <> (link IS NULL)", name="file_or_link"),
        CheckConstraint("check_state IN ('checking', 'ready', 'refused')", name="known_check_state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    number: Mapped[int]
    storage_key: Mapped[str | None]
    link: Mapped[str | None] = mapped_column(doc="https address, for recordings and pages")
    sha256: Mapped[str] = mapped_column(default="", index=True)
    size: Mapped[int] = mapped_column(default=0, doc="bytes")
    file_name: Mapped[str] = mapped_column(default="", doc="cleaned for display")
    media_type: Mapped[str] = mapped_column(default="", doc="from our own check, never the browser's word")
    pages: Mapped[int | None]
    has_text: Mapped[bool | None] = mapped_column(doc="False: a scan without a text layer")
    active_content: Mapped[str] = mapped_column(
        default="", doc="what was found that could act; never rendered"
    )
    check_state: Mapped[str] = mapped_column(default="checking")
    scan: Mapped[str] = mapped_column(default="not scanned", doc="clean, not scanned, infected")
    told: Mapped[str] = mapped_column(Prose, default="", doc="what the person was told about the file")
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=now)

    evidence: Mapped[Evidence] = relationship(back_populates="versions", lazy="joined")
    uploaded_by: Mapped["Person | None"] = relationship()


class PartialUpload(Base):
    """A file on its way: begun by one person in one application, and ended by what became of it.

    How much of it has arrived is the length of its file in the spool, and nothing else.
    """

    __tablename__ = "partial_upload"
    __table_args__ = (
        Index("ix_partial_upload_application_id_person_id", "application_id", "person_id"),
        CheckConstraint("outcome IN ('', 'taken', 'refused')", name="known_outcome"),
        CheckConstraint("(outcome = 'taken') = (version_id IS NOT NULL)", name="taken_has_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"), doc="a newer version of this item")
    file_name: Mapped[str] = mapped_column(doc="as it was sent")
    size: Mapped[int] = mapped_column(doc="bytes, all of them")
    sha256: Mapped[str] = mapped_column(default="", doc="of the whole file, as its sender says; may be empty")
    begun_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(default="", doc="empty while it arrives; taken, refused")
    version_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_version.id"))
    told: Mapped[str] = mapped_column(Prose, default="", doc="why it was refused")

    application: Mapped["Application"] = relationship()
    person: Mapped["Person"] = relationship()
    evidence: Mapped[Evidence | None] = relationship()
    version: Mapped[EvidenceVersion | None] = relationship()


class Citation(Base):
    """Ties one version of an item to a criterion: pages or timestamp, and one line "what this shows"."""

    __tablename__ = "citation"
    __table_args__ = (
        Index("ix_citation_application_id_criterion_code", "application_id", "criterion_code"),
        CheckConstraint("page_from IS NULL OR page_from > 0", name="page_from_one"),
        CheckConstraint("page_to IS NULL OR page_to >= page_from", name="pages_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion_code: Mapped[str]
    evidence_version_id: Mapped[int] = mapped_column(ForeignKey("evidence_version.id"), index=True)
    page_from: Mapped[int | None]
    page_to: Mapped[int | None]
    timestamp: Mapped[str] = mapped_column(default="", doc="h:mm:ss within a recording")
    shows: Mapped[str] = mapped_column(doc="one line: what this shows")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=now)

    application: Mapped["Application"] = relationship(back_populates="citations")
    evidence_version: Mapped[EvidenceVersion] = relationship(lazy="joined")

    @property
    def where(self) -> str:
        """The place within the item, in words: "pages 3 to 5"."""
        if self.timestamp:
            return f"at {self.timestamp}"
        if self.page_from is None:
            return "whole item"
        if self.page_to in (None, self.page_from):
            return f"page {self.page_from}"
        return f"pages {self.page_from} to {self.page_to}"


class PageText(Base):
    """What one page, slide or sheet of a version says, so that it can be searched.

    `words` are the same text as `text.folded` keeps it. The index over them is made by `search_index`.
    """

    __tablename__ = "page_text"
    __table_args__ = (
        UniqueConstraint("evidence_version_id", "page"),
        CheckConstraint("page > 0", name="page_one_first"),
        {"sqlite_autoincrement": True},  # no number is used twice: the index may still name one that is gone
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id"), index=True, doc="that of the version: the words of each case are apart"
    )
    evidence_version_id: Mapped[int] = mapped_column(ForeignKey("evidence_version.id"))
    page: Mapped[int] = mapped_column(doc="1 for the first; a file without pages has one")
    length: Mapped[int] = mapped_column(default=0, doc="characters of `words`")
    text: Mapped[str] = mapped_column(Prose, doc="empty: a picture of text")
    words: Mapped[str] = mapped_column(Prose, default="")
    often: Mapped[str] = mapped_column(Prose, default="", doc="words that come again and again, as `text.frequent`")

    evidence_version: Mapped[EvidenceVersion] = relationship()

    @property
    def has_text(self) -> bool:
        return bool(self.words)


class Suggestion(Base):
    """A criterion that a version might support, and why. Worked out from its text; never cited by itself."""

    __tablename__ = "suggestion"
    __table_args__ = (UniqueConstraint("evidence_version_id", "criterion_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_version_id: Mapped[int] = mapped_column(ForeignKey("evidence_version.id"))
    criterion_code: Mapped[str]
    weight: Mapped[float] = mapped_column(doc="how strongly; compares criteria of one version")
    because: Mapped[dict[str, Any]] = mapped_column(doc="the keywords found, each with its pages")

    evidence_version: Mapped[EvidenceVersion] = relationship()
