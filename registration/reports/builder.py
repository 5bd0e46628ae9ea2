"""From the records of a case to everything its report says.

What the school sent is read from its frozen submission, never from its working copy. The body's own
records are read as they stand: a draft shows them so, and an edition freezes them.
"""

from collections.abc import Mapping
from datetime import datetime

from registration.access.roles import Capacity
from registration.applications.models import Application
from registration.applications.snapshot import digest
from registration.moderation.counting import counting
from registration.reports import about
from registration.reports.about import Names
from registration.reports.content import (
    Action,
    Approval,
    AreaFindings,
    Condition,
    Considered,
    CriterionFinding,
    Fact,
    FactualComment,
    Judgement,
    Outcome,
    PanelMember,
    Paragraph,
    ReportContent,
)
from registration.reports.from_application import Sent
from registration.reports.models import FactualComment as Commented, Paragraph as Written, Report
from registration.reports.of_visit import dates_of, mode_of, visit_record
from registration.reports.queries import final_findings, present
from registration.reports.sections import (
    ACTION,
    ARRANGEMENTS,
    CONTEXT,
    CRITERION,
    FINDING,
    KEY_FINDINGS,
    RECOMMENDATIONS,
    SEEN,
    STRENGTHS,
    VISIT,
)
from registration.review.queries import SOURCES
from registration.workflow.states import State
from standards.model import Area, Criterion, Rating, Standard
from standards.outcome import suggest

NOT_JUDGED = Judgement("open", "Not judged yet", "neutral", None, "The panel has not given its final judgement yet.")
REPLIES = {"accepted": "Accepted", "partly": "Accepted in part", "not": "Not accepted"}
TOLD = {
    "submit": "Application sent", "begin_desk_review": "Desk review begun", "open_moderation": "Moderation opened",
    "record_visit": "Visit held", "conclude_without_visit": "Concluded without a visit",
    "send_draft": "Draft sent to the school", "answer_facts": "Facts checked by the school",
    "return_report": "Report returned by the decision maker",
}  # fmt: skip
"""The steps of a case that its report tells, by the name of the move."""


def content_of(report: Report, names: Names, *, number: int, draft: bool, dated: datetime) -> ReportContent:
    """Everything the report says now, as edition `number` of this day."""
    application = report.application
    sent = Sent(application)
    comments = comments_of(report, sent)
    return ReportContent(
        body=names.body,
        school=sent.school,
        reference=application.reference,
        standard=f"{application.standard.title}, edition {application.standard.edition}",
        version=number,
        draft=draft,
        dated=dated,
        cover=(
            Fact("Country of registration", sent.country),
            Fact("Dates of the visit", dates_of(application.visit, names.zone)),
            Fact("Mode of the visit", mode_of(application.visit)),
        ),
        about=about.paragraphs(application.standard, draft),
        scale=scale_of(report),
        context=sent.context(),
        context_tables=sent.tables(),
        narrative=paragraphs(report, CONTEXT),
        outcome=None if draft else outcome_of(application),
        key_findings=paragraphs(report, KEY_FINDINGS),
        areas=tuple(area_of(report, area, sent) for area in application.standard.areas),
        conditions=() if draft else conditions_of(application),
        recommendations=paragraphs(report, RECOMMENDATIONS),
        examinations=sent.examinations(),
        arrangements=paragraphs(report, ARRANGEMENTS),
        visit=visit_record(application, names.zone, paragraphs(report, VISIT)),
        comments=comments,
        next_steps=about.next_steps(names, draft),
        register=sent.register(),
        panel=panel_of(application),
        approvals=approvals_of(application),
        fingerprint=fingerprints(application),
    )


def paragraphs(report: Report, section: str, code: str | None = None, *parts: str) -> tuple[Paragraph, ...]:
    found = present(report, section, code)
    return tuple(shown(p) for p in found if not parts or p.part in parts)


def shown(paragraph: Written) -> Paragraph:
    return Paragraph(str(paragraph.number), paragraph.text)


def scale_of(report: Report) -> tuple[Judgement, ...]:
    steps = tuple(judgement_of(rating) for rating in report.application.standard.ratings)
    judged = final_findings(report.application)
    return steps if judged.keys() >= report.application.standard.criteria.keys() else (*steps, NOT_JUDGED)


def judgement_of(rating: Rating) -> Judgement:
    return Judgement(rating.code, rating.label, rating.tone, rating.value, rating.description)


