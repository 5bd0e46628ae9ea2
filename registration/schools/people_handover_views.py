"""Handing over the role of principal: the offer, and the answer of the colleague."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_signed_in, signed_in
from registration.access.roles import SchoolRole
from registration.errors import NotAllowed
from registration.schools import handover_service as service
from registration.schools.people_forms import HandoverForm
from registration.schools.people_views import of_a_school
from registration.schools.views import bp


@bp.route("/school/people/hand-over", methods=["GET", "POST"])
@allow_signed_in
def people_hand_over() -> ResponseReturnValue:
    me = of_a_school()
    if me.role_in_school is not SchoolRole.PRINCIPAL:
        raise NotAllowed("Only the principal hands over the role of principal.")
    people = service.candidates(me)
    form = HandoverForm.to_one_of(people, chosen=request.args.get("to", ""))
    if form.validate_on_submit():
        to = next(p for p in people if p.public_id == form.person.data)
        service.offer_role(to, by=me)
        flash(f"The role is offered to {to.name}. You remain principal until they accept.", "success")
        return redirect(url_for(".people"))
    return render_template("schools/people_hand_over.html", form=form, people=people), 422 if form.errors else 200


@bp.get("/school/people/offer/<public_id>")
@allow_signed_in
def people_offer(public_id: str) -> ResponseReturnValue:
    of_a_school()
    return render_template("schools/people_offer.html", offer=service.offer_of(signed_in(), public_id))


@bp.post("/school/people/offer/<public_id>/<any('accept', 'decline', 'withdraw'):answer>")
@allow_signed_in
def people_answer_offer(public_id: str, answer: str) -> ResponseReturnValue:
    me = of_a_school()
    offer = service.offer_of(me, public_id)
    former = offer.offered_by.name
    {"accept": service.accept, "decline": service.decline, "withdraw": service.withdraw}[answer](offer, by=me)
    said = {
        "accept": f"You are principal now. {former} is registration coordinator.",
        "decline": f"You declined. {former} remains principal.", "withdraw": "Your offer is withdrawn.",
    }
    flash(said[answer], "success")
    return redirect(url_for(".people"))
