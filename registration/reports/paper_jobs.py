"""What most jobs that print have in common."""

from typing import Any

from flask import current_app

from registration.jobs.models import Job
from registration.jobs.service import apart
from registration.reports.process import printed


def printed_and_kept(job: Job, html: str, style: str = "application") -> dict[str, Any]:
    """Key, hash and size of a page that was set as a PDF in one of the styles for paper, and stored."""
    with apart(job, 40, "The pages are being set."):
        stored = current_app.extensions["store"].put([printed(html, style)])
    return {"storage_key": stored.key, "sha256": stored.sha256, "size": stored.size}
