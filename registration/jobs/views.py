"""The page of somebody who waits."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_signed_in, signed_in
from registration.jobs import service

bp = Blueprint("jobs", __name__, url_prefix="/jobs")


@bp.get("/<public_id>")
@allow_signed_in
def waiting(public_id: str) -> ResponseReturnValue:
    job = service.job_for(signed_in(), public_id)
    if job.state == "done" and job.result.get("then"):
        return redirect(job.result["then"])
    return render_template("jobs/waiting.html", job=job)
