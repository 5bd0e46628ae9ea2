"""Word, Excel and PowerPoint files (Office Open XML): a zip, judged from its directory first.

The directory is not believed: every member is unpacked and counted, against what the
directory said of it and against the limits, and nothing is kept of it.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from registration.evidence.inspection.members import DAMAGED, Members
from registration.evidence.inspection.outcome import DOCX, KINDS, PPTX, XLSX, Inspection, Limits, Refusal
from registration.evidence.inspection.parts import relationships, types_of_parts

MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": PPTX,
}
MACROS = ("vbaproject", "macroenabled", "macrosheet", "vbadata", "activex")
PROGRAMS = (
    ".docm",
    ".xlsm",
    ".pptm",
    ".exe",
    ".dll",
    ".js",
    ".vbs",
    ".ps1",
    ".bat",
    ".cmd",
    ".hta",
    ".scr",
    ".jar",
)
LOADED_FROM_OUTSIDE = {"attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk", "control"}

NO_MACROS = (
    "This file holds macros, which are programs. Save it as an ordinary document without macros, or as PDF, "
    "and upload that copy."
)
FROM_OUTSIDE = (
    "This file loads a part of itself from another computer, so a reviewer might see something else than you. "
    "Save it as PDF and upload that copy."
)


def inspect(path: Path, found: Inspection, limits: Limits) -> Inspection:
    try:
        with Members(path, limits) as members:
            return judge(members, found)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        # zipfile says "not implemented" of a member packed in a way that office programs never use.
        raise Refusal(DAMAGED) from error


def judge(members: Members, found: Inspection) -> Inspection:
    types = types_of_parts(members.content("[Content_Types].xml"))
    check_kind(types, found)
    check_macros([*members.names, *types.values()])
    active = {*loaded_from_outside(members), *embedded(members)}
    if members.holds_text(b"DDEAUTO"):
        active.add("a field that starts another program")
    slides = sum(name.startswith("ppt/slides/slide") and name.endswith(".xml") for name in members.names)
    warned = found.warnings
    if active:
        warned += (
            f"This file has {' and '.join(sorted(active))}. Reviewers see only what the document itself shows.",
        )
    return replace(
        found,
        pages=slides if found.media_type == PPTX else None,
        active_content=tuple(sorted(active)),
        warnings=warned,
    )


def check_kind(types: dict[str, str], found: Inspection) -> None:
    """The content must be the type that the name promises; types maps a part to what it says it is."""
    kinds = {MAIN_PARTS[said] for said in types.values() if said in MAIN_PARTS}
    if kinds == {found.media_type}:
        return
    check_macros(types.values())
    if kinds:
        raise Refusal(
            f"This file is {KINDS[kinds.pop()]}, but its name ends with .{found.extension}. "
            "Give it the right ending and upload it again."
        )
    raise Refusal(
        f"This file is not {KINDS[found.media_type]}: it is a template, a show or something else in a zip. "
        f"Open it, save it as .{found.extension} or as PDF, and upload that copy."
    )


def check_macros(words: Iterable[str]) -> None:
    """Raises Refusal when the name of a part, or its type, is one of a program."""
    for word in words:
        plain = word.casefold()
        if any(mark in plain for mark in MACROS) or plain.endswith(PROGRAMS):
            raise Refusal(NO_MACROS, active=("macros",))


def loaded_from_outside(members: Members) -> Iterator[str]:
    """What the document fetches when it is opened. A link that a reader must click is no such thing."""
    for name in members.names:
        if not name.casefold().endswith(".rels"):
            continue
        for kind, target, external in relationships(members.content(name)):
            if not external or kind == "hyperlink":
                continue
            if kind in LOADED_FROM_OUTSIDE and not on_this_computer(target):
                raise Refusal(FROM_OUTSIDE, active=("a part loaded from another computer",))
            if kind != "attachedTemplate":
                yield "a link to another file"


def on_this_computer(target: str) -> bool:
    """A template of the writer's own disk, as Word notes it down: it is not there for anybody else."""
    plain = target.replace("\\", "/").casefold().strip()
    return plain.startswith("file:///") and plain[9:11] == ":/"


def embedded(members: Members) -> Iterator[str]:
    for name in members.names:
        if "/embeddings/" in name.casefold() and not name.endswith("/"):
            yield "a file embedded in it"


def refusal_of_old_format(path: Path) -> Refusal:
    """The container of Word 97 is also what a document with a password is put into."""
    with path.open("rb") as file:
        locked = "EncryptedPackage".encode("utf-16-le") in file.read()
    if locked:
        return Refusal(
            "This file is protected with a password, so reviewers could not open it. "
            "Remove the password and upload it again.",
            encrypted=True,
        )
    return Refusal(
        "This file is in an old format of Office, or is not a document at all. "
        "Open it, save it as DOCX, XLSX, PPTX or PDF, and upload that copy."
    )
