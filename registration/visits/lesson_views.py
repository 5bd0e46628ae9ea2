"""Pages about one lesson observed: its facts, and its sheet with the clock of the lesson."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.errors import NotFound
from registration.fields import version_typed
from registration.visits import lesson_clock, queries, records
from registration.visits.forms import LessonForm, local
from registration.visits.lesson_forms import CorrectMarkForm, MarkForm
from registration.visits.models import LessonObservation
from registration.visits.views import bp


@bp.route("/lessons/new", methods=["GET", "POST"], defaults={"lesson_id": None})
@bp.route("/lessons/<lesson_id>", methods=["GET", "POST"])
@allow(Action.RECORD_VISIT)
def lesson(application: Application, lesson_id: str | None) -> ResponseReturnValue:
    """The facts of a lesson. A new one leads to its sheet."""
    found = observed(application, lesson_id) if lesson_id else None
    began = local(found.starts_at) if found else None
    form = LessonForm(obj=found, data={"on": began.date(), "at": f"{began:%H:%M}"} if began else None)
    if form.validate_on_submit():
        kept = records.record_lesson(
            application, found, subject=form.subject.data, stage=form.stage.data,
            starts_at=form.start_from(found.starts_at if found else None), minutes=form.minutes.data or 0,
            doing=form.doing.data, talking=form.talking.data, seen=form.seen.data or "",
            version=version_typed(form.version.data), by=signed_in(),
        )  # fmt: skip
        flash("Saved the lesson sheet.", "success")
        return to_sheet(application, kept)
    page = render_template("visits/lesson.html", application=application, form=form, lesson=found)
    return page, 422 if form.errors else 200


def observed(application: Application, lesson_id: str) -> LessonObservation:
    found = queries.lesson_of(application, lesson_id)
    if found is None:
        raise NotFound
    return found


def to_sheet(application: Application, found: LessonObservation, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(
        "visits.lesson_sheet", reference=application.reference, lesson_id=found.public_id, _anchor=anchor
    ))  # fmt: skip


@bp.get("/lessons/<lesson_id>/sheet")
@allow(Action.READ_VISIT_NOTES)
def lesson_sheet(application: Application, lesson_id: str) -> ResponseReturnValue:
    """What was seen, minute by minute. Its observer writes; whoever may read the notes reads."""
    return sheet_shown(application, observed(application, lesson_id), MarkForm())


def sheet_shown(application: Application, found: LessonObservation, form: MarkForm) -> ResponseReturnValue:
    seconds = queries.seconds_into(found)
    own = found.observer == signed_in() and allowed(signed_in(), Action.RECORD_VISIT, application)
    page = render_template(
        "visits/lesson_sheet.html", application=application, form=form, lesson=found, own=own, seconds=seconds,
        minute=lesson_clock.minute_after(seconds),
    )
    return page, 422 if form.errors else 200


@bp.post("/lessons/<lesson_id>/sheet")
@allow(Action.RECORD_VISIT)
def mark_lesson(application: Application, lesson_id: str) -> ResponseReturnValue:
    found, form = observed(application, lesson_id), MarkForm()
    if not form.validate():
        return sheet_shown(application, found, form)
    made = lesson_clock.mark(found, form.text.data, form.minute.data, by=signed_in())
    flash(f"Saved at minute {made.minute}.", "success")
    return to_sheet(application, found, form.text.id)


@bp.post("/lessons/<lesson_id>/begin")
@allow(Action.RECORD_VISIT)
def lesson_begins(application: Application, lesson_id: str) -> ResponseReturnValue:
    """The clock of the lesson starts."""
    found = observed(application, lesson_id)
    lesson_clock.start_clock(found, by=signed_in())
    flash("The clock of the lesson runs. Each note gets the minute at which you begin to write it.", "success")
    return to_sheet(application, found)


@bp.route("/lesson-notes/<mark_id>", methods=["GET", "POST"])
@allow(Action.RECORD_VISIT)
def lesson_note(application: Application, mark_id: str) -> ResponseReturnValue:
    """Correct what was written of a lesson, or the minute it bears."""
    found = queries.mark_of(application, mark_id)
    if found is None:
        raise NotFound
    form = CorrectMarkForm(obj=found)
    if form.validate_on_submit():
        lesson_clock.correct(
            found, form.text.data, form.minute.data or 0, version=version_typed(form.version.data), by=signed_in()
        )
        flash("Saved.", "success")
        return to_sheet(application, found.lesson)
    page = render_template("visits/lesson_note.html", application=application, form=form, mark=found)
    return page, 422 if form.errors else 200
