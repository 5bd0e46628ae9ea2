"""PDF documents: whole, without a password, without programs, and how much of it is text.

What is in one is looked up by `pdf_facts.py`, in a process of its own; what that means is said here.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from registration import programs
from registration.evidence.inspection import signatures
from registration.evidence.inspection.outcome import Inspection, Limits, Refusal

LOOKER = Path(__file__).with_name("pdf_facts.py")
BOUNDS = programs.Bounds(memory=1_500_000_000, work=60, wait=120)
AT_ONCE = threading.BoundedSemaphore(2)
ENDING = 2048

WORDS = {
    "/JavaScript": "JavaScript",
    "/JS": "JavaScript",
    "/XFA": "a dynamic form",
    "/RichMedia": "a film or a game",
    "/RichMediaExecute": "a film or a game",
    "/EmbeddedFiles": "files embedded in it",
    "/EmbeddedFile": "files embedded in it",
    "/EF": "files embedded in it",
    "/GoToE": "files embedded in it",
    "/AA": "actions that start by themselves",
    "/OpenAction": "actions that start by themselves",
    "/Launch": "a command that starts a program",
    "/ImportData": "a command that reads other files",
    "/SubmitForm": "a form that sends itself somewhere",
}
"""What the format calls a thing, and what people do."""

PROGRAMS = {
    "JavaScript",
    "a dynamic form",
    "a film or a game",
    "a command that starts a program",
    "a command that reads other files",
}
"""Refused. The rest is marked, and never shown inside a page."""

DAMAGED = (
    "This PDF is damaged or was cut short. Open it on your own computer; if it opens there, "
    "print it to a new PDF and upload that."
)
LOCKED = (
    "This PDF is protected with a password, so reviewers could not open it. "
    "Remove the password and upload it again."
)
TOO_COMPLICATED = (
    "This PDF is too complicated to check. Print it to a new PDF, or divide it, and upload that."
)
TROUBLES = {"damaged": DAMAGED, "locked": LOCKED, "too complicated": TOO_COMPLICATED}


@dataclass(frozen=True)
class Facts:
    """What `pdf_facts.py` answers. After `trouble`, the rest says only what was found up to then."""

    pages: int | None
    active: list[str]
    encrypted: bool
    alarm: bool
    has_text: bool | None
    trouble: str


def inspect(path: Path, found: Inspection, limits: Limits) -> Inspection:
    check_ending(path)
    facts = facts_of(path, limits)
    active = tuple(sorted({WORDS[name] for name in facts.active}))
    check_pages(facts, limits)
    check_programs(active)
    if facts.alarm:
        raise Refusal(signatures.TEST_FOUND, alarm=True)
    if facts.trouble:
        raise Refusal(TROUBLES[facts.trouble], encrypted=facts.trouble == "locked")
    return replace(
        found,
        pages=facts.pages,
        has_text=facts.has_text,
        encrypted=facts.encrypted,
        active_content=active,
        warnings=found.warnings + tuple(warnings_of(facts, active)),
    )


def check_ending(path: Path) -> None:
    """A PDF says where it ends. One without that was cut off on its way."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - ENDING))
        if b"%%EOF" not in file.read():
            raise Refusal(DAMAGED)


def facts_of(path: Path, limits: Limits) -> Facts:
    """Raises Refusal for a file that takes too long to look at, or that breaks the libraries that read it."""
    words = (path, limits.pdf_pages, limits.pdf_objects, limits.pdf_stream)
    with AT_ONCE:
        try:
            done = programs.run(LOOKER, words, BOUNDS, given=signatures.TEST_STRING)
        except programs.TooSlow:
            raise Refusal(TOO_COMPLICATED) from None
    if done.code != 0:
        raise Refusal(TOO_COMPLICATED if done.worked_too_long else DAMAGED)
    return Facts(**json.loads(done.made))


def check_pages(facts: Facts, limits: Limits) -> None:
    if facts.pages is None:
        return
    if facts.pages < 1:
        raise Refusal(DAMAGED)
    if facts.pages > limits.pdf_pages:
        raise Refusal(
            f"This PDF has {facts.pages:,} pages; the most is {limits.pdf_pages:,}. "
            "Divide it, or upload the pages that matter."
        )


def check_programs(active: tuple[str, ...]) -> None:
    if held := [one for one in active if one in PROGRAMS]:
        raise Refusal(
            f"This PDF holds {' and '.join(held)}, which could do something on the reviewer's computer. "
            "Print it to a new PDF and upload that.",
            active=active,
        )


def warnings_of(facts: Facts, active: tuple[str, ...]) -> Iterator[str]:
    if facts.encrypted:
        yield "This PDF forbids copying or printing. Reviewers can open it, but may not be able to quote from it."
    if active:
        yield (
            f"This PDF has {' and '.join(active)}. It is kept, but reviewers are told to open it with care. "
            "A copy printed to a new PDF would have none."
        )
    if not facts.has_text:
        yield (
            "This PDF is a scan: it holds pictures of text, and no text. Reviewers can read it, but they cannot search "
            "it, and a screen reader cannot read it aloud. If you have the original document, upload that instead."
        )
