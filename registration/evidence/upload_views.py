"""Many files at once: uploaded first, described afterwards. Works without scripts; with them, see `resumable_views`."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.evidence import desk_queries, queries, resumable, service, upload_words
from registration.evidence.upload_forms import DescribeForm, FilesForm
from registration.evidence.views import WORDS, bp, criterion_asked_for, received, scanning, spool
from registration.fields import version_typed


@bp.route("/upload", methods=["GET", "POST"])
@allow(Action.ADD_EVIDENCE)
def upload_files(application: Application) -> ResponseReturnValue:
    form, code = FilesForm(), criterion_asked_for(application)
    if form.validate_on_submit():
        application, intake = received(application, form.files.data)
        for taken in intake.taken:
            facts = service.undescribed(taken)
            service.add_file(application, taken, by=signed_in(), scanning=scanning(), facts=facts)
        if intake.taken:
            for sentence in intake.sentences:
                flash(sentence)
            return to_describe(application, code)
        form.files.errors = intake.sentences
    unfinished = resumable.unfinished(application, signed_in(), spool())
    page = render_template(
        "evidence/upload_files.html", application=application, form=form, unfinished=unfinished, code=code, **WORDS
    )
    return page, 422 if form.errors else 200


@bp.post("/uploads/<upload_id>/cancel")
@allow(Action.ADD_EVIDENCE)
def cancel_upload(application: Application, upload_id: str) -> ResponseReturnValue:
    resumable.cancel(resumable.upload_of(application, signed_in(), upload_id), spool())
    flash("The upload was cancelled, and nothing of it was kept.", "success")
    return redirect(url_for(".desk", reference=application.reference))


@bp.route("/describe", methods=["GET", "POST"])
@allow(Action.ADD_EVIDENCE)
def describe(application: Application) -> ResponseReturnValue:
    """Files that were uploaded and not yet described, all on one page.

    Whoever came from a criterion goes back there with them, to cite the first.
    """
    code = criterion_asked_for(application)
    found = {item.public_id: item for item in desk_queries.undescribed(application)}
    form = DescribeForm.over(found.values())
    if form.validate_on_submit():
        for entry in form.files.entries:
            item = queries.item_of(application, entry.form.item.data)
            version = version_typed(entry.form.version.data)
            service.change_details(item, by=signed_in(), version=version, facts=form.facts_of(entry))
        flash("The details were saved.", "success")
        return onwards(application, code, form.files.entries[0].form.item.data if form.files.entries else "")
    said = {item.public_id: upload_words.said_of(item.current) for item in found.values()}
    page = render_template(
        "evidence/describe.html", application=application, form=form, items=found, said=said, code=code, **WORDS
    )
    return page, 422 if form.errors else 200


def to_describe(application: Application, code: str) -> ResponseReturnValue:
    came_from: dict[str, Any] = {"for": code} if code else {}
    return redirect(url_for(".describe", reference=application.reference, **came_from))


def onwards(application: Application, code: str, first: str) -> ResponseReturnValue:
    """After describing: to what is not described yet, else to the criterion somebody came from, else to the desk."""
    reference = application.reference
    if desk_queries.count_undescribed(application):
        return to_describe(application, code)
    if code:
        return redirect(url_for(".cite", reference=reference, code=code, item=first or None))
    return redirect(url_for(".desk", reference=reference))
