"""What is recorded at the visit: notes by criterion, lessons observed."""

from datetime import datetime

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, public_id
from registration.errors import NotFound, Refused
from registration.history import refuse_if_overtaken
from registration.visits.models import LessonObservation, Visit, VisitNote


def visit_held_open(application: Application) -> Visit:
    if application.visit is None:
        raise NotFound
    return application.visit


def write_note(application: Application, code: str, text: str, *, version: int, by: Person) -> VisitNote:
    """Keep one person's note on one criterion. `version` is the one the writer started from, 0 for none.

    Raises Overtaken when the note was changed meanwhile, on another device say; the same words twice change nothing.
    """
    visit = visit_held_open(application)
    if code not in application.standard.criteria:
        raise NotFound
    note = next((n for n in visit.notes if n.criterion_code == code and n.author == by), None)
    if note is None:
        note = VisitNote(visit=visit, criterion_code=code, author=by, text=text, updated_by_id=by.id)
        db.session.add(note)
        return note
    if note.text == text:
        return note
    refuse_if_overtaken(note, version)
    note.text, note.updated_by_id = text, by.id
    return note


def record_lesson(
    application: Application, lesson: LessonObservation | None, *, subject: str, stage: str,
    starts_at: datetime | None, minutes: int, doing: int | None, talking: int | None, seen: str, by: Person,
    version: int = 0, name: str | None = None,
) -> LessonObservation:
    """One lesson observed: subject and stage, never a name of a person. `version` is the one the sheet was opened with.

    `name` is the public id of a new one, where a device has given it one.
    """
    if lesson is None:
        lesson = LessonObservation(visit=visit_held_open(application), observer=by, public_id=name or public_id())
        db.session.add(lesson)
    elif lesson.observer != by:
        raise Refused("Only the person who observed this lesson can change its sheet.")
    else:
        refuse_if_overtaken(lesson, version)
    lesson.subject, lesson.stage, lesson.starts_at, lesson.minutes = subject, stage, starts_at, minutes
    lesson.doing, lesson.talking, lesson.seen, lesson.updated_by_id = doing, talking, seen, by.id
    db.session.flush()  # a new one has its address now
    return lesson
