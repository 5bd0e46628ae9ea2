"""What reports leave to the worker: printing editions, and the end of the time to check facts."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from registration.access.policy import Action
from registration.jobs.models import Job
from registration.jobs.service import every, handles
from registration.reports import copying, editions, facts
from registration.reports.settings import signer
from registration.workflow import deadlines


@handles(editions.JOB, watched_by=Action.READ_DRAFT_REPORT)
def print_edition(job: Job) -> Mapping[str, Any]:
    return editions.print_edition(job, current_app.extensions["store"], signer())


@handles(copying.JOB, watched_by=Action.READ_DRAFT_REPORT)
def make_copy(job: Job) -> Mapping[str, Any]:
    return copying.make_copy(job, current_app.extensions["store"])


@every(minutes=10)
def let_time_pass() -> None:
    """Make the moves of the clock. A check of facts whose time is over takes along what the school had written."""
    for application in deadlines.let_time_pass():
        facts.close_after_the_clock(application)
