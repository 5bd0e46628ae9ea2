"""Reading reports: their paragraphs in order, their editions, and who may have which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, literal, select, union_all
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from registration.access.policy import Action, allowed, released
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.decisions.models import Condition
from registration.errors import NotFound
from registration.evidence.models import EvidenceVersion
from registration.moderation.models import AgreedFinding
from registration.reports.models import FactualComment, Paragraph, Report, ReportEdition
from registration.reports.sections import CRITERION, PARTS, SECTIONS
from registration.review.models import Assignment
from registration.visits.models import Visit
from registration.workflow.models import Event


def report_of(application: Application, comments: bool = True, editions: bool = True) -> Report:
    """The report with everything in it. Raises NotFound when none has been begun."""
    found = report_if_begun(application, comments, editions)
    if found is None:
        raise NotFound("This report has not been begun.")
    return found


def report_if_begun(application: Application, comments: bool = True, editions: bool = True) -> Report | None:
    """The report with its paragraphs, editions and comments, or None. The application knows it from then on."""
    wanted = select(Report).where(Report.application_id == application.id).options(joinedload(Report.paragraphs))
    if editions:
        wanted = wanted.options(selectinload(Report.editions).joinedload(ReportEdition.job))
    if comments:
        said = selectinload(Report.comments)
        author = said.joinedload(FactualComment.author).lazyload(Person.role_rows)
        shown = said.joinedload(FactualComment.evidence_version).joinedload(EvidenceVersion.evidence)
        wanted = wanted.options(said.joinedload(FactualComment.paragraph), author, shown)
    found = db.session.scalars(wanted).unique().one_or_none()
    set_committed_value(application, "report", found)
    return found


def paragraph_of(application: Application, public_id: str) -> Paragraph:
    """A paragraph of this application's report that has not been removed."""
    found = db.session.scalar(
        select(Paragraph)
        .join(Paragraph.report)
        .where(
            Report.application_id == application.id, Paragraph.public_id == public_id, Paragraph.removed_at.is_(None)
        )
    )
    if found is None:
        raise NotFound("There is no such paragraph, or it has been removed.")
    return found


def numbered(application: Application, number: str) -> Paragraph | None:
    """A paragraph by the number readers see, removed or not."""
    if not number.isdecimal() or len(number) > 6:
        return None
    return db.session.scalar(
        select(Paragraph)
        .join(Paragraph.report)
        .where(Report.application_id == application.id, Paragraph.number == int(number))
    )


def people_of(application: Application) -> list[str]:
    """Whom a report could name by mistake: the people of the school, of the panel, and whoever acted in the case."""
    return list(db.session.scalars(select(Person.name).where(of_case(application)).order_by(Person.name)))


def of_case(application: Application) -> ColumnElement[bool]:
    panel = select(Assignment.person_id).where(Assignment.application_id == application.id)
    acted = select(Event.person_id).where(Event.application_id == application.id, Event.person_id.is_not(None))
    return (Person.school_id == application.school_id) | Person.id.in_(panel) | Person.id.in_(acted)


@dataclass(frozen=True)
class Beside:
    """What a report is looked through with: who could be named, the conditions proposed, whether a visit was held.

    A condition is its criterion, its public id and its words.
    """

    people: Sequence[str]
    conditions: Sequence[tuple[str, str, str]]
    visited: bool


def beside(application: Application) -> Beside:
    """All of it in one statement."""
    proposed = (Condition.application_id == application.id) & (Condition.status == "proposed")
    words = Condition.what + " " + Condition.proof + " " + Condition.owner
    held = (Visit.application_id == application.id) & Visit.held_from.is_not(None)
    none = literal("")
    rows = db.session.execute(
        union_all(
            select(literal("person"), none, none, Person.name).where(of_case(application)),
            select(literal("condition"), Condition.criterion_code, Condition.public_id, words).where(proposed),
            select(literal("visit"), none, none, none).where(held),
        )
    ).all()
    people = sorted(text for kind, _code, _id, text in rows if kind == "person")
    conditions = sorted((code, public_id, text) for kind, code, public_id, text in rows if kind == "condition")
    return Beside(people, conditions, any(row[0] == "visit" for row in rows))


def comment_of(application: Application, public_id: str) -> FactualComment:
    found = db.session.scalar(
        select(FactualComment)
        .join(FactualComment.report)
        .where(Report.application_id == application.id, FactualComment.public_id == public_id)
        .options(joinedload(FactualComment.paragraph))
    )
    if found is None:
        raise NotFound("There is no such comment.")
    return found


def present(report: Report, section: str, code: str | None = None, part: str | None = None) -> list[Paragraph]:
    """The paragraphs of a section, in order; of one criterion and one part when these are named."""
    chosen = (p for p in report.paragraphs if p.section == section and p.removed_at is None)
    if section == CRITERION:
        chosen = (p for p in chosen if p.criterion_code == code and part in (None, p.part))
    return sorted(chosen, key=lambda p: (list(PARTS).index(p.part) if p.part in PARTS else 0, p.position, p.id))


def edition_for(person: Person, application: Application, public_id: str) -> ReportEdition:
    """An edition this person may have: the body any, the school only those `with_the_school`."""
    if application.report is None:
        raise NotFound("There is no such report.")
    found = next((e for e in application.report.editions if e.public_id == public_id), None)
    if found is None or found not in editions_for(person, application):
        raise NotFound("There is no such report.")
    return found


def editions_for(person: Person, application: Application) -> list[ReportEdition]:
    if application.report is None:
        return []
    if allowed(person, Action.READ_DRAFT_REPORT, application):
        return list(application.report.editions)
    if allowed(person, Action.READ_SENT_REPORT, application):
        return with_the_school(application)
    return []


def with_the_school(application: Application) -> list[ReportEdition]:
    """Drafts that were sent to the school, and the final report once the determination is released."""
    report = application.report
    if report is None:
        return []
    final = report.editions[-1] if report.editions and released(application) else None
    return [
        e for e in report.editions if e.storage_key and (e.sent_to_school_at or (e is final and e.kind == "final"))
    ]


def final_findings(application: Application) -> dict[str, AgreedFinding]:
    return findings_at(application, "final")


def findings_at(application: Application, stage: str) -> dict[str, AgreedFinding]:
    return {f.criterion_code: f for f in application.agreed_findings if f.stage == stage}


@dataclass(frozen=True)
class Part:
    """A stretch of the editor: its heading, its paragraphs, and what a new one there is called."""

    anchor: str
    heading: str
    section: str
    criterion: str | None
    paragraphs: Sequence[Paragraph]
    judgement: str = ""


def parts_of(application: Application, report: Report) -> Iterable[Part]:
    """The whole report for its editor: each section, and for the findings each criterion."""
    scale, final = application.standard, final_findings(application)
    for section, heading in SECTIONS.items():
        if section != CRITERION:
            yield Part(section, heading, section, None, present(report, section))
            continue
        for code, criterion in scale.criteria.items():
            rating = scale.rating(final[code].rating).name if code in final else "Not judged yet"
            found = present(report, CRITERION, code)
            yield Part(f"c-{code.replace('.', '-')}", f"{code} {criterion.title}", section, code, found, rating)
