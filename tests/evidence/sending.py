"""What tests of evidence do with a browser: send a file, open what came of it."""

import base64
import hashlib
import io
from contextvars import Context

from registration.database import db
from registration.evidence.models import Citation, Evidence


def file(content: bytes, name: str = "policy.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def add(browser, application, content: bytes, name: str = "policy.pdf", **fields):
    """Send one file with the plainest answers; returns the page that follows."""
    browser.open("evidence.add", reference=application.reference)
    return browser.press("Add evidence", files=file(content, name), **fields)


def items(application) -> list[Evidence]:
    db.session.expire_all()
    return [item for item in application.evidence if item.removed_at is None]


def cite(application, version, code, **place) -> Citation:
    made = Citation(application=application, criterion_code=code, evidence_version=version, shows="Who leads", **place)
    db.session.add(made)
    db.session.commit()
    return made


class Sent:
    """A file as it arrives from a form."""

    def __init__(self, filename: str, content: bytes):
        self.filename, self.stream = filename, io.BytesIO(content)


def stored_files(store) -> list[str]:
    return list(store.keys())


def b64(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


class Sender:
    """Sends a file piece by piece, as the page's script does."""

    def __init__(self, browser, application):
        self.browser = browser
        self.root = browser.address("evidence.begin_upload", reference=application.reference)
        self.token = browser.token()

    def ask(self, method: str, path: str = "", body: bytes = b"", **headers: str):
        """Headers are given with _ for -; one given as empty is left out."""
        db.session.commit()
        sent = {"Tus-Resumable": "1.0.0", "X-CSRFToken": self.token, "Sec-Fetch-Site": "same-origin"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = Context().run(
            self.browser.client.open, path or self.root, method=method, data=body,
            headers={name: value for name, value in sent.items() if value},
        )
        answer.request.environ["wsgi.input"].close()
        db.session.expire_all()
        return answer

    def begin(self, content: bytes, name: str = "policy.pdf", **said: str):
        said = {"filename": name, "sha256": hashlib.sha256(content).hexdigest(), **said}
        words = ",".join(f"{key} {b64(value)}" for key, value in said.items())
        return self.ask("POST", Upload_Length=str(len(content)), Upload_Metadata=words)

    def part(self, path: str, offset: int, body: bytes, **headers: str):
        kind = {"Content_Type": "application/offset+octet-stream"}
        return self.ask("PATCH", path, body, Upload_Offset=str(offset), **{**kind, **headers})

    def send(self, content: bytes, name: str = "policy.pdf", pieces: int = 3, **said: str) -> dict:
        """All of it; what became of it."""
        path = self.begin(content, name, **said).headers["Location"]
        step = max(1, -(-len(content) // pieces))
        for offset in range(0, len(content), step):
            answer = self.part(path, offset, content[offset : offset + step])
            assert answer.status_code == 204, answer.text
        return self.ask("GET", path).json
