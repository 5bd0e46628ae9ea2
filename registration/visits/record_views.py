"""Pages about what is recorded at a visit: notebook and lessons."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.errors import NotFound
from registration.fields import version_typed
from registration.visits import queries, records
from registration.visits.forms import LessonForm, NoteForm, local
from registration.visits.views import bp


@bp.get("/notebook")
@allow(Action.READ_VISIT_NOTES)
def notebook(application: Application) -> ResponseReturnValue:
    """Every criterion with what was written; those on the agenda first. Without a visit, the plan says so."""
    if application.visit is None:
        return redirect(url_for("visits.plan", reference=application.reference))
    return render_template(
        "visits/notebook.html", application=application, visit=application.visit,
        pages=queries.notebook(application, signed_in()),
        can_record=allowed(signed_in(), Action.RECORD_VISIT, application),
    )


@bp.route("/notebook/<code>", methods=["GET", "POST"])
@allow(Action.RECORD_VISIT)
def note(application: Application, code: str) -> ResponseReturnValue:
    pages = queries.notebook(application, signed_in())
    page = next((p for p in pages if p.criterion.code == code), None)
    if page is None:
        raise NotFound(f"The standard has no criterion {code}.")
    mine = page.mine
    form = NoteForm(data={"text": mine.text, "version": mine.version} if mine else None)
    if form.validate_on_submit():
        version = version_typed(form.version.data)
        records.write_note(application, code, form.text.data, version=version, by=signed_in())
        flash(f"Saved your note on {code}.", "success")
        if "stay" in request.form:
            return redirect(url_for("visits.note", reference=application.reference, code=code))
        return redirect(url_for("visits.notebook", reference=application.reference, _anchor=f"c-{code}"))
    shown = render_template("visits/note.html", application=application, form=form, page=page)
    return shown, 422 if form.errors else 200


@bp.route("/lessons/new", methods=["GET", "POST"], defaults={"lesson_id": None})
@bp.route("/lessons/<lesson_id>", methods=["GET", "POST"])
@allow(Action.RECORD_VISIT)
def lesson(application: Application, lesson_id: str | None) -> ResponseReturnValue:
    found = queries.lesson_of(application, lesson_id) if lesson_id else None
    if lesson_id and found is None:
        raise NotFound
    began = local(found.starts_at) if found else None
    form = LessonForm(obj=found, data={"on": began.date(), "at": f"{began:%H:%M}"} if began else None)
    if form.validate_on_submit():
        records.record_lesson(
            application, found, subject=form.subject.data, stage=form.stage.data, starts_at=form.starts_at,
            minutes=form.minutes.data or 0, doing=form.doing.data, talking=form.talking.data, seen=form.seen.data,
            version=version_typed(form.version.data), by=signed_in(),
        )
        flash("Saved the lesson sheet.", "success")
        return redirect(url_for("visits.notebook", reference=application.reference, _anchor="lessons"))
    page = render_template("visits/lesson.html", application=application, form=form, lesson=found)
    return page, 422 if form.errors else 200
