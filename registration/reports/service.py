"""Writing the report paragraph by paragraph, and the judgement of each criterion."""

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotFound, Refused
from registration.history import refuse_if_overtaken
from registration.moderation.models import AgreedFinding
from registration.reports.models import Paragraph, Report
from registration.reports.queries import final_findings, present
from registration.reports.sections import ACTION, CRITERION, FINDING, JUDGED, SECTIONS, SEEN, STRENGTHS
from registration.workflow.needs import judged_before

MOST_PARAGRAPHS = 400


def add_paragraph(report: Report, section: str, text: str, *, by: Person, code: str | None = None) -> Paragraph:
    """One more paragraph at the end of a section, or of what was seen for a criterion. It gets the next number."""
    if section not in SECTIONS or (section == CRITERION) != (code in report.application.standard.criteria):
        raise NotFound("The report has no such section.")
    if len(report.paragraphs) >= MOST_PARAGRAPHS:
        raise Refused(f"A report holds at most {MOST_PARAGRAPHS} paragraphs. Join some of them first.")
    return written(report, section, code, SEEN if section == CRITERION else "", text, by)


def written(report: Report, section: str, code: str | None, part: str, text: str, by: Person) -> Paragraph:
    made = Paragraph(
        section=section, criterion_code=code, part=part, text=text, updated_by_id=by.id,
        number=max((p.number for p in report.paragraphs), default=0) + 1,
        position=max((p.position for p in report.paragraphs), default=0) + 1,
    )  # fmt: skip
    report.paragraphs.append(made)
    db.session.flush()
    return made


def edit_paragraph(paragraph: Paragraph, text: str, *, version: int, by: Person) -> None:
    """Change the wording. A paragraph that belongs to a judgement changes the judgement with it.

    Raises `Overtaken` when it is no longer the version that was opened.
    """
    refuse_if_overtaken(paragraph, version)
    reword(paragraph, text, by)
    agreed = final_findings(paragraph.report.application).get(paragraph.criterion_code or "")
    if agreed is not None and paragraph.part in JUDGED:
        setattr(agreed, paragraph.part, text)
        agreed.updated_by_id = by.id
    db.session.flush()


def reword(paragraph: Paragraph, text: str, by: Person) -> None:
    if paragraph.text != text:
        paragraph.text, paragraph.from_notes, paragraph.updated_by_id = text, False, by.id


def keep_notes(paragraph: Paragraph, *, by: Person) -> None:
    """The lead reviewer has read a paragraph that came from the notes, and it may go to the school as it stands."""
    if paragraph.from_notes:
        paragraph.from_notes, paragraph.updated_by_id = False, by.id


def remove_paragraph(paragraph: Paragraph, *, by: Person) -> None:
    """Take a paragraph out. Its number is not used again, and comments on it keep it readable."""
    if paragraph.part in JUDGED:
        raise Refused("This paragraph belongs to the judgement. Change it on the page of the criterion.")
    paragraph.removed_at, paragraph.updated_by_id = now(), by.id


def move_paragraph(paragraph: Paragraph, step: int, *, by: Person) -> None:
    """Change places with the paragraph before (-1) or after (1) it, within its part. At the end nothing happens."""
    row = present(paragraph.report, paragraph.section, paragraph.criterion_code, paragraph.part or None)
    place = row.index(paragraph) + step
    if 0 <= place < len(row):
        other = row[place]
        paragraph.position, other.position = other.position, paragraph.position
        paragraph.updated_by_id = other.updated_by_id = by.id


def judge(
    application: Application,
    code: str,
    *,
    rating: str,
    finding: str,
    strengths: str,
    action: str,
    version: int | None,
    by: Person,
) -> AgreedFinding:
    """The final judgement of one criterion, and its paragraphs with it. One of an earlier round is given anew.

    `version` is that of the judgement that was opened, None when there was none. Raises `Overtaken`
    when there is another by now, and `Refused` for a judgement below the bar without an action.
    """
    scale = application.standard
    if rating not in {r.code for r in scale.ratings_for(code)}:
        raise Refused("Choose one of the judgements that are listed.")
    if scale.rating(rating).needs_action and not action.strip():
        raise Refused(f"Write what the school needs to do, because the judgement is {scale.rating(rating).label}.")
    agreed = final_findings(application).get(code)
    refuse_if_overtaken(agreed, version)
    if agreed is None:
        agreed = AgreedFinding(application=application, criterion_code=code, stage="final", rating=rating)
        db.session.add(agreed)
    elif judged_before(agreed, application.agreed_findings):
        agreed.agreed_at = now()
    agreed.rating, agreed.finding, agreed.strengths, agreed.updated_by_id = rating, finding, strengths, by.id
    agreed.action = action if scale.rating(rating).needs_action else ""
    if application.report is not None:
        keep_in_step(application.report, agreed, by)
    db.session.flush()
    return agreed


def keep_in_step(report: Report, agreed: AgreedFinding, by: Person) -> None:
    """The paragraphs of a judgement say what the judgement says; one that is empty is taken out."""
    for part, text in ((FINDING, agreed.finding), (STRENGTHS, agreed.strengths), (ACTION, agreed.action)):
        there = next(iter(present(report, CRITERION, agreed.criterion_code, part)), None)
        if there is None and text.strip():
            written(report, CRITERION, agreed.criterion_code, part, text, by)
        elif there is not None and text.strip():
            reword(there, text, by)
        elif there is not None:
            there.removed_at, there.updated_by_id = now(), by.id
