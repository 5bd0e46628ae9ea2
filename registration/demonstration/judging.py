"""What the desk and the panel do before the visit: completeness, assignment, findings, a request, moderation."""

from datetime import timedelta

from registration.accounts.models import Person
from registration.applications import desk_service as desk, service as applications
from registration.applications.models import RequestItem
from registration.database import db, now
from registration.demonstration.cases import Case
from registration.demonstration.drafting import submit, submit_again
from registration.demonstration.looking import look_at_evidence
from registration.demonstration.material import read
from registration.demonstration.turning import turned
from registration.moderation import asides, minutes_service
from registration.moderation.models import AgreedFinding
from registration.moderation.queries import table
from registration.proposals import service as proposals
from registration.reapproval.standing import standing, to_judge
from registration.review import panel, service as review
from registration.schools.models import Relation
from registration.workflow import calendar, engine
from registration.workflow.states import State

ALL = 26
MINUTES_A_FINDING = 11
MISSING = (
    (
        None,
        7,
        "Please say for each territory with candidates where they would sit, even if the answer is that "
        "you do not know yet.",
    ),
    ("2.2", None, "The plan is named but has no dates. Please add who does what by when."),
    (
        "4.3",
        None,
        "Please say which standard of accessibility you test against, or that you have not tested yet.",
    ),
)
TAKING_NOTES = "Case officer, taking notes"
NOT_OF_ONE_MIND = "One of us would rather wait for what the visit shows. We go on with this rating, and say so."
TIE = "Advised the makers of the platform that this criterion rests on."
QUESTIONS = {
    "3.7": "How is a student's level checked before joining, and what do subject teachers do for those below it?",
    "4.2": "Please show one unit in which students make something together, with the part of each.",
    "5.2": "For two territories of your choice: which law applies, and what do you do differently because of it?",
    "5.4": "Please tell us for which territories your main licences hold. If you do not know, say so.",
}


def hold(case: Case) -> None:
    applications.make_move(case.application, "hold", by=case.officer, note=case.told.held)


def return_for_completion(case: Case) -> None:
    items = [
        RequestItem(criterion_code=code, section=section, question=text) for code, section, text in MISSING
    ]
    due = calendar.in_force.after(calendar.in_force.today(), 12)
    desk.ask_for_completion(case.application, items, due_on=due, by=case.officer)
    db.session.flush()


def begin_desk_review(case: Case) -> None:
    if case.told.conflict:
        declare_conflict(case)
    with turned(now() - timedelta(days=3)):
        propose_panel(case)
    with turned(now() - timedelta(days=1)):
        proposals.answer(case.application, {}, by=case.principal)
    desk.record_fee(case.application, "paid", note="", by=case.officer)
    for person in case.panel.values():
        panel.declare_free(case.application, by=person)
    engine.perform(case.application, "begin_desk_review", by=case.officer)
    db.session.flush()


def propose_panel(case: Case) -> None:
    """The panel is assigned, and named to the school."""
    for part, person in zip(("lead_reviewer", *["reviewer"] * 9), case.panel.values(), strict=False):
        panel.assign(case.application, person.public_id, part, by=case.officer)
    db.session.flush()
    proposals.propose(case.application, by=case.officer)
    db.session.flush()


def declare_conflict(case: Case) -> None:
    """A reviewer who advised the school some years ago: for them its case does not exist."""
    today = calendar.in_force.today()
    adviser = case.staff[case.told.conflict]
    db.session.add(
        Relation(
            person=adviser, school_id=case.application.school_id, kind="adviser", since=today - timedelta(days=1500),
            until=today - timedelta(days=700), note="Advised the school on its curriculum.", declared_by_id=adviser.id,
        )
    )  # fmt: skip
    db.session.flush()


def request_evidence(case: Case) -> None:
    """The lead asks before the panel has finished; in one case after some findings, which then become stale."""
    if not case.told.complete:
        find(case, ALL if case.told.state is State.DESK_REVIEW else 15, of=case.lead)
    if case.told.complete:
        asked = read("complete/process.toml")["request"]["questions"]
        questions = {each["criterion"]: each["question"] for each in asked}
    else:
        questions = {code: QUESTIONS[code] for code in case.told.request}
    due = calendar.in_force.after(calendar.in_force.today(), 12)
    review.request_evidence(case.application, questions, due_on=due, by=case.lead)
    db.session.flush()


