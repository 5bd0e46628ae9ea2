"""Many files at once: uploaded first, described afterwards. Works without scripts; with them, see `resumable_views`."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.evidence import desk_queries, queries, resumable, service, upload_words
from registration.evidence.upload_forms import DescribeForm, FilesForm
from registration.evidence.views import WORDS, bp, received, scanning, spool
from registration.fields import version_typed


@bp.route("/upload", methods=["GET", "POST"])
@allow(Action.ADD_EVIDENCE)
def upload_files(application: Application) -> ResponseReturnValue:
    form = FilesForm()
    if form.validate_on_submit():
        application, intake = received(application, form.files.data)
        for taken in intake.taken:
            facts = service.undescribed(taken)
            service.add_file(application, taken, by=signed_in(), scanning=scanning(), facts=facts)
        if intake.taken:
            for sentence in intake.sentences:
                flash(sentence)
            return redirect(url_for(".describe", reference=application.reference))
        form.files.errors = intake.sentences
    unfinished = resumable.unfinished(application, signed_in(), spool())
    page = render_template(
        "evidence/upload_files.html", application=application, form=form, unfinished=unfinished, **WORDS
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
    """Files that were uploaded and not yet described, all on one page."""
    found = {item.public_id: item for item in desk_queries.undescribed(application)}
    form = DescribeForm.over(found.values())
    if form.validate_on_submit():
        for entry in form.files.entries:
            item = queries.item_of(application, entry.form.item.data)
            version = version_typed(entry.form.version.data)
            service.change_details(item, by=signed_in(), version=version, facts=form.facts_of(entry))
        flash("The details were saved.", "success")
        left = desk_queries.count_undescribed(application)
        return redirect(url_for(".describe" if left else ".desk", reference=application.reference))
    said = {item.public_id: upload_words.said_of(item.current) for item in found.values()}
    page = render_template(
        "evidence/describe.html", application=application, form=form, items=found, said=said, **WORDS
    )
    return page, 422 if form.errors else 200
