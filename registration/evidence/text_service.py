"""Keeping what evidence says: its pages as text, and the criteria it might support."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, exists, insert, literal, select

import standards
from registration.accounts.models import Person
from registration.database import db
from registration.evidence.models import EvidenceVersion, PageText, Suggestion
from registration.evidence.search_index import forget, learn
from registration.evidence.showing import KINDS, can_be_shown
from registration.evidence.suggest import Hint, hints
from registration.evidence.text import folded, frequent
from registration.jobs.models import Job
from registration.jobs.service import ask_for
from standards.keywords import keywords

READ = "read_text"
AT_A_TIME = 200


@dataclass(frozen=True)
class Read:
    """The text of a version, ready to be kept: pages as they stand, the same folded, and the criteria hinted at."""

    texts: Sequence[str]
    words: Sequence[str]
    hints: Sequence[Hint]


def ask_for_text(version: EvidenceVersion, person: Person | None = None) -> None:
    """Have a version's text read in the background, once it may be opened. Files we do not show are not read."""
    if can_be_shown(version):
        argument = {"version": version.public_id}
        application = version.evidence.application
        ask_for(READ, argument, key_of(version.public_id), person=person, application=application)


def key_of(version: str) -> str:
    return f"{READ}:{version}"


def prepared(texts: Sequence[str], edition: str) -> Read:
    """Text made ready, which takes a while: no transaction needs to be open."""
    words = [folded(text) for text in texts]
    return Read(texts, words, hints(words, keywords(standards.load(edition))))


def keep_text(version: EvidenceVersion, read: Read) -> None:
    """Keep the pages of a version; those kept before go."""
    application_id = version.evidence.application_id
    forget(db.session(), version.id)
    for kept in (PageText, Suggestion):
        db.session.execute(delete(kept).where(kept.evidence_version_id == version.id))
    pages = [
        {
            "application_id": application_id, "evidence_version_id": version.id,
            "page": number, "text": text, "words": words, "length": len(words), "often": frequent(words),
        }
        for number, (text, words) in enumerate(zip(read.texts, read.words, strict=True), 1)
    ]  # fmt: skip
    db.session.execute(insert(PageText), pages)
    learn(db.session(), version.id)
    db.session.add_all(
        Suggestion(
            evidence_version=version, criterion_code=hint.code, weight=hint.weight, because={"spoken": hint.facts}
        )
        for hint in read.hints
    )


def unread_versions() -> list[EvidenceVersion]:
    """Some versions whose text nobody has asked for: they were here before evidence was read."""
    asked = exists().where(Job.key == literal(f"{READ}:") + EvidenceVersion.public_id)
    read = exists().where(PageText.evidence_version_id == EvidenceVersion.id)
    wanted = (
        select(EvidenceVersion)
        .where(
            EvidenceVersion.media_type.in_(KINDS),
            EvidenceVersion.check_state == "ready",
            EvidenceVersion.active_content == "",
            ~read,
            ~asked,
        )
        .order_by(EvidenceVersion.id)
        .limit(AT_A_TIME)
    )
    return list(db.session.scalars(wanted))


def pages_without_text(version: EvidenceVersion) -> list[int]:
    """The pages of a version that are pictures of text, so that nothing on them is found."""
    wanted = select(PageText.page).where(PageText.evidence_version_id == version.id, PageText.words == "")
    return list(db.session.scalars(wanted.order_by(PageText.page)))
