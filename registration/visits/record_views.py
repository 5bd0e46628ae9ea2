"""The plain notebook: what was seen, by criterion."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.errors import NotFound
from registration.fields import version_typed
from registration.visits import queries, records
from registration.visits.forms import NoteForm
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
