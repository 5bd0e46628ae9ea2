"""Keeping lists of the queue under a name, and saying what has been seen."""

from datetime import UTC, datetime
from urllib.parse import parse_qs

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.errors import Refused
from registration.review.queue_filters import asked
from registration.review.queue_forms import KeepForm
from registration.review.queue_views import STAFF, page_of_list
from registration.review.views import bp
from registration.worklists import service


@bp.route("/queue/keep", methods=["POST"])
@allow_role(*STAFF)
def keep_list() -> ResponseReturnValue:
    """Under a name; only what makes sense of the address is kept."""
    filters, form = asked(parse_qs(request.form.get("address", "")[:2_000])), KeepForm()
    if not form.validate_on_submit():
        return page_of_list(filters, keeping=form), 422
    kept = service.keep_list(signed_in(), form.name.data, filters.address)
    flash(f"The list is kept as “{kept.name}”.", "success")
    return redirect(url_for("review.queue") + (f"?{filters.address}" if filters.address else ""))


@bp.route("/queue/lists/<public_id>/forget", methods=["POST"])
@allow_role(*STAFF)
def forget_list(public_id: str) -> ResponseReturnValue:
    service.forget_list(signed_in(), public_id)
    flash("The list is no longer kept. Its cases are where they were.", "success")
    return redirect(url_for("review.queue"))


@bp.route("/queue/seen", methods=["POST"])
@allow_role(*STAFF)
def seen() -> ResponseReturnValue:
    """Everything that had happened when the page was made has been seen."""
    try:
        until = datetime.fromisoformat(request.form.get("until", "")[:40]).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused("Open the queue again, and say there that you have seen it.") from error
    service.mark_seen(signed_in(), until)
    flash("Noted. From now on the queue marks what others have moved since.", "success")
    return redirect(url_for("review.queue"))
