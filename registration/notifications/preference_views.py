"""How letters reach a person, and the private address of their calendar."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_signed_in, public, signed_in
from registration.errors import NotFound
from registration.notifications import feed, pace, ways
from registration.notifications.calendar_file import calendar_file
from registration.notifications.forms import PreferencesForm
from registration.notifications.views import bp

TOO_OFTEN = "This calendar was asked for too often. Ask again in an hour.\n"


@bp.route("/account/letters", methods=["GET", "POST"])
@allow_signed_in
def preferences() -> ResponseReturnValue:
    person = signed_in()
    form = PreferencesForm.of(ways.preference_of(person))
    if form.validate_on_submit():
        ways.prefer(person, form.chosen)
        flash("Your wishes are saved. They hold for every letter from now on.", "success")
        return redirect(url_for(".preferences"))
    found = feed.feed_of(person)
    address = feed.address_of(found) if found else ""
    page = render_template("notifications/preferences.html", form=form, feed=found, address=address)
    return page, 422 if form.errors else 200


@bp.post("/account/calendar")
@allow_signed_in
def make_calendar() -> ResponseReturnValue:
    feed.make_feed(signed_in())
    flash("Your calendar has a new address. Any address it had before no longer works.", "success")
    return redirect(url_for(".preferences", _anchor="calendar"))


@bp.post("/account/calendar/end")
@allow_signed_in
def end_calendar() -> ResponseReturnValue:
    feed.end_feed(signed_in())
    flash("Your calendar is switched off. Its address no longer works.", "success")
    return redirect(url_for(".preferences", _anchor="calendar"))


@bp.get("/calendar/<token>.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    """For calendar programs: no cookie, only the token. An unknown one and one that was ended look the same."""
    person = feed.reader_of(token)
    if person is None:
        raise NotFound
    if pace.too_often(person.public_id):
        return Response(TOO_OFTEN, 429, {"Retry-After": "3600", "Content-Type": "text/plain; charset=utf-8"})
    content = calendar_file("School registration", feed.entries_for(person))
    return Response(content, 200, {
        "Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": "attachment; filename=registration.ics",
    })  # fmt: skip