def area_of(report: Report, area: Area, sent: Sent) -> AreaFindings:
    return AreaFindings(
        str(area.number), area.title, tuple(finding_of(report, criterion, sent) for criterion in area.criteria)
    )


def finding_of(report: Report, criterion: Criterion, sent: Sent) -> CriterionFinding:
    code, standard = criterion.code, report.application.standard
    agreed = final_findings(report.application).get(code)
    action = next(iter(paragraphs(report, CRITERION, code, ACTION)), None)
    return CriterionFinding(
        code=code,
        title=criterion.title,
        requirement=criterion.requirement,
        judgement=judgement_of(standard.rating(agreed.rating)) if agreed else NOT_JUDGED,
        essential=criterion.essential,
        relied_on=relied_on(report.application, code),
        evidence=sent.considered(code),
        seen=paragraphs(report, CRITERION, code, FINDING, SEEN),
        strengths=paragraphs(report, CRITERION, code, STRENGTHS),
        action=Action(action.text, action.number) if action else None,
    )


def relied_on(application: Application, code: str) -> tuple[str, ...]:
    """The kinds of evidence the panel relied on for a criterion, all reviewers together."""
    kinds = {kind for finding in counting(application) if finding.criterion_code == code for kind in finding.sources}
    if application.visit and any(n.criterion_code == code and n.text.strip() for n in application.visit.notes):
        kinds.add("visit")
    return tuple(SOURCES.get(kind, kind).lower() for kind in sorted(kinds))


def outcome_of(application: Application) -> Outcome:
    """What the rules of the edition suggest. A person decides, after the report is final."""
    standard = application.standard
    suggested = suggest(standard, {code: agreed.rating for code, agreed in final_findings(application).items()})
    if not suggested.finished:
        return Outcome("Not yet to be said", suggested.sentence)
    meaning = standard.outcome(suggested.outcome).meaning
    return Outcome(suggested.label, meaning, suggested.sentence, tone=TONES.get(suggested.outcome, "neutral"))


TONES = {"approve": "good", "approve_with_conditions": "partial", "defer": "unknown", "do_not_approve": "gap"}


def conditions_of(application: Application) -> tuple[Condition, ...]:
    wanted = [c for c in application.conditions if c.status != "dropped"]
    return tuple(
        Condition(number, c.criterion_code, c.what, c.proof, c.due_on, c.owner) for number, c in enumerate(wanted, 1)
    )


def comments_of(report: Report, sent: Sent) -> tuple[FactualComment, ...]:
    """What the school has sent; the evidence its comments point to is entered in the register."""
    said = [c for c in report.comments if c.sent_at]
    sent.name((str(c.paragraph.number), c.evidence_version) for c in said if c.evidence_version)
    return tuple(
        FactualComment(
            str(c.paragraph.number), c.text, REPLIES.get(c.reply or "", ""), c.reply_reason, pointed_to(c, sent)
        )
        for c in said
    )


def pointed_to(comment: Commented, sent: Sent) -> Considered | None:
    version = comment.evidence_version
    if version is None:
        return None
    where = f"version {version.number}" + (f", page {comment.pages}" if comment.pages else "")
    return Considered(*sent.entry(version), where)


def panel_of(application: Application) -> tuple[PanelMember, ...]:
    """The panel by role. Nobody is assigned with a conflict of interest; whoever left is named as having left."""
    return tuple(
        PanelMember(
            Capacity(assignment.capacity).label.capitalize(),
            "Declared that there is no conflict of interest with the school."
            if assignment.declared_free_at
            else "Checked against the declared relations with the school; none stood in the way.",
        )
        for assignment in application.assignments
        if assignment.ended_at is None
    )


def approvals_of(application: Application) -> tuple[Approval, ...]:
    """The steps of the case so far, each by the capacity of whoever took it."""
    return tuple(
        Approval(event.at, TOLD[event.move], event.capacity.replace("_", " ").capitalize())
        for event in application.events
        if event.move in TOLD and event.to_state != State.DRAFT
    )


def fingerprints(application: Application) -> tuple[Fact, ...]:
    """Hashes of what the report was made from."""
    submission = application.submission
    judged: Mapping[str, str] = {code: f.rating for code, f in sorted(final_findings(application).items())}
    rows = [Fact("Standard", standard_digest(application.standard)), Fact("Judgements", digest(judged))]
    if submission is not None:
        rows.insert(1, Fact(f"Submission, round {submission.round}", submission.sha256))
    return tuple(rows)


def standard_digest(standard: Standard) -> str:
    return f"edition {standard.edition}, {standard.digest}"
