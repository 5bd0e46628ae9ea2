"""What the case officer does about a panel: telling, taking back, ties found, and who had access meanwhile."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, allow_role, signed_in
from registration.access.policy import Action
from registration.access.roles import Role
from registration.applications.models import Application
from registration.panels import access_queries, checking_service, service
from registration.panels.forms import ConcernForm
from registration.panels.ties import RULES
from registration.panels.views import bp
from registration.review.panel import PARTS
from registration.review.relations import KINDS

CASE = "/applications/<reference>/panel"


@bp.post(f"{CASE}/tell")
@allow(Action.ASSIGN_PANEL)
def tell(application: Application) -> ResponseReturnValue:
    told = service.tell(application, by=signed_in())
    names = " and ".join(place.person.name for place in told)
    flash(f"{names} {'has' if len(told) == 1 else 'have'} been sent a letter.", "success")
    return redirect(url_for("review.panel", reference=application.reference))


@bp.post(f"{CASE}/places/<place>/take-back")
@allow(Action.ASSIGN_PANEL)
def take_back(application: Application, place: str) -> ResponseReturnValue:
    found = service.place_of(application, place)
    service.take_back(found, by=signed_in())
    told = " A letter says so to them." if found.told_at else " They never knew of it."
    flash(f"The place of {found.person.name} is taken back.{told}", "success")
    return redirect(url_for("review.panel", reference=application.reference))


@bp.route(f"{CASE}/ties/<tie>", methods=["GET", "POST"])
@allow(Action.ASSIGN_PANEL)
def concern(application: Application, tie: str) -> ResponseReturnValue:
    """A tie that was found, and what the case officer makes of it."""
    found = checking_service.concern_of(application, tie)
    form = ConcernForm()
    if form.validate_on_submit():
        checking_service.decide(
            found, form.outcome.data, form.reason.data or "", kind=form.kind.data or "", by=signed_in()
        )
        left = found.outcome == "conflict"
        flash(f"{found.person.name} {'has left' if left else 'stays on'} the panel.", "success")
        return redirect(url_for("review.panel", reference=application.reference))
    page = render_template(
        "panels/concern.html", application=application, form=form, concern=found, rules=RULES,
        outcomes=checking_service.OUTCOMES,
    )
    return page, 422 if form.errors else 200


@bp.route("/conflicts/<relation>/access")
@allow_role(Role.CASE_OFFICER, Role.AUDITOR)
def access(relation: str) -> ResponseReturnValue:
    """What somebody could open and did in the cases of a school to which they turn out to be tied."""
    found = access_queries.relation_seen_by(signed_in(), relation)
    return render_template(
        "panels/access.html", relation=found, cases=access_queries.access_of(found, signed_in()), kinds=KINDS,
        parts=PARTS, opened=access_queries.OPENED, judged=access_queries.FOUND,
    )
