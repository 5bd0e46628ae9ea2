"""The case officer's pages on one application: ask for a completion, and record the fee."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications import desk_service
from registration.applications.desk_forms import CompletionForm, FeeForm, items_of, things_to_complete
from registration.applications.models import Application
from registration.applications.views import bp
from registration.workflow.states import State


@bp.route("/<reference>/ask-for-completion", methods=["GET", "POST"])
@allow(Action.ASK_FOR_COMPLETION)
def ask_for_completion(application: Application) -> ResponseReturnValue:
    things = things_to_complete(application)
    form = CompletionForm.of(things, State.COMPLETING)
    if form.validate_on_submit() and form.due_on.data:
        items = items_of(form.questions)
        desk_service.ask_for_completion(application, items, due_on=form.due_on.data, by=signed_in())
        flash("The application is back with the school, open for the items you named.", "success")
        return redirect(url_for("applications.application", reference=application.reference))
    page = render_template(
        "applications/ask_for_completion.html", application=application, form=form, things=things,
    )
    return page, 422 if form.errors else 200


@bp.route("/<reference>/fee", methods=["GET", "POST"])
@allow(Action.RECORD_FEE)
def fee(application: Application) -> ResponseReturnValue:
    form = FeeForm(data={"fee": application.fee, "note": application.fee_note})
    if form.validate_on_submit():
        desk_service.record_fee(application, form.fee.data, note=form.note.data or "", by=signed_in())
        flash("The fee is recorded.", "success")
        return redirect(url_for("applications.application", reference=application.reference))
    page = render_template("applications/fee.html", application=application, form=form)
    return page, 422 if form.errors else 200
