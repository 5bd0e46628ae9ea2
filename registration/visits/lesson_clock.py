"""The sheet of one lesson: its clock, and what was seen at which minute of it. Subjects and stages, never names."""

from registration.accounts.models import Person
from registration.database import db, now, public_id
from registration.errors import Refused
from registration.history import refuse_if_overtaken
from registration.visits.models import LessonMark, LessonObservation
from registration.visits.queries import seconds_into

LONGEST = 600
"""Minutes. A clock that has run for longer was forgotten, or started on another day."""
NOT_YOURS = "Only the person who observed this lesson can change its sheet."


def minute_after(seconds: int | None) -> int | None:
    """The minute of a lesson; None while its clock does not run, or no longer means this lesson."""
    minute = seconds // 60 if seconds is not None else -1
    return minute if 0 <= minute <= LONGEST else None


def start_clock(lesson: LessonObservation, *, by: Person) -> None:
    """The lesson begins now. A clock that runs already goes on as it does: a second press changes nothing."""
    if lesson.observer != by:
        raise Refused(NOT_YOURS)
    if lesson.starts_at is None:
        lesson.starts_at, lesson.updated_by_id = now(), by.id


def mark(
    lesson: LessonObservation, text: str, minute: int | None, *, by: Person, name: str | None = None
) -> LessonMark:
    """Write down what is seen, at a minute of the lesson: the present one where None is given.

    `name` is its public id where a device has given it one.
    """
    if lesson.observer != by:
        raise Refused(NOT_YOURS, {"What was seen": text})
    at = minute_after(seconds_into(lesson)) if minute is None else minute
    if at is None:
        raise Refused(
            "The clock of this lesson does not run now. Type the minute at which you saw it, and save it again.",
            {"What was seen": text},
        )
    made = LessonMark(lesson=lesson, minute=at, text=text, public_id=name or public_id(), updated_by_id=by.id)
    db.session.add(made)
    return made


def correct(made: LessonMark, text: str, minute: int, *, version: int, by: Person) -> None:
    """Change the words or the minute. Raises Overtaken when that was done elsewhere since the page was opened."""
    if made.lesson.observer != by:
        raise Refused(NOT_YOURS, {"What was seen": text})
    refuse_if_overtaken(made, version)
    made.text, made.minute, made.updated_by_id = text, minute, by.id
