"""What was typed and not saved."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registration.database import Base, now, public_id


class Draft(Base):
    """The answers in one form as one person last had them, not saved yet. Only that person ever sees them.

    A draft belongs to the window it is typed in, its `view`: a second window on the same form writes a
    draft of its own instead of over this one, unless it was opened with it.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("person_id", "place", "key"),
        Index("ix_draft_saved_at", "saved_at"),
        Index("ix_draft_application_id", "application_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), doc="empty: not of a case")
    place: Mapped[str] = mapped_column(doc="address of the page, and the id of the form on it")
    key: Mapped[str] = mapped_column(doc="tells drafts of one place apart")
    view: Mapped[str] = mapped_column(doc="the once-key of the form it was last typed in")
    title: Mapped[str] = mapped_column(default="", doc="heading of the page, for the writer's own list")
    answers: Mapped[list[list[str]]] = mapped_column(
        JSON, doc="name and text of each field, in order; never a file, a password or a token"
    )
    after_session: Mapped[bool] = mapped_column(default=False, doc="it was sent when the session had ended")
    saved_at: Mapped[datetime] = mapped_column(default=now)
