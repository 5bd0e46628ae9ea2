"""The public side: the front page, the form that expresses interest, and the page behind its private link."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

import standards as editions
from registration.access.guard import public, visitor
from registration.countries import country_name
from registration.interest import private_links, queries, service
from registration.interest.forms import InterestForm, ReplyForm
from registration.interest.models import Interest
from registration.interest.words import ELIGIBILITY, STATUS, in_words
from registration.self_check.models import SelfCheck
from registration.self_check.queries import check_with
from registration.workflow import calendar

bp = Blueprint("interest", __name__)

NOT_SENT = frozenset({"csrf_token", "once", "with_self_check", "fax"})
MINE = "interest"
"""The name under which the session keeps whose private page is open in this browser."""


@bp.route("/")
@public
def front() -> ResponseReturnValue:
    if visitor() is not None:
        return redirect(url_for("accounts.home"))
    return render_template("interest/front.html", standard=editions.current(calendar.in_force.today()))


@bp.route("/interest/", methods=["GET", "POST"])
@public
def express() -> ResponseReturnValue:
    form, check = InterestForm(), check_with(session.get("self_check", ""))
    if form.validate_on_submit():
        sent: dict[str, Any] = {name: value for name, value in form.data.items() if name not in NOT_SENT}
        if check is not None and form.with_self_check.data:
            sent["self_check"] = carried_over(check)
        service.express_interest(sent, network=request.remote_addr or "")
        return redirect(url_for(".thanks"))
    page = render_template("interest/express.html", form=form, check=check, questions=ELIGIBILITY)
    return page, 422 if form.errors else 200


@bp.route("/interest/thanks")
@public
def thanks() -> ResponseReturnValue:
    return render_template("interest/thanks.html")


@bp.get("/interest/yours/<public_id>/<token>")
@public
def follow(public_id: str, token: str) -> ResponseReturnValue:
    """Follow the private link of a letter: what opens the page moves into the cookie, and out of the address."""
    if private_links.opens(public_id, token):
        session[MINE] = public_id
    else:
        session.pop(MINE, None)
    return redirect(url_for(".yours"))


@bp.route("/interest/yours", methods=["GET", "POST"])
@public
def yours() -> ResponseReturnValue:
    """What somebody sent, how it stands, and a place to answer the desk's question."""
    found = own_interest()
    if found is None:
        return render_template("accounts/dead_link.html", what="link of your letter"), 404
    form = ReplyForm() if found.status in ("asked", "answered") or request.method == "POST" else None
    if form is not None and form.validate_on_submit():
        service.answer_question(found, form.answer.data)
        flash("Your answer has been sent. We write to you when a case officer has read it.", "success")
        return redirect(url_for(".yours"))
    page = render_template(
        "interest/yours.html", interest=found, form=form, words=in_words(found.details), statuses=STATUS,
        country_name=country_name, until=private_links.ends_at(found),
    )  # fmt: skip
    return page, 422 if form is not None and form.errors else 200


def own_interest() -> Interest | None:
    """The interest whose private page is open in this browser, while its link lives."""
    public_id = session.get(MINE)
    found = queries.interest_by(public_id, to_change=request.method == "POST") if public_id else None
    return found if found is not None and private_links.still_lives(found) else None


def carried_over(check: SelfCheck) -> dict[str, Any]:
    """The answers as the expression of interest keeps them: a copy, so that both can be deleted apart."""
    return {"edition": check.edition, "answers": check.answers, "on": check.changed_at.date().isoformat()}
