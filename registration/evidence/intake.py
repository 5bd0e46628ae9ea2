"""Taking a file in: to a temporary file, through the inspection, into the store. The database is not touched.

The row is written afterwards, by `service`, so a file without a row may be left behind when
a request fails; a row without a file cannot be.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from registration.errors import Refused, Unavailable
from registration.evidence.inspection import Inspection, Limits, clean_name, inspect
from registration.storage import Store, Stored, StoreError, StoreFull, chunks_of

CHUNK = 256 * 1024
CHANGED_ON_THE_WAY = (
    "It is not the file that was chosen: it was changed on its way, or on your computer while it was sent. "
    "Choose it again to send it once more."
)


class Upload(Protocol):
    """A file as it was sent, with the name its sender gave it."""

    filename: str | None

    @property
    def stream(self) -> IO[bytes]: ...


class NoRoom(Refused):
    """There is no room for files; text is still saved."""

    status = 507
    heading = "There is no room for files at the moment"


@dataclass(frozen=True)
class Taken:
    """A file in the store that no row names yet."""

    found: Inspection
    stored: Stored


@dataclass(frozen=True)
class Intake:
    """What became of the files of one form: those in the store, and a sentence for each of the others."""

    taken: tuple[Taken, ...]
    refused: tuple[Inspection, ...]

    @property
    def sentences(self) -> list[str]:
        return [f"“{found.clean_name}” was not added. {found.refused}" for found in self.refused]

    @property
    def alarm(self) -> bool:
        return any(found.alarm for found in self.refused)


def take_all(uploads: Iterable[Upload], store: Store, limits: Limits | None = None) -> Intake:
    """Take every file that is fit to be taken. Raises NoRoom or Unavailable when the store does not take it."""
    taken, refused = [], []
    for upload in uploads:
        made = take(upload, store, limits)
        if isinstance(made, Taken):
            taken.append(made)
        else:
            refused.append(made)
    return Intake(tuple(taken), tuple(refused))


def take(upload: Upload, store: Store, limits: Limits | None = None, sha256: str = "") -> Taken | Inspection:
    """Take one file; an Inspection that is returned says why it was refused.

    Only our own copy is looked at and stored, so nobody can change the file in between. With `sha256`, a file that
    has another is refused.
    """
    check_room(store)
    try:
        path = set_down(upload.stream)
    except StoreFull as error:
        raise NoRoom(str(error)) from error
    try:
        upload.stream.close()
        if sha256 and hash_of(path) != sha256:
            return Inspection(clean_name=clean_name(upload.filename or ""), refused=CHANGED_ON_THE_WAY)
        return take_from(path, upload.filename or "", store, limits)
    finally:
        path.unlink(missing_ok=True)


def take_from(path: Path, name: str, store: Store, limits: Limits | None) -> Taken | Inspection:
    found = inspect(path, name, limits)
    if found.refused:
        return found
    content = found.replacement or path
    try:
        return Taken(found, store.put(chunks_of(content)))
    except StoreFull as error:
        raise NoRoom(str(error)) from error
    except StoreError as error:
        raise Unavailable(str(error)) from error
    finally:
        if found.replacement is not None:
            found.replacement.unlink(missing_ok=True)


def check_room(store: Store) -> None:
    """Raises NoRoom while what is left is kept for text, and Unavailable while the store does not answer."""
    try:
        store.check_room()
    except StoreFull as error:
        raise NoRoom(str(error)) from error
    except StoreError as error:
        raise Unavailable(str(error)) from error


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def set_down(stream: IO[bytes]) -> Path:
    """Write what was sent into a temporary file that only this account can read."""
    descriptor, name = tempfile.mkstemp(prefix="upload-")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            while chunk := stream.read(CHUNK):
                file.write(chunk)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StoreFull from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
