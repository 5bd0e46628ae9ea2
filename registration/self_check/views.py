"""The pages of the self-check: open to everybody, one page an area, and what it comes to at the end."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

import standards
from registration.access.guard import public
from registration.errors import NotFound
from registration.interest.editions import areas_beside
from registration.notifications.composing import page_address
from registration.self_check import queries, service
from registration.self_check.forms import CheckForm, about
from registration.self_check.models import SelfCheck
from registration.self_check.readiness import readiness_of
from registration.self_check.words import FEW, HOW, MANY, SCALE, WEEKS, WEEKS_FOR_A_DOCUMENT
from registration.workflow import calendar
from standards.model import Area, Standard

bp = Blueprint("self_check", __name__, url_prefix="/self-check")

KEPT_AS = "self_check"
"""The name under which the session keeps the token of somebody's own self-check."""


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    check = queries.check_with(carried())
    standard = edition_of(check)
    going_on = readiness_of(standard, check.answers) if check else None
    return render_template("self_check/start.html", standard=standard, check=check, readiness=going_on, how=HOW)


@bp.route("/areas/<int:number>", methods=["GET", "POST"])
@public
def area(number: int) -> ResponseReturnValue:
    check = queries.check_with(carried(), to_change=request.method == "POST")
    standard = edition_of(check)
    if number not in [a.number for a in standard.areas]:
        raise NotFound
    here, (before, after) = standard.area(number), areas_beside(standard, number)
    form = about(here, check.answers if check else {})
    if form.validate_on_submit():
        save(check, standard, here, form)
        if after is None or "end" in request.form:
            return redirect(url_for(".readiness"))
        return redirect(url_for(".area", number=after.number))
    page = render_template(
        "self_check/area.html", standard=standard, area=here, before=before, after=after, form=form, check=check,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.get("/readiness")
@public
def readiness() -> ResponseReturnValue:
    check = queries.check_with(carried())
    if check is None:
        flash("There are no answers yet, or their thirty days are over. Begin here.")
        return redirect(url_for(".start"))
    return render_template(
        "self_check/readiness.html", check=check, readiness=readiness_of(edition_of(check), check.answers),
        scale=SCALE, weeks=WEEKS, weeks_for_a_document=WEEKS_FOR_A_DOCUMENT, few=FEW, many=MANY,
        private_link=page_address("self_check.come_back", token=carried()),
    )  # fmt: skip


@bp.route("/back/<token>", methods=["GET", "POST"])
@public
def come_back(token: str) -> ResponseReturnValue:
    """Follow a private link: the token moves into the cookie, and out of the address.

    A link alone changes nothing: else somebody's link could make others fill in that somebody's self-check.
    """
    check = queries.check_with(token)
    if check is None:
        raise NotFound("This self-check is not there any more. Answers are deleted thirty days after the last change.")
    if request.method == "GET" and carried() != token:
        return render_template("self_check/come_back.html", check=check, other=queries.check_with(carried()))
    session[KEPT_AS] = token
    return redirect(url_for(".readiness"))


@bp.post("/forget")
@public
def forget() -> ResponseReturnValue:
    check = queries.check_with(carried())
    if check is not None:
        service.forget_check(check)
    session.pop(KEPT_AS, None)
    flash("Your answers are deleted.", "success")
    return redirect(url_for(".start"))


def save(check: SelfCheck | None, standard: Standard, here: Area, form: CheckForm) -> None:
    """Keep what was answered; the first page that is saved begins the self-check."""
    if check is None:
        check, session[KEPT_AS] = service.begin_check(standard, network=request.remote_addr or "")
    service.save_answers(check, here, form.answers(here))


def carried() -> str:
    """The token this browser carries."""
    return str(session.get(KEPT_AS, ""))


def edition_of(check: SelfCheck | None) -> Standard:
    """The edition a self-check began with, or the one in force today."""
    return standards.load(check.edition) if check else standards.current(calendar.in_force.today())
