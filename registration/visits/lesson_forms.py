"""What people send from the sheet of a lesson."""

from wtforms import HiddenField

from registration.forms import Form, number_field, prose_field
from registration.visits.lesson_clock import LONGEST

SEEN = "What was seen"
HINT = "Never the teacher’s or a pupil’s name."


class MarkForm(Form):
    """Something seen just now, or at the minute typed."""

    minute = number_field("Minute of the lesson", least=0, most=LONGEST, hint="Leave it empty for the present minute.")
    text = prose_field(SEEN, required="Write what was seen.", hint=HINT, most=4000)


class CorrectMarkForm(Form):
    """What was written before, to be corrected."""

    version = HiddenField(default="0")
    minute = number_field(
        "Minute of the lesson", least=0, most=LONGEST, required="Type the minute of the lesson at which it was."
    )
    text = prose_field(SEEN, required="Write what was seen.", hint=HINT, most=4000)
