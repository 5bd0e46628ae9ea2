"""People, their sessions, one-time links, and failed attempts."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from registration.access.roles import Role, SchoolRole
from registration.database import Base, now, public_id

if TYPE_CHECKING:
    from registration.schools.models import Relation, School


class Person(Base):
    """Somebody who can sign in: of one school, or of the body, or (rarely) both.

    Flask-Login asks a person four things. Its own mixin is not used: it would call two people
    equal whose session tokens are, and nobody but the person signed in has a token.
    """

    __tablename__ = "person"
    __allow_unmapped__ = True
    __table_args__ = (
        CheckConstraint("(school_id IS NULL) = (school_role IS NULL)", name="school_and_role_together"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    email: Mapped[str] = mapped_column(doc="as the person writes it")
    email_key: Mapped[str] = mapped_column(unique=True, doc="NFKC and case-folded, for look-up")
    name: Mapped[str]
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    time_zone: Mapped[str] = mapped_column(default="UTC", doc="IANA name")
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    school_role: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    school: Mapped["School | None"] = relationship(back_populates="people", lazy="joined")
    role_rows: Mapped[list["PersonRole"]] = relationship(
        back_populates="person", lazy="selectin", cascade="all, delete-orphan"
    )

    may_have_unread: Mapped[bool | None] = query_expression()  # asked together with the session; else None: not known

    session_token: str | None = None  # of the present sign-in only; not a column
    is_authenticated = True
    is_anonymous = False

    relations: Mapped[list["Relation"]] = relationship(
        back_populates="person", foreign_keys="Relation.person_id", order_by="Relation.id"
    )

    @property
    def roles(self) -> frozenset[Role]:
        """The body's roles this person holds."""
        return frozenset(Role(row.role) for row in self.role_rows)

    @property
    def role_in_school(self) -> SchoolRole | None:
        return SchoolRole(self.school_role) if self.school_role else None

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str | None:
        """What the cookie holds: the token of the session, never the person's id."""
        return self.session_token

    @property
    def is_staff(self) -> bool:
        return bool(self.role_rows)


class PersonRole(Base):
    """One role of one person of the body."""

    __tablename__ = "person_role"
    __table_args__ = (Index("ix_person_role_role", "role"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)

    person: Mapped[Person] = relationship(back_populates="role_rows")


class SignIn(Base):
    """A session, as a row: ending it ends it everywhere, and a copied cookie dies with it."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    token_hash: Mapped[str] = mapped_column(unique=True, doc="SHA-256 of the 256-bit token in the cookie")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="", doc="what the browser says of itself, for the person's own list")

    person: Mapped[Person] = relationship(lazy="joined")


class OneTimeLink(Base):
    """A link sent by letter, for one purpose, one person and one use. The token itself is not kept."""

    __tablename__ = "one_time_link"
    __table_args__ = (CheckConstraint("purpose IN ('invitation', 'password')", name="known_purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    purpose: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    role: Mapped[str | None] = mapped_column(doc="SchoolRole for a school, Role for the body")
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id])
    school: Mapped["School | None"] = relationship()


class Attempt(Base):
    """A failed attempt (sign-in, reset, invitation), counted per account and per network."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(doc="purpose and a hash of the account or the network")
    at: Mapped[datetime] = mapped_column(default=now)


class OnceKey(Base):
    """A form that was sent: the same form sent again gets the first answer and no second effect."""

    __tablename__ = "once_key"
    __table_args__ = (UniqueConstraint("key"), Index("ix_once_key_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    location: Mapped[str] = mapped_column(default="", doc="where the first answer sent the person")
    at: Mapped[datetime] = mapped_column(default=now)
