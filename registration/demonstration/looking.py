"""What a reviewer leaves in their workspace: evidence they opened, a mark or two, and notes of their own."""

from registration.accounts.models import Person
from registration.database import db
from registration.demonstration.cases import Case
from registration.review.models import EvidenceOpening, WorkingNote
from registration.review.workspace_queries import openings

NOTE = "Ask at the visit who keeps this up to date, and when it was last read to the staff."
QUERY = "The page says what is done, not who does it."


def look_at_evidence(case: Case, person: Person, codes: list[str]) -> None:
    """Everything cited for these criteria was opened; the last that cites any has a query, a fine mark and a note."""
    cited = case.application.submission.snapshot["citations"] if case.application.submission else {}
    versions = {version.public_id: version for item in case.application.evidence for version in item.versions}
    wanted = {row["version"] for code in codes for row in cited.get(code, ())}
    for public_id in sorted(wanted & set(versions) - openings(case.application, person)):
        db.session.add(
            EvidenceOpening(
                application_id=case.application.id, person_id=person.id, evidence_version=versions[public_id]
            )
        )
    supported = [code for code in codes if cited.get(code)]
    if supported:
        rows = cited[supported[-1]]
        marks = [["query", QUERY], *(["fine", ""] for _row in rows[1:])]
        db.session.add(
            WorkingNote(
                application=case.application, criterion_code=supported[-1], reviewer=person, text=NOTE, minutes=14,
                marks={row["id"]: mark for row, mark in zip(rows, marks, strict=True)},
            )
        )
