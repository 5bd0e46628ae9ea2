"""Sending an archive piece by piece: no more of it is in memory at once than a piece of one file.

It reads the store and nothing else, so that no transaction is open while somebody's slow line takes it. A file that the
store cannot give whole is left out and said so in the archive, by name and in three places. An error of any other kind
ends the stream without the ZIP's table of contents: what arrived then opens nowhere and is not taken for whole.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from registration.applications.archive import Archive, Entry
from registration.reports.page import document
from registration.storage import Store, StoreError

PDF = "application.pdf"
INCOMPLETE = "INCOMPLETE - read me.txt"
WHY_INCOMPLETE = (
    "This archive is not complete. These files could not be read whole from the store, and are left out:\n\n{names}\n\n"
    "Nothing else is missing. Download the archive again later, or write to the registration body.\n"
)


class Flow:
    """What ZipFile writes into: it can be emptied at any time, and not be turned back."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.position = 0

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        self.position += len(data)
        return len(data)

    def tell(self) -> int:
        return self.position

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def close(self) -> None:
        """There is nothing to close."""

    def taken(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def streamed(archive: Archive, store: Store) -> Iterator[bytes]:
    """The archive as a ZIP. Manifest, sums and index come last: they say what became of each file."""
    flow, sums, lost = Flow(), dict[str, str](), dict[str, str]()
    with ZipFile(flow, "w", ZIP_STORED, allowZip64=True) as bundle:
        for name, key, sha256, size in files_of(archive):
            try:
                chunks = store.verified(key, sha256)
            except StoreError as error:
                lost[name] = str(error)
                continue
            with bundle.open(named(archive, name, size), "w") as entry:
                for chunk in chunks:
                    entry.write(chunk)
                    yield flow.taken()
            sums[name] = sha256
            yield flow.taken()
        for name, text in texts_of(archive, sums, lost):
            content = text.encode("utf-8", "replace")
            sums[name] = hashlib.sha256(content).hexdigest()
            bundle.writestr(named(archive, name, len(content)), content, ZIP_DEFLATED)
            yield flow.taken()
    yield flow.taken()


def files_of(archive: Archive) -> Iterator[tuple[str, str, str, int]]:
    """Name, key, hash and size of each file, the printed application first."""
    if archive.pdf:
        yield PDF, archive.pdf["storage_key"], archive.pdf["sha256"], archive.pdf["size"]
    for entry in archive.entries:
        if entry.name:
            yield entry.name, entry.storage_key, entry.sha256, entry.size


def named(archive: Archive, name: str, size: int) -> ZipInfo:
    """Dated when it was sent, so that the same submission gives the same archive."""
    info = ZipInfo(name, archive.sent_at.timetuple()[:6])
    info.file_size, info.external_attr = size, 0o644 << 16
    return info


def texts_of(archive: Archive, sums: dict[str, str], lost: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The archive's own texts. `sums` grows with each of them; the list of sums is the last."""
    yield "index.html", document("applications/archive_index.html", archive=archive, lost=lost)
    yield "manifest.json", json.dumps(manifest(archive, sums, lost), ensure_ascii=False, indent=1)
    if lost:
        yield INCOMPLETE, WHY_INCOMPLETE.format(names="\n".join(f"{name}: {why}" for name, why in lost.items()))
    yield "SHA256SUMS", "".join(f"{value}  {name}\n" for name, value in sums.items())


def manifest(archive: Archive, sums: dict[str, str], lost: dict[str, str]) -> dict[str, Any]:
    """Everything in the archive for a machine: files with hashes, answers letter by letter, who and when."""
    snapshot = archive.snapshot
    return {
        "format": "dossier 1",
        "application": archive.reference,
        "school": snapshot["school"],
        "edition": archive.edition,
        "round": archive.round,
        "sent": {"at": archive.sent_at.isoformat(), "by": archive.sent_by, "sha256_of_snapshot": archive.sha256},
        "made": {"at": archive.made_at.isoformat(), "for": archive.made_for},
        "complete": not lost,
        "application_pdf": {"sha256": sums.get(PDF), "why_not": lost.get(PDF, "")},
        "evidence": [evidence_row(entry, lost) for entry in archive.entries],
        "criteria": [criterion_row(archive, code) for code in snapshot["fingerprints"]],
        "profile": snapshot["profile"],
        "declaration": snapshot["declaration"],
    }


def evidence_row(entry: Entry, lost: dict[str, str]) -> dict[str, Any]:
    row = entry.row
    why_not = entry.why_not or lost.get(entry.name, "")
    return {
        "item": row.get("evidence") or row["id"], "version": row["version"], "number": row["number"],
        "title": row["title"], "kind": row.get("kind"), "language": row.get("language"), "pages": row.get("pages"),
        "file": None if why_not else entry.name or None, "included": bool(entry.name) and not why_not,
        "why_not": why_not, "link": row["link"], "media_type": row["media_type"],
        "size": entry.size, "sha256": entry.sha256,
        "cited_for": [
            {"criterion": c["criterion"], "where": c["where"], "page_from": c["page_from"], "page_to": c["page_to"],
             "timestamp": c["timestamp"], "shows": c["shows"]}
            for c in entry.cited_for
        ],
    }  # fmt: skip


def criterion_row(archive: Archive, code: str) -> dict[str, Any]:
    response = archive.snapshot["responses"].get(code) or {}
    hidden = code in archive.hidden
    return {
        "code": code, "rating": None if hidden else response.get("rating"), "rating_withheld": hidden,
        "statement": response.get("statement", ""), "no_evidence_reason": response.get("no_evidence_reason", ""),
        "citations": [
            {"version": c["version"], "where": c["where"], "shows": c["shows"]}
            for c in archive.snapshot["citations"].get(code, ())
        ],
    }  # fmt: skip
