"""Showing evidence inside a page: text, tables and picture, made by `reading.py` in a process of its own.

Nothing of the file itself reaches the browser. A file with active content is never shown.
"""

import json
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from registration import programs
from registration.evidence.inspection.outcome import DOCX, PPTX, XLSX
from registration.evidence.models import EvidenceVersion
from registration.storage import Store, StoreError

READER = Path(__file__).with_name("reading.py")
KINDS = {"application/pdf": "pdf", DOCX: "docx", XLSX: "xlsx", PPTX: "pptx"}
PICTURES = frozenset({"image/png", "image/jpeg"})
WITH_PAGES = frozenset({"pdf", "pptx"})

SECONDS = 20
MEMORY = 1_500_000_000
BOUNDS = programs.Bounds(memory=MEMORY, work=SECONDS, wait=SECONDS)
AT_ONCE = threading.BoundedSemaphore(2)


class NotShown(Exception):
    """The file cannot be shown here. `str(error)` is a sentence; it can still be downloaded."""


@dataclass(frozen=True)
class Row:
    """A row of a sheet that holds something, by the number it has in the sheet."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: what heads each column, its other rows as wide as that, whether some were left out."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    cut: bool


@dataclass(frozen=True)
class Shown:
    """One page: its text, whether more was left out, and a picture where the file has pages to draw.

    A workbook has its sheets in place of text.
    """

    text: str
    cut: bool
    pages: int | None
    picture: bytes = field(default=b"", repr=False)
    sheets: tuple[Sheet, ...] = ()


def can_be_shown(version: EvidenceVersion) -> bool:
    """Nothing active in it, checked, and of a kind we read."""
    return version.check_state == "ready" and not version.active_content and version.media_type in KINDS


def shown(store: Store, version: EvidenceVersion, number: int) -> Shown:
    """One page of a version that `can_be_shown`. Raises NotShown."""
    kind, key = KINDS[version.media_type], version.storage_key or ""
    if kind == "pdf":
        return drawn(store, key, version.sha256, number)
    return fresh(store, key, version.sha256, kind, number if kind in WITH_PAGES else 1)


@lru_cache(maxsize=128)
def thumbnail(store: Store, key: str, sha256: str, number: int) -> bytes:
    """A small picture of one page of a PDF. Raises NotShown."""
    return fresh(store, key, sha256, "thumbnail", number).picture


@lru_cache(maxsize=8)
def drawn(store: Store, key: str, sha256: str, number: int) -> Shown:
    """The last pages looked at are kept in memory: their picture is asked for right after their text."""
    return fresh(store, key, sha256, "pdf", number)


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
    try:
        done = programs.run(READER, (kind, number), BOUNDS, given=content)
    except programs.TooSlow:
        raise NotShown("This page takes too long to draw. Download the file to read it.") from None
    if done.code != 0:
        raise NotShown("This file cannot be shown here. Download it to read it.")
    head, _line, picture = done.made.partition(b"\n")
    said = json.loads(head)
    sheets = tuple(sheet_of(place, sheet) for place, sheet in enumerate(said["sheets"], 1))
    return Shown(said["text"], said["cut"], said["pages"], picture, sheets)


def sheet_of(place: int, said: dict[str, Any]) -> Sheet:
    """A sheet whose first row names its columns has that row as heads; another the letters of a workbook."""
    rows = [(number, tuple(cells)) for number, cells in said["rows"]]
    wide = max((len(cells) for _number, cells in rows), default=0)
    if len(rows) > 1 and is_heading(rows[0][1], wide):
        heads = rows.pop(0)[1]
    else:
        heads = tuple(letters_of(column) for column in range(wide))
    name = f"Sheet {place}: {said['name']}" if said["name"] else f"Sheet {place}"
    return Sheet(
        name, heads, tuple(Row(number, cells + ("",) * (wide - len(cells))) for number, cells in rows), said["cut"]
    )


def is_heading(cells: tuple[str, ...], wide: int) -> bool:
    """Something above every column, more than one of them, and none of it a number."""
    return len(cells) == wide > 1 and all(cell and not cell[0].isdecimal() for cell in cells)


def letters_of(column: int) -> str:
    """A, B … Z, AA … for columns from 0."""
    before, last = divmod(column, 26)
    return (letters_of(before - 1) if before else "") + chr(ord("A") + last)
