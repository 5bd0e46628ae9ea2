"""The application as a PDF, made outside the request from what was frozen, and kept; alone or for the archive."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from registration.access.policy import Action
from registration.accounts.models import Person
from registration.applications.dossier import dossier_of, hidden_ratings
from registration.applications.models import Application, Submission
from registration.database import db
from registration.errors import NotFound
from registration.jobs.models import Job
from registration.jobs.service import ask_for, handles
from registration.reports.page import document
from registration.reports.paper_jobs import printed_and_kept

KIND = "application_pdf"
ARCHIVE = "application_archive"


def key_of(submission: Submission, ratings: bool) -> str:
    return f"{KIND}:{submission.application_id}:{submission.round}:{'whole' if ratings else 'without ratings'}"


def ask_for_pdf(application: Application, submission: Submission, person: Person) -> Job:
    """The job that prints what was sent; a reviewer who has not judged everything gets it without self-ratings."""
    ratings = not hidden_ratings(application, person)
    argument = {"submission": submission.id, "ratings": ratings}
    return ask_for(KIND, argument, key_of(submission, ratings), person=person, application=application)


def ask_for_archive(application: Application, submission: Submission, person: Person) -> Job:
    """The job that prints what the archive needs; it leads to the archive, which is made as it is sent."""
    ratings = not hidden_ratings(application, person)
    argument = {"submission": submission.id, "ratings": ratings}
    key = key_of(submission, ratings).replace(KIND, ARCHIVE)
    return ask_for(ARCHIVE, argument, key, person=person, application=application)


@handles(ARCHIVE, watched_by=Action.READ_SUBMISSION)
def prepare_archive(job: Job) -> Mapping[str, Any]:
    """Print the application, unless that was done before."""
    submission = db.session.get_one(Submission, job.argument["submission"])
    path = f"/applications/{submission.application.reference}/dossier/{submission.round}.zip"
    made = done_job(key_of(submission, job.argument["ratings"])) or print_application(job)
    return {**made, "href": path, "text": "Download everything as a ZIP"}


@handles(KIND, watched_by=Action.READ_SUBMISSION)
def make_pdf(job: Job) -> Mapping[str, Any]:
    return print_application(job)


def print_application(job: Job) -> Mapping[str, Any]:
    submission = db.session.get_one(Submission, job.argument["submission"])
    hidden = () if job.argument["ratings"] else tuple(submission.snapshot["fingerprints"])
    html = document(
        "applications/application_pdf.html", dossier=dossier_of(submission.snapshot, hidden), round=submission.round,
        sent_at=submission.sent_at, sha256=submission.sha256, zone=submission.snapshot["school"]["time_zone"],
    )  # fmt: skip
    path = f"/applications/{submission.application.reference}/pdf/{submission.round}"
    return {"href": path, "text": "Download the application as a PDF", **printed_and_kept(job, html)}


def made_pdf(application: Application, submission: Submission, person: Person) -> Mapping[str, Any]:
    """What a finished job left: key, hash and size of the stored file. Raises NotFound until it is there."""
    key = key_of(submission, ratings=not hidden_ratings(application, person))
    made = done_job(key) or done_job(key.replace(KIND, ARCHIVE))
    if made is None:
        raise NotFound
    return made


def done_job(key: str) -> Mapping[str, Any] | None:
    """The result of the job with this key, if it is done."""
    job = db.session.scalars(select(Job).where(Job.key == key, Job.state == "done")).one_or_none()
    return job.result if job is not None and job.result else None
