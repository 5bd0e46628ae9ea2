"""The school's pages of evidence: the desk, one item, adding and changing, coverage."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, application_for, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.evidence import (
    coverage_queries,
    desk_queries,
    queries,
    resumable,
    service,
    suggest_queries,
    text_service,
    vocabulary,
)
from registration.evidence.desk_queries import Filters
from registration.evidence.forms import AddForm, DetailsForm, FileForm, LinkForm
from registration.evidence.inspection import Limits
from registration.evidence.intake import Intake, Upload, take_all
from registration.evidence.models import EvidenceVersion
from registration.evidence.spool import Spool
from registration.evidence.upload_forms import FilesForm
from registration.fields import version_typed
from registration.paging import whole
from registration.storage import Store

bp = Blueprint("evidence", __name__, url_prefix="/applications/<reference>/evidence")

WORDS = {
    "kinds": vocabulary.KIND_WORDS,
    "personal_data": vocabulary.PERSONAL_DATA_WORDS,
    "in_words": vocabulary.size_in_words,
    "limits": Limits(),
    "most_items": vocabulary.MOST_ITEMS,
    "most_bytes": vocabulary.MOST_BYTES,
}


def store() -> Store:
    return current_app.extensions["store"]


def spool() -> Spool:
    return resumable.spool_of(store())


def scanning() -> bool:
    return current_app.config["SETTINGS"].clamd_url is not None


@bp.get("/")
@allow(Action.READ_WORKING_COPY)
def desk(application: Application) -> ResponseReturnValue:
    filters = Filters.read(request.args, application)
    return render_template(
        "evidence/desk.html", application=application, filters=filters, form=FilesForm(),
        page=desk_queries.desk(application, request.args.get("page", 1, type=whole), filters),
        held=desk_queries.held(application),
        unfinished=resumable.unfinished(application, signed_in(), spool()), **WORDS,
    )  # fmt: skip


@bp.route("/add", methods=["GET", "POST"])
@allow(Action.ADD_EVIDENCE)
def add(application: Application) -> ResponseReturnValue:
    form, code = AddForm(), criterion_asked_for(application)
    if form.validate_on_submit():
        if form.link.data:
            return added([service.add_link(application, form.link.data, by=signed_in(), facts=form.facts)], cite=code)
        application, intake = received(application, form.files.data)
        if intake.taken:
            return added(add_files(application, form, intake), intake, code)
        form.files.errors = intake.sentences
    page = render_template("evidence/add.html", application=application, form=form, code=code, **WORDS)
    return page, 422 if form.errors else 200


def criterion_asked_for(application: Application) -> str:
    """The criterion somebody came from to add evidence, and goes back to; empty when there was none."""
    code = request.args.get("for", "")
    return code if code in application.standard.criteria else ""


def received(application: Application, files: list[Upload]) -> tuple[Application, Intake]:
    """Take files in while nobody waits for the database; then ask again whether this person may still add them."""
    reference = application.reference
    service.pause()
    intake = take_all(files, store())
    application = application_for(signed_in(), reference, Action.ADD_EVIDENCE)
    if intake.alarm:
        service.report_alarm(
            application, signed_in(), [found.clean_name for found in intake.refused if found.alarm]
        )
    return application, intake


def add_files(application: Application, form: AddForm, intake: Intake) -> list[EvidenceVersion]:
    facts = form.facts_of(len(intake.taken) + len(intake.refused))
    return [
        service.add_file(application, taken, by=signed_in(), scanning=scanning(), facts=facts)
        for taken in intake.taken
    ]


def added(versions: list[EvidenceVersion], intake: Intake | None = None, cite: str = "") -> ResponseReturnValue:
    """To the item, or to the desk when there are several; says what was found in each file.

    Whoever came from criterion `cite` goes back there, to cite the first of them.
    """
    for version in versions:
        flash(f"“{version.evidence.title}” was added.", "success")
        for sentence in version.told.splitlines():
            flash(f"“{version.evidence.title}”: {sentence}")
    for sentence in intake.sentences if intake else ():
        flash(sentence)
    item = versions[0].evidence
    several = len(versions) > 1 or (intake is not None and intake.refused)
    reference = item.application.reference
    if cite:
        return redirect(url_for(".cite", reference=reference, code=cite, item=item.public_id))
    if several:
        return redirect(url_for(".desk", reference=reference))
    return redirect(url_for(".item", reference=reference, item_id=item.public_id))


@bp.get("/<item_id>/")
@allow(Action.READ_WORKING_COPY)
def item(application: Application, item_id: str) -> ResponseReturnValue:
    found = queries.item_of(application, item_id)
    citations = queries.citations_of(found)
    older = [c for c in citations if c.evidence_version is not found.current]
    return render_template(
        "evidence/item.html", application=application, item=found, citations=citations, older=older,
        suggested=suggest_queries.suggested_for(found), silent=text_service.pages_without_text(found.current), **WORDS,
    )  # fmt: skip


@bp.route("/<item_id>/change", methods=["GET", "POST"])
@allow(Action.ADD_EVIDENCE)
def change(application: Application, item_id: str) -> ResponseReturnValue:
    found = queries.item_of(application, item_id)
    form = DetailsForm(obj=found)
    if form.validate_on_submit():
        version = version_typed(form.version.data)
        service.change_details(found, by=signed_in(), version=version, facts=form.facts)
        flash(f"The details of “{found.title}” were saved.", "success")
        return redirect(url_for(".item", reference=application.reference, item_id=item_id))
    page = render_template("evidence/change.html", application=application, item=found, form=form)
    return page, 422 if form.errors else 200


@bp.route("/<item_id>/replace", methods=["GET", "POST"])
@allow(Action.ADD_EVIDENCE)
def replace(application: Application, item_id: str) -> ResponseReturnValue:
    found = queries.item_of(application, item_id)
    form = LinkForm() if found.current.link else FileForm()
    if form.validate_on_submit():
        if isinstance(form, LinkForm):
            return added([service.replace_link(found, form.link.data, by=signed_in())])
        application, intake = received(application, [form.file.data])
        found = queries.item_of(application, item_id)
        if intake.taken:
            taken = intake.taken[0]
            return added([service.replace_file(found, taken, by=signed_in(), scanning=scanning())])
        form.file.errors = intake.sentences
    page = render_template("evidence/replace.html", application=application, item=found, form=form, **WORDS)
    return page, 422 if form.errors else 200


@bp.route("/<item_id>/remove", methods=["GET", "POST"])
@allow(Action.ADD_EVIDENCE)
def remove(application: Application, item_id: str) -> ResponseReturnValue:
    found = queries.item_of(application, item_id)
    if request.method == "POST":
        service.remove(found, by=signed_in())
        flash(f"“{found.title}” was removed.", "success")
        return redirect(url_for(".desk", reference=application.reference))
    return render_template(
        "evidence/remove.html", application=application, item=found, citations=queries.citations_of(found),
        is_sent=queries.is_sent(found),
    )  # fmt: skip


@bp.get("/coverage")
@allow(Action.READ_WORKING_COPY)
def coverage(application: Application) -> ResponseReturnValue:
    found = coverage_queries.coverage(application)
    many = coverage_queries.MANY
    return render_template("evidence/coverage.html", application=application, coverage=found, many=many)
