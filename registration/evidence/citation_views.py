"""Citing evidence for a criterion."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.evidence import citing, queries
from registration.evidence.forms import CiteForm
from registration.evidence.views import bp


def back_to(application: Application, code: str) -> ResponseReturnValue:
    address = url_for("self_assessment.criterion", reference=application.reference, code=code)
    return redirect(f"{address}#evidence")


@bp.route("/cite/<code>", methods=["GET", "POST"])
@allow(Action.EDIT_SELF_ASSESSMENT)
def cite(application: Application, code: str) -> ResponseReturnValue:
    citing.check_open(application, code, signed_in())
    items = queries.citable(application)
    form = CiteForm.over(items, chosen=request.args.get("item", ""))
    if form.validate_on_submit():
        item = queries.item_of(application, form.item.data)
        citing.cite(application, code, item, by=signed_in(), **form.place)
        flash(f"“{item.title}” is cited for {code}.", "success")
        return back_to(application, code)
    criterion = application.standard.criteria[code]
    page = render_template(
        "evidence/cite.html", application=application, criterion=criterion, items=items, form=form
    )
    return page, 422 if form.errors else 200


@bp.route("/citations/<citation_id>/", methods=["GET", "POST"])
@allow(Action.EDIT_SELF_ASSESSMENT)
def change_citation(application: Application, citation_id: str) -> ResponseReturnValue:
    citation = queries.citation_of(application, citation_id)
    citing.check_open(application, citation.criterion_code, signed_in())
    form = CiteForm.over([], citation)
    if form.validate_on_submit():
        citing.change(citation, by=signed_in(), **form.place)
        flash("The citation was changed.", "success")
        return back_to(application, citation.criterion_code)
    page = render_template(
        "evidence/change_citation.html", application=application, citation=citation, form=form
    )
    return page, 422 if form.errors else 200


@bp.post("/citations/<citation_id>/remove")
@allow(Action.EDIT_SELF_ASSESSMENT)
def remove_citation(application: Application, citation_id: str) -> ResponseReturnValue:
    citation = queries.citation_of(application, citation_id)
    code = citation.criterion_code
    citing.remove(citation, by=signed_in())
    flash(f"The citation was removed from {code}. The item itself is still among your evidence.", "success")
    return back_to(application, code)
