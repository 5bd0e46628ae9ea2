"""The outcome in plain words, for the school to hand to parents."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registration.access.guard import allow
from registration.access.policy import Action
from registration.applications.models import Application
from registration.errors import NotFound
from registration.reports.plain import reading_of
from registration.reports.views import bp


@bp.get("/in-plain-words")
@allow(Action.READ_DETERMINATION)
def in_plain_words(application: Application) -> ResponseReturnValue:
    reading = reading_of(application)
    if reading is None:
        raise NotFound("This page is written when the outcome has been told by letter.")
    return render_template("reports/in_plain_words.html", application=application, reading=reading)
