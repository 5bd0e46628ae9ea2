"""The decision and what follows: release by a second person, conditions, an appeal, registration and its end."""

from datetime import timedelta

from registration.accounts.models import Person
from registration.applications import service as applications
from registration.database import db, now
from registration.decisions import appeal_service as appeals, queries, service as decisions
from registration.decisions.models import Condition
from registration.demonstration.cases import Case
from registration.demonstration.turning import turned
from registration.register import service as register_of_schools
from registration.workflow import engine

REASONS = {
    "approve": "The report shows that every criterion is met, and that the school acts on what it learns about itself. "
    "I have read the findings on the six essential criteria with particular care and agree with each.",
    "approve_with_conditions": "All essential criteria are met. Those that are partly met concern work the school "
    "has begun and can finish; for each there is an action with a date. I see no reason to keep the school waiting "
    "for its registration until then, once the conditions are closed.",
    "defer": "Most of the standard is met, and some of it very well. An essential criterion is only partly met, and I "
    "cannot decide until it is. What is asked for can be done within months, and the panel will then look at it again.",
    "do_not_approve": "The report shows committed people and a clear need. An essential criterion is not yet met, and "
    "learning together is not yet part of the courses. The actions in the report say what to put in place; the school "
    "is warmly invited to apply again when it has done so.",
}
ANSWER = "We have done this. The evidence named shows the decision, its date and the first results."
CLOSING = "Read and found sufficient: dated, approved, and in use."
TAKEN_BACK = "The reasons name a member of the panel. The school knows people by their role: please leave the name out."
GROUNDS = (
    "The judgement on 5.1 rests on the territory register of February. The register we sent in answer to the draft "
    "names the source for each, and was not considered. We ask that it be read, and the decision "
    "looked at again."
)
SUSPENDED = (
    "The school has told us that the licence on which its registration rests has lapsed, and is being renewed. "
    "Present students are taught as before. The registration is suspended until the renewed licence has been shown."
)
ENDED = (
    "The school closes at the end of the school year and has asked for its registration to end. "
    "Its students have places elsewhere."
)


def decide(case: Case) -> None:
    """One that is going to be taken back names a colleague, as no letter should."""
    named = f" {case.lead.name} described it well." if case.told.unreleased else ""
    record(case, REASONS[case.told.outcome] + named)


def decide_anew(case: Case) -> None:
    record(case, REASONS[case.told.outcome])


def record(case: Case, reasons: str) -> None:
    decisions.issue_determination(
        case.application, case.told.outcome, reasons=reasons, why_different="",
        conditions=queries.proposals(case.application), by=case.decider,
    )  # fmt: skip
    db.session.flush()


def take_back(case: Case) -> None:
    decisions.take_back_decision(case.application, TAKEN_BACK, by=case.officer)
    db.session.flush()


def release(case: Case) -> None:
    decisions.release_determination(case.application, by=second(case))
    db.session.flush()


def second(case: Case) -> Person:
    """The other decision maker."""
    return next(case.staff[key] for key in ("dana", "elias") if key != case.told.decider)


def answer(case: Case, condition: Condition) -> None:
    proof = next(iter(queries.proofs(case.application)))
    decisions.answer_condition(condition, ANSWER, proof.public_id, by=case.principal)


def close_conditions(case: Case) -> None:
    for condition in [c for c in case.application.conditions if c.status == "open"]:
        with turned(now() - timedelta(days=20)):
            answer(case, condition)
        decisions.close_condition(condition, CLOSING, "met", by=case.decider)
    db.session.flush()
    engine.perform(case.application, "close_conditions", by=case.decider)
    db.session.flush()


def register(case: Case) -> None:
    register_of_schools.register_school(
        case.application, agreement_on=now().date() - timedelta(days=2), by=case.officer,
        centre_number=f"{case.school.country}{case.school.established}", body=case.names.body, address=case.public_page,
    )  # fmt: skip
    db.session.flush()


def appeal(case: Case) -> None:
    appeals.make_appeal(case.application, GROUNDS, by=case.principal)
    db.session.flush()


def suspend(case: Case) -> None:
    applications.make_move(case.application, "suspend", by=case.decider, note=SUSPENDED)
    db.session.flush()


def end_registration(case: Case) -> None:
    applications.make_move(case.application, "end_registration", by=case.decider, note=ENDED)
    db.session.flush()


STEPS = {
    "decide": decide, "take_back": take_back, "decide_anew": decide_anew, "release": release,
    "close_conditions": close_conditions, "register": register,
    "appeal": appeal, "suspend": suspend, "end_registration": end_registration,
}  # fmt: skip
