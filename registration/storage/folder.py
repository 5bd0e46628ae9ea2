"""Files in a folder of this machine.

Written with the operating system's own calls, and not through obstore, for two reasons:
a file must be on the disk before anybody is told that it is saved (fsync of the file and
of its folder), and a process that was forked may use it.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from registration.storage.errors import NotStored, StoreFull, StoreUnavailable

CHUNK = 256 * 1024
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Folder:
    """Paths are relative, built by the store alone, and at most one folder deep."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, chunks: Iterator[bytes]) -> None:
        """All or nothing: whoever is killed half way leaves a temporary file, never a partial one."""
        target = self.root / path
        temporary = self.root / "incoming" / path.replace("/", "-")
        with speaking_of_room():
            private_folder(temporary.parent)
            private_folder(target.parent)
            try:
                descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    for chunk in chunks:
                        file.write(chunk)
                    file.flush()
                    os.fsync(file.fileno())
                os.rename(temporary, target)
                keep_entry(target.parent)
            finally:
                temporary.unlink(missing_ok=True)

    def read(self, path: str) -> Iterator[bytes]:
        with speaking_of_room(), (self.root / path).open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def size(self, path: str) -> int | None:
        with speaking_of_room():
            file = self.root / path
            return file.stat().st_size if file.exists() else None

    def remove(self, path: str) -> None:
        with speaking_of_room():
            (self.root / path).unlink(missing_ok=True)

    def entries(self, folder: str = "") -> Iterator[tuple[str, datetime]]:
        """The path of every file, with the moment it was written. Unfinished ones are not among them."""
        for file in sorted((self.root / folder).rglob("*")):
            path = file.relative_to(self.root)
            if file.is_file() and path.parts[0] != "incoming":
                yield path.as_posix(), written(file)

    def free(self) -> int | None:
        with speaking_of_room():
            private_folder(self.root)
            return shutil.disk_usage(self.root).free

    def drop_unfinished(self, before: datetime) -> int:
        """Remove what killed uploads left behind; returns how many."""
        left = [file for file in (self.root / "incoming").glob("*") if written(file) < before]
        for file in left:
            file.unlink(missing_ok=True)
        return len(left)


def written(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def private_folder(folder: Path) -> None:
    """Make the folder, for this account only, and see that it stays after a power cut."""
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keep_entry(folder.parent)


def keep_entry(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def speaking_of_room() -> Iterator[None]:
    """Turn what the operating system says into errors of ours."""
    try:
        yield
    except FileNotFoundError as error:
        raise NotStored from error
    except OSError as error:
        raise (StoreFull if error.errno in NO_ROOM else StoreUnavailable)() from error
