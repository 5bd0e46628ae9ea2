"""One deed for several cases of the queue: whom they are given, where that is asked; what it would hit; the doing."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.filters import plural
from registration.review import queue_bulk as bulk
from registration.review.queue_deeds import DEEDS
from registration.review.queue_forms import SeveralForm, WhomForm
from registration.review.queue_giving import Order
from registration.review.queue_place import KEPT_AS, address_kept
from registration.review.views import bp


@bp.route("/queue/several", methods=["GET", "POST"])
@allow_role(Role.CASE_OFFICER)
def several() -> ResponseReturnValue:
    """What is asked stands in the address: the deed, the cases and the person. What was shown comes back as marks."""
    deed, cases = request.args.get("do", ""), request.args.getlist("case")
    if deed not in DEEDS or not cases:
        flash("Tick at least one case, and choose what to do with the cases you ticked.")
        return redirect(list_kept())
    order = bulk.order(signed_in(), deed, request.args.get("person", ""))
    if order is None:
        return page_to_choose(deed, cases)
    form = SeveralForm.of(DEEDS[deed].reason)
    found, status = None, 200
    if form.validate_on_submit():
        try:
            done = bulk.carry_out(replace(order, note=form.typed), cases, request.form.getlist("shown"))
        except bulk.Changed as changed:
            found, status = changed.preview, 409
        else:
            flash(f"{DEEDS[deed].label}: done for {plural(done, 'case')}.", "success")
            return redirect(list_kept())
    return page_of(order, found or bulk.preview(order, cases), form), 422 if form.errors else status


def list_kept() -> str:
    """The list that the cases were ticked in."""
    return url_for("review.queue") + address_kept(session.get(KEPT_AS), signed_in().public_id)


def page_to_choose(deed: str, cases: list[str]) -> ResponseReturnValue:
    people, unknown = DEEDS[deed].people(), "person" in request.args
    page = render_template(
        "review/whom.html", name=deed, deed=DEEDS[deed], cases=cases[: bulk.MOST], back=list_kept(), people=people,
        form=WhomForm.among(people, DEEDS[deed].whom, unknown=unknown),
    )  # fmt: skip
    return page, 422 if unknown else 200


def page_of(order: Order, found: bulk.Preview, form: SeveralForm) -> str:
    return render_template(
        "review/several.html", deed=DEEDS[order.name], taker=order.taker, preview=found, form=form, back=list_kept(),
        changed=[x for x in (*found.hit, *found.left_out) if x.changed],
    )
