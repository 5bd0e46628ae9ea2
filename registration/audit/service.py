"""Audit: what matters is noted, in the transaction in which it happens."""

from typing import Any

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit.models import AuditEntry
from registration.database import db


def note(action: str, person: Person | None, application: Application | None = None, **facts: Any) -> AuditEntry:
    """Add an entry to the log. `facts` are short and plain: never an answer, a token or a password."""
    if application is not None and application.is_new:
        db.session.flush()
    entry = AuditEntry(
        action=action, person_id=person.id if person else None,
        application_id=application.id if application else None, facts=facts,
    )
    db.session.add(entry)
    return entry
