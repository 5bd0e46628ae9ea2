"""A reviewer's pages: the sheet of 26 criteria, how far everybody is, and questions to the school."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration import charts
from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.questions import QuestionsForm, code_of, criterion_key
from registration.reapproval.standing import to_judge
from registration.review import queries, service
from registration.workflow.states import State

bp = Blueprint("review", __name__)
CASE = "/applications/<reference>/review"


@bp.route(f"{CASE}/")
@allow(Action.READ_OWN_FINDINGS)
def sheet(application: Application) -> ResponseReturnValue:
    own = queries.sheet(application, signed_in())
    done = charts.ring(own.count("done"), own.whole)
    to_do = own.next_to_do(own.rows[-1].criterion.code)
    return render_template("review/sheet.html", application=application, sheet=own, done=done, to_do=to_do)


@bp.route(f"{CASE}/progress")
@allow(Action.SEE_PROGRESS)
def progress(application: Application) -> ResponseReturnValue:
    return render_template(
        "review/progress.html", application=application, panel=queries.progress(application),
        whole=len(to_judge(application)),
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
