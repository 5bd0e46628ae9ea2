"""The part of a report that the school reads on its page, as it stands now. What is in the PDF alone is left out."""

from registration.database import now
from registration.reports.builder import NOT_JUDGED, judgement_of, paragraphs, scale_of
from registration.reports.content import Action, AreaFindings, CriterionFinding, ReportContent, VisitRecord
from registration.reports.models import Report
from registration.reports.queries import final_findings
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
from registration.workflow.states import State
from standards.model import Criterion


def page_of(report: Report) -> ReportContent:
    """Everything on the school's page, and nothing of the rest: so it is read in few statements."""
    application = report.application
    return ReportContent(
        body="", school=application.school.name, reference=application.reference, standard="", version=0,
        draft=application.state in (State.REPORTING, State.FACTUAL_CHECK), dated=now(), cover=(), about=(),
        scale=scale_of(report), context=(), narrative=paragraphs(report, CONTEXT), outcome=None,
        key_findings=paragraphs(report, KEY_FINDINGS),
        areas=tuple(
            AreaFindings(str(area.number), area.title, tuple(finding_of(report, each) for each in area.criteria))
            for area in application.standard.areas
        ),
        conditions=(), recommendations=paragraphs(report, RECOMMENDATIONS), examinations=(),
        arrangements=paragraphs(report, ARRANGEMENTS), visit=VisitRecord(narrative=paragraphs(report, VISIT)),
        comments=(), next_steps=(), register=(), panel=(), approvals=(), fingerprint=(),
    )  # fmt: skip


def finding_of(report: Report, criterion: Criterion) -> CriterionFinding:
    code, standard = criterion.code, report.application.standard
    agreed = final_findings(report.application).get(code)
    action = next(iter(paragraphs(report, CRITERION, code, ACTION)), None)
    return CriterionFinding(
        code=code, title=criterion.title, requirement=criterion.requirement,
        judgement=judgement_of(standard.rating(agreed.rating)) if agreed else NOT_JUDGED,
        essential=criterion.essential, seen=paragraphs(report, CRITERION, code, FINDING, SEEN),
        strengths=paragraphs(report, CRITERION, code, STRENGTHS),
        action=Action(action.text, action.number) if action else None,
    )  # fmt: skip
