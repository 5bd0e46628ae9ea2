"""File names: what people called the file, made safe to show and to send, honest letters kept."""

import re
import unicodedata
from urllib.parse import quote, unquote

from registration.evidence.inspection.outcome import EXTENSIONS, Refusal

MOST_CHARACTERS = 120
MOST_BYTES = 200

TURNS_TEXT_ROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")
PROGRAM_ENDINGS = (
    "asp aspx bat cgi cmd cpl dll docm exe hta htm html jar jnlp js jse jsp lnk mht mhtml msi php phtml pif pptm "
    "ps1 reg scr sh svg swf vb vbe vbs wsf xhtml xlsm"
)
PROGRAMS = frozenset(PROGRAM_ENDINGS.split())
DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)

ALLOWED = "PDF, Word (DOCX), Excel (XLSX), PowerPoint (PPTX), PNG or JPEG"


def extension_of(file_name: str) -> str:
    """The ending, in small letters. Raises Refusal for a name that hides what the file is."""
    if "\0" in file_name or "\0" in unquote(file_name):
        raise Refusal(
            "The file's name holds a character that no file name may hold. Rename it and upload it again."
        )
    name = without_folders(visible(file_name)).strip()
    if name.endswith("."):
        raise Refusal(
            f"The file's name ends with a dot. Rename it so that it ends with its type, such as {example()}."
        )
    _stem, dot, ending = name.rpartition(".")
    if not dot:
        raise Refusal(
            f"The file's name has no ending. Rename it so that it ends with its type, such as {example()}."
        )
    if ending.casefold() not in EXTENSIONS:
        raise Refusal(
            f"Files that end with .{ending[:20]} are not taken. Save it as {ALLOWED} and upload that copy."
        )
    if inner := PROGRAMS & {part.strip().casefold() for part in name.split(".")[1:-1]}:
        raise Refusal(
            f"The file's name has two endings, .{min(inner)} and .{ending}. "
            "Rename it so that only the last one is left, and upload it again."
        )
    return ending.casefold()


def clean_name(file_name: str) -> str:
    """The name for people and downloads: no folders, no invisible tricks, at most 120 characters.

    Never empty, never a path, never a device's name; accents, Arabic, Chinese, quotes and commas stay.
    """
    name = without_folders(visible(file_name))
    name = re.sub(r"\s+", " ", name).strip().lstrip(".").rstrip(". ").strip()
    if not name or name.casefold() in EXTENSIONS:
        name = f"unnamed.{name.casefold()}" if name else "unnamed"
    if DEVICES.fullmatch(name):
        name = f"_{name}"
    return shortened(name)


def content_disposition(file_name: str) -> str:
    """The value of one well-formed header: download, with an ASCII name and the true one (RFC 6266)."""
    name = clean_name(file_name)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r'["\\%;/<>|*?:]', "_", plain).strip()
    stem, dot, ending = plain.rpartition(".")
    plain = plain if (stem.strip() or not dot) and plain else f"file.{ending}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def visible(file_name: str) -> str:
    """Without what turns text round or cannot be shown: control characters become blanks."""
    name = file_name.encode("utf-8", "replace").decode()
    name = TURNS_TEXT_ROUND.sub("", unicodedata.normalize("NFC", name))
    return "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in name)


def without_folders(name: str) -> str:
    """What stands behind the last stroke of either kind, and behind the letter of a drive."""
    return re.sub(r"^[A-Za-z]:", "", re.split(r"[/\\]", name)[-1])


def shortened(name: str) -> str:
    """Cut in the middle, so that beginning and ending stay."""
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:
        stem, dot, ending = name, "", ""
    if len(name) > MOST_CHARACTERS or len(name.encode()) > MOST_BYTES:
        stem = stem[: MOST_CHARACTERS - len(dot + ending) - 1]
        while len(f"{stem}…{dot}{ending}".encode()) > MOST_BYTES:
            stem = stem[:-1]
        stem = f"{stem.rstrip()}…"
    return f"{stem}{dot}{ending}"


def example() -> str:
    return "“policy.pdf”"
