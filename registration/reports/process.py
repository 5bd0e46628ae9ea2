"""Printing outside the request: a small program of its own, stopped when it takes too long or too much.

Only so many documents are printed at once on one machine. What goes wrong with one document is one
sentence, and touches nothing else.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from registration import programs
from registration.errors import Refused, Unavailable
from registration.programs import places

PRINTER = Path(__file__).with_name("pdf.py")
LONGEST_WAIT = 180
LONGEST_PAGE = 20_000_000

REFUSED = 3
SETTINGS = ("HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
            "XDG_CACHE_HOME")  # fmt: skip
"""What the printing program is told beyond what every program of ours is: where the fonts are."""


@dataclass
class Limits:
    """What one document may take: wall seconds, bytes of address space, and how many are made at once."""

    seconds: int = 60
    memory: int = 1024 * 1024 * 1024
    at_once: int = 2


LIMITS = Limits()


def configure(seconds: int, memory: int, at_once: int) -> None:
    """Put the limits of the settings in force."""
    LIMITS.seconds, LIMITS.memory, LIMITS.at_once = seconds, memory, at_once


class NotPrinted(Refused):
    """The document could not be made. `str(error)` is a whole sentence."""


class Busy(Unavailable):
    """Nothing is wrong with the document: too many others were being made. Try again later."""


@dataclass(frozen=True)
class Paper:
    """A printed document: its PDF, and how many pages it has."""

    content: bytes
    pages: int


def printed(html: str, style: str = "report", *, seconds: int = 0, memory: int = 0) -> bytes:
    """The PDF alone of what `put_on_paper` prints."""
    return put_on_paper(html, style, seconds=seconds, memory=memory).content


def put_on_paper(html: str, style: str = "report", *, seconds: int = 0, memory: int = 0) -> Paper:
    """An HTML page as PDF, made by another process.

    `style` names a style sheet of `pdf.STYLES`; `seconds` of wall time and bytes of `memory` replace the usual
    limits. Raises `NotPrinted` with a sentence when the page cannot be made within these limits, and `Busy` when
    no place became free in three minutes.
    """
    if len(html) > LONGEST_PAGE:
        raise NotPrinted("The document is far too long to be printed. Shorten its longest texts.")
    try:
        page = html.encode("utf-8")
    except UnicodeEncodeError:
        raise NotPrinted(
            "The document holds half a character and cannot be printed. Type that text again."
        ) from None
    seconds = seconds or LIMITS.seconds
    bounds = programs.Bounds(memory=memory or LIMITS.memory, work=seconds, wait=seconds)
    try:
        with places.one_of("printing", LIMITS.at_once, patience=LONGEST_WAIT):
            done = programs.run(PRINTER, [style], bounds, given=page, settings=SETTINGS)
    except places.Taken:
        raise Busy("Other documents are being printed. Try again in a few minutes.") from None
    except programs.TooSlow:
        raise NotPrinted(
            f"The document took longer than {seconds} seconds and was stopped. Shorten its longest texts."
        ) from None
    return paper_of(done)


def paper_of(done: programs.Answer) -> Paper:
    """The program answers with a line of facts, then the PDF; or with one sentence why there is none."""
    head, _line, made = done.made.partition(b"\n")
    if done.code == 0 and made.startswith(b"%PDF-"):
        return Paper(made, json.loads(head)["pages"])
    if done.code == REFUSED:
        raise NotPrinted(done.said.decode("utf-8", "replace").strip().splitlines()[-1])
    if done.worked_too_long:
        raise NotPrinted("The document took too much work and was stopped. Shorten its longest texts.")
    raise NotPrinted("The document could not be laid out. Tell the administrator which document it was.")


def main() -> int:
    """Print from the shell: `python -m registration.reports.process < page.html > page.pdf`."""
    try:
        made = printed(sys.stdin.buffer.read().decode("utf-8"), *sys.argv[1:2])
    except (Refused, UnicodeDecodeError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
