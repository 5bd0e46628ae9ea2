"""What an upload of 30 MB does to the memory of a worker: `python -m tests.bench.uploading`.

Before each file the high-water mark of every worker is set back, so that both are told: what stays (growth), and
what was held for a moment (peak). Goal: at most 15 MB, not even for a moment. Writes its own section of
docs/performance.md.
"""

import http.client
import io
import os
import re
import secrets
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image

from registration import create_app
from registration.database import db, writing
from tests import cast as people, factories
from tests.bench.measuring import cookie_of
from tests.bench.result import put
from tests.bench.serving import Server, serving
from tests.evidence import honest
from tests.evidence.sending import b64

MEGABYTE = 1024 * 1024
GOAL = 15
HEADING = "## Uploading evidence"
PART = 2 * MEGABYTE
LINE = re.compile(r"^(VmRSS|VmHWM):\s+(\d+)", re.M)


def document(size: int) -> bytes:
    return honest.pdf(more=[honest.stream(os.urandom(size), b"/Filter/DCTDecode")])


def packed_document(size: int) -> bytes:
    return honest.zipped({**honest.parts("docx"), "word/media/picture.bin": os.urandom(size)})


def photograph(side: int) -> bytes:
    written = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)).save(written, "JPEG", quality=82)
    return written.getvalue()


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "PDF, 29 MB": ("a.pdf", lambda: document(29 * MEGABYTE)),
    "Word, 29 MB": ("a.docx", lambda: packed_document(29 * MEGABYTE)),
    "Photograph, 25 million pixels": ("a.jpg", lambda: photograph(5_000)),
}


def memory(server: Server) -> dict[int, dict[str, float]]:
    """Resident megabytes of each worker, now and at most since the mark was set back."""
    found = {}
    for pid in server.workers():
        text = Path(f"/proc/{pid}/status").read_text()
        found[pid] = {name: int(kilobytes) / 1024 for name, kilobytes in LINE.findall(text)}
    return found


def set_back(server: Server) -> None:
    for pid in server.workers():
        Path(f"/proc/{pid}/clear_refs").write_text("5")


class Sender:
    """One school at the running service."""

    def __init__(self, server: Server, cookie: str, root: str):
        self.server, self.cookie, self.root = server, cookie, root
        opened = server.send(f"{root}upload", cookie)
        self.cookie = opened.headers["Set-Cookie"].partition(";")[0]
        self.token = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', opened.body)[1].decode()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        sent = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin", "X-CSRFToken": self.token}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def in_pieces(self, name: str, content: bytes) -> None:
        version = {"Tus_Resumable": "1.0.0"}
        begun = self.ask("POST", f"{self.root}uploads/", Upload_Length=str(len(content)),
                         Upload_Metadata=f"filename {b64(name)}", **version)  # fmt: skip
        path = begun.headers["Location"]
        for offset in range(0, len(content), PART):
            answer = self.ask("PATCH", path, content[offset : offset + PART], Upload_Offset=str(offset),
                              Content_Type="application/offset+octet-stream", **version)  # fmt: skip
            if answer.status != 204:
                raise RuntimeError(f"{path} answered {answer.status}.")

    def at_once(self, name: str, content: bytes) -> None:
        line = secrets.token_hex(16)
        head = (
            f'--{line}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token}\r\n'
            f'--{line}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        ).encode()
        answer = self.ask("POST", f"{self.root}upload", head + content + f"\r\n--{line}--\r\n".encode(),
                          Content_Type=f"multipart/form-data; boundary={line}")  # fmt: skip
        if answer.status != 302:
            raise RuntimeError(f"The upload answered {answer.status}.")


def measured(server: Server, send: Callable[[], None]) -> tuple[float, float]:
    """Growth and peak of the worker that took most, in megabytes."""
    set_back(server)
    before = memory(server)
    send()
    after = memory(server)
    growth = max(after[pid]["VmRSS"] - before[pid]["VmRSS"] for pid in before)
    peak = max(after[pid]["VmHWM"] - before[pid]["VmRSS"] for pid in before)
    return growth, peak


def results() -> list[tuple[str, str, float, float]]:
    """Kind of file, way it came, growth, peak."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        env = {
            "REGISTRATION_ENV": "demonstration", "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "STORAGE_URL": (Path(folder) / "files").as_uri(), "SECRET_KEY": secrets.token_hex(32),
            "LOW_DISK_BYTES": "0",
        }  # fmt: skip
        app = create_app(env)
        with writing(), app.app_context():
            db.create_all()
            cast = people.gather()
            root = f"/applications/{factories.application(cast).reference}/evidence/"
            cookie = cookie_of(app, cast.amina)
            db.session.commit()
            db.session.remove()
        found = []
        with serving("app:app", env) as server:
            sender = Sender(server, cookie, root)
            for _ in range(8):  # what a worker needs once is not the upload's
                sender.in_pieces("small.pdf", document(MEGABYTE))
                sender.at_once("small.pdf", document(MEGABYTE))
            for kind, (name, made) in FILES.items():
                for way, send in (("in pieces", sender.in_pieces), ("plain form", sender.at_once)):
                    content = made()
                    found.append((kind, way, *measured(server, partial(send, name, content))))
        return found


def section(found: list[tuple[str, str, float, float]]) -> str:
    lines = [
        HEADING, "",
        "Written by `python -m tests.bench.uploading`. What an upload does to the memory of a worker"
        f" (goal: {GOAL} MB).",
        "", "| File | Way | Stays, MB | For a moment, MB |", "| --- | --- | --- | --- |",
        *[f"| {kind} | {way} | {growth:.1f} | {peak:.1f} |" for kind, way, growth, peak in found],
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> int:
    found = results()
    text = section(found)
    print(text)
    put(HEADING, text)
    return 0 if all(peak <= GOAL for *_how, peak in found) else 1


if __name__ == "__main__":
    sys.exit(main())
