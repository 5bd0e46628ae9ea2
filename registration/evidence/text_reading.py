"""Reading the text of a whole file, page by page, with `reading.py` in a limited process of its own."""

import contextlib
import json
import tempfile
from collections.abc import Iterable
from typing import IO

from registration import programs
from registration.errors import Refused
from registration.evidence.showing import KINDS, MEMORY, READER

SECONDS = 60
WAIT = 120
MOST_WRITTEN = 64_000_000
"""Bytes of JSON: far more than the reader writes of its own will."""

ALL_PAGES = 0


class NotRead(Refused):
    """The text of a file cannot be read. `str(error)` is a sentence; the file itself can still be opened."""


def texts_of(content: Iterable[bytes], media_type: str) -> list[str]:
    """The text of each page, slide, sheet or part of a file, in order; empty text for a picture of text.

    What was read before a limit ended the reading is kept. Raises NotRead when that is nothing.
    """
    with tempfile.TemporaryFile(prefix="read-") as file, tempfile.TemporaryFile(prefix="text-") as written:
        file.writelines(content)
        file.seek(0)
        run(KINDS[media_type], file, written)
        written.seek(0)
        found = [json.loads(line)["text"] for line in written.read(MOST_WRITTEN).split(b"\n")[:-1]]
    if not found:
        raise NotRead("The text of this file could not be read, so it is found by its title alone.")
    return found


def run(kind: str, file: IO[bytes], written: IO[bytes]) -> None:
    bounds = programs.Bounds(memory=MEMORY, work=SECONDS, wait=WAIT)
    with contextlib.suppress(programs.TooSlow):
        programs.run(READER, (kind, ALL_PAGES), bounds, given=file, into=written)
