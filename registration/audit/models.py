"""The chained log: each entry carries the hash of the one before, so that none can be changed or taken out."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from registration.database import Base, now


class AuditEntry(Base):
    """Something that matters was done: a sign-in, a change of roles, an assignment, a release."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_application_id_id", "application_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    action: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict, doc="never answers, tokens or passwords")
    previous_sha256: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="", doc="empty until sealed by `audit/service.py::seal`")
