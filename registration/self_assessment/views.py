"""The pages of the self-assessment: all criteria by area, one criterion, who has which area."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.access.scope import open_criteria
from registration.applications.models import Application
from registration.charts import ring
from registration.errors import NotFound
from registration.evidence.queries import citations_for
from registration.self_assessment import queries, service
from registration.self_assessment.forms import AreaForm, ResponseForm
from registration.self_assessment.models import Response

bp = Blueprint("self_assessment", __name__, url_prefix="/applications/<reference>/self-assessment")


@bp.get("/")
@allow(Action.READ_WORKING_COPY)
def task_list(application: Application) -> ResponseReturnValue:
    areas = queries.progress(application)
    whole = ring(sum(a.done for a in areas), sum(a.total for a in areas))
    return render_template(
        "self_assessment/task_list.html", application=application, areas=areas, whole=whole, ring=ring,
        open_codes=open_criteria(signed_in(), application),
    )  # fmt: skip


@bp.get("/<code>")
@allow(Action.READ_WORKING_COPY)
def criterion(application: Application, code: str) -> ResponseReturnValue:
    if code not in application.standard.criteria:
        raise NotFound(f"The standard has no criterion {code}.")
    response = queries.response_to(application, code)
    form = ResponseForm.about(application.standard.criteria[code], application.standard, response)
    return criterion_page(application, code, form, response)


@bp.post("/<code>")
@allow(Action.EDIT_SELF_ASSESSMENT)
def save_criterion(application: Application, code: str) -> ResponseReturnValue:
    service.check_open(application, code, signed_in())
    form = ResponseForm.about(application.standard.criteria[code], application.standard)
    if not form.validate_on_submit():
        return criterion_page(application, code, form, queries.response_to(application, code)), 422
    service.save_response(
        application, code, by=signed_in(), version=form.version_shown, rating=form.rating.data or None,
        statement=form.statement.data or "", no_evidence_reason=form.no_evidence_reason.data or "",
    )  # fmt: skip
    flash(f"Saved {code}: {application.standard.criteria[code].title}", "success")
    return redirect(after_saving(application, code, request.form.get("then", "")))


def criterion_page(application: Application, code: str, form: ResponseForm, response: Response | None) -> str:
    before, after = queries.neighbours(application, code)
    is_open = code in open_criteria(signed_in(), application)
    return render_template(
        "self_assessment/criterion.html", application=application, form=form, response=response,
        criterion=application.standard.criteria[code], area=application.standard.area_of(code),
        standard=application.standard, citations=citations_for(application, code), before=before, after=after,
        is_open=is_open, why_closed="" if is_open else service.why_closed(application, code),
    )  # fmt: skip


def after_saving(application: Application, code: str, then: str) -> str:
    """Where each of the page's buttons leads."""
    reference = application.reference
    if then == "stay":
        return url_for(".criterion", reference=reference, code=code)
    if then == "cite":
        return url_for("evidence.cite", reference=reference, code=code)
    _before, after = queries.neighbours(application, code)
    if then == "next" and after is not None:
        return url_for(".criterion", reference=reference, code=after.code)
    return url_for(".task_list", reference=reference)


@bp.route("/areas", methods=["GET", "POST"])
@allow(Action.ASSIGN_AREAS)
def areas(application: Application) -> ResponseReturnValue:
    people = queries.colleagues(application)
    form = AreaForm.over(application.standard, people)
    if form.validate_on_submit():
        person = next(p for p in people if p.public_id == form.person.data)
        number = int(form.area.data)
        service.give_area(
            application, number, person, by=signed_in(), due_on=form.due_on.data, note=form.note.data or ""
        )
        flash(f"{application.standard.area(number).title} was given to {person.name}.", "success")
        return redirect(url_for(".areas", reference=application.reference))
    given = queries.assignments(application)
    page = render_template("self_assessment/areas.html", application=application, form=form, given=given)
    return page, 422 if form.errors else 200


@bp.post("/areas/<int:number>/take-back")
@allow(Action.ASSIGN_AREAS)
def take_back(application: Application, number: int) -> ResponseReturnValue:
    given = service.take_area_back(application, number)
    flash(f"{given.person.name} no longer has {application.standard.area(given.area).title}.", "success")
    return redirect(url_for(".areas", reference=application.reference))
