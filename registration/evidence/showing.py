"""Showing evidence inside a page: text and picture, made by `reading.py` in a process of its own.

Nothing of the file itself reaches the browser. A file with active content is never shown.
"""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from registration.evidence.inspection.outcome import DOCX, PPTX, XLSX
from registration.evidence.models import EvidenceVersion
from registration.storage import Store, StoreError

READER = Path(__file__).with_name("reading.py")
KINDS = {"application/pdf": "pdf", DOCX: "docx", XLSX: "xlsx", PPTX: "pptx"}
PICTURES = frozenset({"image/png", "image/jpeg"})
WITH_PAGES = frozenset({"pdf", "pptx"})

SECONDS = 20
MEMORY = 1_500_000_000
AT_ONCE = threading.BoundedSemaphore(2)
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR")


class NotShown(Exception):
    """The file cannot be shown here. `str(error)` is a sentence; it can still be downloaded."""


@dataclass(frozen=True)
class Shown:
    """One page: its text, whether more text was left out, and a picture where the file has pages to draw."""

    text: str
    cut: bool
    pages: int | None
    picture: bytes = field(default=b"", repr=False)


def can_be_shown(version: EvidenceVersion) -> bool:
    """Nothing active in it, checked, and of a kind we read."""
    return version.check_state == "ready" and not version.active_content and version.media_type in KINDS


def shown(store: Store, version: EvidenceVersion, number: int) -> Shown:
    """One page of a version that `can_be_shown`. Raises NotShown."""
    kind = KINDS[version.media_type]
    number = number if kind in WITH_PAGES else 1
    return read(store, version.storage_key or "", version.sha256, kind, number)


@lru_cache(maxsize=128)
def thumbnail(store: Store, key: str, sha256: str, number: int) -> bytes:
    """A small picture of one page of a PDF. Raises NotShown."""
    return fresh(store, key, sha256, "thumbnail", number).picture


@lru_cache(maxsize=24)
def read(store: Store, key: str, sha256: str, kind: str, number: int) -> Shown:
    """The last pages looked at are kept in memory: their picture is asked for right after their text."""
    return fresh(store, key, sha256, kind, number)


def fresh(store: Store, key: str, sha256: str, kind: str, number: int) -> Shown:
    try:
        content = b"".join(store.verified(key, sha256))
    except StoreError as error:
        raise NotShown(str(error)) from error
    if not AT_ONCE.acquire(timeout=SECONDS):
        raise NotShown(
            "Many people are reading evidence just now. Reload the page in a moment, or download the file."
        )
    try:
        return answer_from(kind, content, number)
    finally:
        AT_ONCE.release()


def answer_from(kind: str, content: bytes, number: int) -> Shown:
    command = [sys.executable, "-I", str(READER), kind, str(number), str(MEMORY), str(SECONDS)]
    settings = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - a list of our own words, no shell
            command, input=content, capture_output=True, timeout=SECONDS, env=settings, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotShown("This page takes too long to draw. Download the file to read it.") from None
    if done.returncode != 0:
        raise NotShown("This file cannot be shown here. Download it to read it.")
    head, _line, picture = done.stdout.partition(b"\n")
    said = json.loads(head)
    return Shown(said["text"], said["cut"], said["pages"], picture)
