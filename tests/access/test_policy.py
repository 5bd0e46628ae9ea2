"""The table of permissions, stated a second time by name and by state, and compared whole."""

from datetime import date, timedelta

import pytest

from registration.access.policy import POLICY, Action, allowed, state_shown, visible_applications
from registration.access.roles import Role
from registration.accounts.models import PersonRole
from registration.database import db, now, today
from registration.schools.models import Relation
from registration.workflow.states import DECIDED, State
from tests import factories
from tests.cast import BODY, EVERYONE

SCHOOL = "amina cora basil ezra"
LEADS_OF_SCHOOL = "amina cora"
OFFICERS = "carys nora"
DESK = "carys nora audrey"
DECIDERS = "dana dirk"
PANEL = "leah rafael"
BODY_ON_THE_CASE = f"{DESK} {DECIDERS} {PANEL}"
EVERYBODY_ON_THE_CASE = f"{SCHOOL} {BODY_ON_THE_CASE}"

BEFORE_REVIEW = "submitted completing"
REVIEW = "desk_review evidence_requested"
VISIT = "visit_planning visit_arranged"
REPORT = "factual_check finalising"
DECIDED_ = "approved approved_with_conditions deferred not_approved"
AFTER = f"{DECIDED_} appeal registered suspended renewed ended"

FROM_DECISION = f"determination {AFTER}"
FROM_FACTS = f"{REPORT} {FROM_DECISION} withdrawn"
FROM_MODERATION = f"moderation {VISIT} reporting {FROM_FACTS}"
SENT = f"{BEFORE_REVIEW} {REVIEW} {FROM_MODERATION}"
ALL = f"draft {SENT}"
PANEL_CHANGES = f"{BEFORE_REVIEW} {REVIEW} moderation {VISIT} reporting {REPORT}"
UNDECIDED = f"{BEFORE_REVIEW} {REVIEW} moderation {VISIT} reporting {REPORT} determination"

