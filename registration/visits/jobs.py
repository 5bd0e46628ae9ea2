"""Printing the visit's paper pack."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from registration.access.policy import Action
from registration.errors import NotFound
from registration.jobs.models import Job
from registration.jobs.service import apart, handles
from registration.reports.process import printed
from registration.visits.pack import KIND, pack_of


@handles(KIND, watched_by=Action.READ_VISIT_NOTES)
def print_pack(job: Job) -> Mapping[str, Any]:
    if job.application is None:
        raise NotFound
    html = pack_of(job.application)
    path = f"/applications/{job.application.reference}/visit/pack/{job.public_id}"
    with apart(job, 40, "Setting the pages"):
        made = printed(html, "application")
        stored = current_app.extensions["store"].put([made])
    return {
        "href": path, "text": "Download the paper pack", "storage_key": stored.key, "sha256": stored.sha256,
        "size": stored.size,
    }  # fmt: skip
