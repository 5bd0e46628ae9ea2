"""Keeping what somebody types, and the list of their own drafts."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_signed_in, signed_in
from registration.drafts import catching, queries, service
from registration.drafts.answers import TooMuch, plain
from registration.errors import NotFound, Refused
from registration.filters import zone_shown

bp = Blueprint("drafts", __name__, url_prefix="/drafts")


@bp.post("")
@allow_signed_in
def autosave() -> ResponseReturnValue:
    """Keep what stands in a form while it is typed. The form is one that was shown to this very person."""
    person, title = signed_in(), plain(request.form.get("_title", ""))[:200]
    try:
        place, answers = catching.sent()
        if place is None or place.person_id != person.id:
            raise NotFound
        at = service.keep_typed(place, catching.view_sent(), answers, person=person, title=title)
    except TooMuch as much:
        raise Refused(str(much)) from much
    if at is None:
        raise NotFound("You can no longer see this case. What you typed is kept for you under “Your drafts”.")
    return jsonify(at=f"{at.astimezone(ZoneInfo(zone_shown())):%H:%M}")


@bp.get("")
@allow_signed_in
def mine() -> ResponseReturnValue:
    return render_template("drafts/mine.html", drafts=queries.drafts_of(signed_in()))


@bp.post("/<public_id>/discard")
@allow_signed_in
def discard(public_id: str) -> ResponseReturnValue:
    """Throw one's own draft away, and go back to the form or to the list it was thrown away from."""
    draft = queries.draft_of(signed_in(), public_id)
    page = draft.place.partition("#")[0]
    service.throw_away(draft)
    flash("The draft is thrown away. What was saved before is as it was.", "success")
    return redirect(page if request.form.get("from") == "form" else url_for(".mine"))


