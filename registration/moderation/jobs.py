"""What moderation leaves to the worker: printing its minutes."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from registration.access.policy import Action
from registration.jobs.models import Job
from registration.jobs.service import handles
from registration.moderation import minutes_service


@handles(minutes_service.JOB, watched_by=Action.READ_ALL_FINDINGS)
def print_minutes(job: Job) -> Mapping[str, Any]:
    return minutes_service.print_minutes(job, current_app.extensions["store"])
