"""A case with many of everything, for counting: what a page asks of the database must not grow with what it shows."""

from collections.abc import Iterable
from datetime import date, timedelta
from types import SimpleNamespace

from registration.access.roles import Role, SchoolRole
from registration.accounts.models import OneTimeLink, Person, PersonRole, SignIn
from registration.applications.models import Application, InformationRequest, RequestItem
from registration.audit.models import AuditEntry
from registration.database import db, now
from registration.deadlines.models import Extension, Pause
from registration.decisions.models import Appeal, Condition, Determination
from registration.evidence.models import Citation, Evidence, EvidenceVersion
from registration.interest.models import Interest
from registration.jobs.models import Job
from registration.messages.models import Message
from registration.notifications.models import Letter
from registration.panels.models import Concern, Place, ReviewerProfile
from registration.register.models import Certificate, ChangeNotice, Registration
from registration.reports.frozen import plain
from registration.reports.models import FactualComment, Paragraph, Report, ReportEdition
from registration.reports.sections import CRITERION, PARTS, SECTIONS
from registration.review.models import Assignment
from registration.schools.models import Relation, School
from registration.self_assessment.models import AreaAssignment
from registration.teamwork.models import Remark
from registration.visits.models import (
    AgendaItem,
    LessonObservation,
    Sample,
    Visit,
    VisitDocument,
    VisitMember,
    VisitNote,
    VisitSlot,
)
from registration.workflow.models import Event
from registration.workflow.states import ONCE_DETERMINED, ONCE_MODERATED, State
from tests import factories
from tests.reports import sample

ANSWERING = frozenset({State.COMPLETING, State.EVIDENCE_REQUESTED})
DAY = date(2027, 3, 1)
PRINTED = plain(sample.empty())


def case(cast: SimpleNamespace, state: State) -> Application:
    """An application in this state, with what there is once: a visit, a report, judgements, a registration."""
    made = factories.application(cast, state)
    if state is not State.DRAFT:
        factories.findings(made, cast.leah, cast.rafael)
    if state in ONCE_MODERATED:
        factories.agree(made, cast.leah, "desk")
        factories.agree(made, cast.leah, "final")
        asked = {"documents_asked_at": now(), "documents_due_on": DAY}
        db.session.add_all([Visit(application=made, agenda_shared_at=now(), **asked), Report(application=made)])
    if state in ANSWERING:
        db.session.add(InformationRequest(application=made, kind="evidence", due_on=DAY, asked_by=cast.leah))
    if state is State.REGISTERED:
        db.session.add(registration(made, "X1"))
    db.session.commit()
    return made


def registration(application: Application, number: str) -> Registration:
    return Registration(
        application=application, agreement_on=DAY, centre_number=number, certificate_number=f"C-{number}",
        valid_from=DAY, valid_until=DAY + timedelta(days=2000), scope={"programmes": [], "territories": []},
    )


def grow(application: Application, cast: SimpleNamespace, numbers: Iterable[int], waits: bool = False) -> None:
    """One more of everything for each number: in the case, at its school, and at the desks.

    What was decided last, on the case or on an appeal, was released; or it `waits` for its second person.
    """
    with db.session.no_autoflush:  # half-made rows must not be written when a collection is read
        add(application, cast, numbers, waits)
    db.session.commit()


def add(application: Application, cast: SimpleNamespace, numbers: Iterable[int], waits: bool) -> None:
    codes, asked = list(application.standard.criteria), []
    for n in numbers:
        code = codes[n % len(codes)]
        newcomer = elsewhere(cast, n)
        at_the_school(application, cast, n)
        asked.append(said(application, cast, n))
        evidence = in_the_case(application, cast, n, code)
        if application.state is not State.DRAFT:
            among_reviewers(application, cast, newcomer, n)
        if application.state in ONCE_MODERATED:
            at_the_visit(application.visit, cast, newcomer, n, code)
            in_the_report(application, cast, n, code)
        if application.state in ONCE_DETERMINED:
            if waits:
                waiting(application, cast)
            else:
                decided(application, cast, n, code, evidence)
    db.session.flush()
    answered(cast, asked)


def elsewhere(cast: SimpleNamespace, n: int) -> Person:
    """Another school with two applications, one of them registered; a reviewer; an interest; a line in the log."""
    school = School(name=f"School {n:04}", country="GB", time_zone="Europe/London")
    held = {"school": school, "standard_edition": "2023", "submitted_at": now()}
    waiting = Application(reference=f"OSR-2026-W{n:05}", state=State.DESK_REVIEW, **held)
    approved = Application(reference=f"OSR-2025-R{n:05}", state=State.REGISTERED, **held)
    reviewer = Person(
        name=f"Reviewer {n:04}", email=f"r{n}@example.org", email_key=f"r{n}@example.org",
        role_rows=[PersonRole(role=Role.REVIEWER.value)],
    )
    db.session.add_all([
        school, waiting, approved, reviewer, registration(approved, f"{n:05}"),
        Assignment(application=waiting, person=cast.leah, capacity="lead_reviewer"),
        Assignment(application=waiting, person=cast.rafael, capacity="reviewer"),
        Event(application=waiting, move="submit", from_state="draft", to_state="submitted", capacity="principal",
              person=cast.amina),
        Relation(person=reviewer, school=school, kind="adviser", since=DAY, declared_by=cast.carys),
        Interest(school_name=f"Hopeful School {n}", country="KE", contact_name="Hope", email=f"h{n}@example.org",
                 details={}, domain="hope.example", registration_number="77"),
        AuditEntry(person_id=cast.carys.id, action="signed_in", facts={}),
    ])  # fmt: skip
    return reviewer


