"""What the desk enters to register a school, and what the public asks about."""

from __future__ import annotations

import re
from os import SEEK_END
from typing import Any

from flask_wtf.file import FileRequired
from wtforms import FileField
from wtforms.validators import ValidationError

from config import MEGABYTE
from registration.forms import Form, date_field, line_field
from registration.workflow import calendar

CENTRE_NUMBER = re.compile(r"[A-Za-z0-9-]{3,12}\Z")


class RegistrationForm(Form):
    agreement_on = date_field("Date of the agreement", required="Enter the date of the agreement.")
    centre_number = line_field(
        "Centre number",
        required="Enter the centre number.",
        hint="Three to twelve letters and digits",
        most=12,
    )

    def validate_agreement_on(self, field: Any) -> None:
        if field.data and field.data > calendar.in_force.today():
            raise ValidationError("The date of the agreement cannot be in the future.")

    def validate_centre_number(self, field: Any) -> None:
        if field.data and not CENTRE_NUMBER.match(field.data):
            raise ValidationError("A centre number has three to twelve letters and digits.")


class VerifyForm(Form):
    """A file to be compared with those we made. It is not kept. `most` is how many bytes it may have."""

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    file = FileField("The file", validators=[FileRequired("Choose the PDF file you were given.")])

    def validate_file(self, field: Any) -> None:
        if field.data and field.data.stream.seek(0, SEEK_END) > self.most:
            most = self.most // MEGABYTE
            raise ValidationError(f"The file is larger than {most} MB, and we make none so large. Choose another.")
        if field.data:
            field.data.stream.seek(0)
