"""What parents of a registered school can read without an account."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registration.access.guard import public
from registration.errors import NotFound
from registration.register import queries
from registration.register.views import bp
from registration.reports.plain import reading_of_registered


@bp.get("/register/<number>/in-plain-words")
@public
def in_plain_words(number: str) -> ResponseReturnValue:
    found = queries.registration_by(number[:60])
    if found is None:
        raise NotFound("No certificate has this number. Check it, or search the register by the name of the school.")
    status = queries.status_of(found)
    reading = reading_of_registered(found.application, status.sentence.removesuffix("."))
    return render_template("register/in_plain_words.html", registration=found, reading=reading)