def at_the_school(application: Application, cast: SimpleNamespace, n: int) -> None:
    """A colleague with an area, an invitation, a sign-in of each person who looks."""
    email = f"c{n}@example.org"
    colleague = Person(
        name=f"Colleague {n:04}", email=email, email_key=email, school=application.school,
        school_role=SchoolRole.CONTRIBUTOR.value,
    )
    db.session.add_all([
        colleague,
        OneTimeLink(purpose="invitation", token_hash=f"school{n}", email=f"i{email}", email_key=f"i{email}",
                    name="Invited", school=application.school, role="contributor", sent_by=cast.amina,
                    ends_at=now() + timedelta(days=7)),
    ])  # fmt: skip
    db.session.add(AreaAssignment(application_id=application.id, area=1 + n % 5, person=colleague))
    for name in ("amina", "leah", "carys", "dana"):
        person = getattr(cast, name)
        db.session.add_all([
            SignIn(token_hash=f"{name}{n}", person=person, ends_at=now() + timedelta(hours=1)),
            Letter(template="receipt", email=person.email, person=person, application=application, subject="A letter",
                   body="Words.", sent_at=now()),
        ])  # fmt: skip


def in_the_case(application: Application, cast: SimpleNamespace, n: int, code: str) -> EvidenceVersion:
    """An item of evidence in two versions, cited; an event; a request, closed; one more thing asked for."""
    item = Evidence(application=application, title=f"Item {n}", added_by=cast.cora, updated_by_id=cast.amina.id)
    file = {
        "evidence": item, "storage_key": f"crowd-{n}", "sha256": f"{n:064}", "size": 1, "file_name": f"{n}.pdf",
        "media_type": "application/pdf", "check_state": "ready", "uploaded_by": cast.cora, "pages": 9,
    }
    versions = [EvidenceVersion(number=1, **file), EvidenceVersion(number=2, **file)]
    asked = InformationRequest(
        application=application, kind="evidence", due_on=DAY, asked_by=cast.leah, closed_at=now(),
        items=[RequestItem(criterion_code=code, question="What?", answer="This.", answered_by_id=cast.amina.id)],
    )
    db.session.add_all([
        item, *versions, asked,
        Citation(application=application, criterion_code=code, evidence_version=versions[1], shows="It", page_from=1,
                 added_by_id=cast.cora.id),
        Event(application=application, move="hold", from_state="draft", to_state="draft", person=cast.carys,
              capacity="case_officer", note="Wait."),
    ])  # fmt: skip
    if application.open_request and application.state in ANSWERING:
        db.session.add(RequestItem(request=application.open_request, criterion_code=code, question="Which?"))
    return versions[1]


def said(application: Application, cast: SimpleNamespace, n: int) -> Remark:
    """A remark on 2.7, a message of each side, more time asked for; a pause once."""
    remark = Remark(application_id=application.id, criterion_code="2.7", person=cast.amina, text="Which one?")
    db.session.add_all([
        remark,
        Message(application=application, author=cast.amina, from_school=True, text="When?"),
        Message(application=application, author=cast.carys, from_school=False, text="In May."),
        Extension(application=application, deadline=f"crowd:{n}", about="The answer", due_on=DAY, wanted_until=DAY,
                  reason="third_party", explanation="We wait for a letter.", asked_by=cast.amina),
    ])  # fmt: skip
    if n == 1:
        db.session.add(Pause(application=application, until=DAY, reason="We move house.", asked_by=cast.amina))
    return remark


def answered(cast: SimpleNamespace, remarks: Iterable[Remark]) -> None:
    """An answer to each; the remarks are in the database already, all at once."""
    db.session.add_all([
        Remark(application_id=remark.application_id, criterion_code="2.7", person=cast.cora, text="That one.",
               answers_id=remark.id)
        for remark in remarks
    ])  # fmt: skip


def among_reviewers(application: Application, cast: SimpleNamespace, reviewer: Person, n: int) -> None:
    """A reviewer who was on the panel, and a finding; the first three still are."""
    db.session.add(
        Assignment(application=application, person=reviewer, capacity="reviewer", assigned_by=cast.carys,
                   ended_at=None if n <= 3 else now())
    )  # fmt: skip
    factories.finding(application, reviewer, "2.7")
    others = {"application": application, "assigned_by": cast.carys}
    db.session.add_all([
        ReviewerProfile(person=reviewer, hours=40, languages=["Portuguese"], territories=["PT"], organisations=[]),
        Place(person=reviewer, capacity="reviewer", told_at=now(), answer="declined", answered_at=now(),
              reason="No time.", **others),
        Concern(application=application, person=reviewer, rule="mail", about=f"{n}.example", words="Writes there."),
    ])  # fmt: skip
    if n == 1:
        meant = elsewhere(cast, 5000 + n)
        db.session.add(Place(person=meant, capacity="reviewer", told_at=now(), answer_by=DAY, **others))


