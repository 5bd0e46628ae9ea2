"""Our own files on a shorter way: they need no guard, and to start a program for each takes longer than its work."""

import io
import runpy
from dataclasses import dataclass
from functools import cache
from typing import IO, Any

from sqlalchemy import select

from registration.database import db, now
from registration.demonstration.files import PDF, MadeFile
from registration.evidence import text_service
from registration.evidence.inspection import Inspection, clean_name
from registration.evidence.inspection.pdf import Facts, warnings_of
from registration.evidence.intake import Taken, take
from registration.evidence.jobs import version_named
from registration.evidence.showing import KINDS, READER
from registration.jobs.models import Job
from registration.storage import Store


@dataclass
class Sent:
    """A file of the demonstration, in the shape in which a browser would send it."""

    filename: str | None
    content: bytes

    @property
    def stream(self) -> IO[bytes]:
        return io.BytesIO(self.content)


def take_in(made: MadeFile, store: Store) -> Taken:
    """A file in the store, with what its inspection says. Of a PDF we know that, having made it."""
    if made.media_type == PDF:
        return Taken(found_in(made), store.put([made.data]))
    taken = take(Sent(made.name, made.data), store)
    if not isinstance(taken, Taken):
        raise RuntimeError(f"{made.name} was refused: {taken.refused}")
    return taken


def found_in(made: MadeFile) -> Inspection:
    facts = Facts(made.pages, [], encrypted=False, alarm=False, has_text=made.has_text, trouble="")
    return Inspection(
        media_type=PDF, extension="pdf", clean_name=clean_name(made.name), pages=made.pages, has_text=made.has_text,
        warnings=tuple(warnings_of(facts, ())),
    )  # fmt: skip


def read_texts(store: Store) -> None:
    """What the jobs that wait to read the text of a file would do, and their rows brought to an end. Commits."""
    waiting = select(Job).where(Job.kind == text_service.READ, Job.state == "waiting").order_by(Job.id)
    for job in db.session.scalars(waiting).all():
        version = version_named(job)
        if version is not None and version.storage_key and version.sha256:
            content = b"".join(store.verified(version.storage_key, version.sha256))
            texts = texts_in(content, version.media_type)
            prepared = text_service.prepared(texts, version.evidence.application.standard_edition)
            text_service.keep_text(version, prepared)
        job.state, job.progress, job.finished_at = "done", 100, now()
    db.session.commit()


def texts_in(content: bytes, media_type: str) -> list[str]:
    kind, reading = KINDS[media_type], program("reading.py")
    found = program(reading["READERS"][kind])["texts"](kind, content)
    return [reading["plain"](text) for text in found]


@cache
def program(name: str) -> dict[str, Any]:
    """What a program for one file is made of. It loads what reads files, so no worker of the web may import it."""
    return runpy.run_path(str(READER.with_name(name)))