def find(case: Case, number: int, *, of: Person | None = None) -> None:
    """The first `number` findings of each member of the panel, or of one; each has days of their own for it."""
    begun = now()
    for place, (key, person) in enumerate(case.panel.items(), start=1):
        if of not in (None, person):
            continue
        there = {f.criterion_code for f in case.application.findings if f.reviewer == person}
        codes = to_judge(case.application)[:number]
        look_at_evidence(case, person, [code for code in codes if code not in there])
        for count, code in enumerate(codes):
            if code in there:
                continue
            said = case.words.finding(code, key)
            when = begun - timedelta(days=place, minutes=-MINUTES_A_FINDING * count)
            with turned(when), db.session.no_autoflush:
                review.record_finding(
                    case.application, code, reviewer=person, rating=said.rating, rationale=said.text,
                    action=said.action, confidence=said.confidence, sources=said.sources,
                )  # fmt: skip
        db.session.flush()


def open_moderation(case: Case) -> None:
    stale = {
        f.criterion_code
        for f in case.application.findings
        if f.fingerprint != fingerprint(case, f.criterion_code)
    }
    for finding in [f for f in case.application.findings if f.criterion_code in stale]:
        review.keep_finding(case.application, finding.criterion_code, reviewer=finding.reviewer)
    find(case, ALL)
    applications.make_move(case.application, "open_moderation", by=case.lead)
    db.session.flush()


def fingerprint(case: Case, code: str) -> str:
    submission = case.application.submission
    return str(submission.snapshot["fingerprints"][code]) if submission else ""


def agree(case: Case, number: int = ALL) -> None:
    """What the panel agrees at the desk, on the first `number` criteria; it met for those on which its findings differ.

    Of a case that is to be decided, the first of these stays open: the panel is not of one mind.
    """
    found: dict[str, set[str]] = {}
    for finding in case.application.findings:
        found.setdefault(finding.criterion_code, set()).add(finding.rating)
    talked = [code for code, ratings in found.items() if len(ratings) > 1]
    open_yet = talked[:1] if case.told.state is State.DETERMINATION else []
    standing_over = standing(case.application)
    members = sorted(person.public_id for person in case.panel.values())
    for code in list(case.standard.criteria)[:number]:
        said, divided = case.words.desk(code), code in open_yet
        if code in standing_over or case.standard.rating(said.rating).blocks:
            continue
        db.session.add(
            AgreedFinding(
                application=case.application, criterion_code=code, stage="desk", rating=said.rating,
                reason=NOT_OF_ONE_MIND if divided else said.reason, discussion=said.discussion, action=said.action,
                divided=divided, present=members if code in talked else [],
                also_present=TAKING_NOTES if code in talked else "", agreed_at=now(), updated_by_id=case.lead.id,
            )
        )  # fmt: skip
    db.session.flush()


def leave_for_one(case: Case, code: str) -> None:
    """A member of the panel has a conflict in one criterion, and leaves the meeting for it."""
    person = list(case.panel.values())[-1]
    asides.stand_aside(
        case.application, table(case.application), code, person=person.public_id, reason=TIE, by=person
    )
    db.session.flush()


def plan_visit(case: Case) -> None:
    agree(case)
    if case.told.complete:
        minutes_service.ask_for_minutes(case.application, case.names, by=case.lead)
    engine.perform(case.application, "plan_visit", by=case.lead)
    db.session.flush()


def conclude(case: Case) -> None:
    agree(case)
    engine.perform(
        case.application, "conclude_without_visit", by=case.lead,
        note="The school was visited eight months ago for another purpose; what was seen then answers "
        "every open question.",
    )  # fmt: skip
    db.session.flush()


STEPS = {
    "submit": submit, "submit_again": submit_again, "hold": hold, "return_for_completion": return_for_completion,
    "begin_desk_review": begin_desk_review, "request_evidence": request_evidence, "open_moderation": open_moderation,
    "plan_visit": plan_visit, "conclude": conclude,
}  # fmt: skip