MAY = {
    Action.VIEW_APPLICATION: [(SCHOOL, ALL), (BODY_ON_THE_CASE, SENT)],
    Action.VIEW_HISTORY: [(SCHOOL, ALL), (BODY_ON_THE_CASE, SENT)],
    Action.EDIT_PROFILE: [(LEADS_OF_SCHOOL, "draft completing")],
    Action.EDIT_SELF_ASSESSMENT: [(SCHOOL, "draft completing evidence_requested")],
    Action.READ_WORKING_COPY: [(SCHOOL, ALL)],
    Action.ADD_EVIDENCE: [(SCHOOL, "draft completing evidence_requested approved_with_conditions")],
    Action.OPEN_EVIDENCE: [(SCHOOL, ALL), (BODY_ON_THE_CASE, SENT)],
    Action.ASSIGN_AREAS: [(LEADS_OF_SCHOOL, "draft completing evidence_requested")],
    Action.ACCEPT_ANSWERS: [(LEADS_OF_SCHOOL, "draft completing evidence_requested")],
    Action.WRITE_REMARKS: [(SCHOOL, ALL)],
    Action.SIGN_DECLARATION: [("amina", "draft completing")],
    Action.ANSWER_REQUEST: [(SCHOOL, "completing evidence_requested")],
    Action.READ_SUBMISSION: [(EVERYBODY_ON_THE_CASE, SENT)],
    Action.ASK_FOR_COMPLETION: [(OFFICERS, "submitted deferred")],
    Action.RECORD_FEE: [(OFFICERS, BEFORE_REVIEW)],
    Action.HAND_OVER: [(OFFICERS, SENT)],
    Action.ASSIGN_PANEL: [(OFFICERS, PANEL_CHANGES)],
    Action.SEE_PANEL: [(BODY_ON_THE_CASE, SENT)],
    Action.PROPOSE_PANEL: [(OFFICERS, PANEL_CHANGES)],
    Action.SEE_PROPOSED_PANEL: [(f"{SCHOOL} {DESK}", SENT)],
    Action.ANSWER_PROPOSAL: [(LEADS_OF_SCHOOL, PANEL_CHANGES)],
    Action.RECORD_FINDING: [(PANEL, REVIEW)],
    Action.READ_OWN_FINDINGS: [(PANEL, SENT)],
    Action.SEE_PROGRESS: [(f"leah {DESK}", SENT)],
    Action.REQUEST_EVIDENCE: [("leah", "desk_review")],
    Action.READ_ALL_FINDINGS: [(BODY_ON_THE_CASE, FROM_MODERATION)],
    Action.MODERATE: [("leah", "moderation")],
    Action.TAKE_CHAIR: [("rafael", "moderation")],
    Action.STAND_ASIDE: [(PANEL, "moderation")],
    Action.WRITE_MINUTES: [(f"leah {OFFICERS}", FROM_MODERATION)],
    Action.PLAN_VISIT: [(f"leah {OFFICERS}", VISIT)],
    Action.CONFIRM_VISIT: [(OFFICERS, "visit_planning")],
    Action.SEE_VISIT: [(EVERYBODY_ON_THE_CASE, FROM_MODERATION)],
    Action.FOLLOW_VISIT: [(f"{SCHOOL} {PANEL} {OFFICERS}", FROM_MODERATION)],
    Action.CHOOSE_SLOT: [(LEADS_OF_SCHOOL, "visit_planning")],
    Action.RECORD_VISIT: [(PANEL, "visit_arranged reporting")],
    Action.PREPARE_VISIT: [(SCHOOL, VISIT)],
    Action.SUM_UP_VISIT: [("leah", "visit_arranged reporting")],
    Action.READ_VISIT_NOTES: [(BODY_ON_THE_CASE, FROM_MODERATION)],
    Action.WRITE_REPORT: [("leah", "reporting finalising")],
    Action.WRITE_ON_ITEM: [(PANEL, "reporting finalising")],
    Action.READ_DRAFT_REPORT: [(BODY_ON_THE_CASE, FROM_MODERATION)],
    Action.READ_SENT_REPORT: [(SCHOOL, FROM_FACTS)],
    Action.COMMENT_ON_FACTS: [(LEADS_OF_SCHOOL, "factual_check")],
    Action.READ_COMMENTS: [(EVERYBODY_ON_THE_CASE, FROM_FACTS)],
    Action.REPLY_TO_COMMENTS: [(PANEL, "finalising")],
    Action.SEE_SUGGESTION: [(BODY_ON_THE_CASE, FROM_MODERATION)],
    Action.DETERMINE: [(DECIDERS, "determination")],
    Action.RELEASE_LETTER: [(f"{DECIDERS} {OFFICERS}", DECIDED_)],
    Action.TAKE_BACK_DECISION: [(f"{DECIDERS} {OFFICERS}", DECIDED_)],
    Action.READ_DETERMINATION: [(EVERYBODY_ON_THE_CASE, FROM_DECISION)],
    Action.SEE_CONDITIONS: [(EVERYBODY_ON_THE_CASE, AFTER)],
    Action.ANSWER_CONDITION: [("amina cora ezra", "approved_with_conditions")],
    Action.CLOSE_CONDITION: [(f"{DECIDERS} leah", "approved_with_conditions")],
    Action.APPEAL: [("amina", DECIDED_)],
    Action.SEE_APPEAL: [(EVERYBODY_ON_THE_CASE, FROM_DECISION)],
    Action.WITHDRAW_APPEAL: [("amina", "appeal")],
    Action.DECIDE_APPEAL: [(DECIDERS, "appeal")],
    Action.RELEASE_APPEAL: [(f"{DECIDERS} {OFFICERS}", "appeal")],
    Action.TAKE_BACK_APPEAL: [(f"{DECIDERS} {OFFICERS}", "appeal")],
    Action.REGISTER: [(OFFICERS, "approved")],
    Action.SEE_REGISTRATION: [(EVERYBODY_ON_THE_CASE, "registered suspended renewed ended"), (OFFICERS, "approved")],
    Action.SEE_UPKEEP: [(f"{SCHOOL} {DESK} {DECIDERS}", "registered suspended renewed ended")],
    Action.DECLARE_YEARLY: [("amina", "registered suspended")],
    Action.TELL_CHANGE: [("amina cora ezra", "registered suspended")],
    Action.HANDLE_CHANGE: [(OFFICERS, "registered suspended")],
    Action.START_REAPPROVAL: [(LEADS_OF_SCHOOL, "registered")],
    Action.READ_MESSAGES: [(f"{LEADS_OF_SCHOOL} {DESK}", SENT)],
    Action.WRITE_MESSAGES: [(f"{LEADS_OF_SCHOOL} {OFFICERS}", SENT)],
    Action.SEE_DATES: [(SCHOOL, ALL), (DESK, SENT)],
    Action.ASK_FOR_TIME: [(LEADS_OF_SCHOOL, f"{UNDECIDED} approved_with_conditions")],
    Action.DECIDE_ON_TIME: [(OFFICERS, f"{UNDECIDED} approved_with_conditions")],
    Action.READ_CASE_LETTERS: [(SCHOOL, ALL), (f"leah {DESK} {DECIDERS}", SENT)],
    Action.MARK_BENCHMARK: [(f"{OFFICERS} {DECIDERS}", "not_approved registered suspended renewed ended")],
}


