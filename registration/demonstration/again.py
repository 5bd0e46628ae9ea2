"""Applying again: one school has begun its reapproval, and declares late; another has been renewed already."""

from datetime import timedelta

from registration.applications.models import Application
from registration.database import db
from registration.demonstration.cases import Case
from registration.demonstration.turning import turned
from registration.reapproval import service as reapproval
from registration.register import overdue, yearly
from registration.register.models import Registration
from registration.self_assessment import service as self_assessment
from registration.self_assessment.queries import response_to

REFERENCE = "OSR-2026-V8NKR3"
CONFIRMED = ("1.1", "1.2", "2.1", "2.2", "2.3", "3.1", "3.2", "4.2")
CHANGED, SINCE = "2.4", "Since last year a second colleague reads each record, so that nothing depends on one person."
BEFORE_DUE = timedelta(days=20)


def declare_first_year(case: Case, found: Registration) -> None:
    yearly.declare(found, "", by=case.principal)
    db.session.flush()


def begin_again(case: Case) -> None:
    """The second declaration is overdue. The draft holds what was sent; some criteria are confirmed, one is changed."""
    with turned(case.today - timedelta(days=12)):
        overdue.tell_of_overdue()
    with turned(case.today - timedelta(days=9)):
        made = reapproval.begin(case.application, by=case.principal)
        made.reference = REFERENCE
        db.session.flush()
    with turned(case.today - timedelta(days=3)):
        change(case, made)
        reapproval.confirm(made, CONFIRMED, by=case.coordinator)
        db.session.flush()


def apply_again(case: Case) -> None:
    """Each year was declared in its time. The draft is that of the school registered before, by the same people."""
    earlier = earlier_of(case)
    registration = earlier.application.registration
    if registration is None:
        raise RuntimeError(f"{case.told.follows} is not registered, so its school cannot apply again.")
    for year in yearly.years_of(registration):
        day = year.due_on - BEFORE_DUE
        with turned(case.when["apply_again"].replace(year=day.year, month=day.month, day=day.day)):
            declare_first_year(case, registration)
    case.record = reapproval.begin(earlier.application, by=case.principal)
    case.record.reference = case.told.reference
    db.session.flush()


def confirm(case: Case) -> None:
    change(case, case.application)
    reapproval.confirm(case.application, [c for c in case.standard.criteria if c != CHANGED], by=case.coordinator)
    db.session.flush()


def change(case: Case, made: Application) -> None:
    answer = response_to(made, CHANGED)
    if answer is None:
        raise RuntimeError(f"Criterion {CHANGED} was answered last time.")
    self_assessment.save_response(
        made, CHANGED, by=case.coordinator, version=answer.version, rating=answer.rating,
        statement=f"{answer.statement} {SINCE}", no_evidence_reason=answer.no_evidence_reason,
    )  # fmt: skip
    db.session.flush()


def earlier_of(case: Case) -> Case:
    if case.before is None:
        raise RuntimeError(f"{case.told.key} follows no case.")
    return case.before


STEPS = {"apply_again": apply_again, "confirm": confirm}
