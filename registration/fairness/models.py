"""Sums of agreement, told once and never counted again."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registration.database import Base, now


class AgreementSum(Base):
    """How alike a number of cases were judged, by enough people that nobody can be told from it.

    Every case is in one sum at most, and a sum never changes: two of them can never be subtracted from each other
    to leave a few people's numbers. `last_event_id` says how far cases have been counted.
    """

    __tablename__ = "agreement_sum"
    __table_args__ = (CheckConstraint("cases > 0", name="some_cases"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_at: Mapped[datetime] = mapped_column(doc="when moderation ended in the first of its cases")
    until_at: Mapped[datetime]
    last_event_id: Mapped[int] = mapped_column(unique=True)
    cases: Mapped[int]
    reviewers: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(doc="see fairness/sums.py")
    made_at: Mapped[datetime] = mapped_column(default=now)
