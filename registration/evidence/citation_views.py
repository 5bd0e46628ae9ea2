"""Citing evidence for a criterion."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.access.scope import open_criteria
from registration.applications.models import Application
from registration.evidence import citing, picking, queries, suggest_queries, vocabulary
from registration.evidence.forms import CiteForm
from registration.evidence.views import bp, store
from registration.paging import whole


def back_to(application: Application, code: str) -> ResponseReturnValue:
    address = url_for("self_assessment.criterion", reference=application.reference, code=code)
    return redirect(f"{address}#evidence")


@bp.route("/cite/<code>", methods=["GET", "POST"])
@allow(Action.EDIT_SELF_ASSESSMENT)
def cite(application: Application, code: str) -> ResponseReturnValue:
    citing.check_open(application, code, signed_in())
    items = queries.citable(application)
    form, look = CiteForm.over(items, chosen=request.args.get("item", "")), picking.pressed(request.form)
    if look is None and form.validate_on_submit():
        item = queries.item_of(application, form.item.data)
        citing.cite(application, code, item, by=signed_in(), **form.place)
        flash(f"“{item.title}” is cited for {code}.", "success")
        return back_to(application, code)
    page = render_template(
        "evidence/cite.html", application=application, criterion=application.standard.criteria[code], items=items,
        form=form, preview=beside(form, look), suggested=suggest_queries.suggested_items(application, code),
        in_words=vocabulary.size_in_words,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/citations/<citation_id>/", methods=["GET", "POST"])
@allow(Action.EDIT_SELF_ASSESSMENT)
def change_citation(application: Application, citation_id: str) -> ResponseReturnValue:
    citation = queries.citation_of(application, citation_id)
    citing.check_open(application, citation.criterion_code, signed_in())
    form, look = CiteForm.over([], citation), picking.pressed(request.form)
    if look is None and form.validate_on_submit():
        citing.change(citation, by=signed_in(), **form.place)
        flash("The citation was changed.", "success")
        return back_to(application, citation.criterion_code)
    page = render_template(
        "evidence/change_citation.html", application=application, citation=citation, form=form,
        preview=beside(form, look), in_words=vocabulary.size_in_words,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def beside(form: CiteForm, look: picking.Look | None) -> picking.Preview | None:
    """What is shown beside the form: the page pressed, or asked for in the address, or the first one cited."""
    picking.fill_in(form, look)
    number = look.number if look else request.args.get("page", 0, type=whole)
    return picking.preview(store(), form.version, number or form.page_from.data or 1)


@bp.post("/citations/<citation_id>/remove")
@allow(Action.EDIT_SELF_ASSESSMENT)
def remove_citation(application: Application, citation_id: str) -> ResponseReturnValue:
    citation = queries.citation_of(application, citation_id)
    code = citation.criterion_code
    citing.remove(citation, by=signed_in())
    flash(f"The citation was removed from {code}. The item itself is still among your evidence.", "success")
    return back_to(application, code)


@bp.route("/<item_id>/move-citations", methods=["GET", "POST"])
@allow(Action.ADD_EVIDENCE)
def move_citations(application: Application, item_id: str) -> ResponseReturnValue:
    """Which citations of older versions move to the newest one. None does by itself."""
    item = queries.item_of(application, item_id)
    if request.method == "POST":
        moved, left = citing.move_to_newest(item, request.form.getlist("citation"), by=signed_in())
        word = "citation" if moved == 1 else "citations"
        flash(f"{moved} {word} moved to version {item.current.number}.", "success" if moved else "message")
        for sentence in left:
            flash(sentence)
        return redirect(url_for(".item", reference=application.reference, item_id=item_id))
    behind = citing.left_behind(item, signed_in())
    return render_template("evidence/move_citations.html", application=application, item=item, behind=behind)


@bp.get("/<item_id>/cite")
@allow(Action.EDIT_SELF_ASSESSMENT)
def cite_item(application: Application, item_id: str) -> ResponseReturnValue:
    """From an item to the criterion that it is cited for."""
    item = queries.item_of(application, item_id)
    open_codes = open_criteria(signed_in(), application)
    return render_template("evidence/cite_item.html", application=application, item=item, open_codes=open_codes)
