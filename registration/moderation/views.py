"""Moderation: the table of differences, and one criterion with its findings side by side."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.errors import NotFound
from registration.filters import plural
from registration.moderation import queries, service
from registration.moderation.forms import AgreeForm

bp = Blueprint("moderation", __name__, url_prefix="/applications/<reference>/moderation")


@bp.route("/")
@allow(Action.READ_ALL_FINDINGS)
def table(application: Application) -> ResponseReturnValue:
    found = queries.table(application)
    spread = queries.spread(application, found)
    return render_template(
        "moderation/table.html", application=application, table=found, spread=spread, views=queries.VIEWS,
        view=queries.view_called(request.args.get("show")),
    )


@bp.route("/<code>", methods=["GET", "POST"])
@allow(Action.READ_ALL_FINDINGS)
def criterion(application: Application, code: str) -> ResponseReturnValue:
    if code not in application.standard.criteria:
        raise NotFound
    found = queries.table(application)
    form = AgreeForm.about(found.row(code), application.standard)
    if form.validate_on_submit():
        service.agree(
            application, code, rating=form.rating.data, reason=form.reason.data or "",
            discussion=form.discussion.data or "", version=form.opened_with, by=signed_in(),
        )
        flash(f"Agreed: {code} {found.row(code).criterion.title}.", "success")
        return onwards(application, code, found.next_to_settle(code))
    page = render_template(
        "moderation/criterion.html", application=application, table=found, row=found.row(code), form=form,
        former=queries.former_findings(application, code),
    )
    return page, 422 if form.errors else 200


@bp.route("/agree-identical", methods=["POST"])
@allow(Action.MODERATE)
def agree_identical(application: Application) -> ResponseReturnValue:
    number = service.agree_identical(application, by=signed_in())
    flash(f"Agreed {plural(number, 'criterion', 'criteria')} on which everybody found the same.", "success")
    return redirect(url_for("moderation.table", reference=application.reference))


def onwards(application: Application, code: str, following: str | None) -> ResponseReturnValue:
    """After saving: the next criterion to settle, the same page, or the table when all are settled."""
    if "stay" in request.form:
        following = code
    if following:
        return redirect(url_for("moderation.criterion", reference=application.reference, code=following))
    return redirect(url_for("moderation.table", reference=application.reference))
