"""One deed for several cases of the queue: first what it would hit, then the doing."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.filters import plural
from registration.review import queue_bulk as bulk
from registration.review.queue_forms import SeveralForm
from registration.review.queue_place import KEPT_AS, address_kept
from registration.review.views import bp


@bp.route("/queue/several", methods=["GET", "POST"])
@allow_role(Role.CASE_OFFICER)
def several() -> ResponseReturnValue:
    """What is asked stands in the address: the deed, and the cases. What was shown comes back as marks."""
    deed, cases = request.args.get("do", ""), request.args.getlist("case")
    back = url_for("review.queue") + address_kept(session.get(KEPT_AS), signed_in().public_id)
    if deed not in bulk.DEEDS or not cases:
        flash("Tick at least one case, and choose what to do with the cases you ticked.")
        return redirect(back)
    form = SeveralForm.of(bulk.reason_of(deed), bulk.officers() if deed == bulk.HAND_OVER else ())
    found, status = None, 200
    if form.validate_on_submit():
        try:
            done = bulk.carry_out(signed_in(), deed, cases, request.form.getlist("shown"), **form.typed)
        except bulk.Changed as changed:
            found, status = changed.preview, 409
        else:
            flash(f"{bulk.DEEDS[deed]}: done for {plural(done, 'case')}.", "success")
            return redirect(back)
    return page_of(deed, found or bulk.preview(signed_in(), deed, cases), form, back), 422 if form.errors else status


def page_of(deed: str, found: bulk.Preview, form: SeveralForm, back: str) -> str:
    return render_template(
        "review/several.html", deed=deed, label=bulk.DEEDS[deed], preview=found, form=form, back=back,
        transition=bulk.transition_of(deed), changed=[x for x in (*found.hit, *found.left_out) if x.changed],
    )
