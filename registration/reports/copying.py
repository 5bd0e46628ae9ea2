"""A copy of an edition as DOCX, for those who must edit outside. It says on each page that it is not the report."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from registration import programs
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.errors import NotFound, Refused
from registration.jobs.models import Job
from registration.jobs.service import apart, ask_for, job_with
from registration.reports.content import CriterionFinding, Paragraph, ReportContent
from registration.reports.editions import edition_called
from registration.reports.frozen import restored
from registration.reports.models import ReportEdition
from registration.reports.page import UNSEEN, day
from registration.storage import Store

JOB = "report_copy"
PROGRAM = Path(__file__).with_name("docx_writer.py")
BOUNDS = programs.Bounds(memory=512 * 1024 * 1024, work=30, wait=90)
MARK = "Copy for editing outside. It is not the report: only the signed PDF is."

Block = dict[str, Any]


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


def blocks(content: ReportContent) -> Iterator[Block]:
    """What the report says, in its order, with the numbers of its paragraphs."""
    facts = [("School", content.school), ("Reference", content.reference), ("Standard", content.standard)]
    yield table(("About this report", ""), [*facts, *((f.name, f.value) for f in content.cover)])
    yield from (plain(text) for text in content.about)
    yield heading("The school and its context")
    yield from numbered(content.narrative)
    yield heading("Outcome and key findings")
    if content.outcome:
        yield plain(f"{content.outcome.label}. {content.outcome.meaning} {content.outcome.because}".strip())
    yield from numbered(content.key_findings)
    yield heading("Judgements")
    yield table(
        ("Criterion", "Title", "Judgement"), ((f.code, f.title, f.judgement.label) for f in content.findings)
    )
    yield heading("Findings by criterion")
    for area in content.areas:
        yield heading(f"{area.number} {area.title}", 2)
        for finding in area.findings:
            yield from of_criterion(finding)
    if content.conditions:
        yield heading("Conditions")
        rows = ((str(c.number), c.criterion, c.text, c.proof, day(c.due)) for c in content.conditions)
        yield table(("Number", "Criterion", "What", "Shown by", "Due"), rows)
    for title, paragraphs in (
        ("Recommendations", content.recommendations), ("Examination arrangements", content.arrangements),
        ("Record of the visit", content.visit.narrative),
    ):  # fmt: skip
        yield heading(title)
        yield from numbered(paragraphs)
    if content.comments:
        yield heading("Comments on facts, and replies")
        said = ((c.paragraph, c.comment, f"{c.answer} {c.reason}".strip()) for c in content.comments)
        yield table(("Paragraph", "Comment", "Reply of the panel"), said)
    yield heading("Next steps")
    yield from (plain(text) for text in content.next_steps)


def of_criterion(finding: CriterionFinding) -> Iterator[Block]:
    yield heading(f"{finding.code} {finding.title}", 3)
    yield plain(f"Judgement: {finding.judgement.label}")
    yield from numbered(finding.seen)
    if finding.strengths:
        yield plain("Strengths")
        yield from numbered(finding.strengths)
    if finding.action:
        yield plain("Action")
        yield block("paragraph", number=finding.action.number, text=finding.action.text)


def numbered(paragraphs: Iterable[Paragraph]) -> Iterator[Block]:
    yield from (block("paragraph", number=p.number, text=p.text) for p in paragraphs)


def plain(text: str) -> Block:
    return block("paragraph", number="", text=text)


def heading(text: str, level: int = 1) -> Block:
    return {"kind": "heading", "level": level, "text": clean(text)}


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Block:
    return {"kind": "table", "columns": list(columns), "rows": [[clean(cell) for cell in row] for row in rows]}


def block(kind: str, **texts: str) -> Block:
    return {"kind": kind, **{name: clean(text) for name, text in texts.items()}}


def clean(text: str) -> str:
    """Without what XML cannot hold."""
    return UNSEEN.sub("\ufffd", text)
