"""What happens to evidence outside requests: scanning for viruses, and sweeping the store."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from registration.access.policy import Action
from registration.audit.service import note
from registration.database import Base, db, now
from registration.errors import Unavailable
from registration.evidence import resumable
from registration.evidence.inspection import ScannerUnavailable, scan
from registration.evidence.models import EvidenceVersion
from registration.evidence.service import SCAN
from registration.evidence.text_service import ask_for_text
from registration.jobs.models import Job
from registration.jobs.service import apart, every, handles
from registration.storage import Store, StoreError

LEFT_BEHIND = timedelta(hours=24)
"""A file that no row names after this long was left by a request that failed after storing it."""

INFECTED = (
    "The virus scanner found {name} in this file, so nobody can open it. "
    "Check your computer, and add a clean copy as a new version."
)


@handles(SCAN, attempts=50, watched_by=Action.ADD_EVIDENCE)
def scan_evidence(job: Job) -> dict[str, Any]:
    """Ask the scanner about one version. While it does not answer, the file stays “being checked”."""
    version = version_named(job)
    if version is None or version.check_state != "checking" or version.storage_key is None:
        return {}
    key, sha256 = version.storage_key, version.sha256
    with apart(job, 20, "The file is being checked for viruses."):
        verdict = verdict_on(current_app.extensions["store"], key, sha256)
    version = version_named(job)
    if version is not None:
        record(version, verdict)
    return {}


def version_named(job: Job) -> EvidenceVersion | None:
    wanted = select(EvidenceVersion).where(EvidenceVersion.public_id == job.argument["version"])
    return db.session.scalars(wanted).one_or_none()


def verdict_on(store: Store, key: str, sha256: str) -> str:
    """“clean” or “infected:NAME”. Raises Unavailable when the store or the scanner gives no clear answer."""
    url = current_app.config["SETTINGS"].clamd_url
    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        path = Path(folder) / "file"
        try:
            with path.open("wb") as file:
                file.writelines(store.verified(key, sha256))
            return scan(path, url or "")
        except (StoreError, ScannerUnavailable) as error:
            raise Unavailable(str(error)) from error


def record(version: EvidenceVersion, verdict: str) -> None:
    state, _colon, name = verdict.partition(":")
    version.scan = state
    if state == "clean":
        version.check_state = "ready"
        ask_for_text(version, version.uploaded_by)
        return
    version.check_state = "refused"
    version.told = "\n".join([INFECTED.format(name=name), *version.told.splitlines()])
    note(
        "virus found",
        version.uploaded_by,
        version.evidence.application,
        virus=name,
        version=version.public_id,
    )


@every(minutes=60)
def sweep_store() -> None:
    """Remove marked files after their grace, and mark those that no row names."""
    store: Store = current_app.extensions["store"]
    named = keys_in_use()
    db.session.commit()  # listing a store is slow
    for key in store.keys(written_before=now() - LEFT_BEHIND):
        if key not in named:
            store.delete(key)
    store.sweep(now())


@every(minutes=60)
def forget_uploads() -> None:
    """Forget uploads whose day is over, with what had arrived of them."""
    resumable.forget_old(resumable.spool_of(current_app.extensions["store"]))


def keys_in_use() -> set[str]:
    """Every key that any table names, whatever feature it belongs to; the results of jobs count too."""
    columns = [t.c.storage_key for t in Base.metadata.sorted_tables if "storage_key" in t.c]
    keys = {
        key for column in columns for key in db.session.scalars(select(column).where(column.is_not(None)))
    }
    results = db.session.scalars(select(Job.result)).all()
    return keys | {value for result in results for value in result.values() if isinstance(value, str)}
