"""The visit's paper pack: asked for by a button, printed outside the request, downloaded."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.downloads import stored_file
from registration.visits import pack as paper
from registration.visits.views import bp


@bp.post("/pack")
@allow(Action.READ_VISIT_NOTES)
def pack(application: Application) -> ResponseReturnValue:
    """Have it printed as the plan stands now."""
    job = paper.ask_for_pack(application, by=signed_in())
    return redirect(url_for("jobs.waiting", public_id=job.public_id))


@bp.get("/pack/<pack_id>")
@allow(Action.READ_VISIT_NOTES)
def download_pack(application: Application, pack_id: str) -> ResponseReturnValue:
    made = paper.pack_made(application, pack_id)
    return stored_file(made["storage_key"], made["sha256"], made["size"], f"visit-{application.reference}.pdf")
