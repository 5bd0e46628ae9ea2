"""Pages about the end of a visit: what is told at the closing meeting, and that the visit was held."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.visits import closing as telling, queries, service
from registration.visits.closing_forms import ClosingForm, HeldForm
from registration.visits.forms import local
from registration.visits.views import back_to_plan, bp, planned


@bp.route("/closing", methods=["GET", "POST"])
@allow(Action.SUM_UP_VISIT)
def closing(application: Application) -> ResponseReturnValue:
    """What the lead tells the school at the closing meeting. The school reads it once the visit is recorded."""
    visit = planned(application)
    form = ClosingForm(data={**telling.texts_of(visit), "version": telling.opened_with(visit)})
    if form.validate_on_submit():
        telling.write_summary(
            application, form.summary.data, form.next_steps.data, opened=form.version.data or "", by=signed_in()
        )
        flash("Saved what is told at the closing meeting.", "success")
        return back_to_plan(application, "closing")
    page = render_template("visits/closing.html", application=application, form=form, visit=visit)
    return page, 422 if form.errors else 200


@bp.route("/held", methods=["GET", "POST"])
@allow(Action.RECORD_VISIT)
def held(application: Application) -> ResponseReturnValue:
    """Record that the visit was held, and go on to the report."""
    visit = planned(application)
    slot = visit.accepted_slot
    hours = queries.hours(slot) if slot else []
    began, ended = (local(hours[0][0]), local(hours[-1][1])) if hours else (None, None)
    form = HeldForm(data={
        "began_on": began.date() if began else None, "began_at": f"{began:%H:%M}" if began else "",
        "ended_on": ended.date() if ended else None, "ended_at": f"{ended:%H:%M}" if ended else "",
        **telling.texts_of(visit), "version": telling.opened_with(visit),
    })
    if form.validate_on_submit():
        telling.write_summary(
            application, form.summary.data, form.next_steps.data, opened=form.version.data or "", by=signed_in()
        )
        service.record_held(application, form.held, by=signed_in())
        flash("Recorded. The report can be written now.", "success")
        return redirect(url_for("applications.application", reference=application.reference))
    page = render_template("visits/held.html", application=application, form=form)
    return page, 422 if form.errors else 200
