"""A realistic report: an invented online school, all twenty-six criteria, long and short texts, several scripts."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

from registration.reports.content import (
    Action,
    Approval,
    AreaFindings,
    Condition,
    Considered,
    CriterionFinding,
    ExamArrangement,
    Fact,
    FactualComment,
    Outcome,
    PanelMember,
    Paragraph,
    RegisteredEvidence,
    ReportContent,
    Session,
    Table,
    VisitRecord,
)
from tests.reports.wording import ACTIONS, AREAS, ESSENTIAL, SCALE, SEEN, STEP, STRENGTHS, TITLES


def finding(area: int, place: int, title: str, code: str) -> CriterionFinding:
    number, base = f"{area}.{place}", area * 100 + place * 10
    return CriterionFinding(
        code=number,
        title=title,
        requirement=f"The school can show “{title.lower()}” in what it publishes and does every day.",
        judgement=STEP[code],
        essential=number in ESSENTIAL,
        relied_on=("documents", "interviews", "observation")[: 1 + place % 3],
        evidence=tuple(
            Considered(
                (area * 7 + place * 3 + step) % 90 + 1,
                TITLES[(area + place + step) % len(TITLES)],
                f"pages {step + 1} to {step + 4}",
                "how the matter is handled",
            )
            for step in range(1 + place % 4)
        ),
        seen=tuple(Paragraph(str(base + step), SEEN[(place + step) % 3]) for step in range(2 + place % 2)),
        strengths=tuple(
            Paragraph(str(base + 5 + step), STRENGTHS[(place + step) % 2])
            for step in range(1 + (code == "exceeds"))
        ),
        action=Action(ACTIONS[number], str(base + 8), date(2027, 6, 30)) if number in ACTIONS else None,
    )


def areas() -> tuple[AreaFindings, ...]:
    return tuple(
        AreaFindings(
            str(area),
            title,
            tuple(finding(area, place, *criterion) for place, criterion in enumerate(criteria, 1)),
        )
        for area, (title, criteria) in enumerate(AREAS.items(), 1)
    )


def register() -> tuple[RegisteredEvidence, ...]:
    return tuple(
        RegisteredEvidence(
            number,
            TITLES[number % len(TITLES)],
            ("PDF", "DOCX", "XLSX", "Link")[number % 4],
            f"version {1 + number % 2}",
            tuple(f"{1 + (number + step) % 5}.{1 + (number + step) % 4}" for step in range(1 + number % 3)),
            hashlib.sha256(str(number).encode()).hexdigest(),
        )
        for number in range(1, 91)
    )


def content(**changed: object) -> ReportContent:
    """The sample report: draft 2 unless told otherwise."""
    dated = datetime(2027, 3, 12, 14, 5, tzinfo=UTC)
    sample = ReportContent(
        body="International Online Registration Body",
        school="Meridian Online School",
        reference="OSR-2026-K7QX4M",
        standard="Quality standards for online schools, edition 2023",
        version=2,
        draft=True,
        dated=dated,
        cover=(
            Fact("Country of registration", "Portugal"),
            Fact("Dates of the visit", "2 and 3 March 2027"),
            Fact("Mode of the visit", "By video, two half-days"),
        ),
        about=(
            "This report says how far the school meets each of the twenty-six criteria of the "
            "standard. It rests on the application, the evidence "
            "sent with it, and the approval visit. Each reviewer judged every criterion apart from "
            "the others before the judgements were compared.",
            "A judgement below Met is not a reproach. It is followed by an action that says what will"
            " complete the criterion.",
        ),
        scale=SCALE,
        context=(
            Fact("Legal form", "Private limited company, registered in Portugal"),
            Fact("Founded", "2019"),
            Fact("Learners", "412, aged 11 to 18, in 23 countries"),
            Fact("Staff", "38 teachers, 11 other staff"),
            Fact("Teaching", "Live and asynchronous, 22 hours a week"),
            Fact("Name in Arabic", "مدرسة ميريديان عبر الإنترنت"),
            Fact("Name in Chinese", "子午线在线学校"),
        ),
        context_tables=(
            Table(
                "Territories",
                ("Country or territory", "Staff there", "Students there"),
                (("Portugal", "21", "118"), ("Kenya", "2", "38")),
            ),
        ),
        narrative=(
            Paragraph(
                "1",
                "The school teaches families who move often. Most learners have attended three or "
                "more schools before.",
            ),
            Paragraph("2", "تدرّس المدرسة طلاباً من ثلاث وعشرين دولة، ويتحدث معظمهم لغتين على الأقل."),
        ),
        outcome=Outcome(
            "Approve with conditions",
            "The school can be registered once it has completed named actions by agreed dates.",
            "Partly met, and not essential: 2.3, 2.5, 3.5. Not met, and not essential: 3.7.",
            tone="partial",
        ),
        key_findings=(
            Paragraph("3", STRENGTHS[0]),
            Paragraph(
                "4", "Safeguarding is strong: every check of staff was in date on the day of the visit."
            ),
            Paragraph("5", "Language needs are met case by case. A policy would make this certain."),
        ),
        areas=areas(),
        conditions=tuple(
            Condition(
                place,
                code,
                text,
                "The adopted document, and one example of its use",
                date(2027, 6, 30),
                "Principal",
            )
            for place, (code, text) in enumerate(ACTIONS.items(), 1)
        ),
        recommendations=(
            Paragraph("601", "Share the learner survey with other online schools: it is notable practice."),
            Paragraph("602", "Consider a second observer for first lessons of new teachers."),
        ),
        examinations=(
            ExamArrangement(
                "Portugal",
                40,
                "Partner school, Lisbon",
                "Signed in January 2027",
                "In the partner's laboratory",
            ),
            ExamArrangement(
                "Kenya", 12, "Examination centre, Nairobi", "In preparation", "Speaking tests on site"
            ),
            ExamArrangement("Chile", None, "To be agreed", "", ""),
        ),
        arrangements=(),
        visit=VisitRecord(
            (
                Fact("Dates", "2 March 2027, 08:00 to 12:00 UTC; 3 March 2027, 13:00 to 16:30 UTC"),
                Fact("Mode", "By video"),
                Fact("Team", "Lead reviewer, reviewer"),
            ),
            tuple(
                Session(f"{day} March, {hour:02}:00", title, met, codes)
                for day, hour, title, met, codes in (
                    (2, 8, "Opening and the school's own view", "Principal", ("1.1", "1.2")),
                    (2, 9, "Safeguarding and checks", "Safeguarding lead", ("4.1", "5.3")),
                    (2, 10, "Lesson observations", "Two teachers", ("3.4", "4.2")),
                    (3, 13, "Learners", "Eight learners, chosen by the panel", ("1.4", "3.5")),
                    (3, 15, "Closing", "Principal and coordinator", ()),
                )
            ),
            (
                Fact("Staff files", "Six of forty-nine, chosen by the panel"),
                Fact("Lessons", "Two live, one recorded"),
            ),
        ),
        comments=(
            FactualComment(
                "1",
                "Most learners have attended two schools, not three.",
                "Accepted",
                "The paragraph now says two.",
            ),
            FactualComment(
                "214",
                "يرجى تصحيح عدد الموظفين.",
                "Accepted in part",
                "The number was right on the day of the visit.",
            ),
            FactualComment(
                "375", "A policy exists in draft.", shown_by=Considered(1, "Safeguarding policy", "version 2, page 3")
            ),
        ),
        next_steps=(
            "The decision maker decides on the basis of this report. The school is told by letter.",
            "The school may appeal within twenty working days of the letter. It says in writing which"
            " part of the decision it asks to be looked at again, and why.",
        ),
        register=register(),
        panel=(
            PanelMember("Lead reviewer", "No conflict of interest declared."),
            PanelMember("Reviewer", "Inspected another school of the owner in 2018; not within six years."),
        ),
        approvals=(
            Approval(datetime(2027, 3, 5, 9, 0, tzinfo=UTC), "Draft 1 written", "Lead reviewer"),
            Approval(dated, "Draft 2 written after moderation", "Lead reviewer"),
        ),
        fingerprint=(
            Fact("Standard", hashlib.sha256(b"standard").hexdigest()),
            Fact("Submission", hashlib.sha256(b"submission").hexdigest()),
        ),
    )
    return replace(sample, **changed)


def empty(**changed: object) -> ReportContent:
    """A report with nothing in it."""
    nothing: dict[str, object] = dict.fromkeys(
        (
            "cover",
            "narrative",
            "key_findings",
            "areas",
            "conditions",
            "recommendations",
            "arrangements",
            "context",
            "context_tables",
            "examinations",
            "comments",
            "next_steps",
            "register",
            "panel",
            "approvals",
            "fingerprint",
        ),
        (),
    )
    return content(**nothing, outcome=None, visit=VisitRecord(), **changed)
