"""Applying again: beginning it, what is as last time, and opening a criterion that stands."""

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.access.roles import THE_SCHOOL
from registration.access.standing import capacities
from registration.applications.models import Application
from registration.errors import NotFound
from registration.evidence.models import Citation
from registration.filters import plural
from registration.reapproval import agreeing_service, queries, service
from registration.reapproval.forms import BeginForm, ConfirmForm, ReopenForm
from registration.reapproval.standing import is_open, opens_on
from registration.self_assessment.models import Response
from registration.workflow.states import State

bp = Blueprint("reapproval", __name__, url_prefix="/applications/<reference>")


@bp.app_template_global()
def as_last_time(
    application: Application, code: str, response: Response | None, cited: Iterable[Citation], is_open: bool
) -> queries.Mark | None:
    """How a criterion stands against what was carried over; None where nothing was."""
    if application.follows_id is None:
        return None
    return queries.mark_of(application, code, response, cited, is_open=is_open)


@bp.app_template_global()
def reapproval_beside(application: Application) -> queries.Beside | None:
    return queries.beside(signed_in(), application)


@bp.route("/registration/apply-again", methods=["GET", "POST"])
@allow(Action.START_REAPPROVAL)
def start(application: Application) -> ResponseReturnValue:
    """From the page of the registration: what applying again means, and the button that begins it."""
    if application.registration is None:
        raise NotFound
    form = BeginForm()
    if form.validate_on_submit():
        made = service.begin(application, by=signed_in())
        flash(f"Your application {made.reference} is begun, filled with what you sent last time.", "success")
        return redirect(url_for(".carried", reference=made.reference))
    return render_template(
        "reapproval/start.html", application=application, form=form, registration=application.registration,
        is_open=is_open(application.registration), opens_on=opens_on(application.registration),
        begun=service.under_way_instead(application),
    )  # fmt: skip


@bp.get("/as-last-time/")
@allow(Action.VIEW_APPLICATION)
def carried(application: Application) -> ResponseReturnValue:
    return shown(application)


@bp.post("/as-last-time/")
@allow(Action.EDIT_SELF_ASSESSMENT)
def confirm(application: Application) -> ResponseReturnValue:
    form = ConfirmForm.of(rows_in(application))
    if not form.validate_on_submit():
        return shown(application, form)
    number = service.confirm(application, form.codes.data or [], by=signed_in())
    flash(f"{plural(number, 'criterion', 'criteria')} confirmed as last time.", "success")
    return redirect(url_for(".carried", reference=application.reference))


@bp.route("/as-last-time/<code>/judge-anew", methods=["GET", "POST"])
@allow(Action.RECORD_FINDING)
def reopen(application: Application, code: str) -> ResponseReturnValue:
    row = next((row for row in rows_in(application) if row.criterion.code == code), None)
    if row is None:
        raise NotFound
    form = ReopenForm()
    if form.validate_on_submit():
        service.reopen(application, code, form.reason.data or "", by=signed_in())
        flash(f"The whole panel judges {code} now.", "success")
        return redirect(url_for("review.criterion", reference=application.reference, code=code))
    page = render_template("reapproval/reopen.html", application=application, form=form, row=row)
    return page, 422 if form.errors else 200


@bp.post("/as-last-time/judgements")
@allow(Action.WRITE_REPORT)
def keep_judgements(application: Application) -> ResponseReturnValue:
    number = agreeing_service.keep_judgements(application, by=signed_in())
    flash(f"{plural(number, 'judgement')} taken over from the last report. You can change each.", "success")
    return redirect(url_for("reports.judgements", reference=application.reference))


def rows_in(application: Application) -> list[queries.Row]:
    """The rows of a reapproval. Raises NotFound for an application that follows no other."""
    if application.follows_id is None:
        raise NotFound
    return queries.rows(signed_in(), application)


def shown(application: Application, form: ConfirmForm | None = None) -> ResponseReturnValue:
    found = rows_in(application)
    ours = bool(capacities(signed_in(), application) & THE_SCHOOL)
    page = render_template(
        "reapproval/carried.html", application=application, rows=found, ours=ours, form=form or ConfirmForm.of(found),
        is_draft=application.state is State.DRAFT, to_do=sum(r.status == ("As last time", "waiting") for r in found),
    )
    return page, 422 if form is not None else 200
