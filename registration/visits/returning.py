"""Lessons and samples that come back from a device without connection.

What the device made has a name from there, so that it is the same thing however often it comes back. The same words
twice change nothing; others than those the device had begun with are never written over (Overtaken).
"""

import re
from datetime import datetime
from typing import Any

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.errors import NotFound, Refused
from registration.paging import whole
from registration.visits import lesson_clock, queries, records, sampling
from registration.visits.models import LessonMark, LessonObservation, Sample

SECOND = "%Y-%m-%dT%H:%M:%SZ"
"""How a device writes the moment at which a lesson began."""
NAME = re.compile(r"[0-9a-hjkmnp-tv-z]{26}\Z")
SHEET_MISSING = (
    "The sheet of the lesson it belongs to is not here yet. It is sent again by itself as soon as the sheet was taken."
)


def lesson_returned(
    application: Application, name: str, said: dict[str, Any], *, version: int, by: Person
) -> LessonObservation:
    """The sheet of a lesson. A clock that runs here already is not stopped by a device on which it was not started."""
    lesson = queries.lesson_of(application, name)
    if lesson is None:
        return records.record_lesson(application, None, name=new(name), **said, by=by)
    kept = lesson.starts_at
    said = {**said, "starts_at": kept if same_second(kept, said["starts_at"]) else said["starts_at"]}
    if lesson.observer == by and all(getattr(lesson, column) == value for column, value in said.items()):
        return lesson
    return records.record_lesson(application, lesson, **said, version=version, by=by)


def same_second(kept: datetime | None, said: datetime | None) -> bool:
    return said is None or (kept is not None and kept.replace(microsecond=0) == said)


def new(name: str) -> str:
    """A name that a device gave. Raises NotFound for what no device of ours makes."""
    if not NAME.match(name):
        raise NotFound
    return name


def mark_returned(
    application: Application, name: str, *, lesson: str, text: str, minute: int, version: int, by: Person
) -> LessonMark:
    """What was seen at a minute of a lesson. Raises Refused while the sheet of that lesson has not come back."""
    found = queries.mark_of(application, name)
    if found is None:
        sheet = queries.lesson_of(application, lesson)
        if sheet is None:
            raise Refused(SHEET_MISSING)
        return lesson_clock.mark(sheet, text, minute, by=by, name=new(name))
    if found.lesson.observer != by or (found.text, found.minute) != (text, minute):
        lesson_clock.correct(found, text, minute, version=version, by=by)
    return found


def sample_named(application: Application, name: str) -> Sample:
    """A draw by its number as a device says it. Raises NotFound for any that was not made."""
    try:
        return sampling.sample_numbered(application, whole(name))
    except ValueError:
        raise NotFound from None


def outcome_returned(application: Application, name: str, text: str, *, opened: str) -> Sample:
    """What was found in a sample; `opened` is the print of what the device had begun with, "0" for nothing."""
    sample = sample_named(application, name)
    if sample.outcome != text:
        sampling.record_outcome(sample, text, opened=sampling.NOTHING_FOUND if opened in {"", "0"} else opened)
    return sample
