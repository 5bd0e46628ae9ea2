"""Answers of somebody we do not know, kept for a while."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from registration.database import Base, now


class SelfCheck(Base):
    """One self-check. It holds nothing about a person or a school, and ends by itself."""

    __tablename__ = "self_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True, doc="SHA-256 of the token in the cookie or the private link")
    edition: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict, doc="by criterion: how far it is, and what shows it")
    begun_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime] = mapped_column(index=True)
