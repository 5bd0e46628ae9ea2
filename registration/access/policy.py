"""THE TABLE of permissions: who may do what, in which states. `docs/policy.md` prints it for people."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select

from registration.access.roles import (
    DECIDERS,
    JUDGES,
    SCHOOL_LEADS,
    THE_BODY,
    THE_DESK,
    THE_SCHOOL,
    Capacity,
    Worded,
)
from registration.access.standing import capacities
from registration.access.visibility import reader, seen_by
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.workflow.states import (
    ALWAYS,
    DECIDED,
    JUDGED_APART,
    ONCE_DETERMINED,
    ONCE_MODERATED,
    ONCE_SUBMITTED,
    OPEN_TO_SCHOOL,
    REGISTRATION,
    REPORT_WITH_SCHOOL,
    UNDECIDED,
    VISITING,
    WRITING_REPORT,
    State,
)


class Action(Worded):
    """Something a person can do in a case. The words fit behind "You cannot …"."""

    VIEW_APPLICATION = "view_application", "see this application"
    VIEW_HISTORY = "view_history", "see its history"
    EDIT_PROFILE = "edit_profile", "change the profile"
    EDIT_SELF_ASSESSMENT = "edit_self_assessment", "change the self-assessment"
    READ_WORKING_COPY = "read_working_copy", "read answers that have not been sent"
    ADD_EVIDENCE = "add_evidence", "add or change evidence"
    OPEN_EVIDENCE = "open_evidence", "open the evidence"
    ASSIGN_AREAS = "assign_areas", "give areas and criteria to colleagues"
    ACCEPT_ANSWERS = "accept_answers", "accept or return answers"
    WRITE_REMARKS = "write_remarks", "write remarks to colleagues"
    SIGN_DECLARATION = "sign_declaration", "sign the declaration"
    ANSWER_REQUEST = "answer_request", "answer what the school was asked"
    READ_SUBMISSION = "read_submission", "read what the school sent"
    ASK_FOR_COMPLETION = "ask_for_completion", "ask the school to complete its application"
    RECORD_FEE = "record_fee", "record the fee"
    HAND_OVER = "hand_over", "give this case to a case officer"
    ASSIGN_PANEL = "assign_panel", "assign reviewers"
    SEE_PANEL = "see_panel", "see the panel"
    PROPOSE_PANEL = "propose_panel", "propose the panel to the school"
    SEE_PROPOSED_PANEL = "see_proposed_panel", "see the proposed panel"
    ANSWER_PROPOSAL = "answer_proposal", "agree or object to the panel"
    RECORD_FINDING = "record_finding", "record findings"
    READ_OWN_FINDINGS = "read_own_findings", "read own findings"
    SEE_PROGRESS = "see_progress", "see how far the reviewers are"
    REQUEST_EVIDENCE = "request_evidence", "request evidence"
    READ_ALL_FINDINGS = "read_all_findings", "read the findings of others"
    MODERATE = "moderate", "agree findings"
    TAKE_CHAIR = "take_chair", "agree findings in the place of the lead reviewer"
    STAND_ASIDE = "stand_aside", "stand aside for an item"
    WRITE_MINUTES = "write_minutes", "make the minutes of moderation"
    PLAN_VISIT = "plan_visit", "plan the visit"
    CONFIRM_VISIT = "confirm_visit", "confirm the visit"
    SEE_VISIT = "see_visit", "see the plan of the visit"
    FOLLOW_VISIT = "follow_visit", "say that you have seen the schedule of the visit"
    CHOOSE_SLOT = "choose_slot", "choose a time for the visit"
    RECORD_VISIT = "record_visit", "record what was seen at the visit"
    PREPARE_VISIT = "prepare_visit", "say what is ready for the visit"
    SUM_UP_VISIT = "sum_up_visit", "write what is told at the closing meeting"
    READ_VISIT_NOTES = "read_visit_notes", "read the notes of the visit"
    WRITE_REPORT = "write_report", "write the report"
    WRITE_ON_ITEM = "write_on_item", "write what the report says of a criterion"
    READ_DRAFT_REPORT = "read_draft_report", "read drafts of the report"
    READ_SENT_REPORT = "read_sent_report", "read the report"
    COMMENT_ON_FACTS = "comment_on_facts", "comment on the facts in the report"
    READ_COMMENTS = "read_comments", "read the comments on the facts"
    REPLY_TO_COMMENTS = "reply_to_comments", "reply to the school's comments"
    SEE_SUGGESTION = "see_suggestion", "see the suggested outcome"
    DETERMINE = "determine", "decide this application"
    RELEASE_LETTER = "release_letter", "release the determination letter"
    TAKE_BACK_DECISION = "take_back_decision", "take back the decision"
    READ_DETERMINATION = "read_determination", "read the determination"
    SEE_CONDITIONS = "see_conditions", "see the conditions"
    ANSWER_CONDITION = "answer_condition", "answer a condition"
    CLOSE_CONDITION = "close_condition", "close a condition"
    APPEAL = "appeal", "appeal"
    SEE_APPEAL = "see_appeal", "see the appeal"
    WITHDRAW_APPEAL = "withdraw_appeal", "withdraw the appeal"
    DECIDE_APPEAL = "decide_appeal", "decide the appeal"
    RELEASE_APPEAL = "release_appeal", "release the outcome of the appeal"
    TAKE_BACK_APPEAL = "take_back_appeal", "take back the outcome of the appeal"
    REGISTER = "register", "register the school"
    SEE_REGISTRATION = "see_registration", "see the registration and its certificate"
    SEE_UPKEEP = "see_upkeep", "see the yearly declarations and changes"
    DECLARE_YEARLY = "declare_yearly", "make the yearly declaration"
    TELL_CHANGE = "tell_change", "tell of a change"
    HANDLE_CHANGE = "handle_change", "take note of a change"
    START_REAPPROVAL = "start_reapproval", "apply for reapproval"
    READ_MESSAGES = "read_messages", "read the messages between the school and the case officer"
    WRITE_MESSAGES = "write_messages", "write messages"
    SEE_DATES = "see_dates", "see the dates of this case"
    ASK_FOR_TIME = "ask_for_time", "ask for more time"
    DECIDE_ON_TIME = "decide_on_time", "grant more time"
    READ_CASE_LETTERS = "read_case_letters", "read the letters of this case"
    MARK_BENCHMARK = "mark_benchmark", "make this case a benchmark"


@dataclass(frozen=True)
class Permit:
    """Some capacities may do an action in some states."""

    who: frozenset[Capacity]
    when: frozenset[State]


def permit(*who: Capacity | Iterable[Capacity], when: State | Iterable[State]) -> Permit:
    people = frozenset(c for item in who for c in ({item} if isinstance(item, Capacity) else item))
    return Permit(people, frozenset({when}) if isinstance(when, State) else frozenset(when))


PRINCIPAL, COORDINATOR, EXAMS_OFFICER = Capacity.PRINCIPAL, Capacity.COORDINATOR, Capacity.EXAMS_OFFICER
CASE_OFFICER, AUDITOR = Capacity.CASE_OFFICER, Capacity.AUDITOR
LEAD, REVIEWER, DECISION_MAKER = Capacity.LEAD_REVIEWER, Capacity.REVIEWER, Capacity.DECISION_MAKER
DECIDER = Capacity.DECIDER

PANEL_CAN_CHANGE = (
    frozenset({State.SUBMITTED, State.COMPLETING, State.MODERATION, State.FACTUAL_CHECK})
    | JUDGED_APART | VISITING | WRITING_REPORT
)
"""As long as somebody may have to take another's place, as when whoever writes the report turns out to be tied to the
school."""

TIME_CAN_CHANGE = UNDECIDED - {State.DRAFT} | {State.APPROVED_WITH_CONDITIONS}
UPKEPT = frozenset({State.REGISTERED, State.SUSPENDED})
FROM_FACTUAL_CHECK = ONCE_MODERATED - VISITING - {State.MODERATION, State.REPORTING}
FROM_DETERMINATION = ONCE_DETERMINED | {State.DETERMINATION}

POLICY: dict[Action, tuple[Permit, ...]] = {
    Action.VIEW_APPLICATION: (permit(THE_SCHOOL, when=ALWAYS), permit(THE_BODY, when=ONCE_SUBMITTED)),
    Action.VIEW_HISTORY: (permit(THE_SCHOOL, when=ALWAYS), permit(THE_BODY, when=ONCE_SUBMITTED)),
    Action.EDIT_PROFILE: (permit(SCHOOL_LEADS, when={State.DRAFT, State.COMPLETING}),),
    Action.EDIT_SELF_ASSESSMENT: (permit(THE_SCHOOL, when=OPEN_TO_SCHOOL),),
    Action.READ_WORKING_COPY: (permit(THE_SCHOOL, when=ALWAYS),),
    Action.ADD_EVIDENCE: (permit(THE_SCHOOL, when=OPEN_TO_SCHOOL | {State.APPROVED_WITH_CONDITIONS}),),
    Action.OPEN_EVIDENCE: (permit(THE_SCHOOL, when=ALWAYS), permit(THE_BODY, when=ONCE_SUBMITTED)),
    Action.ASSIGN_AREAS: (permit(SCHOOL_LEADS, when=OPEN_TO_SCHOOL),),
    Action.ACCEPT_ANSWERS: (permit(SCHOOL_LEADS, when=OPEN_TO_SCHOOL),),
    Action.WRITE_REMARKS: (permit(THE_SCHOOL, when=ALWAYS),),
    Action.SIGN_DECLARATION: (permit(PRINCIPAL, when={State.DRAFT, State.COMPLETING}),),
    Action.ANSWER_REQUEST: (permit(THE_SCHOOL, when={State.COMPLETING, State.EVIDENCE_REQUESTED}),),
    Action.READ_SUBMISSION: (permit(THE_SCHOOL, THE_BODY, when=ONCE_SUBMITTED),),
    Action.ASK_FOR_COMPLETION: (permit(CASE_OFFICER, when={State.SUBMITTED, State.DEFERRED}),),
    Action.RECORD_FEE: (permit(CASE_OFFICER, when={State.SUBMITTED, State.COMPLETING}),),
    Action.HAND_OVER: (permit(CASE_OFFICER, when=ONCE_SUBMITTED),),
    Action.ASSIGN_PANEL: (permit(CASE_OFFICER, when=PANEL_CAN_CHANGE),),
    Action.SEE_PANEL: (permit(THE_BODY, when=ONCE_SUBMITTED),),
    Action.PROPOSE_PANEL: (permit(CASE_OFFICER, when=PANEL_CAN_CHANGE),),
    Action.SEE_PROPOSED_PANEL: (permit(THE_SCHOOL, THE_DESK, when=ONCE_SUBMITTED),),
    Action.ANSWER_PROPOSAL: (permit(SCHOOL_LEADS, when=PANEL_CAN_CHANGE),),
    Action.RECORD_FINDING: (permit(JUDGES, when=JUDGED_APART),),
    Action.READ_OWN_FINDINGS: (permit(JUDGES, when=ONCE_SUBMITTED),),
    Action.SEE_PROGRESS: (permit(LEAD, THE_DESK, when=ONCE_SUBMITTED),),
    Action.REQUEST_EVIDENCE: (permit(LEAD, when=State.DESK_REVIEW),),
    Action.READ_ALL_FINDINGS: (permit(JUDGES, THE_DESK, DECIDERS, when=ONCE_MODERATED),),
    Action.MODERATE: (permit(LEAD, when=State.MODERATION),),
    Action.TAKE_CHAIR: (permit(REVIEWER, when=State.MODERATION),),
    Action.STAND_ASIDE: (permit(JUDGES, when=State.MODERATION),),
    Action.WRITE_MINUTES: (permit(LEAD, CASE_OFFICER, when=ONCE_MODERATED),),
    Action.PLAN_VISIT: (permit(LEAD, CASE_OFFICER, when=VISITING),),
    Action.CONFIRM_VISIT: (permit(CASE_OFFICER, when=State.VISIT_PLANNING),),
    Action.SEE_VISIT: (permit(THE_SCHOOL, THE_BODY, when=ONCE_MODERATED),),
    Action.FOLLOW_VISIT: (permit(THE_SCHOOL, JUDGES, CASE_OFFICER, when=ONCE_MODERATED),),
    Action.CHOOSE_SLOT: (permit(SCHOOL_LEADS, when=State.VISIT_PLANNING),),
    Action.RECORD_VISIT: (permit(JUDGES, when={State.VISIT_ARRANGED, State.REPORTING}),),
    Action.PREPARE_VISIT: (permit(THE_SCHOOL, when=VISITING),),
    Action.SUM_UP_VISIT: (permit(LEAD, when={State.VISIT_ARRANGED, State.REPORTING}),),
    Action.READ_VISIT_NOTES: (permit(JUDGES, THE_DESK, DECIDERS, when=ONCE_MODERATED),),
    Action.WRITE_REPORT: (permit(LEAD, when=WRITING_REPORT),),
    Action.WRITE_ON_ITEM: (permit(JUDGES, when=WRITING_REPORT),),
    Action.READ_DRAFT_REPORT: (permit(JUDGES, THE_DESK, DECIDERS, when=ONCE_MODERATED),),
    Action.READ_SENT_REPORT: (permit(THE_SCHOOL, when=REPORT_WITH_SCHOOL),),
    Action.COMMENT_ON_FACTS: (permit(SCHOOL_LEADS, when=State.FACTUAL_CHECK),),
    Action.READ_COMMENTS: (permit(THE_SCHOOL, THE_BODY, when=FROM_FACTUAL_CHECK),),
    Action.REPLY_TO_COMMENTS: (permit(JUDGES, when=State.FINALISING),),
    Action.SEE_SUGGESTION: (permit(JUDGES, THE_DESK, DECIDERS, when=ONCE_MODERATED),),
    Action.DETERMINE: (permit(DECISION_MAKER, when=State.DETERMINATION),),
    Action.RELEASE_LETTER: (permit(DECISION_MAKER, CASE_OFFICER, when=DECIDED),),
    Action.TAKE_BACK_DECISION: (permit(DECIDER, DECISION_MAKER, CASE_OFFICER, when=DECIDED),),
    Action.READ_DETERMINATION: (permit(THE_SCHOOL, THE_BODY, when=FROM_DETERMINATION),),
    Action.SEE_CONDITIONS: (permit(THE_SCHOOL, THE_BODY, when=ONCE_DETERMINED),),
    Action.ANSWER_CONDITION: (
        permit(SCHOOL_LEADS, EXAMS_OFFICER, when=State.APPROVED_WITH_CONDITIONS),
    ),
    Action.CLOSE_CONDITION: (permit(DECISION_MAKER, LEAD, when=State.APPROVED_WITH_CONDITIONS),),
    Action.APPEAL: (permit(PRINCIPAL, when=DECIDED),),
    Action.SEE_APPEAL: (permit(THE_SCHOOL, THE_BODY, when=FROM_DETERMINATION),),
    Action.WITHDRAW_APPEAL: (permit(PRINCIPAL, when=State.APPEAL),),
    Action.DECIDE_APPEAL: (permit(DECISION_MAKER, when=State.APPEAL),),
    Action.RELEASE_APPEAL: (permit(DECISION_MAKER, CASE_OFFICER, when=State.APPEAL),),
    Action.TAKE_BACK_APPEAL: (permit(DECIDER, DECISION_MAKER, CASE_OFFICER, when=State.APPEAL),),
    Action.REGISTER: (permit(CASE_OFFICER, when=State.APPROVED),),
    Action.SEE_REGISTRATION: (
        permit(THE_SCHOOL, THE_BODY, when=REGISTRATION), permit(CASE_OFFICER, when=State.APPROVED),
    ),
    Action.SEE_UPKEEP: (permit(THE_SCHOOL, THE_DESK, DECIDERS, when=REGISTRATION),),
    Action.DECLARE_YEARLY: (permit(PRINCIPAL, when=UPKEPT),),
    Action.TELL_CHANGE: (permit(SCHOOL_LEADS, EXAMS_OFFICER, when=UPKEPT),),
    Action.HANDLE_CHANGE: (permit(CASE_OFFICER, when=UPKEPT),),
    Action.START_REAPPROVAL: (permit(SCHOOL_LEADS, when=State.REGISTERED),),
    Action.READ_MESSAGES: (permit(SCHOOL_LEADS, THE_DESK, when=ONCE_SUBMITTED),),
    Action.WRITE_MESSAGES: (permit(SCHOOL_LEADS, CASE_OFFICER, when=ONCE_SUBMITTED),),
    Action.SEE_DATES: (permit(THE_SCHOOL, when=ALWAYS), permit(THE_DESK, when=ONCE_SUBMITTED)),
    Action.ASK_FOR_TIME: (permit(SCHOOL_LEADS, when=TIME_CAN_CHANGE),),
    Action.DECIDE_ON_TIME: (permit(CASE_OFFICER, when=TIME_CAN_CHANGE),),
    Action.READ_CASE_LETTERS: (permit(THE_SCHOOL, when=ALWAYS), permit(THE_DESK, LEAD, DECIDERS, when=ONCE_SUBMITTED)),
    Action.MARK_BENCHMARK: (permit(CASE_OFFICER, DECISION_MAKER, when=REGISTRATION | {State.NOT_APPROVED}),),
}


def allowed(person: Person, action: Action, application: Application) -> bool:
    """This person may do this to this application as it stands now, as far as they may know how it stands."""
    held = capacities(person, application)
    if held & THE_BODY and application.submitted_at is None:
        return False  # the body sees nothing of an application that was never sent, even once it is withdrawn
    state = state_shown(person, application)
    return any(state in rule.when and held & rule.who for rule in POLICY[action])


def visible_applications(person: Person) -> Select[Application]:
    """The same answer as `VIEW_APPLICATION`, for lists: every application this person may see."""
    return select(Application).where(visible_to(person))


def visible_to(person: Person) -> ColumnElement[bool]:
    """`visible_applications` as a condition, for queries that join."""
    return seen_by(reader(person))


def state_shown(person: Person, application: Application) -> State:
    """The state as this person may know it: the school learns an outcome when its letter has been released."""
    return state_counted(application) if capacities(person, application) & THE_SCHOOL else application.state


def state_counted(application: Application) -> State:
    """The state as it counts outside the body: a decision whose letter waits is not final, it can be recalled."""
    if application.state in DECIDED and not released(application):
        return State.DETERMINATION
    return application.state


def released(application: Application) -> bool:
    """The last determination has been let go by a second person."""
    return bool(application.determinations) and application.determinations[-1].released_at is not None


