"""The proposed panel: as the school reads and answers it, and as the desk proposes and decides."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.errors import NotFound
from registration.proposals import queries, service
from registration.proposals.forms import AnswerForm, DecideForm, ProposeForm
from registration.review.panel import PARTS
from registration.workflow import calendar

bp = Blueprint("proposals", __name__, url_prefix="/applications/<reference>/proposed-panel")
NOBODY_OBJECTED = "Write a reason against each person you object to, or press the other button."


@bp.get("/")
@allow(Action.SEE_PROPOSED_PANEL)
def panel(application: Application) -> ResponseReturnValue:
    """Who was proposed, until when the school may object, and what became of each objection."""
    found = queries.proposals_of(application)
    may_propose = allowed(signed_in(), Action.PROPOSE_PANEL, application)
    still_open = queries.open_proposal(application)
    return render_template(
        "proposals/panel.html", application=application, proposals=list(reversed(found)), open=still_open,
        parts=PARTS, outcomes=service.OUTCOMES, may_propose=may_propose, form=ProposeForm(),
        may_answer=still_open is not None and allowed(signed_in(), Action.ANSWER_PROPOSAL, application),
        left=queries.not_proposed(application) if may_propose else [], ends=calendar.in_force.end_of,
    )  # fmt: skip


@bp.post("/propose")
@allow(Action.PROPOSE_PANEL)
def propose(application: Application) -> ResponseReturnValue:
    made = service.propose(application, by=signed_in())
    flash(f"Proposed. The school may object until {made.until:%d %B %Y}.", "success")
    return redirect(url_for(".panel", reference=application.reference))


@bp.route("/answer", methods=["GET", "POST"])
@allow(Action.ANSWER_PROPOSAL)
def answer(application: Application) -> ResponseReturnValue:
    """The school agrees, or objects to persons with a reason each."""
    queries.proposals_of(application)
    asked = queries.open_proposal(application)
    if asked is None:
        if request.method == "POST":
            service.answer(application, posted_reasons(), by=signed_in())
        return redirect(url_for(".panel", reference=application.reference))
    form = AnswerForm.about(asked)
    if form.validate_on_submit():
        agreed = request.form.get("do") == "agree"
        if agreed or any(text.strip() for text in form.objections.values()):
            service.answer(application, {} if agreed else form.objections, by=signed_in())
            flash("Thank you. Your answer is with the case officer.", "success")
            return redirect(url_for(".panel", reference=application.reference))
        form[form.boxes[0]].errors = [NOBODY_OBJECTED]
    page = render_template(
        "proposals/answer.html", application=application, form=form, proposal=asked, parts=PARTS,
        ends=calendar.in_force.end_of,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def posted_reasons() -> dict[str, str]:
    """What was typed into a form that came too late, so that the refusal gives it back."""
    return {name: text for name, text in request.form.items() if name.startswith("against_")}


@bp.route("/objections/<public_id>", methods=["GET", "POST"])
@allow(Action.PROPOSE_PANEL)
def decide(application: Application, public_id: str) -> ResponseReturnValue:
    found = [m for p in queries.proposals_of(application) for m in p.members]
    member = next((m for m in found if m.public_id == public_id and m.objection), None)
    if member is None:
        raise NotFound
    form = DecideForm()
    if form.validate_on_submit():
        service.decide(application, public_id, form.outcome.data, form.reason.data, by=signed_in())
        flash("Decided. The school has been told by letter.", "success")
        return redirect(url_for(".panel", reference=application.reference))
    page = render_template(
        "proposals/decide.html", application=application, form=form, member=member, outcomes=service.OUTCOMES
    )
    return page, 422 if form.errors else 200
