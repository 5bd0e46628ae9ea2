"""What a reviewer keeps for themselves: notes, marks on evidence, what they opened, and how long they worked."""

from datetime import timedelta

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import Refused
from registration.evidence.models import EvidenceVersion
from registration.review.models import EvidenceOpening, WorkingNote
from registration.review.service import must_be_open
from registration.review.workspace_queries import MARKS, mark_of, note_of, openings

A_MINUTE = timedelta(seconds=55)
"""Two windows of one reviewer never count the same minute twice."""


def keep_notes(
    application: Application, code: str, *, reviewer: Person, text: str, seen: str,
    citation: str = "", mark: str = "", reason: str = "",
) -> WorkingNote:  # fmt: skip
    """Keep the notes on one criterion, and the mark on the citation that was in view, if one was.

    `seen` names the wording the page was opened with. When another window changed it since, both wordings are kept,
    one under the other.
    """
    must_be_open(application, reviewer, {"Your private notes": text})
    note = note_for(application, code, reviewer)
    if note.text != text and seen != mark_of(note.text) and note.text not in text:
        text = f"{note.text}\n\n{text}"
    note.text = text
    if citation:
        note.marks = marked(note.marks, citation, mark, reason.strip())
    return note


def note_for(application: Application, code: str, reviewer: Person) -> WorkingNote:
    note = note_of(application, code, reviewer)
    if note is None:
        note = WorkingNote(
            application=application, criterion_code=code, reviewer=reviewer, text="", marks={}, minutes=0
        )
        db.session.add(note)
    return note


def marked(marks: dict[str, list[str]], citation: str, mark: str, reason: str) -> dict[str, list[str]]:
    if mark == "query" and not reason:
        raise Refused("Say in one line what you would ask about this evidence.")
    others = {key: value for key, value in marks.items() if key != citation}
    return {**others, citation: [mark, reason]} if mark in MARKS else others


def note_opening(application: Application, version: EvidenceVersion, *, by: Person) -> None:
    """Note that a reviewer has opened this version; once is enough."""
    if version.public_id not in openings(application, by):
        db.session.add(EvidenceOpening(application_id=application.id, person_id=by.id, evidence_version=version))


def count_minute(application: Application, code: str, *, reviewer: Person) -> int:
    """Add the minute that a page was open and in front. Coarse on purpose, and shown to nobody else as it is."""
    must_be_open(application, reviewer, {})
    note = note_for(application, code, reviewer)
    if note.counted_at is None or now() - note.counted_at >= A_MINUTE:
        note.minutes += 1
        note.counted_at = now()
    return note.minutes
