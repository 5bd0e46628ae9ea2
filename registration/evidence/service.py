"""Doing things with items of evidence: add, replace, describe, remove. Citations have `citing`."""

from typing import Any

from sqlalchemy import select

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit.service import note
from registration.database import db, now
from registration.errors import Refused
from registration.evidence import queries
from registration.evidence.intake import Taken
from registration.evidence.models import Evidence, EvidenceVersion
from registration.evidence.text_service import ask_for_text
from registration.evidence.vocabulary import MOST_BYTES, MOST_ITEMS, size_in_words
from registration.jobs.service import ask_for

SCAN = "scan_evidence"
OVERTAKEN = (
    "Somebody else changed this item while you were writing, and nothing of theirs was overwritten. "
    "Your text is below: open the item again, look at what stands there now, and add what is missing."
)


def pause() -> None:
    """Let go of the database before something slow, so that nobody waits for it. Ask again for every record after."""
    db.session.rollback()


def add_file(
    application: Application, taken: Taken, *, by: Person, scanning: bool, facts: dict[str, Any]
) -> EvidenceVersion:
    """Add a file as a new item. Without a title in `facts`, it takes the file's name."""
    make_room(application, items=1, size=taken.stored.size)
    facts = {**facts, "title": facts.get("title") or title_from(taken.found.clean_name)}
    item = Evidence(application=application, added_by=by, updated_by_id=by.id, **facts)
    return add_version(item, by, scanning, taken)


def undescribed(taken: Taken) -> dict[str, Any]:
    """The facts of a file whose sender has said nothing about it yet: they are asked for afterwards."""
    kind = "picture" if taken.found.media_type.startswith("image/") else "document"
    return {"kind": kind, "described": False}


def add_link(application: Application, link: str, *, by: Person, facts: dict[str, Any]) -> EvidenceVersion:
    """Add a link as a new item; it is kept as an address, and never opened by us."""
    make_room(application, items=1)
    item = Evidence(application=application, added_by=by, updated_by_id=by.id, **facts)
    return add_linked_version(item, link, by)


def replace_file(item: Evidence, taken: Taken, *, by: Person, scanning: bool) -> EvidenceVersion:
    """Add a newer version. The older ones stay, and citations stay with them until they are moved."""
    make_room(item.application, size=taken.stored.size)
    return add_version(item, by, scanning, taken)


def replace_link(item: Evidence, link: str, *, by: Person) -> EvidenceVersion:
    """Add a newer address as a version of its own."""
    make_room(item.application)
    return add_linked_version(item, link, by)


def change_details(item: Evidence, *, by: Person, version: int, facts: dict[str, Any]) -> None:
    """Describe an item anew. `version` is the one the form was made from; raises Refused when it has passed."""
    if item.version != version:
        raise Refused(OVERTAKEN)
    for name, value in facts.items():
        setattr(item, name, value)
    item.described, item.updated_by_id = True, by.id


def remove(item: Evidence, *, by: Person) -> None:
    """Take an item out of sight. Raises Refused when it was sent to the body, or is cited."""
    if queries.is_sent(item):
        raise Refused(
            "This item is part of what your school has sent, so it stays. You can add a newer version of it instead."
        )
    cited = queries.in_order(citation.criterion_code for citation in queries.citations_of(item))
    if cited:
        raise Refused(
            f"This item is cited for {' and '.join(cited)}. Remove those citations first, then the item."
        )
    item.removed_at, item.updated_by_id = now(), by.id


def report_alarm(application: Application, by: Person, names: list[str]) -> None:
    """Note that somebody sent a virus, or its test string. Kept at once, for the request itself is refused."""
    note("virus refused", by, application, files=", ".join(names)[:400])
    db.session.commit()


def make_room(application: Application, items: int = 0, size: int = 0) -> None:
    """Hold the application's row, so that uploads at the same moment are counted one after another.

    Raises Refused when the quota is used up.
    """
    db.session.execute(select(Application.id).where(Application.id == application.id).with_for_update())
    if items and queries.count_of(application) + items > MOST_ITEMS:
        raise Refused(
            f"Your application has {MOST_ITEMS} items of evidence, which is the most. "
            "Remove items that are cited nowhere, then add this one."
        )
    if queries.bytes_of(application) + size > MOST_BYTES:
        raise Refused(
            f"The files of your application have {size_in_words(MOST_BYTES)}, which is the most. "
            "Save large files smaller, or add recordings as links."
        )


def add_version(item: Evidence, by: Person, scanning: bool, taken: Taken) -> EvidenceVersion:
    found, stored = taken.found, taken.stored
    told = [*found.warnings, *already_here(item, stored.sha256)]
    version = EvidenceVersion(
        evidence=item,
        number=len(item.versions) + 1,
        storage_key=stored.key,
        sha256=stored.sha256,
        size=stored.size,
        file_name=found.clean_name,
        media_type=found.media_type,
        pages=found.pages,
        has_text=found.has_text,
        active_content=", ".join(found.active_content),
        check_state="checking" if scanning else "ready",
        told="\n".join(told),
        uploaded_by=by,
    )
    db.session.add_all([item, version])
    db.session.flush()
    if scanning:
        argument = {"version": version.public_id}
        ask_for(SCAN, argument, f"{SCAN}:{version.public_id}", person=by, application=item.application)
    else:
        ask_for_text(version, by)
    return version


def add_linked_version(item: Evidence, link: str, by: Person) -> EvidenceVersion:
    version = EvidenceVersion(
        evidence=item, number=len(item.versions) + 1, link=link, check_state="ready", uploaded_by=by
    )
    db.session.add_all([item, version])
    db.session.flush()
    return version


def already_here(item: Evidence, sha256: str) -> list[str]:
    """A sentence when another item of the same application holds the same file."""
    if item.is_new:
        with db.session.no_autoflush:
            other = queries.same_file(item.application, sha256)
    else:
        other = queries.same_file(item.application, sha256)
    if other is None or other is item:
        return []
    return [
        f"The same file is already here as “{other.title}”. One of the two is enough: you can cite it many times."
    ]


def title_from(file_name: str) -> str:
    stem, _dot, _ending = file_name.rpartition(".")
    return (stem or file_name).replace("_", " ").strip()[:200]
