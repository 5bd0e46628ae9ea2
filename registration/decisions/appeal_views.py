"""Appeals: made by the principal, decided by somebody who did not make the decision."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access import standing
from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed, released, state_shown
from registration.applications.models import Application
from registration.decisions import appeal_service, queries, service
from registration.decisions.forms import AppealForm, AppealOutcomeForm, ReleaseForm, TakeBackAppealForm
from registration.decisions.reading import Reading, letter_that_waits
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
    return shown(application, form if may_appeal else None)


def shown(
    application: Application, form: AppealForm | None = None, release: ReleaseForm | None = None
) -> ResponseReturnValue:
    """The page of the appeals, with a form that was refused as it was sent; for the body with the letter that waits."""
    person, made = signed_in(), application.determinations[-1] if released(application) else None
    appeals = queries.appeals(person, application)
    reading = held(application)
    if reading is not None and release is None and allowed(person, Action.RELEASE_APPEAL, application):
        release = ReleaseForm(formdata=None, letters=reading.key)
    refused = form if form is not None and form.errors else release
    page = render_template(
        "decisions/appeal.html", application=application, outcome_words=queries.outcome_words,
        appeals=appeals, against_me=queries.heard_by_others(person, application),
        form=form if form is not None and (form.is_submitted() or service.open_to_appeal(application)) else None,
        last_day=service.last_day_to_appeal(made) if made else None, reading=reading, release=release, refused=refused,
        to_decide=allowed(person, Action.DECIDE_APPEAL, application) and not standing.appeal_waits(application),
    )  # fmt: skip
    return page, 422 if refused is not None and refused.errors else 200


def held(application: Application) -> Reading | None:
    return letter_that_waits(signed_in(), application, Action.TAKE_BACK_APPEAL, standing.appeal_waits(application))


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
    heard = queries.open_appeal(application)
    form = AppealOutcomeForm(data={"reasons": heard.reasons} if heard else None)
    if form.validate_on_submit():
        appeal_service.decide_appeal(application, form.outcome.data, form.reasons.data, by=signed_in())
        flash("The outcome is recorded. The school hears of it when somebody else has released the letter.", "success")
        return redirect(url_for(".appeal", reference=application.reference))
    if heard is None:
        return redirect(url_for(".appeal", reference=application.reference))
    page = render_template(
        "decisions/appeal_outcome.html", application=application, form=form, appeal=heard,
        outcome=queries.outcome_words(heard.determination.outcome),
        suggestion=queries.suggestion(application), judged=queries.judged(application),
        taken_back=queries.why_taken_back(application),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.post("/appeal/release")
@allow(Action.RELEASE_APPEAL)
def release_appeal(application: Application) -> ResponseReturnValue:
    reading, form = held(application), ReleaseForm()
    if not form.let_go(reading):
        return shown(application, release=form)
    appeal_service.release_appeal(application, by=signed_in(), read=form.letters.data or "")
    flash("The letter is released, and the school can see the outcome of its appeal.", "success")
    return redirect(url_for(".appeal", reference=application.reference))


@bp.route("/appeal/take-back", methods=["GET", "POST"])
@allow(Action.TAKE_BACK_APPEAL)
def take_back_appeal(application: Application) -> ResponseReturnValue:
    form = TakeBackAppealForm()
    if form.validate_on_submit():
        appeal_service.take_back_appeal(application, form.why.data, by=signed_in())
        flash("The outcome is taken back, and the appeal is to be decided again.", "success")
        return redirect(url_for(".appeal", reference=application.reference))
    page = render_template(
        "decisions/take_back_appeal.html", application=application, form=form, waits=standing.appeal_waits(application)
    )
    return page, 422 if form.errors else 200
