"""What moderation leaves to the worker: printing its minutes."""

from collections.abc import Mapping
from typing import Any

from registration.access.policy import Action
from registration.jobs.models import Job
from registration.jobs.service import handles
from registration.moderation.minutes_service import JOB, minutes_called
from registration.reports.page import document
from registration.reports.paper_jobs import printed_and_kept


@handles(JOB, watched_by=Action.READ_ALL_FINDINGS)
def print_minutes(job: Job) -> Mapping[str, Any]:
    """Print what was frozen, and store the bytes. Done before? Then nothing changes."""
    made = minutes_called(job.argument["minutes"])
    path = f"/applications/{made.application.reference}/moderation/minutes/{made.public_id}.pdf"
    if made.storage_key is None:
        kept = printed_and_kept(job, document("moderation/minutes.html", minutes=made.content), "report")
        made.storage_key, made.sha256, made.size = kept["storage_key"], kept["sha256"], kept["size"]
    return {"href": path, "text": "Download the minutes (PDF)"}
