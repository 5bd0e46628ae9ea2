"""What tests of evidence do with a browser: send a file, open what came of it."""

import io

from registration.database import db
from registration.evidence.models import Evidence


def file(content: bytes, name: str = "policy.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def add(browser, application, content: bytes, name: str = "policy.pdf", **fields):
    """Send one file with the plainest answers; returns the page that follows."""
    browser.open("evidence.add", reference=application.reference)
    return browser.press("Add evidence", files=file(content, name), **fields)


def items(application) -> list[Evidence]:
    db.session.expire_all()
    return [item for item in application.evidence if item.removed_at is None]


def stored_files(store) -> list[str]:
    return list(store.keys())
