"""The registration of a school, and the certificate issued for it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application
    from registration.jobs.models import Job


class Registration(Base):
    """The registration that followed an approved application. Its state is the application's."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("application_id"), UniqueConstraint("certificate_number"), UniqueConstraint("renewed_by_id")
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    agreement_on: Mapped[date]
    centre_number: Mapped[str]
    certificate_number: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date] = mapped_column(index=True)
    scope: Mapped[dict[str, Any]] = mapped_column(doc="programmes and territories, frozen when registered")
    registered_at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str] = mapped_column(
        Prose, default="", doc="why suspended, reinstated or ended; both sides read it, the public does not"
    )
    public_reason: Mapped[str] = mapped_column(
        Prose, default="", doc="why suspended or ended, in words written for the public; mostly nothing"
    )

    declaration_overdue_since: Mapped[date | None] = mapped_column(
        index=True, doc="when the earliest yearly declaration was due that is missing; kept by a job"
    )
    renewed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id"), doc="the one that took its place, with a certificate of its own"
    )

    application: Mapped["Application"] = relationship(back_populates="registration")
    renewed_by: Mapped["Registration | None"] = relationship(remote_side=[id], back_populates="renews")
    renews: Mapped["Registration | None"] = relationship(back_populates="renewed_by", uselist=False)
    certificates: Mapped[list["Certificate"]] = relationship(
        back_populates="registration", order_by="Certificate.id"
    )
    declarations: Mapped[list["YearlyDeclaration"]] = relationship(
        back_populates="registration", order_by="YearlyDeclaration.due_on"
    )
    changes: Mapped[list["ChangeNotice"]] = relationship(back_populates="registration", order_by="ChangeNotice.id")


class Certificate(Base):
    """The certificate as bytes, found on the public page by its number or by the hash of the file."""

    __tablename__ = "certificate"
    __table_args__ = (Index("ix_certificate_sha256", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(doc="everything it shows, frozen when issued")
    issued_at: Mapped[datetime] = mapped_column(default=now)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    storage_key: Mapped[str | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None]
    signed_text: Mapped[str | None] = mapped_column(Prose, doc="the facts as lines, in exactly the bytes signed")
    signature: Mapped[str | None] = mapped_column(doc="Ed25519, base64")
    signing_key_id: Mapped[int | None] = mapped_column(ForeignKey("signing_key.id"))

    registration: Mapped[Registration] = relationship(back_populates="certificates")
    job: Mapped["Job | None"] = relationship()
    signing_key: Mapped["SigningKey | None"] = relationship()


class SigningKey(Base):
    """A public key that certificates were signed with. It stays published when a newer one has taken its place."""

    __tablename__ = "signing_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(unique=True, doc="SHA-256 of the key, in hexadecimal")
    public_pem: Mapped[str] = mapped_column(Prose)
    first_used_at: Mapped[datetime] = mapped_column(default=now)


class YearlyDeclaration(Base):
    """What the principal declares once a year: that all is as it was judged, or what has changed."""

    __tablename__ = "yearly_declaration"
    __table_args__ = (UniqueConstraint("registration_id", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    due_on: Mapped[date]
    changes: Mapped[str] = mapped_column(Prose, default="", doc="what has changed; empty when nothing has")
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    declared_at: Mapped[datetime] = mapped_column(default=now)

    registration: Mapped[Registration] = relationship(back_populates="declarations")
    declared_by: Mapped["Person"] = relationship()


class ChangeNotice(Kept, Base):
    """A change that a registered school tells of: noted by the case officer, or asked about first."""

    __tablename__ = "change_notice"
    __table_args__ = (
        CheckConstraint("kind IN ('principal', 'owner', 'territory', 'platform', 'other')", name="known_kind"),
        CheckConstraint("status IN ('told', 'asked', 'noted')", name="known_status"),
        CheckConstraint("length(what) > 0", name="what_given"),
    )
    KEPT = ("status", "question", "answer", "note")

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    kind: Mapped[str]
    what: Mapped[str] = mapped_column(Prose)
    from_on: Mapped[date]
    territory: Mapped[str] = mapped_column(default="", doc="code of a country, for a territory")
    leaves: Mapped[bool] = mapped_column(default=False, doc="the school leaves this territory; else it begins there")
    status: Mapped[str] = mapped_column(default="told")
    question: Mapped[str] = mapped_column(Prose, default="")
    answer: Mapped[str] = mapped_column(Prose, default="")
    note: Mapped[str] = mapped_column(Prose, default="", doc="what the case officer wrote when taking note")
    told_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[datetime] = mapped_column(default=now)
    noted_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(back_populates="changes")
    told_by: Mapped["Person"] = relationship(foreign_keys="ChangeNotice.told_by_id")
