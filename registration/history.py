"""Former wordings: what people edit is never overwritten without keeping what stood there.

A table whose class inherits `Kept` names its edited columns in `KEPT`. Whenever one of them
changes, the row as it stood before goes into `revision`, in the same transaction.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ForeignKey, Index, event, inspect, select
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from registration.database import Base, db, now


class Kept:
    """Mix-in: former values of the columns in `KEPT` are kept as revisions.

    It also gives the row a `version`, so that the later of two people who
    changed the same wording is told so (`StaleDataError`, a 409 page).
    """

    KEPT: ClassVar[tuple[str, ...]] = ()

    if TYPE_CHECKING:
        id: Mapped[int]

    version: Mapped[int] = mapped_column()
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime | None] = mapped_column(onupdate=now, insert_default=now)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        # Each table that takes this in has a column of its own, which only its own class knows.
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class Overtaken(Exception):
    """Somebody saved this record after the page was opened. Both wordings are shown side by side, to be joined.

    `theirs` holds what stands there now by the name of its field, `version` is its version, and `by_id`
    and `at` say whose it is and since when.
    """

    def __init__(self, theirs: Mapping[str, Any], version: int | str, by_id: int | None, at: datetime | None) -> None:
        super().__init__("This was saved while you were writing. Nothing of theirs or yours is lost.")
        self.theirs, self.version, self.by_id, self.at = theirs, version, by_id, at


def refuse_if_overtaken(record: Any, version: int | None, theirs: Mapping[str, Any] | None = None) -> None:
    """Raise Overtaken when a record is no longer the version its page was opened with (0 or None: there was none).

    The page then shows both wordings. `theirs` is what stands there by the names of the form's fields;
    without it the columns in `KEPT` are shown, which have those names.
    """
    if record is None or record.version == version:
        return
    standing = theirs if theirs is not None else {name: getattr(record, name) for name in record.KEPT}
    raise Overtaken(standing, record.version, record.updated_by_id, record.updated_at)


class Revision(Base):
    """A row as it stood before a change. Added to, never changed."""

    __tablename__ = "revision"
    __table_args__ = (Index("ix_revision_record", "record", "record_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record: Mapped[str] = mapped_column(doc="name of the table")
    record_id: Mapped[int]
    content: Mapped[dict[str, Any]]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), doc="who wrote what stands here")
    written_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime]


def former_values(records: type[Kept], ids: Collection[int], name: str) -> set[Any]:
    """Every value that this column has had before in these records, as JSON holds it. One statement."""
    table = inspect(records).local_table.name
    wanted = select(Revision.content).where(Revision.record == table, Revision.record_id.in_(ids))
    return {content.get(name) for content in db.session.scalars(wanted)} - {None}


def former(record: Any, name: str) -> Any:
    """The value a column had before the present change."""
    change = inspect(record).attrs[name].history
    return change.deleted[0] if change.deleted else getattr(record, name)


@event.listens_for(Session, "before_flush")
def keep_former_wordings(session: Session, _context: Any, _instances: Any) -> None:
    """Add a revision for each changed record that keeps its history."""
    for record in list(session.dirty):
        if isinstance(record, Kept) and any(inspect(record).attrs[n].history.deleted for n in record.KEPT):
            session.add(
                Revision(
                    record=inspect(record).mapper.local_table.name,
                    record_id=record.id,
                    content={name: plain(former(record, name)) for name in record.KEPT},
                    written_by_id=former(record, "updated_by_id"),
                    written_at=former(record, "updated_at"),
                    replaced_at=now(),
                )
            )


def plain(value: Any) -> Any:
    """A value that JSON can hold: dates become ISO text."""
    return value.isoformat() if hasattr(value, "isoformat") else value
