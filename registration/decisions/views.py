"""The determination: deciding it, releasing it, and reading it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.decisions import queries, service
from registration.decisions.forms import DetermineForm
from registration.notifications.composing import readable
from registration.notifications.service import held_letters

bp = Blueprint("decisions", __name__, url_prefix="/applications/<reference>")

TRIED = "c-"
"""Fields of the what-if form: `c-2.7=met`."""


@bp.route("/determination/")
@allow(Action.READ_DETERMINATION)
def determination(application: Application) -> ResponseReturnValue:
    person = signed_in()
    if allowed(person, Action.DETERMINE, application):
        return redirect(url_for(".decide", reference=application.reference))
    made, set_ = queries.determination_shown(person, application), queries.conditions(person, application)
    return render_template(
        "decisions/determination.html",
        application=application,
        determination=made,
        conditions=set_,
        rejudged=queries.rejudged(application, set_),
        statuses=queries.STATUS,
        outcome=queries.outcome_words(made.outcome) if made else "",
        last_day=service.last_day_to_appeal(made) if made else None,
        open_to_appeal=service.open_to_appeal(application),
        letter=letter_preview(application) if allowed(person, Action.RELEASE_LETTER, application) else None,
    )


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
    tried = changes_tried(application)
    page = render_template(
        "decisions/decide.html",
        application=application,
        form=form,
        suggestion=queries.suggestion(application),
        judged=queries.judged(application),
        tried=tried,
        then=queries.suggestion(application, tried) if tried else None,
    )
    return page, 422 if form.errors else 200


@bp.post("/determination/release")
@allow(Action.RELEASE_LETTER)
def release(application: Application) -> ResponseReturnValue:
    service.release_determination(application, by=signed_in())
    flash("The letter is released, and the school can see the outcome.", "success")
    return redirect(url_for(".determination", reference=application.reference))


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


def letter_preview(application: Application) -> dict[str, str] | None:
    """The letter that waits, as its receiver will read it."""
    waiting = held_letters(application)
    if not waiting:
        return None
    words = readable(waiting[0])
    to = ", ".join(f"{letter.facts['name']} <{letter.email}>" for letter in waiting)
    return {"to": to, "subject": words.subject, "body": words.body}
