"""The dossier as one archive: what a submission holds, as plain data, before the first byte is sent.

Everything that needs the database is read here. What streams it afterwards touches the store alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from registration.accounts.models import Person
from registration.applications.dossier import Dossier, dossier_of, hidden_ratings
from registration.applications.models import Application, Submission
from registration.database import db, now
from registration.evidence.inspection import EXTENSIONS, clean_name
from registration.evidence.models import Evidence, EvidenceVersion
from registration.storage import Store, StoreError

Row = Mapping[str, Any]

MOST_LETTERS = 80
MOST_BYTES = 160
"""Of a name without its number and ending: some systems count letters, some bytes."""

UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
UNSEEN = re.compile(
    "[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
ENDINGS = {media_type: ending for ending, media_type in reversed(EXTENSIONS.items())}

BEING_CHECKED = "This file had not passed its check when the archive was made."
GONE = "This file is no longer in the service."


@dataclass(frozen=True)
class Entry:
    """One version of an item in the archive: a file under a safe name, or a link, or a file that is left out."""

    name: str
    """Its place in the archive; empty for a link and for what is left out."""
    row: Row
    cited_for: tuple[Row, ...]
    storage_key: str = ""
    sha256: str = ""
    size: int = 0
    why_not: str = ""
    title: str = ""


@dataclass(frozen=True)
class Archive:
    """All that goes into one archive. `pdf` is the stored application: key, hash and size."""

    reference: str
    round: int
    sent_at: datetime
    sent_by: str
    sha256: str
    made_at: datetime
    made_for: str
    edition: Row
    dossier: Dossier
    snapshot: Row
    hidden: frozenset[str]
    entries: tuple[Entry, ...]
    pdf: Row = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of the files, nearly those of the archive."""
        return sum(entry.size for entry in self.entries) + int(self.pdf.get("size", 0))


def archive_of(application: Application, submission: Submission, person: Person, pdf: Row) -> Archive:
    """What this person may take away of one round: the snapshot, the versions it names, and the printed application.

    Nobody gets more than the snapshot names; a reviewer who has not judged gets no self-ratings.
    """
    snapshot, hidden = submission.snapshot, hidden_ratings(application, person)
    standard = application.standard
    return Archive(
        reference=application.reference, round=submission.round, sent_at=submission.sent_at,
        sent_by=submission.sent_by.name, sha256=submission.sha256, made_at=now(), made_for=person.name,
        edition={"edition": standard.edition, "title": standard.title, "digest": standard.digest},
        dossier=dossier_of(snapshot, hidden), snapshot=snapshot, hidden=hidden,
        entries=entries_of(application, snapshot), pdf=pdf,
    )  # fmt: skip


def entries_of(application: Application, snapshot: Row) -> tuple[Entry, ...]:
    """Every version the snapshot names, in the order of its register; older versions that are cited come after."""
    rows = {row["version"]: row for row in snapshot["evidence"]}
    cited: dict[str, list[Row]] = {}
    for code, citations in snapshot["citations"].items():
        for row in citations:
            rows.setdefault(row["version"], row)
            cited.setdefault(row["version"], []).append({"criterion": code, **row})
    records = {version.public_id: version for version in versions(application, list(rows))}
    return tuple(
        entry(number, row, records.get(key), tuple(cited.get(key, ())))
        for number, (key, row) in enumerate(rows.items(), start=1)
    )


def versions(application: Application, public_ids: list[str]) -> list[EvidenceVersion]:
    """Versions of this application's items, in one statement."""
    found = select(EvidenceVersion).join(Evidence, EvidenceVersion.evidence_id == Evidence.id)
    named = found.where(Evidence.application_id == application.id, EvidenceVersion.public_id.in_(public_ids))
    return list(db.session.scalars(named))


def entry(number: int, row: Row, record: EvidenceVersion | None, cited_for: tuple[Row, ...]) -> Entry:
    if row["link"]:
        return Entry("", row, cited_for, title=row["title"])
    if record is None or record.storage_key is None:
        return Entry("", row, cited_for, title=row["title"], why_not=GONE)
    if record.check_state != "ready":
        return Entry("", row, cited_for, title=row["title"], why_not=BEING_CHECKED)
    name = f"evidence/{safe_name(number, record.file_name or row['title'], record.media_type)}"
    return Entry(name, row, cited_for, record.storage_key, record.sha256, record.size, title=row["title"])


def safe_name(number: int, file_name: str, media_type: str) -> str:
    """A name every system can unpack: numbered, so unique and no device's; without tricks; the ending of its type."""
    ending = ENDINGS.get(media_type, "bin")
    stem = UNSAFE.sub("_", UNSEEN.sub("", clean_name(file_name)))
    stem = re.sub(rf"\.({'|'.join(EXTENSIONS)})$", "", stem, flags=re.IGNORECASE)[:MOST_LETTERS]
    while len(stem.encode()) > MOST_BYTES:
        stem = stem[:-1]
    return f"{number:03d} {stem.strip(' .') or 'unnamed'}.{ending}"


def damaged(archive: Archive, store: Store) -> list[Entry]:
    """Files that are not in the store at their size. Quick: nothing is read; the hash is looked at while sending."""
    return [entry for entry in archive.entries if entry.name and not there(entry, store)]


def there(entry: Entry, store: Store) -> bool:
    try:
        return store.size(entry.storage_key) == entry.size
    except StoreError:
        return False
