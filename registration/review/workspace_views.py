"""The workspace of one criterion: the claim, its evidence in place, the reviewer's marks, notes and finding."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.errors import NotFound
from registration.evidence.queries import version_for
from registration.paging import LARGEST
from registration.review import queries, service, workspace_queries, workspace_service
from registration.review.forms import FindingForm
from registration.review.views import CASE, bp
from registration.review.workspace_forms import StillHoldsForm
from registration.review.workspace_queries import Cited, Viewed
from standards import reasons
from standards.model import Criterion

PARTS = ("show", "keep", "reason")
"""Buttons that keep notes and marks, and leave the finding where it is: typed, not yet saved."""


@bp.app_template_global()
def opened(application: Application, cited: Cited, number: int = 0) -> str:
    """Where cited evidence is opened on a page of its own, at the page it is cited for."""
    page = number or cited.row["page_from"] or 1
    return url_for(
        "evidence.open_version", reference=application.reference, version=cited.row["version"], page=page
    )


@bp.route(f"{CASE}/criteria/<code>", methods=["GET", "POST"])
@allow(Action.READ_OWN_FINDINGS)
def criterion(application: Application, code: str) -> ResponseReturnValue:
    asked = criterion_of(application, code)
    own = queries.sheet(application, signed_in())
    desk = workspace_queries.workspace(application, code, signed_in())
    form = FindingForm.about(asked, application.standard, own.row(code).finding, desk)
    view = None
    if request.method == "POST":
        service.must_be_open(application, signed_in(), form.written)
    if any(part in request.form for part in PARTS):
        view = go_on(application, code, form)
    elif form.validate_on_submit():
        save(application, code, form)
        flash(f"Saved: {code} {asked.title}.", "success")
        return onwards(application, code, own.next_to_do(code))
    elif form.marking.data:
        view = look(application, form, form.marking.data, 0)
    return shown(application, asked, own, form, view), 422 if form.errors else 200


def shown(
    application: Application, asked: Criterion, own: queries.Sheet, form: FindingForm, view: Viewed | None = None,
    keeping: StillHoldsForm | None = None,
) -> str:  # fmt: skip
    code, row = asked.code, own.row(asked.code)
    return render_template(
        "review/criterion.html", application=application, criterion=asked, form=form, row=row, sheet=own,
        keeping=keeping or StillHoldsForm.about(form.desk, row.finding if row.status == "stale" else None),
        claim=queries.claim(application, code), desk=form.desk, view=view, beside=own.beside(code),
        newer=queries.sent_since(application, code, form.seen_round),
        reasons=reasons.by_rating(application.standard, code),
        changes=queries.changes(application, row.finding) if row.finding and row.status == "stale" else [],
    )


def save(application: Application, code: str, form: FindingForm) -> None:
    service.must_have_read(application, code, form.seen_round, form.written)
    service.record_finding(
        application, code, reviewer=signed_in(), rating=form.rating.data, rationale=form.rationale.data or "",
        action=form.action.data or "", confidence=form.confidence.data, sources=form.sources.data or [],
        version=form.opened_with, unopened=(form.unopened.data or "") if form.desk.unopened else "",
    )
    keep(application, code, form)


def keep(application: Application, code: str, form: FindingForm) -> None:
    cited = form.desk.find(form.marking.data or "") if form.mark.name in request.form else None
    workspace_service.keep_notes(
        application, code, reviewer=signed_in(), text=form.notes.data or "", seen=form.notes_seen.data or "",
        citation=cited.key if cited else "", mark=form.mark.data or "", reason=form.mark_reason.data or "",
    )


def go_on(application: Application, code: str, form: FindingForm) -> Viewed | None:
    """Keep notes and mark, then show what was asked for. What is typed as the finding stays in its fields."""
    key, number = place_of(request.form.get("show", ""))
    if not form.validate_without_a_finding():
        return look(application, form, form.marking.data or "", number)
    keep(application, code, form)
    put_reason(application, form, request.form.get("reason", ""))
    cited = form.desk.find(key)
    if cited:
        version = version_for(signed_in(), application, cited.row["version"])
        workspace_service.note_opening(application, version, by=signed_in())
    form.desk = workspace_queries.workspace(application, code, signed_in())
    form.notes.data, form.notes_seen.data = form.desk.notes, form.desk.seen
    form.look_at(key or form.marking.data or "")
    return look(application, form, form.marking.data or "", number)


def look(application: Application, form: FindingForm, key: str, number: int) -> Viewed | None:
    """The page asked for; 0 means the first that is cited."""
    cited = form.desk.find(key)
    if cited is None:
        return None
    return workspace_queries.viewed(application, signed_in(), cited, number or cited.row["page_from"] or 1)


def put_reason(application: Application, form: FindingForm, code: str) -> None:
    """Put a standard reason behind what is written already; the reviewer makes it theirs."""
    chosen = next((one for one in reasons.of(application.standard) if one.code == code), None)
    if chosen:
        form.rationale.data = "\n".join(part for part in (form.rationale.data, chosen.text) if part)


def place_of(pressed: str) -> tuple[str, int]:
    """A citation and the page of it, from the button that was pressed."""
    key, _, number = pressed.partition("/")
    return key, min(int(number), LARGEST) if number.isdecimal() and number.isascii() else 0


@bp.route(f"{CASE}/criteria/<code>/still-holds", methods=["POST"])
@allow(Action.RECORD_FINDING)
def still_holds(application: Application, code: str) -> ResponseReturnValue:
    """Keep a finding through what the school changed. New evidence is opened first, or the reviewer says why not."""
    asked = criterion_of(application, code)
    own = queries.sheet(application, signed_in())
    finding = own.row(code).finding
    desk = workspace_queries.workspace(application, code, signed_in())
    keeping = StillHoldsForm.about(desk, finding)
    if not keeping.validate_on_submit():
        form = FindingForm.about(asked, application.standard, finding, desk, formdata=None)
        return shown(application, asked, own, form, keeping=keeping), 422
    service.must_have_read(application, code, keeping.seen_round, keeping.written)
    service.keep_finding(application, code, reviewer=signed_in(), unopened=keeping.unread.data if keeping.new else "")
    flash(f"Your finding on {code} still holds.", "success")
    return onwards(application, code, own.next_to_do(code))


@bp.route(f"{CASE}/criteria/<code>/minute", methods=["POST"])
@allow(Action.RECORD_FINDING)
def minute(application: Application, code: str) -> dict[str, Any]:
    """The open page says once a minute that it is in front."""
    criterion_of(application, code)
    return {"minutes": workspace_service.count_minute(application, code, reviewer=signed_in())}


def criterion_of(application: Application, code: str) -> Criterion:
    if code not in application.standard.criteria:
        raise NotFound
    return application.standard.criteria[code]


def onwards(application: Application, code: str, following: str | None) -> ResponseReturnValue:
    """After saving: the next criterion to do, the same page, or the sheet when all are done."""
    if "stay" in request.form:
        following = code
    if following:
        return redirect(url_for("review.criterion", reference=application.reference, code=following))
    return redirect(url_for("review.sheet", reference=application.reference))
