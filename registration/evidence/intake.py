"""Taking a file in: to a temporary file, through the inspection, into the store. The database is not touched.

The row is written afterwards, by `service`, so a file without a row may be left behind when
a request fails; a row without a file cannot be.
"""

import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from registration.errors import Refused, Unavailable
from registration.evidence.inspection import Inspection, Limits, inspect
from registration.storage import Store, Stored, StoreError, StoreFull, chunks_of

CHUNK = 256 * 1024


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


def take(upload: Upload, store: Store, limits: Limits | None = None) -> Taken | Inspection:
    """Take one file; an Inspection that is returned says why it was refused."""
    try:
        store.check_room()
        path = set_down(upload.stream)
        upload.stream.close()
        try:
            found = inspect(path, upload.filename or "", limits)
            if found.refused:
                return found
            content = pieces(found.replacement) if found.replacement is not None else chunks_of(path)
            return Taken(found, store.put(content))
        finally:
            path.unlink(missing_ok=True)
    except StoreFull as error:
        raise NoRoom(str(error)) from error
    except StoreError as error:
        raise Unavailable(str(error)) from error


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


def pieces(content: bytes) -> Iterator[bytes]:
    stream = io.BytesIO(content)
    while chunk := stream.read(CHUNK):
        yield chunk
