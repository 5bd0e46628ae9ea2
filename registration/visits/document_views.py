"""Pages about what the school gets ready before the visit: the list both sides see, and each side's part of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.errors import NotFound
from registration.fields import version_typed
from registration.visits import document_queries as queries, document_service as service
from registration.visits.document_forms import AnswerForm, AskForm, WordingForm
from registration.visits.models import VisitDocument
from registration.visits.views import bp, planned

REMOVED = "This item was taken off the list while your page was open. What you typed is below."


@bp.get("/documents")
@allow(Action.SEE_VISIT)
def documents(application: Application) -> ResponseReturnValue:
    """The list, with how far each item is. The school sees it once it was asked."""
    visit, inside = application.visit, allowed(signed_in(), Action.READ_VISIT_NOTES, application)
    if visit is None or not (inside or visit.documents_asked_at):
        raise NotFound("There is no list to get ready yet.")
    listed = queries.documents_of(visit)
    return render_template(
        "visits/documents.html", application=application, visit=visit, documents=listed, ready=queries.ready(listed),
        words=queries.WORDS, inside=inside, too_late=service.due_too_late(visit),
    )


def back_to_list(application: Application) -> ResponseReturnValue:
    return redirect(url_for("visits.documents", reference=application.reference))


def found_or_404(found: VisitDocument | None) -> VisitDocument:
    if found is None:
        raise NotFound(REMOVED) if request.method == "POST" else NotFound
    return found


@bp.post("/documents/propose")
@allow(Action.PLAN_VISIT)
def propose_documents(application: Application) -> ResponseReturnValue:
    """Add what every visit needs, and what the agenda asks to observe."""
    added = service.propose_documents(planned(application), signed_in())
    flash(f"Added to the list: {added}." if added else "Everything suggested is on the list already.", "success")
    return back_to_list(application)


@bp.route("/documents/new", methods=["GET", "POST"], defaults={"document_id": None})
@bp.route("/documents/<document_id>/wording", methods=["GET", "POST"])
@allow(Action.PLAN_VISIT)
def document_wording(application: Application, document_id: str | None) -> ResponseReturnValue:
    """What is asked for, and why."""
    found = found_or_404(queries.document_of(application, document_id)) if document_id else None
    form = WordingForm(obj=found)
    form.offer(application.standard)
    if form.validate_on_submit():
        said = {"title": form.title.data, "why": form.why.data, "criteria": form.criteria.data, "by": signed_in()}
        if found is None:
            service.add_document(planned(application), **said)
        else:
            service.change_document(found, version=version_typed(form.version.data), **said)
        flash("Saved.", "success")
        return back_to_list(application)
    page = render_template("visits/document_wording.html", application=application, form=form, found=found)
    return page, 422 if form.errors else 200


@bp.post("/documents/<document_id>/remove")
@allow(Action.PLAN_VISIT)
def remove_document(application: Application, document_id: str) -> ResponseReturnValue:
    found = found_or_404(queries.document_of(application, document_id))
    service.remove_document(found)
    flash(f"“{found.title}” is off the list.", "success")
    return back_to_list(application)


@bp.route("/documents/ask", methods=["GET", "POST"])
@allow(Action.PLAN_VISIT)
def ask_for_documents(application: Application) -> ResponseReturnValue:
    """Give the list to the school, with a date before the visit."""
    visit = planned(application)
    form = AskForm(data={"due_on": visit.documents_due_on or service.proposed_date(visit)})
    if form.validate_on_submit() and form.due_on.data:
        service.ask_for_documents(visit, form.due_on.data, by=signed_in())
        flash("The school sees the list and the date now. A letter tells it so.", "success")
        return back_to_list(application)
    page = render_template(
        "visits/ask_for_documents.html", application=application, form=form, begins=service.first_day(visit)
    )
    return page, 422 if form.errors else 200


@bp.route("/documents/<document_id>", methods=["GET", "POST"])
@allow(Action.PREPARE_VISIT)
def document(application: Application, document_id: str) -> ResponseReturnValue:
    """What the school says about one item."""
    found = found_or_404(queries.asked_of(application, document_id))
    sent = queries.sent_evidence(application)
    shown = found.evidence_version.public_id if found.evidence_version else ""
    form = AnswerForm(data={"answer": found.answer, "note": found.note, "evidence": shown, "version": found.version})
    form.offer(sent)
    if form.validate_on_submit():
        named = next((version for version in sent if version.public_id == form.evidence.data), None)
        service.answer_document(
            found, answer=form.answer.data, note=form.note.data or "", shown=named,
            version=version_typed(form.version.data), by=signed_in(),
        )
        flash(f"Saved: {found.title}", "success")
        return back_to_list(application)
    page = render_template("visits/document.html", application=application, form=form, document=found)
    return page, 422 if form.errors else 200
