"""Moderation: the table of differences, and one criterion with its findings side by side."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.errors import NotFound
from registration.filters import plural
from registration.moderation import asides, for_decision, minutes_service, queries, service
from registration.moderation.for_decision import NamedItem
from registration.moderation.forms import AgreeForm, ComeBackForm, StandAsideForm
from registration.moderation.queries import Row, Table
from registration.moderation.spread import spread

bp = Blueprint("moderation", __name__, url_prefix="/applications/<reference>/moderation")


@bp.app_template_global()
def items_for_decision(application: Application) -> list[NamedItem]:
    """What is named to whoever decides; `moderation/_for_decision.html` shows it on the page of the determination."""
    return for_decision.items_for_decision(application)


@bp.route("/")
@allow(Action.READ_ALL_FINDINGS)
def table(application: Application) -> ResponseReturnValue:
    found = queries.read_by(application, queries.table(application), signed_in())
    return render_template(
        "moderation/table.html", application=application, table=found, spread=spread(application, found),
        views=queries.VIEWS, view=queries.view_called(request.args.get("show")),
        minutes=minutes_service.minutes_of(application),
    )


@bp.route("/<code>", methods=["GET", "POST"])
@allow(Action.READ_ALL_FINDINGS)
def criterion(application: Application, code: str) -> ResponseReturnValue:
    found, row = opened(application, code)
    form = AgreeForm.about(found, row, application.standard)
    if request.method == "POST":
        service.must_lead(application, found, row, signed_in(), form.written)
    if form.validate_on_submit():
        service.agree(
            application, code, rating=form.rating.data, reason=form.reason.data or "",
            discussion=form.discussion.data or "", version=form.opened_with, by=signed_in(), meeting=form.meeting,
            divided=form.divided,
        )  # fmt: skip
        flash(f"Agreed: {code} {row.criterion.title}.", "success")
        return onwards(application, code, found.next_to_settle(code, signed_in()))
    return shown(application, found, row, form=form)


@bp.route("/<code>/stand-aside", methods=["POST"])
@allow(Action.STAND_ASIDE)
def stand_aside(application: Application, code: str) -> ResponseReturnValue:
    found, row = opened(application, code)
    anybody = allowed(signed_in(), Action.MODERATE, application)
    leaving = StandAsideForm.about(found, row, signed_in(), anybody=anybody)
    if not leaving.validate_on_submit():
        return shown(application, found, row, leaving=leaving)
    asides.stand_aside(
        application, found, code, person=leaving.person.data, reason=leaving.tie.data or "", by=signed_in()
    )
    flash(f"This is kept. They leave the meeting for {code}, and their finding on it does not count.", "success")
    return redirect(url_for("moderation.criterion", reference=application.reference, code=code))


@bp.route("/<code>/come-back", methods=["POST"])
@allow(Action.STAND_ASIDE)
def come_back(application: Application, code: str) -> ResponseReturnValue:
    found, row = opened(application, code)
    back = ComeBackForm.about(found, row)
    if not back.validate_on_submit():
        return shown(application, found, row, back=back)
    asides.come_back(application, found, back.whom.data, reason=back.why_back.data or "", by=signed_in())
    flash(f"They take part in {code} again, and their finding counts.", "success")
    return redirect(url_for("moderation.criterion", reference=application.reference, code=code))


@bp.route("/agree-identical", methods=["POST"])
@allow(Action.MODERATE)
def agree_identical(application: Application) -> ResponseReturnValue:
    number = service.agree_identical(application, by=signed_in())
    flash(f"Agreed {plural(number, 'criterion', 'criteria')} on which everybody found the same.", "success")
    return redirect(url_for("moderation.table", reference=application.reference))


def opened(application: Application, code: str) -> tuple[Table, Row]:
    if code not in application.standard.criteria:
        raise NotFound
    found = queries.table(application)
    return found, found.row(code)


def shown(
    application: Application, found: Table, row: Row, *, form: AgreeForm | None = None,
    leaving: StandAsideForm | None = None, back: ComeBackForm | None = None,
) -> ResponseReturnValue:  # fmt: skip
    """The page of one criterion, with the form that was sent and others as they stood."""
    me, chair = signed_in(), found.chair(row)
    agrees = service.leads(application, found, row, me)
    found = queries.read_by(application, found, me)
    row = found.row(row.criterion.code)
    anybody = allowed(me, Action.MODERATE, application)
    faults = [sent for sent in (form, leaving, back) if sent is not None and sent.errors]
    page = render_template(
        "moderation/criterion.html", application=application, table=found, row=row, chair=chair,
        former=found.former.get(row.criterion.code, ()),
        form=form or AgreeForm.about(found, row, application.standard, formdata=None),
        leaving=leaving or StandAsideForm.about(found, row, me, anybody=anybody, formdata=None),
        back=back or ComeBackForm.about(found, row, formdata=None),
        present=queries.names_present(application, row.agreed), faults=faults, hidden=me.id in row.asides,
        agrees=agrees,
    )  # fmt: skip
    return page, 422 if faults else 200


def onwards(application: Application, code: str, following: str | None) -> ResponseReturnValue:
    """After saving: the next criterion to settle, the same page, or the table when all are settled."""
    if "stay" in request.form:
        following = code
    if following:
        return redirect(url_for("moderation.criterion", reference=application.reference, code=following))
    return redirect(url_for("moderation.table", reference=application.reference))
