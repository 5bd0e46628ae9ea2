"""The applicant school, its profile by section, and relations that make a person conflicted."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application


class School(Base):
    """An online school that applies, or is registered."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    name: Mapped[str] = mapped_column(index=True)
    country: Mapped[str] = mapped_column(doc="country of registration, ISO 3166-1 alpha-2")
    town: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    domain: Mapped[str] = mapped_column(default="", index=True, doc="host of the website, without www")
    registration_number: Mapped[str] = mapped_column(default="", index=True)
    time_zone: Mapped[str] = mapped_column(default="UTC", doc="IANA name")
    created_at: Mapped[datetime] = mapped_column(default=now)

    people: Mapped[list["Person"]] = relationship(back_populates="school", order_by="Person.id")
    applications: Mapped[list["Application"]] = relationship(back_populates="school", order_by="Application.id")


class ProfileSection(Kept, Base):
    """One section of an application's profile: facts by field name, as `schools/sections.py` lists them."""

    __tablename__ = "profile_section"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 9", name="known_section"),
    )
    KEPT = ("facts",)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    complete: Mapped[bool] = mapped_column(default=False)

    application: Mapped["Application"] = relationship(back_populates="profile")
    updated_by: Mapped["Person | None"] = relationship(foreign_keys="ProfileSection.updated_by_id")


class Relation(Base):
    """What ties a person of the body to a school, and so keeps them from its cases. Kept, with its dates."""

    __tablename__ = "relation"
    __table_args__ = (Index("ix_relation_person_id_school_id", "person_id", "school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    kind: Mapped[str] = mapped_column(doc="employed_by, owner, adviser, relative, inspected, objection, other")
    since: Mapped[date | None]
    until: Mapped[date | None] = mapped_column(doc="empty: it still holds")
    note: Mapped[str] = mapped_column(Prose, default="")
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    declared_at: Mapped[datetime] = mapped_column(default=now)
    annulled_at: Mapped[datetime | None] = mapped_column(doc="declared by mistake")

    person: Mapped["Person"] = relationship(back_populates="relations", foreign_keys=[person_id])
    school: Mapped[School] = relationship()
    declared_by: Mapped["Person | None"] = relationship(foreign_keys=[declared_by_id])


class Handover(Base):
    """The principal's offer to make a colleague principal. Until they accept, nothing changes."""

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_school_id", "school_id"),
        CheckConstraint("outcome IN ('', 'accepted', 'declined', 'withdrawn')", name="known_outcome"),
        CheckConstraint("(outcome = '') = (ended_at IS NULL)", name="ended_with_an_outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[str] = mapped_column(default="", doc="empty: still open")
    ended_at: Mapped[datetime | None]

    offered_by: Mapped["Person"] = relationship(foreign_keys=[offered_by_id])
    offered_to: Mapped["Person"] = relationship(foreign_keys=[offered_to_id])
