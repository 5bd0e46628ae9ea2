"""What a reapproval took over of one criterion from the application before."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application


class CarriedCriterion(Base):
    """One criterion as it was carried over: what it said, how it was judged, and why it is judged anew, if it is."""

    __tablename__ = "carried_criterion"
    __table_args__ = (
        UniqueConstraint("application_id", "criterion_code"),
        CheckConstraint(
            "anew IN ('', 'edition', 'lost', 'unjudged', 'below', 'condition', 'rule', 'stood')", name="known_reason"
        ),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("reopened_at IS NULL OR length(reopen_reason) > 0", name="reopened_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion_code: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(doc="of what was carried over: another one means that it was changed")
    rating: Mapped[str] = mapped_column(default="", doc="as it was agreed last; empty where nothing was")
    since: Mapped[date | None] = mapped_column(doc="when that was decided")
    stood: Mapped[int] = mapped_column(default=0, doc="how many times in a row it stood before, unjudged")
    anew: Mapped[str] = mapped_column(default="", doc="why it is judged anew though unchanged; empty: it may stand")
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reopened_at: Mapped[datetime | None]
    reopen_reason: Mapped[str] = mapped_column(Prose, default="", doc="why a reviewer wants it judged anew")

    application: Mapped["Application"] = relationship(back_populates="carried")
    reopened_by: Mapped["Person | None"] = relationship(foreign_keys=[reopened_by_id])
