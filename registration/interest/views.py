"""The public side: the front page, the standards, and the form that expresses interest."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import standards as editions
from registration.access.guard import public, visitor
from registration.interest import service
from registration.interest.forms import InterestForm
from registration.workflow import calendar

bp = Blueprint("interest", __name__)

NOT_SENT = frozenset({"csrf_token", "once"})


@bp.route("/")
@public
def front() -> ResponseReturnValue:
    if visitor() is not None:
        return redirect(url_for("accounts.home"))
    return render_template("interest/front.html", standard=editions.current(calendar.in_force.today()))


@bp.route("/standards/")
@public
def standards() -> ResponseReturnValue:
    return render_template(
        "interest/standards.html", standard=edition_asked_for(), editions=editions.editions()
    )


@bp.route("/standards/<int:number>")
@public
def area(number: int) -> ResponseReturnValue:
    standard = edition_asked_for()
    numbers = [a.number for a in standard.areas]
    if number not in numbers:
        abort(404)
    place = numbers.index(number)
    return render_template(
        "interest/area.html",
        standard=standard,
        area=standard.area(number),
        before=standard.areas[place - 1] if place else None,
        after=standard.areas[place + 1] if place + 1 < len(numbers) else None,
    )


@bp.route("/interest/", methods=["GET", "POST"])
@public
def express() -> ResponseReturnValue:
    form = InterestForm()
    if form.validate_on_submit():
        sent = {name: value for name, value in form.data.items() if name not in NOT_SENT}
        service.express_interest(sent, network=request.remote_addr or "")
        return redirect(url_for(".thanks"))
    return render_template("interest/express.html", form=form), 422 if form.errors else 200


@bp.route("/interest/thanks")
@public
def thanks() -> ResponseReturnValue:
    return render_template("interest/thanks.html")


def edition_asked_for() -> editions.Standard:
    """The edition named in the address, or the one in force today."""
    name = request.args.get("edition", "")
    if not name:
        return editions.current(calendar.in_force.today())
    known = {standard.edition: standard for standard in editions.editions()}
    return known[name] if name in known else abort(404)
