"""What a reviewer works from: the submission as it was sent, the own findings, and what changed since."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from registration.accounts.models import Person
from registration.applications.models import Application, Submission
from registration.database import db
from registration.reapproval.models import CarriedCriterion
from registration.reapproval.standing import rows_standing
from registration.review.models import Assignment, Finding
from standards.model import Criterion

CONFIDENCE = {"low": "Low", "medium": "Medium", "high": "High"}
SOURCES = {
    "document": "Document",
    "interview": "Interview",
    "observation": "Observation",
    "data": "Data",
}
"""Kinds of evidence a finding can rest on; the visit looks for criteria with fewer than two."""

LEAST_WORDS = 5
"""In a finding below the standard."""

STATUS = {
    "done": ("Done", "good"), "stale": ("Changed since", "waiting"), "open": ("To do", "neutral"),
    "stands": ("As last time", "neutral"),
}  # fmt: skip


@dataclass(frozen=True)
class SheetRow:
    """One criterion on a reviewer's sheet. `status` is done, stale (the school changed it since), open or stands.

    What stands is `carried` over from the last approval, unchanged: nobody judges it.
    """

    criterion: Criterion
    finding: Finding | None
    status: str
    carried: CarriedCriterion | None = None

    @property
    def words(self) -> str:
        return STATUS[self.status][0]

    @property
    def tone(self) -> str:
        return STATUS[self.status][1]


@dataclass(frozen=True)
class Sheet:
    """A reviewer's 26 criteria, in the order of the standard."""

    rows: tuple[SheetRow, ...]

    @property
    def whole(self) -> int:
        """How many are to be judged: all, but for those that stand."""
        return len(self.rows) - self.count("stands")

    def of_area(self, number: int) -> list[SheetRow]:
        return [row for row in self.rows if row.criterion.area == number]

    def count(self, status: str) -> int:
        return sum(row.status == status for row in self.rows)

    def row(self, code: str) -> SheetRow:
        return next(row for row in self.rows if row.criterion.code == code)

    def next_to_do(self, after: str) -> str | None:
        """The next criterion that is open or stale, from the one given on and round to the start."""
        codes = [row.criterion.code for row in self.rows]
        place = codes.index(after) + 1
        turned = self.rows[place:] + self.rows[: place - 1]
        return next((row.criterion.code for row in turned if row.status in ("open", "stale")), None)

    def beside(self, code: str) -> tuple[str | None, str | None]:
        """The criteria before and after, in the order of the standard."""
        codes = [row.criterion.code for row in self.rows]
        place = codes.index(code)
        return (codes[place - 1] if place else None, codes[place + 1] if place + 1 < len(codes) else None)


@dataclass(frozen=True)
class Claim:
    """What the school sent on one criterion, from the frozen submission."""

    rating: str | None
    statement: str
    no_evidence_reason: str
    citations: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Change:
    """One difference between what a finding judged and what the school sent last."""

    what: str
    kind: str
    text: str


def sheet(application: Application, reviewer: Person) -> Sheet:
    """The reviewer's own sheet. Findings of others are never read here."""
    wanted = fingerprints(application)
    own = {f.criterion_code: f for f in own_findings(application, reviewer)}
    standing = {row.criterion_code: row for row in rows_standing(application)}
    rows = (
        SheetRow(
            criterion, own.get(code), "stands" if code in standing else status_of(own.get(code), wanted),
            standing.get(code),
        )
        for code, criterion in application.standard.criteria.items()
    )  # fmt: skip
    return Sheet(tuple(rows))


def own_findings(application: Application, reviewer: Person) -> list[Finding]:
    wanted = select(Finding).where(Finding.application == application, Finding.reviewer == reviewer)
    return list(db.session.scalars(wanted))


def finding_by(reviewer: Person, application: Application, code: str) -> Finding | None:
    return db.session.scalar(
        select(Finding).where(
            Finding.application == application, Finding.reviewer == reviewer, Finding.criterion_code == code
        )
    )


def fingerprints(application: Application) -> Mapping[str, str]:
    """What the last submission says on each criterion, as a hash by code."""
    submission = application.submission
    return submission.snapshot["fingerprints"] if submission else {}


def status_of(finding: Finding | None, wanted: Mapping[str, str]) -> str:
    if finding is None:
        return "open"
    return "done" if finding.fingerprint == wanted.get(finding.criterion_code) else "stale"


def claim(application: Application, code: str) -> Claim:
    """The school's answer and citations as they were sent last."""
    submission = application.submission
    return claim_in(submission.snapshot if submission else {}, code)


def claim_in(snapshot: Mapping[str, Any], code: str) -> Claim:
    answer = snapshot.get("responses", {}).get(code) or {}
    return Claim(
        answer.get("rating"), answer.get("statement", ""), answer.get("no_evidence_reason", ""),
        tuple(snapshot.get("citations", {}).get(code, ())),
    )


def changes(application: Application, finding: Finding) -> list[Change]:
    """What the school changed on a criterion since the finding was made, as rows to show."""
    before = claim_in(finding.submission.snapshot, finding.criterion_code)
    after = claim(application, finding.criterion_code)
    found: list[Change] = []
    if before.rating != after.rating:
        labels = [application.standard.rating(r).name if r else "none" for r in (before.rating, after.rating)]
        found.append(Change("Self-rating", "changed", f"{labels[0]} became {labels[1]}"))
    found += wording("Statement", before.statement, after.statement)
    found += wording("Reason for no evidence", before.no_evidence_reason, after.no_evidence_reason)
    old, new = ({citation_words(c): c for c in side.citations} for side in (before, after))
    found += [Change("Citation", "removed", words) for words in old if words not in new]
    found += [Change("Citation", "added", words) for words in new if words not in old]
    return found or [Change("Evidence", "changed", "A file cited here was replaced by another version.")]


def sent_since(application: Application, code: str, seen: int) -> bool:
    """After the submission of this round the school sent another answer or other evidence on a criterion."""
    last = application.submission
    if last is None or last.round == seen:
        return False
    wanted = select(Submission).where(Submission.application_id == application.id, Submission.round == seen)
    before = db.session.scalar(wanted)
    return before is None or before.snapshot["fingerprints"].get(code) != last.snapshot["fingerprints"].get(code)


def wording(what: str, before: str, after: str) -> list[Change]:
    """Sentences taken away and added."""
    old, new = sentences(before), sentences(after)
    kinds = {"- ": "removed", "+ ": "added"}
    lines = difflib.ndiff(old, new)
    return [Change(what, kinds[line[:2]], line[2:]) for line in lines if line[:2] in kinds]


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+|\n+", text.strip()) if part]


def citation_words(citation: Mapping[str, Any]) -> str:
    return f"{citation['title']}, version {citation['number']}, {citation['where']}: {citation['shows']}"


@dataclass(frozen=True)
class Progress:
    """How far one member of the panel is: how many findings stand, never which."""

    assignment: Assignment
    done: int
    stale: int


def progress(application: Application) -> list[Progress]:
    """For each present member of the panel, how many criteria have a finding that still holds."""
    wanted = fingerprints(application)
    made = db.session.execute(
        select(Finding.reviewer_id, Finding.criterion_code, Finding.fingerprint).where(
            Finding.application == application
        )
    ).all()
    return [
        Progress(
            assignment,
            sum(r == assignment.person_id and wanted.get(code) == mark for r, code, mark in made),
            sum(r == assignment.person_id and wanted.get(code) != mark for r, code, mark in made),
        )
        for assignment in application.assignments
        if assignment.ended_at is None
    ]
