"""The conditions of an approval: what the school must do, its answer, and how each was closed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.decisions import queries, service
from registration.decisions.forms import AnswerConditionForm, CloseConditionForm
from registration.decisions.models import Condition
from registration.decisions.overdue import is_escalated
from registration.decisions.rounds import returned
from registration.decisions.views import bp
from registration.forms import Form


@bp.route("/conditions/")
@allow(Action.SEE_CONDITIONS)
def conditions(application: Application) -> ResponseReturnValue:
    found = queries.conditions(signed_in(), application)
    return render_template(
        "decisions/conditions.html",
        application=application,
        conditions=found,
        rejudged=queries.rejudged(application, found),
        statuses=queries.STATUS,
        overdue=queries.overdue,
        escalated=is_escalated,
    )


@bp.route("/conditions/<public_id>")
@allow(Action.SEE_CONDITIONS)
def condition(application: Application, public_id: str) -> ResponseReturnValue:
    found = queries.condition(signed_in(), application, public_id)
    return shown(application, found, form_for(application, found))


@bp.route("/conditions/<public_id>/answer", methods=["GET", "POST"])
@allow(Action.ANSWER_CONDITION)
def answer(application: Application, public_id: str) -> ResponseReturnValue:
    found = queries.condition(signed_in(), application, public_id)
    form = AnswerConditionForm.about(application)
    if form.validate_on_submit():
        service.answer_condition(found, form.answer.data, form.proof.data, by=signed_in())
        flash(f"Your answer on {found.criterion_code} has been sent.", "success")
        return redirect(url_for(".conditions", reference=application.reference))
    return shown(application, found, form)


@bp.route("/conditions/<public_id>/close", methods=["GET", "POST"])
@allow(Action.CLOSE_CONDITION)
def close(application: Application, public_id: str) -> ResponseReturnValue:
    found = queries.condition(signed_in(), application, public_id)
    service.must_judge(signed_in(), found)
    form = CloseConditionForm.about(found, returning=request.form.get("do") == "return")
    if form.validate_on_submit():
        if form.returning:
            service.return_condition(found, form.note.data, by=signed_in(), due_on=form.due_on.data)
            flash(f"The school has been told what is still missing for {found.criterion_code}.", "success")
        else:
            service.close_condition(found, form.note.data, form.rating.data, by=signed_in())
            flash(f"The condition on {found.criterion_code} is closed.", "success")
        return redirect(url_for(".conditions", reference=application.reference))
    return shown(application, found, form)


def form_for(application: Application, found: Condition) -> Form | None:
    """The form this person can send about it now, if any."""
    if found.status != "closed" and allowed(signed_in(), Action.ANSWER_CONDITION, application):
        proof = found.evidence_version.public_id if found.evidence_version else ""
        return AnswerConditionForm.about(application, answer=found.answer, proof=proof)
    if to_be_judged(found) and not queries.stands_aside(signed_in(), found):
        return CloseConditionForm.about(found)
    return None


def to_be_judged(found: Condition) -> bool:
    """It is answered, and this person's part in the case is to say whether it is met."""
    return found.status == "answered" and allowed(signed_in(), Action.CLOSE_CONDITION, found.application)


def shown(application: Application, found: Condition, form: Form | None) -> ResponseReturnValue:
    page = render_template(
        "decisions/condition.html", application=application, condition=found, form=form, statuses=queries.STATUS,
        overdue=queries.overdue(found), escalated=is_escalated(found),
        rejudged=queries.rejudged(application, [found]), returned=returned(found),
        criterion=application.standard.criteria[found.criterion_code], answering=isinstance(form, AnswerConditionForm),
        aside=form is None and to_be_judged(found),
    )  # fmt: skip
    return page, 422 if form is not None and form.errors else 200
