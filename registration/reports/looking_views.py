"""Pages to look at a report with: its gaps, two editions side by side, the school's own view, and a copy to edit."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.downloads import stored_file
from registration.paging import whole
from registration.reports import copying, queries
from registration.reports.charts import on_screen
from registration.reports.comparing import comparison
from registration.reports.frozen import restored
from registration.reports.gaps import gaps_of
from registration.reports.previewing import page_of
from registration.reports.views import bp
from registration.reports.writers import in_place_of_lead, items_of
from registration.workflow import clocks

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/gaps")
@allow(Action.READ_DRAFT_REPORT)
def gaps(application: Application) -> ResponseReturnValue:
    """Everything that is missing or to be looked at, each with the page to mend it on."""
    report = queries.report_of(application, editions=False)
    kinds = gaps_of(application, report)
    return render_template(
        "reports/gaps.html", application=application, kinds=kinds,
        can_write=allowed(signed_in(), Action.WRITE_REPORT, application), mine=items_of(signed_in(), application),
        in_place=in_place_of_lead(application),
        must=sum(len(kind.gaps) for kind in kinds if kind.must),
        may=sum(len(kind.gaps) for kind in kinds if not kind.must),
    )  # fmt: skip


@bp.get("/compare")
@allow(Action.READ_DRAFT_REPORT)
def compare(application: Application) -> ResponseReturnValue:
    """Two editions; without a choice the last two."""
    made = queries.report_of(application, comments=False).editions
    last = [edition.number for edition in made][-2:] or [0]
    old = request.args.get("old", last[0], type=whole)
    new = request.args.get("new", last[-1], type=whole)
    chosen = {edition.number: edition for edition in made if edition.number in (old, new)}
    both = old != new and len(chosen) == 2
    found = comparison(restored(chosen[old].content), restored(chosen[new].content)) if both else None
    return render_template(
        "reports/compare.html", application=application, editions=made, old=old, new=new, chosen=chosen, found=found
    )


@bp.get("/preview")
@allow(Action.READ_DRAFT_REPORT)
def preview(application: Application) -> ResponseReturnValue:
    """The report as it stands now, on the page the school will read it on. Nothing is made or sent."""
    content = page_of(queries.report_of(application, comments=False))
    return render_template(
        "reports/preview.html", application=application, content=content, chart=on_screen(content),
        days=clocks.DAYS["factual_check"],
    )  # fmt: skip


@bp.post("/editions/<public_id>/copy")
@allow(Action.READ_DRAFT_REPORT)
def ask_for_copy(application: Application, public_id: str) -> ResponseReturnValue:
    queries.report_of(application, comments=False)
    job = copying.ask_for_copy(application, queries.edition_for(signed_in(), application, public_id), by=signed_in())
    return redirect(url_for("jobs.waiting", public_id=job.public_id))


@bp.get("/editions/<public_id>/copy.docx")
@allow(Action.READ_DRAFT_REPORT)
def copy(application: Application, public_id: str) -> ResponseReturnValue:
    queries.report_of(application, comments=False)
    edition = queries.edition_for(signed_in(), application, public_id)
    made = copying.made_copy(edition)
    name = f"{application.reference}-copy-of-{edition.kind}-{edition.number}.docx"
    return stored_file(made["storage_key"], made["sha256"], made["size"], name, WORD)