def at_the_visit(visit: Visit, cast: SimpleNamespace, member: Person, n: int, code: str) -> None:
    begin = now() + timedelta(days=n)
    authors = (cast.leah, cast.rafael)
    db.session.add_all([
        VisitMember(visit=visit, person=member),
        VisitSlot(visit=visit, starts_at=begin, ends_at=begin + timedelta(hours=3), proposed_by_id=cast.carys.id),
        AgendaItem(visit=visit, position=n, minutes=30, title=f"Item {n}", criteria=[code]),
        VisitDocument(visit=visit, position=n, title=f"Paper {n}", criteria=[code], answer="note", note="Ready.",
                      answered_by=cast.cora, answered_at=now()),
        Sample(visit=visit, subject="lessons", population=9, drawn=["4"], seed="7", drawn_by_id=cast.leah.id),
        LessonObservation(visit=visit, observer=authors[n % 2], subject="Maths", stage="Primary", minutes=40),
    ])  # fmt: skip
    if n <= 26:  # one for each criterion and author
        db.session.add(VisitNote(visit=visit, criterion_code=code, author=cast.leah, text="Seen."))


def in_the_report(application: Application, cast: SimpleNamespace, n: int, code: str) -> None:
    report = application.report
    section = list(SECTIONS)[n % len(SECTIONS)]
    within = {"criterion_code": code, "part": next(iter(PARTS))} if section == CRITERION else {}
    paragraph = Paragraph(report=report, section=section, number=n, position=n, text="The school teaches.", **within)
    job = Job(kind="report_edition", key=f"crowd:{n}", state="done", application=application)
    db.session.add_all([
        paragraph,
        FactualComment(report=report, paragraph=paragraph, text="Not quite.", author=cast.amina, sent_at=now(),
                       reply="accepted", reply_reason="Right.", replied_by=cast.leah),
        ReportEdition(report=report, number=n, kind="draft", content=PRINTED, content_sha256="", job=job, size=1,
                      storage_key=f"e{n}", sha256=f"{n}", pages=1, sent_to_school_at=now(), asked_by_id=cast.leah.id),
    ])  # fmt: skip


def decided(application: Application, cast: SimpleNamespace, n: int, code: str, evidence: EvidenceVersion) -> None:
    made = Determination(
        application=application, outcome="approve", suggested="approve", rule="All is met.", reasons="So it is.",
        decided_by=cast.dirk, released_by=cast.dana, released_at=now(),
    )
    db.session.add_all([
        made,
        Condition(application=application, criterion_code=code, what="Write it.", due_on=DAY, status="answered",
                  answer="Done.", evidence_version=evidence),
        Appeal(application=application, determination=made, made_by=cast.amina, grounds="No.",
               state_before="approved", outcome=None if application.state is State.APPEAL and n == 1 else "dismissed",
               decided_by=cast.dana, reasons="As before."),
    ])  # fmt: skip
    if application.registration:
        job = Job(kind="certificate", key=f"certificate:{n}", state="done", application=application)
        db.session.add(
            Certificate(registration=application.registration, content={}, job=job, storage_key=f"z{n}", size=1)
        )
        db.session.add(
            ChangeNotice(registration=application.registration, kind="platform", what=f"Change {n}", from_on=DAY,
                         told_by=cast.amina)
        )  # fmt: skip


def waiting(application: Application, cast: SimpleNamespace) -> None:
    """One more decision that nobody has released, with its letter: on an appeal where one is heard.

    Those before it were taken back, or released and appealed against.
    """
    for former in application.determinations:
        former.recalled_at = None if former.released_at else now()
    made = Determination(
        application=application, outcome="approve", suggested="approve", rule="All is met.", reasons="So it is.",
        decided_by=cast.dirk,
    )  # fmt: skip
    template = "determination"
    for move, person in (("approve", cast.dirk), ("release", cast.dana)):
        db.session.add(Event(application=application, move=move, from_state="determination", to_state="approved",
                             person=person, capacity="decision_maker"))  # fmt: skip
    if application.state is State.APPEAL:
        made.released_by, made.released_at, template = cast.dana, now(), "appeal_dismissed"
        db.session.add(
            Appeal(application=application, determination=made, made_by=cast.amina, grounds="No.",
                   state_before="approved", outcome="dismissed", reasons="As before.", decided_by=cast.dana,
                   decided_at=now())
        )  # fmt: skip
    facts = {"name": "Amina", "school": "The school", "reference": application.reference, "reasons": "So it is."}
    outcome = {"outcome": "approve", "outcome_label": "Approved", "meaning": "", "conditions": [], "appeal_days": 20}
    db.session.add_all([
        made,
        Letter(application=application, template=template, facts=facts | outcome, person=cast.amina,
               email=cast.amina.email, capacity="principal", needs_release=True),
    ])  # fmt: skip
