"""The body's signature on a final report, and what it says of a file that somebody was given.

Both are done by programs of their own (`signer`, `checker`): neither a worker of the web nor one of jobs ever
holds the key, or loads what reads a file from outside.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from registration import programs
from registration.errors import Refused, Unavailable
from registration.programs import places

SIGNER, CHECKER = (Path(__file__).with_name(f"{name}.py") for name in ("signer", "checker"))
SIGNING = programs.Bounds(memory=768 * 1024 * 1024, work=30, wait=120)
CHECKING = programs.Bounds(memory=768 * 1024 * 1024, work=10, wait=30)
REFUSED = 3
ROOT = "root.pem"
MARKS = (b"/ByteRange", b"/Contents")
PIECE = 256 * 1024

NO_SIGNER = (
    "Final reports cannot be signed yet: ask whoever runs this service to set SIGNER_FOLDER, as its README says."
)


@dataclass(frozen=True)
class Signer:
    """Where the key, its certificate and our root lie; and whether a key may be made when there is none."""

    folder: Path | None
    body: str
    may_make: bool = False


@dataclass(frozen=True)
class Seal:
    """What the signature of a file says: it is ours or not; the file is as it was signed, or was changed since."""

    ours: bool = False
    whole: bool = False


NONE = Seal()


def refuse_if_unsignable(signer: Signer) -> None:
    if signer.folder is None:
        raise Refused(NO_SIGNER)


def signed(pdf: bytes, signer: Signer) -> bytes:
    """The PDF with our signature. Raises `Refused` when the key is not fit for it, `Unavailable` when nothing came."""
    refuse_if_unsignable(signer)
    words = [signer.folder, signer.body, *(["make"] if signer.may_make else [])]
    try:
        done = programs.run(SIGNER, words, SIGNING, given=pdf)
    except programs.TooSlow:
        raise Unavailable("Signing the report took too long. It is tried again.") from None
    if done.code == REFUSED:
        raise Refused(done.said.decode("utf-8", "replace").strip().splitlines()[-1])
    if done.code != 0 or not done.made.startswith(b"%PDF-"):
        raise Unavailable("The report could not be signed. It is tried again.")
    return done.made


def root_of(signer: Signer) -> bytes | None:
    """The certificate that readers trust, as PEM; None until there is one."""
    file = signer.folder / ROOT if signer.folder else None
    return file.read_bytes() if file and file.is_file() else None


def seal_on(file: IO[bytes], signer: Signer) -> Seal:
    """What the signature on an open file says. A file without the marks of one is not read any further.

    Raises `Unavailable` while another file is looked at, one at a time, for everybody may ask; and when it takes long:
    what nobody had the time to look at is not called false.
    """
    if signer.folder is None or root_of(signer) is None or not marked(file):
        return NONE
    try:
        with places.one_of("checking", 1), real(file) as given:
            done = programs.run(CHECKER, [signer.folder / ROOT], CHECKING, given=given)
    except places.Taken:
        raise Unavailable("Another file is being looked at. Send yours again in a few seconds.") from None
    except programs.TooSlow:
        raise Unavailable("Looking at the file took too long. Send it again in a few minutes.") from None
    return Seal(**json.loads(done.made)) if done.code == 0 else NONE


def marked(file: IO[bytes]) -> bool:
    """It begins as a PDF does, and somewhere in it stand the words that every signature has."""
    file.seek(0)
    rest, left = b"", set(MARKS)
    first = True
    while piece := file.read(PIECE):
        if first and not piece.startswith(b"%PDF-"):
            return False
        first = False
        left -= {mark for mark in left if mark in rest + piece}
        rest = piece[-16:]
    return not left


@contextmanager
def real(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """A file that a program can be given, at its beginning: without a name, and gone when it is closed."""
    file.seek(0)
    with tempfile.TemporaryFile() as copy:
        while piece := file.read(PIECE):
            copy.write(piece)
        copy.flush()
        os.lseek(copy.fileno(), 0, os.SEEK_SET)
        yield copy
