"""Work in hand: what people have begun in the state in which a case stands, and not finished."""

from collections.abc import Callable
from datetime import timedelta

from registration.database import db, now
from registration.deadlines import service as deadlines
from registration.decisions import service as decisions
from registration.demonstration import again, choosing, deciding, judging, reporting, visiting
from registration.demonstration.cases import Case
from registration.demonstration.turning import turned
from registration.messages import service as messages
from registration.register import changes
from registration.register.models import Registration
from registration.workflow.states import State

HALF = 13
WHEN_VISIT = "Our term ends on 12 December. Would a visit in the last week of January be possible?"
NEW_PRINCIPAL = "From the new term our deputy head leads the school. The safeguarding lead stays the same."
NEW_PLATFORM = "We move our lessons to another platform during the long holidays. Plans and groups stay as they are."
HOLIDAYS = "Our school is closed for the national holidays, so two of the people who must answer are away."


def submitted(case: Case) -> None:
    """The panel is proposed and the school has not answered; it has asked something, and waits for a word."""
    if case.application.held:
        return
    judging.propose_panel(case)
    messages.send(case.application, WHEN_VISIT, by=case.coordinator)
    db.session.flush()


def completing(case: Case) -> None:
    """One item of three is answered, in words; nothing is sent."""
    request = case.application.open_request
    if request is not None:
        deadlines.ask(
            case.application, f"request:{request.public_id}", until=request.due_on + timedelta(days=7),
            reason="holidays", explanation=HOLIDAYS, by=case.coordinator,
        )  # fmt: skip
    for item in request.items[:1] if request else ():
        item.answer, item.answered_by = (
            "We have added the places for four territories and are waiting for two.",
            case.coordinator,
        )
    db.session.flush()


def desk_review(case: Case) -> None:
    """The second reviewer is half-way, the third has begun. Some findings of the lead are stale by now.

    Of the third a tie was found since, and waits for the case officer.
    """
    for person, number in zip(list(case.panel.values())[1:], (HALF, 4), strict=False):
        judging.find(case, number, of=person)
    if len(case.panel) > 2:
        choosing.find_tie(case, list(case.panel.values())[-1])


def evidence_requested(case: Case) -> None:
    judging.find(case, HALF, of=list(case.panel.values())[1])
    request = case.application.open_request
    for item in request.items[:1] if request else ():
        item.answer, item.answered_by = (
            "The page for each territory is being translated; a draft is in the evidence.",
            case.principal,
        )
    db.session.flush()


def moderation(case: Case) -> None:
    """Half is agreed; for one of the rest a member leaves the meeting."""
    judging.agree(case, HALF)
    judging.leave_for_one(case, list(case.standard.criteria)[HALF])


def visit_planning(case: Case) -> None:
    """Two times are proposed; the school has not answered."""
    visiting.begin(case, case.today + timedelta(days=12))


def reporting_begun(case: Case) -> None:
    reporting.judge(case, HALF)


def factual_check(case: Case) -> None:
    """The school has written comments it has not sent."""
    reporting.comment(case)


def finalising(case: Case) -> None:
    reporting.reply(case, by=case.lead, most=1)


def approved_with_conditions(case: Case) -> None:
    """Of the conditions one is closed, one answered, the rest open."""
    first, second, *_ = [c for c in case.application.conditions if c.status == "open"]
    deciding.answer(case, first)
    decisions.close_condition(first, deciding.CLOSING, "met", by=case.decider)
    deciding.answer(case, second)
    db.session.flush()


def registered(case: Case) -> None:
    """In its last year: one change was noted, about another there is a question, and the school applies again."""
    found = case.application.registration
    if found is None:
        return
    again.declare_first_year(case, found)
    with turned(case.today - timedelta(days=16)):
        tell_of_changes(case, found)
    again.begin_again(case)


def tell_of_changes(case: Case, found: Registration) -> None:
    noted = changes.tell_of(found, "principal", NEW_PRINCIPAL, now().date(), by=case.principal)
    changes.take_note(noted, "Thank you. We have invited the new principal.", by=case.officer, body=case.names.body,
                      address=case.public_page)  # fmt: skip
    asked = changes.tell_of(
        found, "platform", NEW_PLATFORM, now().date() + timedelta(days=60), by=case.coordinator
    )
    changes.ask(asked, "Who can see the recordings of the new platform, and for how long?", by=case.officer)
    db.session.flush()


IN_HAND: dict[State, Callable[[Case], None]] = {
    State.SUBMITTED: submitted, State.COMPLETING: completing, State.DESK_REVIEW: desk_review,
    State.EVIDENCE_REQUESTED: evidence_requested,
    State.MODERATION: moderation, State.VISIT_PLANNING: visit_planning, State.REPORTING: reporting_begun,
    State.FACTUAL_CHECK: factual_check, State.FINALISING: finalising,
    State.APPROVED_WITH_CONDITIONS: approved_with_conditions, State.REGISTERED: registered,
}  # fmt: skip
