"""A reviewer's own pages: what they say of themselves, the places they are asked to take, and their answer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.forms import Form
from registration.panels import mine_queries, profile_service, service
from registration.panels.forms import AcceptForm, DeclineForm, ProfileForm
from registration.panels.measuring import hours_in_force
from registration.review.panel import PARTS

bp = Blueprint("panels", __name__)


@bp.route("/reviewing", methods=["GET", "POST"])
@allow_role(Role.REVIEWER)
def reviewing() -> ResponseReturnValue:
    """One's own profile, open places, and cases with their hours."""
    me = signed_in()
    kept = profile_service.profile_of(me)
    form = ProfileForm.of(kept)
    if form.validate_on_submit():
        profile_service.save_profile(me, form.profile)
        flash("Your profile is saved.", "success")
        return redirect(url_for(".reviewing"))
    hours = hours_in_force()
    desk = mine_queries.desk_of(me, kept.hours, hours)
    page = render_template("panels/reviewing.html", form=form, kept=kept, desk=desk, parts=PARTS, hours=hours)
    return page, 422 if form.errors else 200


@bp.route("/panel-places/<place>", methods=["GET", "POST"])
@allow_role(Role.REVIEWER)
def invitation(place: str) -> ResponseReturnValue:
    """What somebody is asked to judge, and their answer: accept with a declaration, or decline with a reason."""
    asked = service.asked_place(signed_in(), place, to_answer=request.method == "POST")
    declining = request.form.get("do") == "decline"
    form: Form = DeclineForm() if declining else AcceptForm()
    if form.is_submitted():
        service.refuse_if_answered(asked, request.form.get("reason", ""))
    if form.validate_on_submit():
        if declining:
            service.decline(asked, form["reason"].data, by=signed_in())
            flash("Thank you for answering. The case officer has been told.", "success")
            return redirect(url_for(".reviewing"))
        service.accept(asked, by=signed_in())
        flash("Thank you. You are on the panel, and the case is open to you.", "success")
        return redirect(url_for("review.panel", reference=asked.application.reference))
    page = render_template(
        "panels/invitation.html", place=asked, parts=PARTS, about=mine_queries.about(asked), hours=hours_in_force(),
        accept=AcceptForm(formdata=None) if declining else form,
        decline=form if declining else DeclineForm(formdata=None),
    )  # fmt: skip
    return page, 422 if form.errors else 200
