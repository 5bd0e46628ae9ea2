"""Pages of the conditions the panel proposes."""

from typing import TypedDict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.decisions.models import Condition
from registration.reports import conditions as proposals
from registration.reports.forms import ConditionForm
from registration.reports.views import bp
from registration.reports.writers import items_of, must_write


@bp.get("/conditions")
@allow(Action.READ_DRAFT_REPORT)
def conditions(application: Application) -> ResponseReturnValue:
    mine = items_of(signed_in(), application)
    return render_template(
        "reports/conditions.html",
        application=application,
        proposed=proposals.proposed(application),
        open_actions={code: do for code, do in proposals.without_condition(application).items() if code in mine},
        mine=mine,
    )


def back(application: Application) -> ResponseReturnValue:
    return redirect(url_for(".conditions", reference=application.reference))


class Proposal(TypedDict):
    """What a proposal says besides its day, by the names `conditions.propose` and `conditions.change` have for it."""

    code: str
    what: str
    proof: str
    owner: str


def typed(form: ConditionForm) -> Proposal:
    return {
        "code": form.criterion.data, "what": form.what.data, "proof": form.proof.data, "owner": form.owner.data or "",
    }  # fmt: skip


@bp.route("/conditions/new", methods=["GET", "POST"])
@allow(Action.WRITE_ON_ITEM)
def new_condition(application: Application) -> ResponseReturnValue:
    """Propose one; `?criterion=2.5` begins from the action of that criterion."""
    mine, code = items_of(signed_in(), application), request.args.get("criterion", "")
    if not mine:
        must_write(signed_in(), application, None)
    form = ConditionForm(data={"criterion": code, "what": proposals.without_condition(application).get(code, "")})
    form.offer(application.standard, mine)
    if form.validate_on_submit() and form.due.data:
        proposals.propose(application, **typed(form), due_on=form.due.data, by=signed_in())
        flash("The condition is proposed.", "success")
        return back(application)
    page = render_template("reports/condition.html", application=application, form=form, found=None)
    return page, 422 if form.errors else 200


@bp.route("/conditions/<public_id>", methods=["GET", "POST"])
@allow(Action.WRITE_ON_ITEM)
def condition(application: Application, public_id: str) -> ResponseReturnValue:
    found = own_proposal(application, public_id)
    form = ConditionForm(data=present(found))
    form.offer(application.standard, items_of(signed_in(), application))
    if form.validate_on_submit() and form.due.data:
        version = form.opened or -1
        proposals.change(found, **typed(form), due_on=form.due.data, version=version, by=signed_in())
        flash("The proposal is saved.", "success")
        return back(application)
    page = render_template("reports/condition.html", application=application, form=form, found=found)
    return page, 422 if form.errors else 200


def own_proposal(application: Application, public_id: str) -> Condition:
    """A proposal, for whoever writes on its criterion."""
    found = proposals.proposed_condition(application, public_id)
    must_write(signed_in(), application, found.criterion_code)
    return found


def present(found: Condition) -> dict[str, object]:
    return {
        "criterion": found.criterion_code, "what": found.what, "proof": found.proof, "due": found.due_on,
        "owner": found.owner, "version": found.version,
    }  # fmt: skip


@bp.post("/conditions/<public_id>/remove")
@allow(Action.WRITE_ON_ITEM)
def remove_condition(application: Application, public_id: str) -> ResponseReturnValue:
    proposals.take_back(own_proposal(application, public_id), by=signed_in())
    flash("The proposal is removed.", "success")
    return back(application)
