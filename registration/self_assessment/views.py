"""The pages of the self-assessment: all criteria by area, and one criterion."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.access.roles import SchoolRole
from registration.access.scope import open_criteria
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.charts import ring
from registration.errors import NotFound
from registration.evidence.queries import citations_for
from registration.filters import zone_shown
from registration.self_assessment import queries, service
from registration.self_assessment.forms import ResponseForm
from registration.self_assessment.models import Response
from registration.teamwork import words
from registration.teamwork.marks_service import mark_ready
from registration.teamwork.models import Mark
from registration.teamwork.presence_service import note_presence
from registration.teamwork.queries import aside, response_and_mark
from registration.teamwork.stands import changed_since, stand_of

bp = Blueprint("self_assessment", __name__, url_prefix="/applications/<reference>/self-assessment")


@bp.get("/")
@allow(Action.READ_WORKING_COPY)
def task_list(application: Application) -> ResponseReturnValue:
    me, areas = signed_in(), queries.progress(application)
    mine = queries.rows_shown(areas, queries.MINE, me)
    show = request.args.get("show") or first_shown(me, any(mine.values()))
    if show not in queries.SHOWN:
        raise NotFound
    whole = ring(sum(a.done for a in areas), sum(a.total for a in areas))
    rows = {name: queries.rows_shown(areas, name, me) for name in queries.SHOWN}
    tabs = [(name, words, sum(map(len, rows[name].values()))) for name, words in queries.SHOWN.items()]
    return render_template(
        "self_assessment/task_list.html", application=application, areas=areas, whole=whole, ring=ring, tabs=tabs,
        show=show, rows=rows[show], open_codes=open_criteria(me, application),
    )  # fmt: skip


def first_shown(person: Person, has_some: bool) -> str:
    """Whoever writes only what was given to them sees that first."""
    limited = person.role_in_school in (SchoolRole.CONTRIBUTOR, SchoolRole.EXAMS_OFFICER)
    return queries.MINE if limited and has_some else queries.ALL


@bp.get("/<code>")
@allow(Action.READ_WORKING_COPY)
def criterion(application: Application, code: str) -> ResponseReturnValue:
    if code not in application.standard.criteria:
        raise NotFound(f"The standard has no criterion {code}.")
    response, mark = response_and_mark(application, code)
    form = ResponseForm.about(application.standard.criteria[code], application.standard, response)
    return criterion_page(application, code, form, response, mark)


@bp.post("/<code>")
@allow(Action.EDIT_SELF_ASSESSMENT)
def save_criterion(application: Application, code: str) -> ResponseReturnValue:
    service.check_open(application, code, signed_in())
    form = ResponseForm.about(application.standard.criteria[code], application.standard)
    if not form.validate_on_submit():
        return criterion_page(application, code, form, *response_and_mark(application, code)), 422
    service.save_response(
        application, code, by=signed_in(), version=form.version_shown, rating=form.rating.data or None,
        statement=form.statement.data or "", no_evidence_reason=form.no_evidence_reason.data or "",
    )  # fmt: skip
    then = request.form.get("then", "")
    if then == "ready":
        mark_ready(application, code, by=signed_in())
    elif then == "stay":
        note_presence(application, code, signed_in())
    saved = "Saved and marked as ready" if then == "ready" else "Saved"
    flash(f"{saved} {code}: {application.standard.criteria[code].title}", "success")
    return redirect(after_saving(application, code, then))


def criterion_page(
    application: Application, code: str, form: ResponseForm, response: Response | None, mark: Mark | None
) -> str:
    before, after = queries.neighbours(application, code)
    beside = aside(application, code, signed_in())
    is_open = code in open_criteria(signed_in(), application)
    return render_template(
        "self_assessment/criterion.html", application=application, form=form, response=response,
        criterion=application.standard.criteria[code], area=application.standard.area_of(code),
        standard=application.standard, citations=citations_for(application, code), before=before, after=after,
        is_open=is_open, why_closed="" if is_open else service.why_closed(application, code, beside.shares),
        beside=beside, here=words.who_is_here(beside.here, zone_shown()), mark=mark, stand=stand_of(response, mark),
        changed_since=changed_since(response, mark),
    )  # fmt: skip


def after_saving(application: Application, code: str, then: str) -> str:
    """Where each of the page's buttons leads."""
    reference = application.reference
    if then == "stay":
        return url_for(".criterion", reference=reference, code=code)
    if then == "cite":
        return url_for("evidence.cite", reference=reference, code=code)
    _before, after = queries.neighbours(application, code)
    if then in ("next", "ready") and after is not None:
        return url_for(".criterion", reference=reference, code=after.code)
    return url_for(".task_list", reference=reference)
