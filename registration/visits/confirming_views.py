"""Confirming the visit: what the check of the agenda finds stands there first, and is asked about."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.applications.navigation import letters_told
from registration.errors import Refused
from registration.visits import checking, service
from registration.visits.confirming_forms import ConfirmForm
from registration.visits.views import bp, planned
from registration.workflow import engine


@bp.route("/confirm", methods=["GET", "POST"])
@allow(Action.CONFIRM_VISIT)
def confirm(application: Application) -> ResponseReturnValue:
    """Everybody is told that the visit takes place as planned."""
    transition = engine.find("confirm_visit")
    if not engine.stands_at(application, transition, signed_in()):
        raise Refused(engine.refusal(application, transition, signed_in()))
    visit = planned(application)
    found = checking.clashes_of(visit)
    form = ConfirmForm.about(found, visit.agenda_edition)
    if form.validate_on_submit():
        service.confirm_visit(application, edition=form.opened, by=signed_in())
        flash("The visit is confirmed.", "success")
        return redirect(url_for("applications.application", reference=application.reference))
    page = render_template(
        "visits/confirm.html", application=application, form=form, clashes=found, transition=transition,
        missing=engine.missing(application, transition), telling=letters_told(transition),
    )
    return page, 422 if form.errors else 200
