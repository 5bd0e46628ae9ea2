"""Printing the visit's paper pack."""

from collections.abc import Mapping
from typing import Any

from registration.access.policy import Action
from registration.errors import NotFound
from registration.jobs.models import Job
from registration.jobs.service import handles
from registration.reports.paper_jobs import printed_and_kept
from registration.visits.pack import KIND


@handles(KIND, watched_by=Action.READ_VISIT_NOTES)
def print_pack(job: Job) -> Mapping[str, Any]:
    """Print the page as it stood when it was asked for. It is let go afterwards, for the file is there."""
    if job.application is None:
        raise NotFound
    path = f"/applications/{job.application.reference}/visit/pack/{job.public_id}"
    made = printed_and_kept(job, job.argument["html"])
    job.argument = {}
    return {"href": path, "text": "Download the paper pack", **made}
