"""The notebook that a member of the team takes along: what locks it in the browser, and the files its page needs.

What a browser keeps of it is encrypted with a key made from the service's secrets, the case and the person. The
service hands it out to that person alone while they are signed in: on a device that lies about, nobody can read a
word once they have signed out, and nothing unsent is lost, for whoever signs in again can open it again.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from pathlib import Path

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import now
from registration.errors import NotFound
from registration.visits.models import VisitNote

PURPOSE = "visit notebook taken along"
FILES = (
    "build/theme.css", "build/inter.woff2", "build/spectral.woff2", "ui/mark.svg", "site.js", "notebook.js",
    "notebook_device.js", "notebook_drawing.js", "notebook_entry.js", "notebook_keeping.js", "notebook_kinds.js",
    "notebook_leaving.js", "notebook_lesson.js", "notebook_line.js", "notebook_lock.js", "notebook_telling.js",
    "notebook_unsent.js",
)  # fmt: skip
"""All that the page needs, by their places under `static`."""


def shares(reference: str, person: Person, secrets: Iterable[str]) -> list[str]:
    """What the browser makes its key from, the present one first: one for each secret that is in use."""
    whose = f"{PURPOSE}\0{reference}\0{person.public_id}".encode()
    made = (hmac.new(secret.encode(), whose, hashlib.sha256).digest() for secret in secrets)
    return [base64.b64encode(share).decode() for share in made]


def present_moment() -> str:
    """What the clock here says, for a device whose own clock is wrong."""
    return now().isoformat()


def own_note(application: Application, code: str, writer: Person) -> VisitNote:
    """What this person wrote on a criterion. Raises NotFound where that is nothing."""
    visit = application.visit
    mine = (n for n in visit.notes if n.criterion_code == code and n.author == writer) if visit else iter(())
    note = next(mine, None)
    if note is None:
        raise NotFound
    return note


def edition(static: Path, page: str, files: Sequence[str] = FILES) -> str:
    """Another one whenever the page or a file of it changes, so that a browser fetches them again."""
    content = hashlib.sha256(page.encode())
    for name in files:
        file = static / name
        content.update(file.read_bytes() if file.exists() else b"")
    return content.hexdigest()[:20]
