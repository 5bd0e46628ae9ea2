"""All questions of an edition as one PDF: printed once for everybody, when somebody first asks for it."""

from collections.abc import Mapping
from typing import Any

import standards
from registration.jobs.models import Job
from registration.jobs.service import ask_for, handles, job_with
from registration.reports.page import document
from registration.reports.paper_jobs import printed_and_kept
from standards.model import Standard

KIND = "standard_questions"
LAYOUT = 1
"""Raise it when the paper changes: every edition is then printed anew."""


def key_of(standard: Standard) -> str:
    return f"{KIND}:{LAYOUT}:{standard.digest}"


def ask_for_questions(standard: Standard) -> Job:
    """The job that prints them. Whoever asks next, from anywhere, gets the same one."""
    return ask_for(KIND, {"edition": standard.edition}, key_of(standard))


def printed_questions(standard: Standard) -> Job | None:
    """The job that prints or has printed them; nothing while nobody has asked."""
    return job_with(key_of(standard))


@handles(KIND)
def print_questions(job: Job) -> Mapping[str, Any]:
    html = document("interest/questions_paper.html", standard=standards.load(job.argument["edition"]))
    return printed_and_kept(job, html)
