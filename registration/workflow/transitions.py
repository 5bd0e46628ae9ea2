"""THE TABLE: every move an application can make. `docs/workflow.md` prints it for people.

`asks` names the page that asks for what the move needs and makes it; a move without
one is made from the plain confirmation page, with a reason where `reason` says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from registration.access.roles import SCHOOL_LEADS, Capacity
from registration.workflow import appealing, needs, registering
from registration.workflow.need import Need
from registration.workflow.states import DECIDED, UNDECIDED, State

Reason = Literal["none", "optional", "required"]
SAME = "the same state"
BEFORE_APPEAL = "the state before the appeal"
AFTER_APPEAL = "Awaiting determination when it is upheld, else the state before the appeal"


@dataclass(frozen=True)
class Tell:
    """A letter a move writes: to whom, which, and whether a second person must release it."""

    who: Capacity
    letter: str
    release: bool = False


@dataclass(frozen=True)
class Transition:
    """One row of the table."""

    name: str
    label: str
    source: frozenset[State]
    target: State | str
    who: frozenset[Capacity]
    needs: tuple[Need, ...]
    tells: tuple[Tell, ...]
    asks: str | None
    reason: Reason
    while_held: bool
    recalls: bool

    @property
    def waits_for_release(self) -> bool:
        """Its letter waits for a second person; until then the step before it is not over."""
        return any(tell.release for tell in self.tells)


def row(
    name: str,
    label: str,
    source: State | Iterable[State],
    target: State | str,
    who: Capacity | Iterable[Capacity],
    *,
    needs: Iterable[Need] = (),
    tells: Iterable[Tell] = (),
    asks: str | None = None,
    reason: Reason = "none",
    while_held: bool = False,
    recalls: bool = False,
) -> Transition:
    """A transition, written as short as it reads. One that `recalls` takes back what was not released yet."""
    sources = frozenset({source}) if isinstance(source, State) else frozenset(source)
    people = frozenset({who}) if isinstance(who, Capacity) else frozenset(who)
    return Transition(
        name, label, sources, target, people, tuple(needs), tuple(tells), asks, reason, while_held, recalls
    )


PRINCIPAL, COORDINATOR, CLOCK = Capacity.PRINCIPAL, Capacity.COORDINATOR, Capacity.CLOCK
CASE_OFFICER, LEAD, REVIEWER = Capacity.CASE_OFFICER, Capacity.LEAD_REVIEWER, Capacity.REVIEWER
DECISION_MAKER, DECIDER = Capacity.DECISION_MAKER, Capacity.DECIDER


def school(letter: str, release: bool = False) -> list[Tell]:
    """The same letter to the people who lead the application at the school."""
    return [Tell(capacity, letter, release) for capacity in sorted(SCHOOL_LEADS)]


def outcome(name: str, label: str, target: State) -> Transition:
    """A determination: its letter to the school waits for a second person."""
    return row(
        name, label, State.DETERMINATION, target, DECISION_MAKER, needs=[needs.determination_recorded],
        asks="decisions.determination",
        tells=[*school("determination", release=True), Tell(CASE_OFFICER, "determination_to_release")],
    )


def heard(name: str, label: str, letter: str) -> Transition:
    """An appeal decided: its letter waits for a second person too, and until then the case stays where it is."""
    return row(
        name, label, State.APPEAL, SAME, DECISION_MAKER, asks="decisions.appeal_outcome",
        needs=[appealing.appeal_not_decided, appealing.appeal_answered],
        tells=[*school(letter, release=True), Tell(CASE_OFFICER, "appeal_to_release")],
    )


TABLE: tuple[Transition, ...] = (
    row("submit", "Submit the application", State.DRAFT, State.SUBMITTED, PRINCIPAL,
        needs=[needs.profile_complete, needs.every_candidate_placed, needs.every_criterion_answered,
               needs.every_criterion_evidenced, registering.every_criterion_confirmed, needs.every_file_checked,
               needs.declaration_signed],
        asks="applications.check_answers",
        tells=[*school("application_received"), Tell(CASE_OFFICER, "application_to_check")]),
    row("return_for_completion", "Return for completion", State.SUBMITTED, State.COMPLETING, CASE_OFFICER,
        needs=[needs.items_named], asks="applications.ask_for_completion", tells=school("returned_for_completion")),
    row("submit_again", "Submit again", State.COMPLETING, State.SUBMITTED, PRINCIPAL,
        needs=[needs.every_item_answered, needs.profile_complete, needs.every_candidate_placed,
               needs.every_criterion_answered, needs.every_criterion_evidenced, needs.every_file_checked,
               needs.declaration_signed],
        asks="applications.answer_request",
        tells=[*school("application_received"), Tell(CASE_OFFICER, "application_to_check")]),
    row("begin_desk_review", "Begin the desk review", State.SUBMITTED, State.DESK_REVIEW, CASE_OFFICER,
        needs=[needs.panel_complete, needs.panel_not_objected_to, needs.fee_settled],
        tells=[Tell(LEAD, "review_to_do"), Tell(REVIEWER, "review_to_do"), *school("review_begun")]),
    row("request_evidence", "Request evidence", State.DESK_REVIEW, State.EVIDENCE_REQUESTED, LEAD,
        needs=[needs.items_named], asks="review.request_evidence", tells=school("evidence_requested")),
    row("send_evidence", "Send the evidence", State.EVIDENCE_REQUESTED, State.DESK_REVIEW, PRINCIPAL,
        needs=[needs.every_item_answered, needs.every_file_checked], asks="applications.answer_request",
        tells=[Tell(LEAD, "evidence_received"), Tell(REVIEWER, "evidence_received"), *school("evidence_sent")]),
    row("open_moderation", "Open moderation", State.DESK_REVIEW, State.MODERATION, LEAD,
        needs=[needs.every_reviewer_has_finished], tells=[Tell(REVIEWER, "moderation_opened")]),
    row("plan_visit", "Plan the visit", State.MODERATION, State.VISIT_PLANNING, LEAD,
        needs=[needs.every_desk_finding_agreed],
        tells=[Tell(CASE_OFFICER, "visit_to_plan"), *school("visit_coming")]),
    row("conclude_without_visit", "Conclude without a visit", State.MODERATION, State.REPORTING, LEAD,
        needs=[needs.every_desk_finding_agreed], reason="required", tells=school("no_visit_needed")),
    row("confirm_visit", "Confirm the visit", State.VISIT_PLANNING, State.VISIT_ARRANGED, CASE_OFFICER,
        needs=[needs.slot_accepted, needs.agenda_and_team_set], asks="visits.confirm",
        tells=[*school("visit_confirmed"), Tell(LEAD, "visit_confirmed"), Tell(REVIEWER, "visit_confirmed")]),
    row("change_visit", "Change the visit", State.VISIT_ARRANGED, State.VISIT_PLANNING, CASE_OFFICER,
        reason="required", tells=[*school("visit_changed"), Tell(LEAD, "visit_changed")]),
    row("record_visit", "Record that the visit was held", State.VISIT_ARRANGED, State.REPORTING, LEAD,
        needs=[needs.visit_recorded], asks="visits.held", tells=school("visit_held")),
    row("send_draft", "Send the draft for a check of facts", State.REPORTING, State.FACTUAL_CHECK, LEAD,
        needs=[needs.every_final_judgement_given, needs.every_gap_has_an_action, needs.no_raw_notes, needs.draft_made],
        asks="reports.send_draft", tells=school("draft_to_check")),
    row("answer_facts", "Answer on the facts", State.FACTUAL_CHECK, State.FINALISING, {PRINCIPAL, CLOCK},
        asks="reports.answer_facts", tells=[Tell(LEAD, "facts_answered"), *school("facts_received")]),
    row("send_to_decision", "Send to decision", State.FINALISING, State.DETERMINATION, LEAD,
        needs=[needs.every_comment_answered, needs.every_gap_has_an_action, needs.report_frozen],
        tells=[Tell(DECISION_MAKER, "case_to_decide"), *school("report_finished")]),
    row("return_report", "Return the report", State.DETERMINATION, State.FINALISING, DECISION_MAKER,
        reason="required", tells=[Tell(LEAD, "report_returned")]),
    outcome("approve", "Approve", State.APPROVED),
    outcome("approve_with_conditions", "Approve with conditions", State.APPROVED_WITH_CONDITIONS),
    outcome("defer", "Defer", State.DEFERRED),
    outcome("do_not_approve", "Do not approve", State.NOT_APPROVED),
    row("release", "Release the letter", DECIDED, SAME, {DECISION_MAKER, CASE_OFFICER}, needs=[needs.letter_waits],
        asks="decisions.determination"),
    row("take_back", "Take back the decision", DECIDED, State.DETERMINATION, {DECIDER, DECISION_MAKER, CASE_OFFICER},
        needs=[needs.letter_waits], asks="decisions.take_back", reason="required", recalls=True,
        tells=[Tell(DECISION_MAKER, "decision_taken_back"), Tell(CASE_OFFICER, "decision_taken_back")]),
    row("close_conditions", "Confirm that all conditions are closed", State.APPROVED_WITH_CONDITIONS, State.APPROVED,
        DECISION_MAKER, needs=[needs.determination_released, needs.every_condition_closed],
        tells=[*school("conditions_closed"), Tell(CASE_OFFICER, "school_to_register")]),
    row("register", "Register the school", State.APPROVED, State.REGISTERED, CASE_OFFICER,
        needs=[needs.determination_released, registering.registration_entered], asks="register.registration",
        tells=school("registered")),
    row("resume_with_visit", "Resume with a visit", State.DEFERRED, State.VISIT_PLANNING, CASE_OFFICER,
        needs=[needs.determination_released], reason="required",
        tells=[*school("deferral_ended"), Tell(LEAD, "deferral_ended")]),
    row("resume_with_completion", "Resume with a completion", State.DEFERRED, State.COMPLETING, CASE_OFFICER,
        needs=[needs.determination_released, needs.items_named], asks="applications.ask_for_completion",
        tells=school("returned_for_completion")),
    row("appeal", "Appeal", DECIDED, State.APPEAL, PRINCIPAL,
        needs=[needs.determination_released, appealing.no_appeal_decided, appealing.within_time_to_appeal,
               appealing.appeal_made],
        asks="decisions.appeal",
        tells=[*school("appeal_received"), Tell(CASE_OFFICER, "appeal_to_handle"),
               Tell(DECISION_MAKER, "appeal_to_handle")]),
    heard("uphold_appeal", "Uphold the appeal", "appeal_upheld"),
    heard("dismiss_appeal", "Dismiss the appeal", "appeal_dismissed"),
    row("release_appeal", "Release the outcome of the appeal", State.APPEAL, AFTER_APPEAL,
        {DECISION_MAKER, CASE_OFFICER}, needs=[appealing.appeal_outcome_waits], asks="decisions.appeal"),
    row("take_back_appeal", "Take back the outcome of the appeal", State.APPEAL, SAME,
        {DECIDER, DECISION_MAKER, CASE_OFFICER}, needs=[appealing.appeal_outcome_waits],
        asks="decisions.take_back_appeal", reason="required", recalls=True,
        tells=[Tell(DECISION_MAKER, "appeal_taken_back"), Tell(CASE_OFFICER, "appeal_taken_back")]),
    row("withdraw_appeal", "Withdraw the appeal", State.APPEAL, BEFORE_APPEAL, PRINCIPAL,
        needs=[appealing.appeal_answered], asks="decisions.appeal", recalls=True,
        tells=[*school("appeal_withdrawn"), Tell(CASE_OFFICER, "appeal_withdrawn"),
               Tell(DECISION_MAKER, "appeal_withdrawn")]),
    row("withdraw", "Withdraw the application", UNDECIDED | DECIDED, State.WITHDRAWN, PRINCIPAL,
        needs=[needs.no_outcome_released], reason="optional", while_held=True, recalls=True,
        tells=[*school("withdrawal_received"), Tell(CASE_OFFICER, "application_withdrawn"),
               Tell(LEAD, "application_withdrawn")]),
    row("hold", "Put on hold", UNDECIDED - {State.DRAFT}, SAME, CASE_OFFICER, reason="required",
        tells=school("put_on_hold")),
    row("resume", "Resume", UNDECIDED - {State.DRAFT}, SAME, {CASE_OFFICER, CLOCK}, reason="optional", while_held=True,
        tells=school("hold_ended")),
    row("suspend", "Suspend the registration", State.REGISTERED, State.SUSPENDED, DECISION_MAKER, reason="required",
        tells=[*school("registration_suspended"), Tell(CASE_OFFICER, "registration_suspended")]),
    row("reinstate", "Reinstate the registration", State.SUSPENDED, State.REGISTERED, DECISION_MAKER,
        reason="required", tells=[*school("registration_reinstated"), Tell(CASE_OFFICER, "registration_reinstated")]),
    row("renew", "Renew the registration", State.REGISTERED, State.RENEWED, CASE_OFFICER, needs=[registering.renewed],
        asks="reapproval.start"),
    row("end_registration", "Withdraw the registration", (State.REGISTERED, State.SUSPENDED), State.ENDED,
        DECISION_MAKER, reason="required",
        tells=[*school("registration_ended"), Tell(CASE_OFFICER, "registration_ended")]),
)

BY_NAME = {transition.name: transition for transition in TABLE}
