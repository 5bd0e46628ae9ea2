"""A copy of an edition as DOCX, for those who must edit outside. It says on each page that it is not the report."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from registration import programs
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.errors import NotFound, Refused
from registration.jobs.models import Job
from registration.jobs.service import apart, ask_for, job_with
from registration.reports.content import ReportContent
from registration.reports.copy_contents import blocks, clean
from registration.reports.editions import edition_called
from registration.reports.frozen import restored
from registration.reports.models import ReportEdition
from registration.storage import Store

JOB = "report_copy"
PROGRAM = Path(__file__).with_name("docx_writer.py")
BOUNDS = programs.Bounds(memory=512 * 1024 * 1024, work=30, wait=90)
MARK = "Copy for editing outside. It is not the report: only the signed PDF is."


def ask_for_copy(application: Application, edition: ReportEdition, *, by: Person) -> Job:
    return ask_for(JOB, {"edition": edition.public_id}, key_of(edition), person=by, application=application)


def key_of(edition: ReportEdition) -> str:
    return f"{JOB}:{edition.public_id}"


def made_copy(edition: ReportEdition) -> Mapping[str, Any]:
    """What the job left: key, hash and size of the stored file. Raises NotFound until it is there."""
    job = job_with(key_of(edition))
    if job is None or job.state != "done":
        raise NotFound("There is no copy of this edition yet. Ask for one on the page of the report.")
    return job.result


def make_copy(job: Job, store: Store) -> Mapping[str, Any]:
    """Write the copy in a program of its own, and store it."""
    edition = edition_called(job.argument["edition"])
    given = json.dumps(said_in(restored(edition.content))).encode()
    path = f"/applications/{edition.report.application.reference}/report/editions/{edition.public_id}/copy.docx"
    with apart(job, 40, "The copy is being written."):
        try:
            done = programs.run(PROGRAM, [], BOUNDS, given=given)
        except programs.TooSlow:
            raise Refused("The copy took too long and was stopped. Shorten the longest texts of the report.") from None
        if done.code != 0 or not done.made.startswith(b"PK"):
            raise Refused("The copy could not be written. Tell the administrator which report it was.")
        stored = store.put([done.made])
    return {
        "href": path, "text": "Download the copy (DOCX)", "storage_key": stored.key, "sha256": stored.sha256,
        "size": stored.size,
    }  # fmt: skip


def said_in(content: ReportContent) -> dict[str, Any]:
    """The copy as the program is given it."""
    return {
        "title": clean(content.title), "mark": MARK, "dated": content.dated.isoformat(),
        "blocks": list(blocks(content)),
    }  # fmt: skip
