"""The workspace of one criterion: cited evidence as one reviewer opened and marked it, and their own notes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.evidence.inspection.outcome import PPTX
from registration.evidence.models import EvidenceVersion, PageText
from registration.evidence.queries import version_for
from registration.review.models import EvidenceOpening, Finding, WorkingNote
from registration.review.queries import claim, claim_in

MARKS = {"fine": "Fine", "query": "Query"}
DRAWN = frozenset({"application/pdf"})
PICTURES = frozenset({"image/png", "image/jpeg"})
NOT_OPEN = {
    "checking": "This file is still being checked for viruses. Nobody can open it until that is done.",
    "refused": "This file did not pass the check for viruses, so nobody can open it.",
}


@dataclass(frozen=True)
class Cited:
    """One citation of the submission, as this reviewer left it. `mark` is fine, query or empty."""

    row: Mapping[str, Any]
    opened: bool
    mark: str
    reason: str

    @property
    def key(self) -> str:
        return str(self.row["id"])

    @property
    def title(self) -> str:
        return f"{self.row['title']}, {self.row['where']}"


@dataclass(frozen=True)
class Workspace:
    """What one reviewer has on the desk for one criterion. Nobody else is given it."""

    cited: tuple[Cited, ...]
    notes: str
    minutes: int
    round: int = 0
    """Of the submission that is on the desk: what a finding made here judges."""

    @property
    def seen(self) -> str:
        """Names the wording of the notes, so that two windows cannot overwrite each other's."""
        return mark_of(self.notes)

    @property
    def unopened(self) -> list[str]:
        """What was cited and never opened by this reviewer."""
        return [one.title for one in self.cited if not one.opened]

    @property
    def queries(self) -> int:
        return sum(one.mark == "query" for one in self.cited)

    def find(self, key: str) -> Cited | None:
        return next((one for one in self.cited if one.key == key), None)


@dataclass(frozen=True)
class Viewed:
    """A page of cited evidence, shown in place: our text, our picture, or why there is neither."""

    cited: Cited
    version: EvidenceVersion
    number: int
    text: str
    known: bool
    problem: str

    @property
    def last(self) -> int:
        return self.version.pages or 1

    @property
    def word(self) -> str:
        return "Slide" if self.version.media_type == PPTX else "Page"

    @property
    def picture(self) -> bool:
        """A page that we draw, or a picture that was drawn again when it was taken in."""
        return not self.problem and not self.version.link and self.version.media_type in DRAWN | PICTURES

    @property
    def readable(self) -> bool:
        return not self.problem and not self.version.link and self.version.media_type not in PICTURES


def workspace(application: Application, code: str, reviewer: Person) -> Workspace:
    """Two statements, however much is cited."""
    note = note_of(application, code, reviewer)
    opened = openings(application, reviewer)
    marks = note.marks if note else {}
    cited = tuple(
        Cited(row, row["version"] in opened, *marks.get(row["id"], ("", "")))
        for row in claim(application, code).citations
    )
    sent = application.submission.round if application.submission else 0
    return Workspace(cited, note.text if note else "", note.minutes if note else 0, sent)


def newly_cited(desk: Workspace, finding: Finding | None) -> list[Cited]:
    """What the school cites here since this finding judged it, and its reviewer has not opened yet."""
    if finding is None:
        return []
    judged = {row["version"] for row in claim_in(finding.submission.snapshot, finding.criterion_code).citations}
    return [one for one in desk.cited if not one.opened and one.row["version"] not in judged]


def note_of(application: Application, code: str, reviewer: Person) -> WorkingNote | None:
    return db.session.scalar(
        select(WorkingNote).where(
            WorkingNote.application_id == application.id, WorkingNote.criterion_code == code,
            WorkingNote.reviewer_id == reviewer.id,
        )
    )  # fmt: skip


def openings(application: Application, reviewer: Person) -> frozenset[str]:
    """Public ids of the versions this reviewer opened in their workspace."""
    wanted = (
        select(EvidenceVersion.public_id)
        .join(EvidenceOpening, EvidenceOpening.evidence_version_id == EvidenceVersion.id)
        .where(EvidenceOpening.application_id == application.id, EvidenceOpening.person_id == reviewer.id)
    )
    return frozenset(db.session.scalars(wanted))


def viewed(application: Application, reviewer: Person, cited: Cited, number: int) -> Viewed:
    """One page of cited evidence: its words were read when the file came, its picture is drawn apart."""
    version = version_for(reviewer, application, cited.row["version"])
    number = max(1, min(number, version.pages or 1))
    problem = "" if version.link else NOT_OPEN.get(version.check_state, "")
    if not problem and version.active_content:
        problem = f"This file has {version.active_content}. It is not shown here. Open the download with care."
    wanted = select(PageText.text).where(PageText.evidence_version_id == version.id, PageText.page == number)
    text = None if problem or version.link else db.session.scalar(wanted)
    return Viewed(cited, version, number, text or "", text is not None, problem)


def mark_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
