"""The spool: where files that are still on their way lie, one file each, in a folder of this machine.

How much of a file has arrived is the length of what lies here. Whoever adds to it says where;
when another request of the same person has added in the meantime, the slower one is told so,
and nothing is written twice. A file that is not there has a length of nothing.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from registration.storage import StoreFull

CHUNK = 256 * 1024


class Elsewhere(Exception):
    """The file does not end where the sender thinks it does."""


@dataclass(frozen=True)
class Spool:
    """Names are public ids, made by us."""

    root: Path

    def path(self, name: str) -> Path:
        return self.root / name

    def length(self, name: str) -> int:
        try:
            return self.path(name).stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, name: str, position: int, pieces: Iterable[bytes]) -> int:
        """Write each piece as it comes, behind what is there; returns where the file ends now.

        What has come is kept and on the disk, also when `pieces` raises. Raises Elsewhere, and StoreFull.
        """
        with self.opened(name) as file:
            try:
                for piece in pieces:
                    position = add(file, position, piece)
            finally:
                os.fsync(file.fileno())
        return position

    def take_back(self, name: str, position: int, end: int) -> None:
        """Forget what stands between two places, unless something was added behind it."""
        with self.opened(name) as file, alone(file):
            if ending(file) == end:
                file.truncate(position)

    def sha256(self, name: str) -> str:
        seen = hashlib.sha256()
        with self.path(name).open("rb") as file:
            while chunk := file.read(CHUNK):
                seen.update(chunk)
        return seen.hexdigest()

    def remove(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    def left_behind(self, before: datetime) -> Iterator[str]:
        """Names of the files that nobody has added to since."""
        for file in self.root.glob("*"):
            if datetime.fromtimestamp(file.stat().st_mtime, UTC) < before:
                yield file.name

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path(name), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise StoreFull from error
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            yield file


def add(file: BinaryIO, position: int, piece: bytes) -> int:
    with alone(file):
        if ending(file) != position:
            raise Elsewhere
        try:
            written = file.write(piece)
        except OSError as error:
            raise StoreFull from error
        if written != len(piece):
            raise StoreFull
    return position + written


def ending(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)


@contextmanager
def alone(file: BinaryIO) -> Iterator[None]:
    """Held for one piece at a time: a line that hangs half-way keeps nobody out."""
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
