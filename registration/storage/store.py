"""The interface to stored files: random keys, hashes, a low-water mark and a day of grace."""

import hashlib
import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from registration.storage.errors import NotStored, StoredWrong, StoreFull
from registration.storage.folder import Folder

CHUNK = 256 * 1024
KEY = re.compile(r"[0-9a-f]{32}")
LEAST_FREE = 256 * 1024 * 1024
GRACE = timedelta(hours=24)
UNFINISHED = timedelta(minutes=10)


@dataclass(frozen=True)
class Stored:
    """What to write into the row: 32 hexadecimal letters, 64 of the hash, bytes."""

    key: str
    sha256: str
    size: int


class Place(Protocol):
    """What a folder and a bucket can both do."""

    def write(self, path: str, chunks: Iterator[bytes]) -> None: ...
    def read(self, path: str) -> Iterator[bytes]: ...
    def size(self, path: str) -> int | None: ...
    def remove(self, path: str) -> None: ...
    def entries(self, folder: str = "") -> Iterator[tuple[str, datetime]]: ...
    def free(self) -> int | None: ...
    def drop_unfinished(self, before: datetime) -> int: ...


class Store:
    """Immutable files under random keys. Made by `open_store`."""

    def __init__(self, place: Place, least_free: int = LEAST_FREE) -> None:
        self.place = place
        self.least_free = least_free

    def put(self, chunks: Iterable[bytes]) -> Stored:
        """Store a file. When this returns, the bytes are on the disk; write the row only then.

        Raises StoreFull, StoreUnavailable, and whatever `chunks` raises; nothing is left behind then.
        """
        self.check_room()
        key, seen = secrets.token_hex(16), Seen()
        self.place.write(path_of(key), seen.through(chunks))
        return Stored(key=key, sha256=seen.hash.hexdigest(), size=seen.size)

    def stream(self, key: str) -> Iterator[bytes]:
        """The file, piece by piece, as it lies there. For people use `verified`."""
        return self.place.read(path_of(key))

    def verified(self, key: str, sha256: str) -> Iterator[bytes]:
        """The file, piece by piece, after it was read whole and its hash was found right.

        Raises NotStored, StoredWrong or StoreUnavailable before it hands out the first byte.
        """
        spool = tempfile.SpooledTemporaryFile(max_size=2 * 1024 * 1024)  # noqa: SIM115 - read() closes it
        seen = Seen()
        try:
            for chunk in seen.through(self.stream(key)):
                spool.write(chunk)
            if seen.hash.hexdigest() != sha256:
                raise StoredWrong
        except BaseException:
            spool.close()
            raise
        spool.seek(0)

        def read() -> Iterator[bytes]:
            with spool:
                while chunk := spool.read(CHUNK):
                    yield chunk

        return read()

    def exists(self, key: str) -> bool:
        return self.size(key) is not None

    def size(self, key: str) -> int | None:
        return self.place.size(path_of(key)) if KEY.fullmatch(key) else None

    def verify(self, key: str, sha256: str) -> bool:
        """Whether the file is there and has this hash. Reads it whole."""
        seen = Seen()
        try:
            for _chunk in seen.through(self.stream(key)):
                pass
        except NotStored:
            return False
        return seen.hash.hexdigest() == sha256

    def delete(self, key: str) -> None:
        """Mark the file: it stays readable until `sweep` finds the mark older than the grace.

        A second mark does not begin the grace again.
        """
        if self.exists(key) and self.place.size(mark_of(key)) is None:
            self.place.write(mark_of(key), iter([b""]))

    def restore(self, key: str) -> None:
        """Take the mark away again."""
        path_of(key)
        self.place.remove(mark_of(key))

    def sweep(self, now: datetime | None = None, grace: timedelta = GRACE) -> list[str]:
        """Remove what was marked before the grace, and what killed uploads left. Returns the keys removed."""
        now = now or datetime.now(UTC)
        self.place.drop_unfinished(now - UNFINISHED)
        gone = [path.rpartition("/")[2] for path, marked in self.place.entries("leaving") if marked <= now - grace]
        for key in gone:
            self.place.remove(path_of(key))
            self.place.remove(mark_of(key))
        return gone

    def keys(self, written_before: datetime | None = None) -> Iterator[str]:
        """Every key; for finding files that no row names, those older than a moment."""
        for path, written in self.place.entries():
            key = path.replace("/", "")
            if KEY.fullmatch(key) and (written_before is None or written < written_before):
                yield key

    def check_room(self) -> None:
        """Raise StoreFull below the low-water mark: the room that is left is kept for text."""
        free = self.place.free()
        if free is not None and free < self.least_free:
            raise StoreFull


class Seen:
    """Counts and hashes what passes through it."""

    def __init__(self) -> None:
        self.hash = hashlib.sha256()
        self.size = 0

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.hash.update(chunk)
            self.size += len(chunk)
            yield chunk


def open_store(url: str, least_free: int = LEAST_FREE) -> Store:
    """The store at `file:///folder` or `s3://bucket/prefix`. Opens nothing yet."""
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        return Store(Folder(Path(unquote(parts.path))), least_free)
    if parts.scheme == "s3" and parts.netloc:
        # Imported here alone: its library is 4 MB in every worker, which a folder never needs.
        return Store(import_module("registration.storage.bucket").Bucket(url), least_free)
    raise ValueError(f"Storage must be file:///folder or s3://bucket/prefix, and not {url}.")


def chunks_of(path: Path) -> Iterator[bytes]:
    """A file of this machine, piece by piece, for `put`."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def path_of(key: str) -> str:
    """Where a key lies: 256 folders, so that none grows large."""
    if not KEY.fullmatch(key):
        raise NotStored
    return f"{key[:2]}/{key[2:]}"


def mark_of(key: str) -> str:
    return f"leaving/{key}"
