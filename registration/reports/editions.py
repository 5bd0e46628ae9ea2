"""Editions: the report as bytes. A draft has a number; the final one is frozen for good.

An edition's content is frozen when it is asked for. A job prints it, stores the bytes, and writes their
hash into the row. The final one is signed before that, so that its hash is that of the signed file. When nothing
has changed since the last edition, that one is used again.
"""

from typing import Any

from sqlalchemy import select

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotFound, Refused
from registration.jobs.models import Job
from registration.jobs.service import apart, ask_for
from registration.reports.about import Names
from registration.reports.builder import content_of
from registration.reports.frozen import plain, restored, substance
from registration.reports.models import Report, ReportEdition
from registration.reports.page import html_of
from registration.reports.process import put_on_paper
from registration.reports.queries import report_of
from registration.reports.signing import Signer, signed
from registration.storage import Store
from registration.workflow import engine, needs
from registration.workflow.states import State

JOB = "report_edition"


def ask_for_edition(application: Application, names: Names, kind: str, *, by: Person, then: str = "") -> ReportEdition:
    """A draft, or the final report, of what the report says now; printed by a job.

    `then` is the page the waiting person is sent to. When the last edition of that kind says the same, it is
    given again. Raises `Refused` for a final report before every judgement is given and every comment answered.
    """
    report = report_of(application)
    if kind == "final":
        check_ready_to_freeze(application)
    frozen = plain(content_of(report, names, number=next_number(report), draft=kind == "draft", dated=now()))
    edition = report.editions[-1] if report.editions else None
    if edition is None or edition.kind != kind or edition.content_sha256 != substance(frozen):
        edition = ReportEdition(
            number=next_number(report), kind=kind, content=frozen, content_sha256=substance(frozen),
            asked_by_id=by.id,
        )  # fmt: skip
        report.editions.append(edition)
        db.session.flush()
    if edition.storage_key is None:
        argument = {"edition": edition.public_id, "then": then}
        edition.job = ask_for(JOB, argument, f"{JOB}:{edition.public_id}", person=by, application=application)
    return edition


def next_number(report: Report) -> int:
    return report.editions[-1].number + 1 if report.editions else 1


def check_ready_to_freeze(application: Application) -> None:
    if application.state is not State.FINALISING:
        raise Refused("The final report is made once the school has checked the facts.")
    wanted = (needs.every_final_judgement_given, needs.every_gap_has_an_action, needs.every_comment_answered)
    missing = [need.otherwise for need in wanted if not need.holds(application)]
    if missing:
        raise Refused(" ".join(missing))


def is_current(report: Report, names: Names, edition: ReportEdition) -> bool:
    """Nothing that the report says has changed since this edition was made."""
    draft = edition.kind == "draft"
    content = content_of(report, names, number=edition.number, draft=draft, dated=edition.made_at)
    return substance(plain(content)) == edition.content_sha256


def print_edition(job: Job, store: Store, signer: Signer) -> dict[str, Any]:
    """Print an edition, sign it when it is final, and store its bytes. Done before? Then nothing changes."""
    edition = edition_called(job.argument["edition"])
    if edition.storage_key is None:
        frozen, final = edition.content, edition.kind == "final"
        with apart(job, 20, "The pages are being laid out. A long report takes up to a minute."):
            paper = put_on_paper(html_of(restored(frozen)))
            stored = store.put([signed(paper.content, signer) if final else paper.content])
        edition.storage_key, edition.sha256, edition.size = stored.key, stored.sha256, stored.size
        edition.pages = paper.pages
    return {"then": job.argument["then"]} if job.argument.get("then") else {}


def edition_called(public_id: str) -> ReportEdition:
    found = db.session.scalar(select(ReportEdition).where(ReportEdition.public_id == public_id))
    if found is None:
        raise NotFound("There is no such edition of a report.")
    return found


def send_draft(application: Application, names: Names, *, by: Person) -> ReportEdition:
    """Send the last draft to the school for a check of facts. Raises `Refused` when the report changed since."""
    report = report_of(application)
    edition = report.editions[-1] if report.editions else None
    if edition is None or edition.kind != "draft" or edition.storage_key is None:
        raise Refused("Make a draft of the report first, and wait until its PDF is ready.")
    if not is_current(report, names, edition):
        raise Refused(f"The report has changed since draft {edition.number} was made. Make a new draft first.")
    edition.sent_to_school_at = report.sent_for_facts_at = now()
    engine.perform(application, "send_draft", by=by, facts={"draft": edition.number})
    return edition
