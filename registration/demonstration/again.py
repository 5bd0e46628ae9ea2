"""A registered school in its last year: what it declared, what is overdue, and its reapproval, begun."""

from datetime import timedelta

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


def declare_first_year(case: Case, found: Registration) -> None:
    yearly.declare(found, "", by=case.principal)
    db.session.flush()


def apply_again(case: Case) -> None:
    """The second declaration is overdue. The draft holds what was sent; some criteria are confirmed, one is changed."""
    with turned(case.today - timedelta(days=12)):
        overdue.tell_of_overdue()
    with turned(case.today - timedelta(days=9)):
        made = reapproval.begin(case.application, by=case.principal)
        made.reference = REFERENCE
        db.session.flush()
    with turned(case.today - timedelta(days=3)):
        answer = response_to(made, CHANGED)
        if answer is None:
            raise RuntimeError(f"Criterion {CHANGED} was answered last time.")
        self_assessment.save_response(
            made, CHANGED, by=case.coordinator, version=answer.version, rating=answer.rating,
            statement=f"{answer.statement} {SINCE}", no_evidence_reason=answer.no_evidence_reason,
        )  # fmt: skip
        reapproval.confirm(made, CONFIRMED, by=case.coordinator)
        db.session.flush()
