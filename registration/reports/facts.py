"""The check of facts: the school's comments by paragraph, and the panel's reply to each."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotFound, Refused
from registration.evidence.models import EvidenceVersion
from registration.evidence.queries import versions_sent
from registration.reports.frozen import restored
from registration.reports.models import FactualComment, Paragraph, Report, ReportEdition
from registration.reports.queries import report_of
from registration.workflow import engine
from registration.workflow.states import State

REPLIES = {"accepted": "Accepted", "partly": "Accepted in part", "not": "Not accepted"}
MOST_COMMENTS = 300


def sent_draft(application: Application) -> ReportEdition:
    """The draft the school was sent last. Raises NotFound when there is none."""
    editions = application.report.editions if application.report else []
    found = next((e for e in reversed(editions) if e.sent_to_school_at), None)
    if found is None:
        raise NotFound("No report has been sent to the school yet.")
    return found


def sent_paragraph(application: Application, number: str) -> str | None:
    """The wording of a paragraph in the draft the school was sent."""
    content = restored(sent_draft(application).content)
    return next((p.text for p in content.paragraphs if p.number == number), None)


def wordings(report: Report) -> dict[str, str]:
    """By public id of each comment: its paragraph as the draft said that the school had then, whatever it says now."""
    sent = [e for e in report.editions if e.sent_to_school_at]
    texts = [{p.number: p.text for p in restored(e.content).paragraphs} for e in sent]
    found = {}
    for comment in report.comments:
        had = [t for e, t in zip(sent, texts, strict=True) if (e.sent_to_school_at or now()) <= comment.written_at]
        found[comment.public_id] = (had or texts)[-1].get(str(comment.paragraph.number), "") if texts else ""
    return found


def proofs(application: Application) -> list[EvidenceVersion]:
    """Versions the school has sent, which the panel can open: what a comment may point to."""
    sent = versions_sent(application)
    wanted = select(EvidenceVersion).where(EvidenceVersion.public_id.in_(sent)).options(
        joinedload(EvidenceVersion.evidence)
    )
    return sorted(db.session.scalars(wanted).unique(), key=lambda version: version.evidence.title.casefold())


def keep_comment(
    report: Report, paragraph: Paragraph, text: str, *, by: Person, proof: str = "", pages: str = ""
) -> FactualComment:
    """The school's comment on a paragraph: new, or changed while it has not been sent. `proof` names a version sent."""
    if not text.strip():
        raise Refused("Write what is wrong in this paragraph, or remove the comment.")
    comment = unsent(report, paragraph)
    if comment is None:
        if len(report.comments) >= MOST_COMMENTS:
            raise Refused(f"There are {MOST_COMMENTS} comments already. Join some of them.")
        comment = FactualComment(paragraph=paragraph, text=text, author=by)
        report.comments.append(comment)
    shown = {version.public_id: version for version in proofs(report.application)} if proof else {}
    if proof and proof not in shown:
        raise Refused("Choose the evidence from what you sent.", {"Comment": text})
    comment.evidence_version, comment.pages = shown.get(proof), pages if proof else ""
    comment.text, comment.updated_by_id = text, by.id
    db.session.flush()
    return comment


def unsent(report: Report, paragraph: Paragraph) -> FactualComment | None:
    return next((c for c in report.comments if c.paragraph == paragraph and c.sent_at is None), None)


def remove_comment(comment: FactualComment) -> None:
    if comment.sent_at is not None:
        raise Refused("This comment has been sent and can no longer be removed.")
    db.session.delete(comment)


def answer_facts(application: Application, *, by: Person) -> None:
    """The principal's answer: every comment kept so far is sent, or that there is none."""
    report = report_of(application)
    engine.perform(application, "answer_facts", by=by, facts={"comments": len(waiting(report))})
    send_waiting(report)


def waiting(report: Report) -> list[FactualComment]:
    return [c for c in report.comments if c.sent_at is None]


def send_waiting(report: Report) -> None:
    for comment in waiting(report):
        comment.sent_at = now()


def close_after_the_clock(application: Application) -> None:
    """The time to answer has passed: comments that were written and not sent are taken as sent, so none is lost."""
    if application.state is State.FINALISING and application.report is not None:
        send_waiting(application.report)


def reply_to(comment: FactualComment, *, reply: str, reason: str, by: Person) -> None:
    """The panel's reply: accepted, partly or not, and why."""
    if comment.sent_at is None:
        raise NotFound("There is no such comment.")
    if reply not in REPLIES:
        raise Refused("Choose whether the comment is accepted, accepted in part or not accepted.")
    if not reason.strip():
        raise Refused("Say why, so that the school understands the reply.")
    comment.reply, comment.reply_reason, comment.replied_by, comment.replied_at = reply, reason, by, now()
    comment.updated_by_id = by.id
