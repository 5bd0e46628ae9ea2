"""Audit: what matters is noted, in the transaction in which it happens, and sealed into a chain soon after."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit.models import AuditEntry
from registration.database import db, now

SETTLED = timedelta(seconds=30)
"""An entry is sealed once it is this old: one that began before it has been written by then."""

LATE = timedelta(minutes=15)
MOST_AT_ONCE = 2_000


@dataclass(frozen=True)
class Verdict:
    """What a check of the chain found; `problems` are whole sentences and empty when all is well."""

    sealed: int
    unsealed: int
    head: str
    problems: list[str]


def note(action: str, person: Person | None, application: Application | None = None, **facts: Any) -> AuditEntry:
    """Add an entry to the log. `facts` are short and plain: never an answer, a token or a password."""
    if (application is not None and application.is_new) or (person is not None and person.is_new):
        db.session.flush()
    entry = AuditEntry(
        action=action, person_id=person.id if person else None,
        application_id=application.id if application else None, facts=facts,
    )  # fmt: skip
    db.session.add(entry)
    return entry


def seal() -> int:
    """Chain the entries that are not sealed yet, in order. Says how many. Run by one worker at a time."""
    waiting = select(AuditEntry).where(AuditEntry.sha256 == "", AuditEntry.at <= now() - SETTLED)
    entries = list(db.session.scalars(waiting.order_by(AuditEntry.id).limit(MOST_AT_ONCE)))
    head = chain_head() if entries else ""
    for entry in entries:
        entry.previous_sha256 = head
        head = entry.sha256 = digest_of(entry)
    return len(entries)


def chain_head() -> str:
    """The hash no other entry carries: that of the last one sealed."""
    following = aliased(AuditEntry)
    last = select(AuditEntry.sha256).where(
        AuditEntry.sha256 != "",
        ~select(following.id).where(following.previous_sha256 == AuditEntry.sha256, following.sha256 != "").exists(),
    )
    return db.session.scalar(last.order_by(AuditEntry.id.desc()).limit(1)) or ""


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 over everything an entry says and the hash of the one before."""
    content = [
        entry.id, entry.at.astimezone(UTC).isoformat(), entry.person_id, entry.application_id, entry.action,
        entry.facts, entry.previous_sha256,
    ]  # fmt: skip
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check(known: str = "") -> Verdict:
    """Go along the whole chain. `known` is a hash noted earlier: it must still be in it.

    A chain alone cannot tell that its end was cut off; that is what a hash kept elsewhere is for.
    """
    following: dict[str, AuditEntry] = {}
    problems: list[str] = []
    sealed = unsealed = 0
    for entry in everything():
        if not entry.sha256:
            unsealed += 1
            if entry.at < now() - LATE:
                problems.append(f"Entry {entry.id} was never sealed: is `flask jobs work` running?")
            continue
        sealed += 1
        if digest_of(entry) != entry.sha256:
            problems.append(f"Entry {entry.id} was changed after it was sealed.")
        if entry.previous_sha256 in following:
            other = following[entry.previous_sha256].id
            problems.append(f"Entry {entry.id} follows the same entry as entry {other}: one of them was put in.")
        following[entry.previous_sha256] = entry
    walked, head, met = 0, "", not known
    while head in following and walked < sealed:
        head, walked = following[head].sha256, walked + 1
        met = met or head == known
    if walked < sealed:
        problems.append(f"{sealed - walked} sealed entries do not hang on the chain: one before them is missing.")
    if not met:
        problems.append("The hash that was noted earlier is not in the chain: entries were taken out or rewritten.")
    return Verdict(sealed, unsealed, head, problems)


def everything() -> Iterator[AuditEntry]:
    return iter(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)))
