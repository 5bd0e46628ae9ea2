"""The pages of teamwork: who has what, and what colleagues say to each other about one criterion."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.errors import NotFound
from registration.filters import plural, zone_shown
from registration.paging import whole
from registration.teamwork import (
    marks_service,
    presence_service,
    queries,
    remarks_service,
    shares_service,
    words,
)
from registration.teamwork.forms import RemarkForm, ReturnForm, ShareForm, SharesForm
from registration.teamwork.stands import stand_of
from standards.model import Criterion

bp = Blueprint("teamwork", __name__, url_prefix="/applications/<reference>/self-assessment")


@bp.app_template_global()
def criteria_not_ready(application: Application) -> int:
    """For the advice before an application is sent."""
    return queries.not_ready(application)


@bp.route("/who-has-what", methods=["GET", "POST"])
@allow(Action.ASSIGN_AREAS)
def shares(application: Application) -> ResponseReturnValue:
    people, given = queries.colleagues(application), queries.shares(application)
    form = SharesForm.over(application.standard, people, given)
    if form.validate_on_submit():
        gave, took = shares_service.share_out(
            application, shown=form.cells_shown, ticked=form.cells.data or [], by=signed_in(),
            due_on=form.due_on.data, note=form.note.data or "",
        )  # fmt: skip
        flash(f"Saved: {plural(gave, 'thing')} given, {plural(took, 'thing')} taken back.", "success")
        return redirect(url_for(".shares", reference=application.reference))
    page = render_template(
        "teamwork/shares.html", application=application, form=form, people=people, given=given,
        standing={share.cell: share for share in given}, title_of=shares_service.title_of,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/who-has-what/<cell>", methods=["GET", "POST"])
@allow(Action.ASSIGN_AREAS)
def share(application: Application, cell: str) -> ResponseReturnValue:
    row = shares_service.row_of(application, cell)
    form = ShareForm(obj=row)
    title = shares_service.title_of(application, cell.partition(":")[0])
    if form.validate_on_submit():
        shares_service.change_share(row, due_on=form.due_on.data, note=form.note.data or "")
        flash(f"Saved: {title}, with {row.person.name}.", "success")
        return redirect(url_for(".shares", reference=application.reference))
    page = render_template("teamwork/share.html", application=application, form=form, row=row, title=title)
    return page, 422 if form.errors else 200


@bp.route("/<code>/colleagues", methods=["GET", "POST"])
@allow(Action.WRITE_REMARKS)
def colleagues(application: Application, code: str) -> ResponseReturnValue:
    criterion, form = criterion_of(application, code), RemarkForm()
    if form.validate_on_submit():
        remarks_service.say(application, code, form.text.data, by=signed_in())
        flash("Your remark is there for your colleagues to read.", "success")
        return redirect(url_for(".colleagues", reference=application.reference, code=code))
    response, mark = queries.response_and_mark(application, code)
    page = render_template(
        "teamwork/colleagues.html", application=application, criterion=criterion, form=form, response=response,
        mark=mark, beside=queries.aside(application, code, signed_in()), stand=stand_of(response, mark),
        threads=queries.threads(application, code), marks=queries.marks(application, code),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/<code>/remarks/<public_id>", methods=["GET", "POST"])
@allow(Action.WRITE_REMARKS)
def thread(application: Application, code: str, public_id: str) -> ResponseReturnValue:
    criterion, form = criterion_of(application, code), RemarkForm()
    found = next((t for t in queries.threads(application, code) if t.first.public_id == public_id), None)
    if found is None:
        raise NotFound("This remark does not exist.")
    if form.validate_on_submit():
        remarks_service.say(application, code, form.text.data, by=signed_in(), answers=public_id)
        flash("Your answer is there for your colleagues to read.", "success")
        return redirect(url_for(".colleagues", reference=application.reference, code=code))
    page = render_template(
        "teamwork/thread.html", application=application, criterion=criterion, thread=found, form=form
    )
    return page, 422 if form.errors else 200


@bp.post("/<code>/remarks/<public_id>/<any('settle', 'open-again', 'take-back'):what>")
@allow(Action.WRITE_REMARKS)
def change_remark(application: Application, code: str, public_id: str, what: str) -> ResponseReturnValue:
    remark = queries.remark_of(application, code, public_id)
    if what == "settle":
        remarks_service.settle(remark, by=signed_in())
    elif what == "open-again":
        remarks_service.open_again(remark)
    else:
        remarks_service.take_back(remark, by=signed_in())
    return redirect(url_for(".colleagues", reference=application.reference, code=code))


@bp.post("/<code>/accept")
@allow(Action.ACCEPT_ANSWERS)
def accept(application: Application, code: str) -> ResponseReturnValue:
    marks_service.accept(application, code, by=signed_in(), version=request.form.get("version", 0, type=whole))
    flash(f"The answer to {code} is accepted.", "success")
    return redirect(url_for(".colleagues", reference=application.reference, code=code))


@bp.route("/<code>/return", methods=["GET", "POST"])
@allow(Action.ACCEPT_ANSWERS)
def give_back(application: Application, code: str) -> ResponseReturnValue:
    criterion = criterion_of(application, code)
    response, mark = queries.response_and_mark(application, code)
    form = ReturnForm(version=str(response.version) if response else "0")
    if form.validate_on_submit():
        marks_service.give_back(
            application, code, by=signed_in(), note=form.note.data, version=form.version_shown
        )
        flash(f"The answer to {code} is returned with your note.", "success")
        return redirect(url_for(".colleagues", reference=application.reference, code=code))
    page = render_template(
        "teamwork/give_back.html", application=application, criterion=criterion, response=response, mark=mark, form=form
    )
    return page, 422 if form.errors else 200


@bp.post("/<code>/here")
@allow(Action.READ_WORKING_COPY)
def here(application: Application, code: str) -> ResponseReturnValue:
    """A sign of somebody who has the page of a criterion open, or who leaves it; says who else is there."""
    criterion_of(application, code)
    if request.form.get("gone"):
        presence_service.leave(application, code, signed_in())
        return jsonify(here="")
    presence_service.note_presence(application, code, signed_in())
    beside = queries.aside(application, code, signed_in())
    return jsonify(here=words.who_is_here(beside.here, zone_shown()))


def criterion_of(application: Application, code: str) -> Criterion:
    if code not in application.standard.criteria:
        raise NotFound(f"The standard has no criterion {code}.")
    return application.standard.criteria[code]
