"""The minutes of moderation: asked for, and downloaded."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.downloads import stored_file
from registration.moderation import minutes_service
from registration.moderation.views import bp
from registration.reports.settings import names


@bp.post("/minutes")
@allow(Action.WRITE_MINUTES)
def make_minutes(application: Application) -> ResponseReturnValue:
    made = minutes_service.ask_for_minutes(application, names(), by=signed_in())
    if made.storage_key or made.job is None:
        flash(f"Nothing has changed since minutes {made.number}: they are still the present ones.")
        return redirect(url_for("moderation.table", reference=application.reference, _anchor="minutes"))
    return redirect(url_for("jobs.waiting", public_id=made.job.public_id))


@bp.get("/minutes/<public_id>.pdf")
@allow(Action.READ_ALL_FINDINGS)
def minutes(application: Application, public_id: str) -> ResponseReturnValue:
    """The stored bytes, checked against their hash."""
    made = minutes_service.minutes_for(signed_in(), application, public_id)
    name = f"{application.reference}-minutes-{made.number}.pdf"
    return stored_file(made.storage_key or "", made.sha256 or "", made.size or 0, name)
