"""Pages where the lead reviewer writes the report, and where its editions are had."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.downloads import stored_file
from registration.errors import NotFound, Refused
from registration.reports import drafting, editions, queries, service
from registration.reports.forms import ParagraphForm
from registration.reports.models import Paragraph
from registration.reports.names import names_in
from registration.reports.sections import CRITERION, JUDGED, PARTS, SECTIONS
from registration.reports.settings import names, signer
from registration.reports.signing import refuse_if_unsignable
from registration.reports.writers import in_place_of_lead, items_of, must_write

bp = Blueprint("reports", __name__, url_prefix="/applications/<reference>/report")


def to_editor(application: Application, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("reports.editor", reference=application.reference, _anchor=anchor))


@bp.get("/")
@allow(Action.READ_DRAFT_REPORT)
def editor(application: Application) -> ResponseReturnValue:
    """The whole report as it is being written, with its editions."""
    report = queries.report_if_begun(application, comments=False)
    people, own = queries.people_of(application) if report else [], application.school.name
    return render_template(
        "reports/editor.html",
        application=application,
        report=report,
        parts=list(queries.parts_of(application, report)) if report else [],
        editions=queries.editions_for(signed_in(), application),
        flagged={p.id: names_in(p.text, people, own) for p in report.paragraphs} if report else {},
        can_write=allowed(signed_in(), Action.WRITE_REPORT, application),
        mine=items_of(signed_in(), application),
        in_place=in_place_of_lead(application),
        notes_left=sum(p.from_notes and p.removed_at is None for p in report.paragraphs) if report else 0,
        part_names=PARTS,
    )


@bp.post("/begin")
@allow(Action.WRITE_REPORT)
def begin(application: Application) -> ResponseReturnValue:
    drafting.begin_report(application, signed_in())
    flash("The report is begun. Its paragraphs are drafted from what the panel agreed and saw.", "success")
    return to_editor(application)


@bp.route("/paragraphs/new/<section>", methods=["GET", "POST"], defaults={"code": None})
@bp.route("/paragraphs/new/<section>/<code>", methods=["GET", "POST"])
@allow(Action.WRITE_ON_ITEM)
def new_paragraph(application: Application, section: str, code: str | None) -> ResponseReturnValue:
    if section not in SECTIONS or (section == CRITERION) != (code in application.standard.criteria):
        raise NotFound
    must_write(signed_in(), application, code)
    form = ParagraphForm()
    if form.validate_on_submit():
        made = service.add_paragraph(
            queries.report_of(application), section, form.text.data, by=signed_in(), code=code
        )
        flash(f"Paragraph {made.number} is added.", "success")
        return to_editor(application, f"paragraph-{made.number}")
    where = f"{code} {application.standard.criteria[code].title}" if code else SECTIONS[section]
    page = render_template("reports/new_paragraph.html", application=application, form=form, where=where)
    return page, 422 if form.errors else 200


def own_paragraph(application: Application, public_id: str) -> Paragraph:
    """A paragraph, for whoever writes that part of the report."""
    found = queries.paragraph_of(application, public_id)
    must_write(signed_in(), application, found.criterion_code)
    return found


@bp.route("/paragraphs/<public_id>", methods=["GET", "POST"])
@allow(Action.WRITE_ON_ITEM)
def paragraph(application: Application, public_id: str) -> ResponseReturnValue:
    """One paragraph: its wording, its place, or out with it."""
    found = own_paragraph(application, public_id)
    form = ParagraphForm(data={"text": found.text, "version": found.version})
    if form.validate_on_submit():
        service.edit_paragraph(found, form.text.data, version=form.opened or -1, by=signed_in())
        flash(f"Paragraph {found.number} is saved.", "success")
        if "stay" in request.form:
            return redirect(url_for(".paragraph", reference=application.reference, public_id=public_id))
        return to_editor(application, f"paragraph-{found.number}")
    page = render_template(
        "reports/paragraph.html", application=application, form=form, paragraph=found,
        flagged=names_in(form.text.data or "", queries.people_of(application), application.school.name),
        judged=found.part in JUDGED,
    )
    return page, 422 if form.errors else 200


@bp.post("/paragraphs/<public_id>/keep")
@allow(Action.WRITE_ON_ITEM)
def keep_notes(application: Application, public_id: str) -> ResponseReturnValue:
    found = own_paragraph(application, public_id)
    service.keep_notes(found, by=signed_in())
    flash(f"Paragraph {found.number} is kept as it stands.", "success")
    return to_editor(application, f"paragraph-{found.number}")


@bp.post("/paragraphs/<public_id>/place")
@allow(Action.WRITE_ON_ITEM)
def place(application: Application, public_id: str) -> ResponseReturnValue:
    """Earlier, later, or removed; says which button was pressed in `to`."""
    found, to = own_paragraph(application, public_id), request.form.get("to")
    if to == "remove":
        service.remove_paragraph(found, by=signed_in())
        flash(f"Paragraph {found.number} is removed. Its number is not used again.", "success")
        return to_editor(application)
    if to not in ("earlier", "later"):
        raise Refused("Choose whether the paragraph goes earlier or later.")
    service.move_paragraph(found, -1 if to == "earlier" else 1, by=signed_in())
    return to_editor(application, f"paragraph-{found.number}")


@bp.post("/editions")
@allow(Action.WRITE_REPORT)
def make(application: Application) -> ResponseReturnValue:
    """Make a draft, or freeze the final report; a job prints it."""
    kind = request.form.get("kind", "")
    if kind not in ("draft", "final"):
        raise Refused("Choose whether to make a draft or the final report.")
    if kind == "final":
        refuse_if_unsignable(signer())
    back = url_for(".editor", reference=application.reference, _anchor="editions")
    edition = editions.ask_for_edition(application, names(), kind, by=signed_in(), then=back)
    if edition.storage_key or edition.job is None:
        flash(f"Nothing has changed since {edition.kind} {edition.number}: it is still the present one.")
        return to_editor(application, "editions")
    return redirect(url_for("jobs.waiting", public_id=edition.job.public_id))


@bp.get("/editions/<public_id>")
@allow(Action.VIEW_APPLICATION)
def download(application: Application, public_id: str) -> ResponseReturnValue:
    """The stored bytes, checked against their hash. The school has only what was sent or released to it."""
    edition = queries.edition_for(signed_in(), application, public_id)
    if edition.storage_key is None or edition.sha256 is None:
        raise NotFound("This edition has not been made yet. Wait a little, then try again.")
    name = f"{application.reference}-report-{edition.kind}-{edition.number}.pdf"
    return stored_file(edition.storage_key, edition.sha256, edition.size or 0, name)
