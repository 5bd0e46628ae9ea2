"""What is recorded at the visit: notes by criterion, samples drawn, lessons observed."""

import random
import secrets
from datetime import datetime

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.errors import NotFound, Refused
from registration.history import refuse_if_overtaken
from registration.visits.models import LessonObservation, Sample, Visit, VisitNote


def visit_held_open(application: Application) -> Visit:
    if application.visit is None:
        raise NotFound
    return application.visit


def write_note(application: Application, code: str, text: str, *, version: int, by: Person) -> VisitNote:
    """Keep one person's note on one criterion. `version` is the one the writer started from, 0 for none.

    Raises Overtaken when the note was changed meanwhile, on another device say.
    """
    visit = visit_held_open(application)
    if code not in application.standard.criteria:
        raise NotFound
    note = next((n for n in visit.notes if n.criterion_code == code and n.author == by), None)
    if note is None:
        note = VisitNote(visit=visit, criterion_code=code, author=by, text=text, updated_by_id=by.id)
        db.session.add(note)
        return note
    refuse_if_overtaken(note, version)
    note.text, note.updated_by_id = text, by.id
    return note


def draw_sample(application: Application, *, subject: str, population: int, size: int, by: Person) -> Sample:
    """Draw numbers 1 to `population` by a recorded seed, so that the same draw can be made again."""
    if size > population:
        raise Refused("Draw at most as many as there are.")
    seed = secrets.token_hex(8)
    sample = Sample(
        visit=visit_held_open(application), subject=subject, population=population, seed=seed, drawn_by_id=by.id,
        drawn=draw(seed, population, size),
    )
    db.session.add(sample)
    return sample


def draw(seed: str, population: int, size: int) -> list[str]:
    """The draw a seed makes: the same one each time it is repeated."""
    chosen = random.Random(seed).sample(range(1, population + 1), size)  # noqa: S311  fairness, not secrecy
    return [str(number) for number in sorted(chosen)]


def record_lesson(
    application: Application, lesson: LessonObservation | None, *, subject: str, stage: str,
    starts_at: datetime | None, minutes: int, doing: int | None, talking: int | None, seen: str, by: Person,
    version: int = 0,
) -> LessonObservation:
    """One lesson observed: subject and stage, never a name. `version` is the one the sheet was opened with."""
    if lesson is None:
        lesson = LessonObservation(visit=visit_held_open(application), observer=by)
        db.session.add(lesson)
    elif lesson.observer != by:
        raise Refused("Only the person who observed this lesson can change its sheet.")
    else:
        refuse_if_overtaken(lesson, version)
    lesson.subject, lesson.stage, lesson.starts_at, lesson.minutes = subject, stage, starts_at, minutes
    lesson.doing, lesson.talking, lesson.seen, lesson.updated_by_id = doing, talking, seen, by.id
    return lesson
