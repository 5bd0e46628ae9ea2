"""Asking ClamAV about a file, over its own protocol. Anything but a clear answer is no answer."""

import socket
import struct
import time
from pathlib import Path
from urllib.parse import urlsplit

CHUNK = 256 * 1024


class ScannerUnavailable(Exception):
    """The scanner did not say whether the file is clean. The file stays “being checked”."""


def scan(path: Path, clamd_url: str, seconds: float = 60) -> str:
    """“clean”, or “infected:NAME”. The address is `tcp://host:port` or `unix:///path`.

    Raises ScannerUnavailable when the scanner is down, slow, or drops a file over its size limit:
    a file is clean only when the scanner says so.
    """
    end = time.monotonic() + seconds
    try:
        with connected(clamd_url, seconds) as line, path.open("rb") as file:
            line.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                line.settimeout(max(0.01, end - time.monotonic()))
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
            answer = answer_from(line, end)
    except OSError as error:
        raise ScannerUnavailable(f"The virus scanner did not take the file: {error}.") from error
    if answer == "stream: OK":
        return "clean"
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return f"infected:{answer.removeprefix('stream: ').removesuffix(' FOUND')}"
    raise ScannerUnavailable(f"The virus scanner gave no clear answer: {answer[:200] or 'it said nothing'}.")


def connected(clamd_url: str, seconds: float) -> socket.socket:
    address = urlsplit(clamd_url)
    if address.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(address.path)
        except OSError:
            line.close()
            raise
        return line
    if address.scheme == "tcp" and address.hostname:
        return socket.create_connection((address.hostname, address.port or 3310), timeout=seconds)
    raise ScannerUnavailable(
        f"The virus scanner's address must be tcp://host:port or unix:///path, not {clamd_url}."
    )


def answer_from(line: socket.socket, end: float) -> str:
    """What stands before the closing zero byte; an answer without one was cut short, and counts as none."""
    received = b""
    while not received.endswith(b"\0") and len(received) < 4096:
        line.settimeout(max(0.01, end - time.monotonic()))
        if not (part := line.recv(4096)):
            return ""
        received += part
    return received.rstrip(b"\0").decode("utf-8", "replace").strip()
