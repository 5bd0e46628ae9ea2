"""What runs outside a request, as rows: the row is the queue, and what the person who waits is shown."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, now, public_id

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application


class Job(Base):
    """One piece of work. The same `key` is never done twice; a running job whose heartbeat stopped is taken again."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_not_before", "state", "not_before"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="known_state"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_is_per_cent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    argument: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(default="", doc="a whole sentence for the person who waits")
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), doc="who asked, and may watch")
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    not_before: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    person: Mapped["Person | None"] = relationship()
    application: Mapped["Application | None"] = relationship()