def stand_at(application, state):
    application.state = state
    application.submitted_at = None if state is State.DRAFT else now()
    db.session.flush()


def expected(action, state):
    return {name for people, states in MAY[action] if state.value in states.split() for name in people.split()}


def seen_by(person):
    return set(db.session.scalars(visible_applications(person)).unique())


def test_every_action_has_its_permits_and_its_test():
    assert list(POLICY) == list(Action)
    assert list(MAY) == list(Action)
    assert set(ALL.split()) == {state.value for state in State}


@pytest.mark.parametrize("action", Action)
def test_who_may_in_each_state(application, cast, action):
    factories.determination(application, cast.dana, released_by=cast.carys, released_at=now())
    for state in State:
        stand_at(application, state)

        may = {name for name in EVERYONE if allowed(getattr(cast, name), action, application)}

        assert may == expected(action, state), state


@pytest.mark.parametrize("state", sorted(DECIDED))
def test_until_the_letter_is_released_the_school_may_do_what_it_may_before_the_decision(application, cast, state):
    factories.determination(application, cast.dana)
    stand_at(application, state)
    application.determinations[-1].released_at = None

    for name in ("amina", "cora", "basil", "ezra"):
        may = {action for action in Action if allowed(getattr(cast, name), action, application)}
        assert may == {action for action in Action if name in expected(action, State.DETERMINATION)}


@pytest.mark.parametrize("name", EVERYONE)
def test_lists_show_just_what_a_person_may_open(application, cast, name):
    person = getattr(cast, name)
    for state in State:
        stand_at(application, state)

        may = allowed(person, Action.VIEW_APPLICATION, application)

        assert seen_by(person) == ({application} if may else set()), state


def test_a_list_holds_the_cases_of_one_person_among_those_of_others(cast):
    ours = factories.application(cast, State.DESK_REVIEW)
    theirs = factories.application(cast, State.DESK_REVIEW, panel=False)
    theirs.school = cast.olga.school
    factories.assign(theirs, cast.ravi, "lead_reviewer")
    db.session.flush()

    names = ("amina", "olga", "rafael", "ravi", "carys", "connor", "rhea")
    seen = {name: seen_by(getattr(cast, name)) for name in names}

    assert seen == {
        "amina": {ours}, "olga": {theirs}, "rafael": {ours}, "ravi": {theirs}, "carys": {ours, theirs},
        "connor": {theirs}, "rhea": {theirs},
    }


def test_somebody_of_a_school_who_also_works_for_the_body_sees_their_own_as_a_school_only(application, cast):
    theirs = factories.application(cast, State.DESK_REVIEW, panel=False)
    theirs.school = cast.olga.school
    cast.amina.role_rows.append(PersonRole(role=Role.CASE_OFFICER.value))
    db.session.flush()

    assert seen_by(cast.amina) == {application, theirs}
    assert not allowed(cast.amina, Action.SEE_PANEL, application)
    assert allowed(cast.amina, Action.SEE_PANEL, theirs)


