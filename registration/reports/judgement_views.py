"""Pages of the final judgements: the table of all, and one page a criterion."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.errors import NotFound, Refused
from registration.moderation.counting import hidden_from
from registration.reports import judging, service
from registration.reports.forms import JudgementForm
from registration.reports.views import bp
from registration.reports.writers import in_place_of_lead, items_of, must_write, note_in_place


@bp.get("/judgements")
@allow(Action.READ_DRAFT_REPORT)
def judgements(application: Application) -> ResponseReturnValue:
    rows = judging.rows(application)
    return render_template(
        "reports/judgements.html", application=application, rows=rows, done=sum(row.done for row in rows),
        leads=allowed(signed_in(), Action.WRITE_REPORT, application), mine=items_of(signed_in(), application),
        hidden=hidden_from(signed_in(), application), in_place=in_place_of_lead(application),
    )  # fmt: skip


@bp.route("/judgements/<code>", methods=["GET", "POST"])
@allow(Action.WRITE_ON_ITEM)
def judgement(application: Application, code: str) -> ResponseReturnValue:
    """The final judgement of one criterion, with what the panel agreed at the desk and saw at the visit beside it."""
    if code not in application.standard.criteria:
        raise NotFound(f"The standard has no criterion {code}.")
    must_write(signed_in(), application, code)
    known = judging.known_of(application, code)
    form = JudgementForm(data=known.prefilled)
    form.offer(application.standard, code)
    if form.validate_on_submit():
        try:
            keep(application, code, form)
            flash(f"Saved {code}: {known.criterion.title}", "success")
            return onward(application, code)
        except Refused as refused:
            form.action.errors = [str(refused)]
    page = render_template(
        "reports/judgement.html", application=application, form=form, known=known,
        beside=beside(application, code), in_place=code in in_place_of_lead(application),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def keep(application: Application, code: str, form: JudgementForm) -> None:
    service.judge(
        application, code, rating=form.rating.data, finding=form.finding.data or "",
        strengths=form.strengths.data or "", action=form.action.data or "", version=form.opened, by=signed_in(),
    )
    note_in_place(signed_in(), application, code)


def beside(application: Application, code: str) -> tuple[str | None, str | None]:
    """The criteria before and after, of those that this person judges."""
    mine = items_of(signed_in(), application)
    return judging.beside([each for each in application.standard.criteria if each in mine], code)


def onward(application: Application, code: str) -> ResponseReturnValue:
    """The next criterion, unless the person asked to stay or there is none."""
    following = beside(application, code)[1]
    if "stay" in request.form:
        following = code
    if following is None:
        return redirect(url_for(".judgements", reference=application.reference))
    return redirect(url_for(".judgement", reference=application.reference, code=following))
