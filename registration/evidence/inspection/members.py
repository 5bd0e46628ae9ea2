"""The members of a zip, each unpacked under a running count and never to the disk."""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from registration.evidence.inspection import signatures
from registration.evidence.inspection.outcome import MEGABYTE, Limits, Refusal

CHUNK = 256 * 1024
MOST_KEPT = 8 * MEGABYTE
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
HAS_PASSWORD, SIZES_FOLLOW = 0x1, 0x8
SMALL = MEGABYTE
"""Below this, unpacked, no ratio is a danger."""

WORDS = (b"DDEAUTO",)
"""Words that a judge may ask for later, with `holds_text`."""

XML_ENDINGS = (".xml", ".rels", ".vml")
DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
ENCODINGS = {
    "utf-8",
    "utf8",
    "utf-16",
    "utf-16le",
    "utf-16be",
    "us-ascii",
    "ascii",
    "iso-8859-1",
    "windows-1252",
}

DAMAGED = (
    "This file is damaged or was cut short. Open it on your own computer; if it opens there, save a new copy "
    "and upload that."
)
LYING = (
    "This file says one thing about its own content and holds another, so it was not opened. "
    "Open it on your own computer, save a new copy, and upload that."
)
TOO_MUCH = (
    "This file unpacks to far more than its size, so it was not opened. Save it again with smaller pictures "
    "or fewer empty rows, or save it as PDF, and upload that copy."
)
TOO_MANY = "This file has too many parts inside. Save it as PDF, or divide it, and upload that."
ODD_NAMES = (
    "This file holds parts with names that no Office program writes. Open it on your own computer, "
    "save a new copy, and upload that."
)
DECLARES = (
    "This file holds XML declarations that no Office program writes, so it was not opened. "
    "Save it as PDF and upload that copy."
)


class Members:
    """An Office file, opened. Making one unpacks and checks everything; raises Refusal and zipfile's errors."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._file = path.open("rb")
        try:
            with zipfile.ZipFile(self._file) as archive:
                self._directory = archive.infolist()
            self.names = [member.filename for member in self._directory]
            check_directory(self._directory, limits)
            self._kept: dict[str, bytes] = {}
            self._words: set[bytes] = set()
            for member in self._directory:
                self._unpack(member)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._file.close()

    def content(self, name: str) -> bytes:
        """The bytes of a small part; raises Refusal when it is not there."""
        if name not in self._kept:
            raise Refusal(DAMAGED)
        return self._kept[name]

    def holds_text(self, word: bytes) -> bool:
        return word in self._words

    def _unpack(self, member: zipfile.ZipInfo) -> None:
        """Read one member to its end: count it, check its sum, look for what may not be in it."""
        plain = member.filename.casefold()
        is_xml, keep = plain.endswith(XML_ENDINGS), plain.endswith(".rels") or plain == "[content_types].xml"
        seen, checksum, tail, kept = 0, 0, b"", bytearray()
        for chunk in self._pieces(member):
            seen, checksum = seen + len(chunk), zlib.crc32(chunk, checksum)
            if seen > member.file_size:
                raise Refusal(LYING)
            window = tail + chunk
            if signatures.TEST_STRING in window:
                raise Refusal(signatures.TEST_FOUND, alarm=True)
            if is_xml:
                check_xml(window)
                self._words.update(word for word in WORDS if word in window)
            tail = window[-signatures.OVERLAP :]
            if keep:
                kept += chunk
                if len(kept) > MOST_KEPT:
                    raise Refusal(TOO_MUCH)
        if seen != member.file_size or checksum != member.CRC:
            raise Refusal(LYING)
        if keep:
            self._kept[member.filename] = bytes(kept)

    def _pieces(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """The unpacked bytes, from where the directory points, as any other program would read them."""
        self._file.seek(member.header_offset)
        header = self._file.read(LOCAL_HEADER.size)
        if len(header) < LOCAL_HEADER.size:
            raise Refusal(DAMAGED)
        mark, _v, flags, method, _t, _d, _crc, packed, unpacked, name_length, extra = LOCAL_HEADER.unpack(
            header
        )
        name = self._file.read(name_length)
        if mark != signatures.ZIP or method != member.compress_type or flags & HAS_PASSWORD:
            raise Refusal(LYING)
        told_here = not flags & SIZES_FOLLOW and 0xFFFFFFFF not in (packed, unpacked)
        if told_here and (packed, unpacked) != (member.compress_size, member.file_size):
            raise Refusal(LYING)
        if name != member.orig_filename.encode("utf-8") and name != member.orig_filename.encode(
            "cp437", "replace"
        ):
            raise Refusal(LYING)
        self._file.seek(extra, 1)
        yield from (
            inflated(self._file, member) if method == zipfile.ZIP_DEFLATED else stored(self._file, member)
        )


def stored(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    left = member.compress_size
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk


def inflated(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    inflater, left = zlib.decompressobj(-15), member.compress_size
    while left > 0 and not inflater.eof and (packed := file.read(min(CHUNK, left))):
        left -= len(packed)
        while packed and not inflater.eof:
            try:
                yield inflater.decompress(packed, CHUNK)
            except zlib.error as error:
                raise Refusal(DAMAGED) from error
            packed = inflater.unconsumed_tail
    while not inflater.eof and (rest := inflater.decompress(b"", CHUNK)):
        yield rest
    if not inflater.eof or inflater.unused_data or left:
        raise Refusal(LYING)


def check_directory(directory: list[zipfile.ZipInfo], limits: Limits) -> None:
    """What the directory itself says, before anything is unpacked."""
    if len(directory) > limits.members:
        raise Refusal(TOO_MANY)
    if any(member.flag_bits & HAS_PASSWORD for member in directory):
        raise Refusal(
            "This file is protected with a password, so reviewers could not open it. "
            "Remove the password and upload it again.",
            encrypted=True,
        )
    packed, unpacked = sum(m.compress_size for m in directory), sum(m.file_size for m in directory)
    if unpacked > limits.unpacked or unpacked > max(SMALL, limits.ratio * packed):
        raise Refusal(TOO_MUCH)
    names = [member.filename.casefold() for member in directory]
    if len(set(names)) != len(names) or any(odd(member) for member in directory):
        raise Refusal(ODD_NAMES)
    if any(member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in directory):
        raise Refusal(ODD_NAMES)


def odd(member: zipfile.ZipInfo) -> bool:
    """A name that leads out of the file, or a link to somewhere else."""
    name = member.orig_filename
    return (
        name.startswith(("/", "\\"))
        or ".." in name.replace("\\", "/").split("/")
        or "\0" in name
        or name[1:2] == ":"
        or stat.S_ISLNK(member.external_attr >> 16)
    )


def check_xml(piece: bytes) -> None:
    """No declaration of types or entities, and no encoding that could hide one."""
    plain = piece.replace(b"\0", b"")
    if DECLARATION.search(plain):
        raise Refusal(DECLARES)
    said = ENCODING.search(plain[:1024])
    if said and said[1].decode().casefold() not in ENCODINGS:
        raise Refusal(DECLARES)
