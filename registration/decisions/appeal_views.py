"""Appeals: made by the principal, decided by somebody who did not make the decision."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed, released, state_shown
from registration.applications.models import Application
from registration.decisions import appeal_service, queries, service
from registration.decisions.forms import AppealForm, AppealOutcomeForm
from registration.decisions.reading import reading_of
from registration.decisions.views import bp
from registration.errors import NotAllowed
from registration.workflow.states import State


@bp.route("/appeal/", methods=["GET", "POST"])
@allow(Action.SEE_APPEAL)
def appeal(application: Application) -> ResponseReturnValue:
    form = AppealForm()
    may_appeal = allowed(signed_in(), Action.APPEAL, application) and released(application)
    if form.is_submitted() and not may_appeal:
        raise NotAllowed(why_not(application))
    if may_appeal and form.validate_on_submit():
        appeal_service.make_appeal(application, form.grounds.data, by=signed_in())
        flash(
            "Your appeal has been received. Somebody who did not make the decision will hear it.",
            "success",
        )
        return redirect(url_for(".appeal", reference=application.reference))
    made = application.determinations[-1] if released(application) else None
    page = render_template(
        "decisions/appeal.html", application=application, outcome_words=queries.outcome_words,
        appeals=queries.appeals(application), against_me=queries.heard_by_others(signed_in(), application),
        form=form if may_appeal and (form.is_submitted() or service.open_to_appeal(application)) else None,
        last_day=service.last_day_to_appeal(made) if made else None,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def why_not(application: Application) -> str:
    if state_shown(signed_in(), application) is State.APPEAL:
        return "An appeal is being heard already. You will get a letter with its outcome and the reasons."
    return "Only the principal can appeal, and only after the outcome has been sent."


@bp.post("/appeal/withdraw")
@allow(Action.WITHDRAW_APPEAL)
def withdraw_appeal(application: Application) -> ResponseReturnValue:
    appeal_service.withdraw_appeal(application, by=signed_in())
    flash("The appeal is withdrawn. The outcome stands as it was.", "success")
    return redirect(url_for(".appeal", reference=application.reference))


@bp.route("/appeal/outcome", methods=["GET", "POST"])
@allow(Action.DECIDE_APPEAL)
def appeal_outcome(application: Application) -> ResponseReturnValue:
    form, reading = AppealOutcomeForm(), None
    if form.validate_on_submit():
        letters = appeal_service.appeal_letters(application, form.outcome.data, form.reasons.data)
        reading = reading_of(application, letters)
        if form.read.data == reading.key:
            appeal_service.decide_appeal(application, form.outcome.data, form.reasons.data, by=signed_in())
            flash("The outcome of the appeal is recorded, and the school is told.", "success")
            return redirect(url_for(".appeal", reference=application.reference))
        form.read.data = reading.key
    heard = queries.open_appeal(application)
    page = render_template(
        "decisions/appeal_outcome.html", application=application, form=form, appeal=heard, reading=reading,
        outcome=queries.outcome_words(heard.determination.outcome) if heard else "",
        suggestion=queries.suggestion(application), judged=queries.judged(application),
    )  # fmt: skip
    return page, 422 if form.errors else 200
