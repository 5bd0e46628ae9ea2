"""Lists as files for other programs: row by row, so that a long list takes no more memory than a short one."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import StringIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

FORMULA = ("=", "+", "-", "@")
IN_ONE_PIECE = 200
"""Rows that are sent together."""

PIECE = 256 * 1024


def harmless(value: object) -> str:
    """The text of a cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(("\t", "\r", "\n")) else text


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """A file of values with commas between, in pieces; marked as UTF-8, as Excel asks for."""
    paper = StringIO("\ufeff")
    paper.seek(1)
    writer = csv.writer(paper)
    writer.writerow(heads)
    for number, row in enumerate(rows, start=1):
        writer.writerow([harmless(value) for value in row])
        if number % IN_ONE_PIECE == 0:
            yield taken(paper)
    yield taken(paper)


def taken(paper: StringIO) -> bytes:
    text = paper.getvalue()
    paper.seek(0)
    paper.truncate()
    return text.encode()


def json_of(facts: Mapping[str, Any], name: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """One object with these facts and, under `name`, the rows, in pieces."""
    head = json.dumps({**facts, name: []}, ensure_ascii=False)
    yield head.removesuffix("]}").encode()
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n{json.dumps(row, ensure_ascii=False)}".encode()
    yield b"\n]}\n"


def kept(write: Callable[[IO[bytes]], object]) -> Iterator[bytes]:
    """Nothing at first, when the whole file is written, on the disk if it is long; then its pieces, without haste.

    Everything that needs the database happens before the first byte is sent: a slow reader holds nothing up.
    """
    with SpooledTemporaryFile(max_size=4 * PIECE) as held:
        write(held)
        held.seek(0)
        yield b""
        yield from iter(partial(held.read, PIECE), b"")