def test_what_was_never_sent_stays_with_the_school_even_when_withdrawn(application, cast):
    application.state, application.submitted_at = State.WITHDRAWN, None
    db.session.flush()

    for name in BODY:
        assert not any(allowed(getattr(cast, name), action, application) for action in Action)
        assert seen_by(getattr(cast, name)) == set()
    assert seen_by(cast.amina) == {application}


def test_after_an_appeal_the_person_who_decided_looks_on_and_another_decides(cast):
    application = factories.application(cast, State.APPROVED)
    factories.determination(application, cast.dana, "do_not_approve", released_by=cast.carys, released_at=now())
    factories.appeal(application, cast.amina)
    for state, action in ((State.APPEAL, Action.DECIDE_APPEAL), (State.DETERMINATION, Action.DETERMINE)):
        stand_at(application, state)

        assert allowed(cast.dirk, action, application)
        assert not allowed(cast.dana, action, application)
        assert allowed(cast.dana, Action.VIEW_APPLICATION, application)
        assert seen_by(cast.dana) == seen_by(cast.dirk) == {application}


@pytest.mark.parametrize("state", sorted(DECIDED))
def test_whoever_decided_waits_for_another_to_release_and_may_take_back(application, cast, state):
    factories.determination(application, cast.dana)
    stand_at(application, state)

    may = {a: {n for n in EVERYONE if allowed(getattr(cast, n), a, application)} for a in
           (Action.RELEASE_LETTER, Action.TAKE_BACK_DECISION)}  # fmt: skip

    assert may == {
        Action.RELEASE_LETTER: {"dirk", "carys", "nora"},
        Action.TAKE_BACK_DECISION: {"dana", "dirk", "carys", "nora"},
    }


def test_who_left_the_panel_sees_the_case_no_more(application, cast):
    stand_at(application, State.DESK_REVIEW)
    before = seen_by(cast.rafael)

    application.assignments[1].ended_at = now()
    db.session.flush()

    assert before == {application}
    assert seen_by(cast.rafael) == set()
    assert not allowed(cast.rafael, Action.VIEW_APPLICATION, application)


@pytest.mark.parametrize(("years", "sees"), [(5, False), (7, True)])
def test_a_relation_counts_for_six_years_after_its_end(application, cast, years, sees):
    stand_at(application, State.DESK_REVIEW)
    ended = today() - timedelta(days=round(365.25 * years))
    db.session.add(
        Relation(person=cast.carys, school=cast.amina.school, kind="employed", since=date(2010, 1, 1), until=ended)
    )
    db.session.flush()
    db.session.expire(cast.carys, ["relations"])

    assert allowed(cast.carys, Action.VIEW_APPLICATION, application) is sees
    assert seen_by(cast.carys) == ({application} if sees else set())


def test_a_conflict_takes_a_case_even_from_somebody_on_its_panel(application, cast):
    stand_at(application, State.DESK_REVIEW)
    db.session.add(Relation(person=cast.leah, school=cast.amina.school, kind="relative", since=date(2020, 1, 1)))
    db.session.flush()
    db.session.expire(cast.leah, ["relations"])

    assert not any(allowed(cast.leah, action, application) for action in Action)
    assert seen_by(cast.leah) == set()


@pytest.mark.parametrize("name", ["amina", "carys", "leah", "dana", "audrey"])
def test_somebody_who_left_may_nothing_and_sees_nothing(application, cast, name):
    stand_at(application, State.DESK_REVIEW)
    person = getattr(cast, name)

    person.active = False
    db.session.flush()

    assert not any(allowed(person, action, application) for action in Action)
    assert seen_by(person) == set()


@pytest.mark.parametrize("state", sorted(DECIDED))
def test_the_school_learns_an_outcome_when_its_letter_is_released(cast, state):
    application = factories.application(cast, state)
    made = factories.determination(application, cast.dana)

    before = state_shown(cast.amina, application)
    to_the_body = state_shown(cast.carys, application)
    made.released_at, made.released_by = now(), cast.carys
    after = state_shown(cast.amina, application)

    assert (before, to_the_body, after) == (State.DETERMINATION, state, state)


def test_no_state_but_a_decided_one_is_ever_hidden(application, cast):
    for state in set(State) - DECIDED:
        stand_at(application, state)

        assert state_shown(cast.amina, application) is state
