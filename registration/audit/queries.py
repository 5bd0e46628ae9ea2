"""What is read of the log."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute

from registration.access.policy import visible_to
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit.models import AuditEntry
from registration.database import db
from registration.paging import Page, page_of


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it."""

    entry: AuditEntry
    who: str
    reference: str

    @property
    def what(self) -> str:
        return in_words(self.entry.action)

    @property
    def facts(self) -> str:
        given = self.entry.facts.items()
        return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in given if value != "")


def log(reader: Person, action: str, reference: str, number: int) -> Page[Line]:
    """The log, the latest first, without what belongs to cases the reader has a conflict with. Four statements."""
    seen = or_(
        AuditEntry.application_id.is_(None),
        AuditEntry.application_id.in_(select(Application.id).where(visible_to(reader))),
    )
    wanted = select(AuditEntry).where(seen).order_by(AuditEntry.id.desc())
    if action:
        wanted = wanted.where(AuditEntry.action == action)
    if reference:
        named = select(Application.id).where(Application.reference == reference)
        wanted = wanted.where(AuditEntry.application_id.in_(named))
    page = page_of(wanted, number)
    names = named_by(Person.id, Person.name, {entry.person_id for entry in page.items})
    references = named_by(Application.id, Application.reference, {entry.application_id for entry in page.items})
    lines = [
        Line(entry, names.get(entry.person_id, "The service"), references.get(entry.application_id, ""))
        for entry in page.items
    ]
    return Page(lines, page.number, page.total, page.rows)


def named_by(
    key: InstrumentedAttribute[int], name: InstrumentedAttribute[str], ids: set[int | None]
) -> dict[int | None, str]:
    rows = db.session.execute(select(key, name).where(key.in_(ids - {None})))
    return {row[0]: row[1] for row in rows}


def in_words(action: str) -> str:
    return action.replace("_", " ").capitalize()


def actions() -> list[str]:
    """Every kind of entry there is."""
    return list(db.session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))
