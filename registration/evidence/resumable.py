"""Uploads that survive a bad line: begun once, added to piece by piece, and taken in like any other file.

An upload belongs to the person who began it, in one application, and is forgotten after a
day. Begun again with the same name, size and hash, it goes on where it was, so that a closed
lid or another tab costs nothing.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from sqlalchemy import func, select

from config import INSTANCE
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotFound, Refused
from registration.evidence import service
from registration.evidence.inspection import Inspection, Limits, clean_name, look_at_name
from registration.evidence.intake import Taken, check_room, take
from registration.evidence.models import Evidence, EvidenceVersion, PartialUpload
from registration.evidence.spool import Spool
from registration.storage import Store
from registration.storage.folder import Folder

KEPT = timedelta(hours=24)
MOST_OPEN = 60
"""Uploads that one person has begun and not ended, in one application."""

SHA256 = re.compile(r"[0-9a-f]{64}")
LONGEST_NAME = 1_000


class NotTaken(Refused):
    """This file will not be taken, whatever arrives; said before it is sent."""

    status = 422
    heading = "This file was not added"


class TooLarge(NotTaken):
    status = 413


class TooMany(Refused):
    """Too many uploads are open."""

    status = 429
    heading = "Too many files at once"


def spool_of(store: Store) -> Spool:
    """Beside the stored files where these lie in a folder, else in this installation's own."""
    root = store.place.root if isinstance(store.place, Folder) else INSTANCE
    return Spool(root / "partial")


def begin(
    application: Application, by: Person, store: Store, *, name: str, size: int, sha256: str = "",
    item: Evidence | None = None,
) -> PartialUpload:  # fmt: skip
    """A new upload, or the same person's open one of the same file.

    Raises NotTaken for a name or a size that cannot be right, TooMany, NoRoom, and Refused when the quota is used up.
    """
    check_name_and_size(name, size)
    sha256 = sha256 if SHA256.fullmatch(sha256) else ""
    check_room(store)
    service.make_room(application, items=0 if item else 1, size=size)
    begun = open_uploads(application, by)
    for upload in begun:
        same = (upload.sha256, upload.size, upload.file_name) == (sha256, size, name)
        if sha256 and same and upload.evidence is item:
            upload.expires_at = now() + KEPT
            return upload
    if len(begun) >= MOST_OPEN:
        raise TooMany(
            f"You have begun {MOST_OPEN} uploads that have not ended. Wait until some are done, or cancel them."
        )
    made = PartialUpload(
        application=application, person=by, evidence=item, file_name=name, size=size, sha256=sha256,
        expires_at=now() + KEPT,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def check_name_and_size(name: str, size: int) -> None:
    """Say now what the inspection would say after everything was sent."""
    found = look_at_name(name[:LONGEST_NAME], size)
    if found.refused:
        raise (TooLarge if size > Limits().bytes else NotTaken)(found.refused)


def open_uploads(application: Application, by: Person) -> list[PartialUpload]:
    """What this person has begun and not ended, oldest first."""
    wanted = select(PartialUpload).where(
        PartialUpload.application_id == application.id,
        PartialUpload.person_id == by.id,
        PartialUpload.outcome == "",
        PartialUpload.expires_at > now(),
    )
    return list(db.session.scalars(wanted.order_by(PartialUpload.id)))


def unfinished(application: Application, by: Person, spool: Spool) -> list[tuple[PartialUpload, str, int]]:
    """Each with its name for people, and how many bytes have arrived."""
    return [
        (upload, clean_name(upload.file_name), spool.length(upload.public_id))
        for upload in open_uploads(application, by)
    ]


def upload_of(application: Application, by: Person, public_id: str) -> PartialUpload:
    """An upload of this person in this application. Raises NotFound for any other, and when its day is over."""
    found = db.session.scalars(
        select(PartialUpload).where(
            PartialUpload.public_id == public_id,
            PartialUpload.application_id == application.id,
            PartialUpload.person_id == by.id,
            PartialUpload.expires_at > now(),
        )
    ).one_or_none()
    if found is None:
        raise NotFound("This upload is not here. It was cancelled, or its day is over: choose the file again.")
    return found


def arrived(upload: PartialUpload, spool: Spool) -> int:
    """How many of its bytes are here; all of them once something became of it."""
    return upload.size if upload.outcome else spool.length(upload.public_id)


@dataclass
class Arrived:
    """What lies in the spool, as the intake wants it."""

    filename: str | None
    stream: IO[bytes]


def look_at(upload: PartialUpload, spool: Spool, store: Store) -> Taken | Inspection:
    """All that is done with a file that came in one piece. It is slow: no transaction stays open meanwhile."""
    name, sha256, path = upload.file_name, upload.sha256, spool.path(upload.public_id)
    service.pause()
    with path.open("rb") as stream:
        return take(Arrived(name, stream), store, sha256=sha256)


def settle(upload: PartialUpload, made: Taken | Inspection, *, scanning: bool) -> None:
    """Make an item of it, or write down why not. Whoever comes second finds it settled."""
    if isinstance(made, Inspection):
        upload.outcome, upload.told = "refused", made.refused or ""
        return
    try:
        version = added(upload, made, scanning)
    except Refused as error:
        upload.outcome, upload.told = "refused", str(error)
        return
    upload.version, upload.outcome = version, "taken"


def added(upload: PartialUpload, taken: Taken, scanning: bool) -> EvidenceVersion:
    item = upload.evidence
    if item is None:
        return service.add_file(
            upload.application, taken, by=upload.person, scanning=scanning, facts=service.undescribed(taken)
        )
    if item.removed_at is not None:
        raise Refused("Somebody removed the item this file was a newer version of. Add the file as a new item.")
    return service.replace_file(item, taken, by=upload.person, scanning=scanning)


def cancel(upload: PartialUpload, spool: Spool) -> None:
    """Forget it, and what has arrived of it. An item that was made of it stays."""
    spool.remove(upload.public_id)
    db.session.delete(upload)


def forget_old(spool: Spool) -> int:
    """Uploads whose day is over, and files in the spool that no upload names; returns how many uploads."""
    over = db.session.scalars(select(PartialUpload).where(PartialUpload.expires_at <= now())).all()
    for upload in over:
        cancel(upload, spool)
    db.session.flush()
    for name in list(spool.left_behind(now() - KEPT)):
        wanted = select(func.count()).where(PartialUpload.public_id == name, PartialUpload.outcome == "")
        if not db.session.scalar(wanted):
            spool.remove(name)
    return len(over)
