"""Beginning a report: its paragraphs are drafted from what the panel agreed and saw. People finish them."""

from collections.abc import Iterator

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.errors import Refused
from registration.moderation.counting import counting
from registration.moderation.models import AgreedFinding
from registration.reports.models import Paragraph, Report
from registration.reports.queries import findings_at
from registration.reports.sections import (
    ACTION,
    CONTEXT,
    CRITERION,
    FINDING,
    KEY_FINDINGS,
    SEEN,
    STRENGTHS,
    VISIT,
)
from standards.model import Criterion

Drafted = tuple[str, str | None, str, str]
"""Section, criterion, part, text."""

FROM_NOTES = frozenset({(CRITERION, SEEN), (VISIT, "")})
"""What is drafted word for word from the notes of the visit, for the lead reviewer to edit, or to read and keep."""


def begin_report(application: Application, by: Person) -> Report:
    """The report of an application, begun: paragraphs in the report's order, numbered from 1.

    A number is given once. It stays with its paragraph however the report changes, so that the
    school's comments keep pointing at what they are about.
    """
    if application.report is not None:
        raise Refused("This report has been begun already. Reload the page to see it.")
    report = Report(application=application)
    db.session.add(report)
    for number, (section, code, part, text) in enumerate(drafted(application), 1):
        report.paragraphs.append(
            Paragraph(
                section=section, criterion_code=code, part=part, number=number, position=number, text=text,
                from_notes=(section, part) in FROM_NOTES, updated_by_id=by.id,
            )
        )  # fmt: skip
    db.session.flush()
    return report


def drafted(application: Application) -> Iterator[Drafted]:
    yield CONTEXT, None, "", opening(application)
    desk = findings_at(application, "desk")
    for code, criterion in application.standard.criteria.items():
        if code in desk and (sentence := worth_saying(application, criterion, desk[code])):
            yield KEY_FINDINGS, None, "", sentence
    for code in application.standard.criteria:
        yield from of_criterion(application, code, desk.get(code))
    if application.visit is not None and application.visit.summary.strip():
        yield VISIT, None, "", application.visit.summary


def opening(application: Application) -> str:
    standard = application.standard
    return (
        f"{application.school.name} applied for registration under the “{standard.title}”, edition "
        f"{standard.edition}. This section describes the school as it presented itself in its application."
    )


def worth_saying(application: Application, criterion: Criterion, agreed: AgreedFinding) -> str:
    """A first wording for judgements at the ends of the scale, for the lead reviewer to make their own."""
    rating = application.standard.rating(agreed.rating)
    if rating.meets and rating.value and rating.value > application.standard.bar:
        return f"Notable practice: {criterion.title} ({criterion.code})."
    if rating.needs_action and criterion.essential:
        return f"An essential criterion is not yet met: {criterion.title} ({criterion.code})."
    return ""


def of_criterion(application: Application, code: str, agreed: AgreedFinding | None) -> Iterator[Drafted]:
    """The finding as agreed at the desk or, where nothing was written then, as the lead reviewer wrote it."""
    finding = (agreed.finding or rationale(application, code) or agreed.reason) if agreed else ""
    if finding.strip():
        yield CRITERION, code, FINDING, finding
    for note in application.visit.notes if application.visit else ():
        if note.criterion_code == code and note.text.strip():
            yield CRITERION, code, SEEN, note.text
    if agreed and agreed.strengths.strip():
        yield CRITERION, code, STRENGTHS, agreed.strengths
    if agreed and agreed.action.strip():
        yield CRITERION, code, ACTION, agreed.action


def rationale(application: Application, code: str) -> str:
    """What the lead reviewer wrote on a criterion at the desk; nothing where they stand aside."""
    leads = [a.person_id for a in application.assignments if a.capacity == "lead_reviewer" and a.ended_at is None]
    found = (f for f in counting(application) if f.criterion_code == code and f.reviewer_id in leads)
    return next((f.rationale for f in found), "")
