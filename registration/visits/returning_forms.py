"""What a device sends back of a visit, beside a note on a criterion: the fields of the pages, typed elsewhere."""

from datetime import UTC, datetime
from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from registration.forms import Form, line_field, prose_field
from registration.visits.forms import LessonForm
from registration.visits.lesson_forms import CorrectMarkForm
from registration.visits.returning import SECOND
from registration.visits.sample_forms import OutcomeForm


def moment_of(typed: str) -> datetime:
    return datetime.strptime(typed, SECOND).replace(tzinfo=UTC)


def readable(_form: Any, field: Any) -> None:
    """A moment as a device writes it, by the second and in UTC."""
    try:
        moment_of(field.data)
    except ValueError:
        raise ValidationError(
            "The device did not say in a readable way when the lesson began. Type it on the plain lesson sheet."
        ) from None


class ReturnedLessonForm(LessonForm):
    """The sheet of a lesson. Its clock was started on the device, so its start comes by the second."""

    began = line_field("Began at", most=20, validators=[readable])
    text = prose_field("What was seen, taken together")

    @property
    def starts_at(self) -> datetime | None:
        return moment_of(self.began.data) if self.began.data else None


class ReturnedMarkForm(CorrectMarkForm):
    """What was seen at a minute of a lesson, and whose sheet it belongs to."""

    lesson = line_field("Lesson", most=26)


class ReturnedOutcomeForm(Form):
    """What was found in a sample, under the same limits as on its page."""

    version = HiddenField(default="")
    text = OutcomeForm.outcome
