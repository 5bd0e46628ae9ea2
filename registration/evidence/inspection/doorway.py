"""The door every file comes through: size, name, first bytes, then the inspector of its type."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from registration.evidence.inspection import office, pdf, pictures, signatures
from registration.evidence.inspection.names import ALLOWED, clean_name, extension_of
from registration.evidence.inspection.outcome import (
    DOCX,
    EXTENSIONS,
    KINDS,
    MEGABYTE,
    PPTX,
    XLSX,
    Inspection,
    Limits,
    Refusal,
)

Inspector = Callable[[Path, Inspection, Limits], Inspection]

INSPECTORS: dict[str, Inspector] = {
    "application/pdf": pdf.inspect,
    DOCX: office.inspect,
    XLSX: office.inspect,
    PPTX: office.inspect,
    "image/png": pictures.inspect,
    "image/jpeg": pictures.inspect,
}

CHUNK = MEGABYTE
DAMAGED = (
    "This file is damaged and cannot be read to its end. Open it on your own computer; "
    "if it opens there, save a new copy and upload that."
)


def inspect(path: Path, file_name: str, limits: Limits | None = None) -> Inspection:
    """Say what the file at `path` is; `file_name` is what its sender calls it. Never raises for a bad file."""
    limits = limits or Limits()
    found = Inspection(clean_name=clean_name(file_name))
    try:
        check_size(path.stat().st_size, limits)
        extension = extension_of(file_name)
        found = replace(found, extension=extension, media_type=EXTENSIONS[extension])
        if holds_test_string(path):
            raise Refusal(signatures.TEST_FOUND, alarm=True)
        check_first_bytes(path, found)
        return INSPECTORS[found.media_type](path, found, limits)
    except Refusal as refusal:
        return replace(
            found,
            refused=str(refusal),
            encrypted=refusal.encrypted,
            active_content=refusal.active,
            alarm=refusal.alarm,
        )
    except (RecursionError, MemoryError):
        return replace(found, refused=DAMAGED)


def look_at_name(file_name: str, size: int, limits: Limits | None = None) -> Inspection:
    """What can be said before any of the file has come: refused for its name or its size, or not yet."""
    found = Inspection(clean_name=clean_name(file_name))
    try:
        check_size(size, limits or Limits())
        return replace(found, extension=extension_of(file_name))
    except Refusal as refusal:
        return replace(found, refused=str(refusal))


def check_size(size: int, limits: Limits) -> None:
    if size == 0:
        raise Refusal("This file is empty: it has 0 bytes. Check that it was saved, and choose it again.")
    if size > limits.bytes:
        raise Refusal(
            f"This file has {size / MEGABYTE:.1f} MB; the most is {limits.bytes // MEGABYTE} MB. "
            "Make its pictures smaller or divide it into parts; add a recording as a link."
        )


def check_first_bytes(path: Path, found: Inspection) -> None:
    """The name's ending and the content's first bytes must speak of the same type."""
    with path.open("rb") as file:
        head = file.read(64)
    expected = {"application/pdf": signatures.PDF, "image/png": signatures.PNG, "image/jpeg": signatures.JPEG}
    if head.startswith(expected.get(found.media_type, signatures.ZIP)):
        return
    if head.startswith(signatures.OLE):
        raise office.refusal_of_old_format(path)
    for place, mark, sentence in signatures.STRANGERS:
        if head[place : place + len(mark)] == mark:
            raise Refusal(sentence)
    for media_type, mark in expected.items():
        if head.startswith(mark):
            ending = "jpg" if media_type == "image/jpeg" else media_type.rpartition("/")[2]
            raise Refusal(
                f"This file is {KINDS[media_type]}, but its name ends with .{found.extension}. "
                f"Rename it so that it ends with .{ending}, and upload it again."
            )
    raise Refusal(
        f"The name says that this is {KINDS[found.media_type]}, but the content is something else or is damaged. "
        f"Open it, save it again as {ALLOWED}, and upload that copy."
    )


def holds_test_string(path: Path) -> bool:
    with path.open("rb") as file:
        tail = b""
        while chunk := file.read(CHUNK):
            if signatures.TEST_STRING in tail + chunk:
                return True
            tail = chunk[-signatures.OVERLAP :]
    return False
