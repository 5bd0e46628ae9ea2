"""What an inspection answers, and the limits it keeps."""

from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

EXTENSIONS = {
    "pdf": "application/pdf",
    "docx": DOCX,
    "xlsx": XLSX,
    "pptx": PPTX,
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
"""Every ending that is taken, with the type it promises."""

KINDS = {
    "application/pdf": "a PDF document",
    DOCX: "a Word document",
    XLSX: "an Excel workbook",
    PPTX: "a PowerPoint presentation",
    "image/png": "a PNG picture",
    "image/jpeg": "a JPEG picture",
}
"""What people call each type."""


@dataclass(frozen=True)
class Limits:
    """Bytes, counts and pixels. The upload page prints them, so it reads them from here."""

    bytes: int = 30 * MEGABYTE
    unpacked: int = 300 * MEGABYTE
    ratio: int = 100
    members: int = 2_000
    pixels: int = 50_000_000
    side: int = 20_000
    pdf_pages: int = 2_000
    pdf_objects: int = 1_000_000
    pdf_stream: int = 32 * MEGABYTE


@dataclass(frozen=True)
class Inspection:
    """What the file is. When `refused` is set, the rest says only what was found up to then."""

    media_type: str = ""
    extension: str = ""
    clean_name: str = ""
    """For people to read and for downloads; never for a path."""
    pages: int | None = None
    """Pages of a PDF, slides of a presentation; None where there is no such thing."""
    has_text: bool | None = None
    """False for a scan: nothing in it can be searched or read aloud. None where that does not apply."""
    encrypted: bool = False
    active_content: tuple[str, ...] = ()
    """What the file could do by itself, in plain words. A file with any is never shown inside a page."""
    width: int | None = None
    height: int | None = None
    replacement: Path | None = None
    """Where a picture lies that was drawn again without its hidden data. It is stored in place of what was sent."""
    warnings: tuple[str, ...] = ()
    """Sentences for the person who uploaded; the file is taken all the same."""
    refused: str | None = None
    """Why it is not taken, and what to do next."""
    alarm: bool = False
    """The refusal is one that administrators are told of: the antivirus test string, or a virus."""


class Refusal(Exception):
    """Ends an inspection. The sentence is for the person who uploaded the file."""

    def __init__(
        self, sentence: str, *, encrypted: bool = False, active: tuple[str, ...] = (), alarm: bool = False
    ):
        super().__init__(sentence)
        self.encrypted = encrypted
        self.active = active
        self.alarm = alarm
