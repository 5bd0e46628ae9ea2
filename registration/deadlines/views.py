"""Pages about time: every date of the case, asking for more, asking for a pause, and deciding."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.deadlines import queries, service
from registration.deadlines.dates import dates_of
from registration.deadlines.forms import DecideForm, DecidePauseForm, ExtensionForm, PauseForm
from registration.deadlines.reasons import BY_CODE
from registration.deadlines.times import deadline_with, deadlines_of
from registration.decisions.queries import proofs
from registration.errors import NotFound, Refused
from registration.workflow import calendar

bp = Blueprint("deadlines", __name__, url_prefix="/applications/<reference>/dates")


def to_dates(application: Application) -> ResponseReturnValue:
    return redirect(url_for("deadlines.dates", reference=application.reference))


@bp.get("/")
@allow(Action.SEE_DATES)
def dates(application: Application) -> ResponseReturnValue:
    """The calendar of the case, and what was asked about it."""
    asked = queries.extensions_of(application)
    return render_template(
        "deadlines/dates.html", application=application, dates=dates_of(application, signed_in()),
        bound=deadlines_of(application), asked=asked, about={each.deadline for each in asked},
        pauses=queries.pauses_of(application), reasons=BY_CODE, ends=calendar.in_force.end_of,
        may_ask=allowed(signed_in(), Action.ASK_FOR_TIME, application),
        may_decide=allowed(signed_in(), Action.DECIDE_ON_TIME, application),
    )  # fmt: skip


@bp.route("/more-time/<key>", methods=["GET", "POST"])
@allow(Action.ASK_FOR_TIME)
def ask(application: Application, key: str) -> ResponseReturnValue:
    deadline = deadline_with(application, key)
    form = ExtensionForm.with_documents(proofs(application))
    if form.validate_on_submit():
        try:
            service.ask(
                application, key, until=form.until.data, reason=form.reason.data, explanation=form.explanation.data,
                evidence=form.evidence.data or "", by=signed_in(),
            )  # fmt: skip
        except Refused as refusal:
            form.until.errors = [str(refusal)]
        else:
            flash("Your request is with the case officer. Until it is decided, the present date holds.", "success")
            return to_dates(application)
    if deadline is None:
        raise Refused("This date has passed, or binds you no longer, so it cannot be moved.")
    page = render_template("deadlines/ask.html", application=application, form=form, deadline=deadline)
    return page, 422 if form.errors else 200


@bp.route("/asked/<public_id>", methods=["GET", "POST"])
@allow(Action.DECIDE_ON_TIME)
def decide(application: Application, public_id: str) -> ResponseReturnValue:
    asked = service.pending(application, public_id)
    form = DecideForm(data={"until": asked.wanted_until})
    if form.validate_on_submit():
        try:
            service.decide(
                asked, granted=form.outcome.data == "granted", until=form.until.data,
                decision=form.decision.data or "", by=signed_in(),
            )  # fmt: skip
        except Refused as refusal:
            form.decision.errors = [str(refusal)]
        else:
            flash("Decided. The school has been told by letter.", "success")
            return to_dates(application)
    page = render_template("deadlines/decide.html", application=application, form=form, asked=asked, reasons=BY_CODE)
    return page, 422 if form.errors else 200


@bp.route("/pause", methods=["GET", "POST"])
@allow(Action.ASK_FOR_TIME)
def pause(application: Application) -> ResponseReturnValue:
    form = PauseForm()
    if form.validate_on_submit():
        try:
            service.ask_for_pause(application, until=form.until.data, reason=form.reason.data, by=signed_in())
        except Refused as refusal:
            form.until.errors = [str(refusal)]
        else:
            flash("Your request is with the case officer. Until it is decided, everything goes on.", "success")
            return to_dates(application)
    page = render_template("deadlines/pause.html", application=application, form=form)
    return page, 422 if form.errors else 200


@bp.route("/pauses/<public_id>", methods=["GET", "POST"])
@allow(Action.DECIDE_ON_TIME)
def decide_pause(application: Application, public_id: str) -> ResponseReturnValue:
    asked, form = queries.pause_of(application, public_id), DecidePauseForm()
    if asked is None:
        raise NotFound
    if form.validate_on_submit():
        try:
            service.decide_pause(
                asked, granted=form.outcome.data == "granted", decision=form.decision.data or "", by=signed_in()
            )
        except Refused as refusal:
            form.decision.errors = [str(refusal)]
        else:
            flash("Decided. The school has been told by letter.", "success")
            return to_dates(application)
    page = render_template("deadlines/decide_pause.html", application=application, form=form, asked=asked)
    return page, 422 if form.errors else 200
