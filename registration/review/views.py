"""A reviewer's pages: the sheet of 26 criteria, the workspace of one, and how far everybody is."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration import charts
from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.errors import NotFound
from registration.questions import QuestionsForm, code_of, criterion_key
from registration.review import queries, service
from registration.review.forms import FindingForm
from registration.workflow.states import State
from standards.model import Criterion

bp = Blueprint("review", __name__)
CASE = "/applications/<reference>/review"


@bp.app_template_global()
def opened(application: Application, citation: Mapping[str, Any]) -> str:
    """Where cited evidence is opened, at the page it is cited for."""
    return url_for(
        "evidence.open_version", reference=application.reference, version=citation["version"],
        page=citation["page_from"] or 1,
    )


@bp.route(f"{CASE}/")
@allow(Action.READ_OWN_FINDINGS)
def sheet(application: Application) -> ResponseReturnValue:
    own = queries.sheet(application, signed_in())
    done = charts.ring(own.count("done"), len(own.rows))
    to_do = own.next_to_do(own.rows[-1].criterion.code)
    return render_template("review/sheet.html", application=application, sheet=own, done=done, to_do=to_do)


@bp.route(f"{CASE}/criteria/<code>", methods=["GET", "POST"])
@allow(Action.READ_OWN_FINDINGS)
def criterion(application: Application, code: str) -> ResponseReturnValue:
    asked = criterion_of(application, code)
    own = queries.sheet(application, signed_in())
    row = own.row(code)
    form = FindingForm.about(asked, application.standard, row.finding)
    if form.validate_on_submit():
        service.record_finding(
            application, code, reviewer=signed_in(), rating=form.rating.data, rationale=form.rationale.data or "",
            action=form.action.data or "", confidence=form.confidence.data, sources=form.sources.data or [],
            version=form.opened_with,
        )
        flash(f"Saved: {code} {asked.title}.", "success")
        return onwards(application, code, own.next_to_do(code))
    page = render_template(
        "review/criterion.html", application=application, criterion=asked, form=form, row=row, sheet=own,
        claim=queries.claim(application, code), beside=own.beside(code),
        changes=queries.changes(application, row.finding) if row.finding and row.status == "stale" else [],
    )
    return page, 422 if form.errors else 200


@bp.route(f"{CASE}/criteria/<code>/still-holds", methods=["POST"])
@allow(Action.RECORD_FINDING)
def still_holds(application: Application, code: str) -> ResponseReturnValue:
    criterion_of(application, code)
    following = queries.sheet(application, signed_in()).next_to_do(code)
    service.keep_finding(application, code, reviewer=signed_in())
    flash(f"Your finding on {code} still holds.", "success")
    return onwards(application, code, following)


@bp.route(f"{CASE}/progress")
@allow(Action.SEE_PROGRESS)
def progress(application: Application) -> ResponseReturnValue:
    return render_template(
        "review/progress.html", application=application, panel=queries.progress(application),
        whole=len(application.standard.criteria),
    )


@bp.route(f"{CASE}/request-evidence", methods=["GET", "POST"])
@allow(Action.REQUEST_EVIDENCE)
def request_evidence(application: Application) -> ResponseReturnValue:
    criteria = application.standard.criteria
    things = {criterion_key(code): f"{code} {asked.title}" for code, asked in criteria.items()}
    form = QuestionsForm.of(things, State.EVIDENCE_REQUESTED)
    if form.validate_on_submit() and form.due_on.data:
        questions = {code_of(key): text for key, text in form.questions.items()}
        service.request_evidence(application, questions, due_on=form.due_on.data, by=signed_in())
        flash("The school has been asked. Only the criteria you named are open to it again.", "success")
        return redirect(url_for("applications.application", reference=application.reference))
    page = render_template(
        "review/request_evidence.html", application=application, form=form,
        sheet=queries.sheet(application, signed_in()), key=criterion_key,
    )
    return page, 422 if form.errors else 200


def criterion_of(application: Application, code: str) -> Criterion:
    if code not in application.standard.criteria:
        raise NotFound
    return application.standard.criteria[code]


def onwards(application: Application, code: str, following: str | None) -> ResponseReturnValue:
    """After saving: the next criterion to do, the same page, or the sheet when all are done."""
    if "stay" in request.form:
        following = code
    if following:
        return redirect(url_for("review.criterion", reference=application.reference, code=following))
    return redirect(url_for("review.sheet", reference=application.reference))
