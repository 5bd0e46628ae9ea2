"""The determination: deciding it, reading its letter, letting it go or taking it back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access import standing
from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.decisions import queries, service
from registration.decisions.forms import DetermineForm, ReleaseForm, TakeBackForm
from registration.decisions.reading import Reading, letter_that_waits

bp = Blueprint("decisions", __name__, url_prefix="/applications/<reference>")

TRIED = "c-"
"""Fields of the what-if form: `c-2.7=met`."""


@bp.route("/determination/")
@allow(Action.READ_DETERMINATION)
def determination(application: Application) -> ResponseReturnValue:
    if allowed(signed_in(), Action.DETERMINE, application):
        return redirect(url_for(".decide", reference=application.reference))
    return shown(application, held(application))


@bp.route("/determination/decide", methods=["GET", "POST"])
@allow(Action.DETERMINE)
def decide(application: Application) -> ResponseReturnValue:
    form = DetermineForm.about(application)
    if form.validate_on_submit():
        service.issue_determination(
            application, form.outcome.data, reasons=form.reasons.data, why_different=form.why_different.data or "",
            conditions=form.set_conditions, left_out=form.left_out, by=signed_in(),
        )  # fmt: skip
        flash(
            "Your decision is recorded. The school hears of it when somebody else has released the letter.",
            "success",
        )
        return redirect(url_for(".determination", reference=application.reference))
    page = render_template(
        "decisions/decide.html", application=application, form=form, suggestion=queries.suggestion(application),
        judged=queries.judged(application), before=queries.made_before(application), appeals=application.appeals,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/determination/suggestion")
@allow(Action.SEE_SUGGESTION)
def suggestion(application: Application) -> ResponseReturnValue:
    """What the rules suggest, what each judgement does to it, and what they would say of others. Saves nothing."""
    tried = changes_tried(application)
    return render_template(
        "decisions/suggestion.html", application=application, suggestion=queries.suggestion(application),
        judged=queries.judged(application), tried=tried, turning=queries.turning_points(application),
        then=queries.suggestion(application, tried) if tried else None,
    )  # fmt: skip


@bp.post("/determination/release")
@allow(Action.RELEASE_LETTER)
def release(application: Application) -> ResponseReturnValue:
    reading, form = held(application), ReleaseForm()
    if not form.let_go(reading):
        return shown(application, reading, form)
    service.release_determination(application, by=signed_in(), read=form.letters.data or "")
    flash("The letter is released, and the school can see the outcome.", "success")
    return redirect(url_for(".determination", reference=application.reference))


@bp.route("/determination/take-back", methods=["GET", "POST"])
@allow(Action.TAKE_BACK_DECISION)
def take_back(application: Application) -> ResponseReturnValue:
    form = TakeBackForm()
    if form.validate_on_submit():
        service.take_back_decision(application, form.why.data, by=signed_in())
        flash("The decision is taken back, and the case awaits its determination again.", "success")
        return redirect(url_for(".determination", reference=application.reference))
    page = render_template(
        "decisions/take_back.html", application=application, form=form,
        waits=standing.waits_for_release(application),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def held(application: Application) -> Reading | None:
    return letter_that_waits(
        signed_in(), application, Action.TAKE_BACK_DECISION, standing.waits_for_release(application)
    )


def shown(
    application: Application, reading: Reading | None, release: ReleaseForm | None = None
) -> ResponseReturnValue:
    """The page of the determination; with a form that was refused, as it was sent. A letter names its conditions."""
    person = signed_in()
    made = queries.determination_shown(person, application)
    before, overturned = queries.made_before(application, made), queries.overturned(application, made)
    set_ = [] if reading is not None or overturned else queries.conditions(person, application)
    if reading is not None and release is None and allowed(person, Action.RELEASE_LETTER, application):
        release = ReleaseForm(formdata=None, letters=reading.key)
    any_released = any(each.released_at for each in application.determinations)
    page = render_template(
        "decisions/determination.html", application=application, determination=made, conditions=set_,
        rejudged=queries.rejudged(application, set_), statuses=queries.STATUS, outcome_words=queries.outcome_words,
        last_day=service.last_day_to_appeal(made) if made else None, open_to_appeal=service.open_to_appeal(application),
        before=before, appeals=application.appeals if any_released else (),
        reading=reading, release=release,
        being_heard=queries.appeal_being_heard(application), overturned=overturned,
    )  # fmt: skip
    return page, 422 if release is not None and release.errors else 200


def changes_tried(application: Application) -> dict[str, str]:
    """The ratings named in the address that differ from the present ones. Unknown names are passed over."""
    standard, present = application.standard, queries.ratings(application)
    asked = {key.removeprefix(TRIED): value for key, value in request.args.items() if key.startswith(TRIED)}
    return {
        code: rating
        for code, rating in asked.items()
        if code in standard.criteria
        and rating in {r.code for r in standard.ratings_for(code)}
        and present.get(code) != rating
    }
