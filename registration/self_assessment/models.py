"""The school's response to each criterion, and the areas people were given."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application


class Response(Kept, Base):
    """The school's answer to one criterion: rating, statement, and why there is no evidence where there is none."""

    __tablename__ = "response"
    __table_args__ = (UniqueConstraint("application_id", "criterion_code"),)
    KEPT = ("rating", "statement", "no_evidence_reason")

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion_code: Mapped[str]
    rating: Mapped[str | None] = mapped_column(doc="code of a rating of the edition")
    statement: Mapped[str] = mapped_column(Prose, default="")
    no_evidence_reason: Mapped[str] = mapped_column(Prose, default="", doc="why no evidence is cited")

    application: Mapped["Application"] = relationship(back_populates="responses")
    updated_by: Mapped["Person | None"] = relationship(foreign_keys="Response.updated_by_id")

    @property
    def answered(self) -> bool:
        """Rated and stated; evidence is counted apart."""
        return bool(self.rating and self.statement.strip())


class AreaAssignment(Base):
    """An area given to a colleague: a contributor may edit only the areas given to them."""

    __tablename__ = "area_assignment"
    __table_args__ = (
        UniqueConstraint("application_id", "area", "person_id"),
        CheckConstraint("area > 0", name="area_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")

    person: Mapped["Person"] = relationship()
