"""How long steps usually take: counted from finished cases, and said only when there are ten."""

from datetime import UTC, datetime, timedelta

import pytest

from registration.applications.home_queries import Usual
from registration.database import db
from registration.workflow.models import Event, UsualTime
from registration.workflow.states import State
from registration.workflow.usual import count_usual_times, days_by_state, nearest_rank
from tests import factories

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def finished(cast, days, released=True):
    """A case that stood so many working days at the desk review, was decided, and told."""
    made = factories.application(cast, State.APPROVED, panel=False)
    if released:
        factories.determination(made, cast.dana, released_by=cast.carys, released_at=MONDAY)
    went(made, "begin_desk_review", "submitted", "desk_review", MONDAY)
    weeks, rest = divmod(days, 5)
    went(made, "open_moderation", "desk_review", "moderation", MONDAY + timedelta(days=weeks * 7 + rest))
    db.session.flush()
    return made


def went(application, move, before, after, at):
    db.session.add(
        Event(application=application, move=move, from_state=before, to_state=after, at=at, capacity="case_officer")
    )
    db.session.flush()


def test_ten_finished_cases_give_a_range(cast):
    for days in (3, 12, 13, 14, 15, 16, 17, 18, 20, 44):
        finished(cast, days)

    count_usual_times()

    row = db.session.get(UsualTime, "desk_review")
    assert (row.cases, row.shortest, row.longest, row.next_state) == (10, 3, 20, "moderation")


def test_nine_give_none(cast):
    for days in range(9):
        finished(cast, days)

    count_usual_times()

    row = db.session.get(UsualTime, "desk_review")
    assert (row.cases, row.shortest, row.longest) == (9, None, None)


def test_what_is_not_told_to_the_school_does_not_count(cast):
    for days in range(12):
        finished(cast, days, released=days < 9)

    count_usual_times()

    assert db.session.get(UsualTime, "desk_review").cases == 9


def test_counting_twice_changes_nothing(cast):
    for days in range(10):
        finished(cast, days)
    count_usual_times()
    before = db.session.get(UsualTime, "desk_review").longest

    count_usual_times()

    assert db.session.get(UsualTime, "desk_review").longest == before == 8


@pytest.mark.parametrize(("resumes", "days"), [(True, 6), (False, 1)])
def test_days_on_hold_are_left_out(cast, resumes, days):
    case = factories.application(cast, State.APPROVED, panel=False)
    went(case, "begin_desk_review", "submitted", "desk_review", MONDAY)
    went(case, "hold", "desk_review", "desk_review", MONDAY + timedelta(days=1))
    if resumes:
        went(case, "resume", "desk_review", "desk_review", MONDAY + timedelta(days=7))
    went(case, "open_moderation", "desk_review", "moderation", MONDAY + timedelta(days=14))
    db.session.refresh(case)

    assert days_by_state(case.events)["desk_review"] == days


def test_a_state_that_was_entered_twice_counts_once_with_all_its_days(cast):
    case = factories.application(cast, State.APPROVED, panel=False)
    went(case, "begin_desk_review", "submitted", "desk_review", MONDAY)
    went(case, "request_evidence", "desk_review", "evidence_requested", MONDAY + timedelta(days=1))
    went(case, "send_evidence", "evidence_requested", "desk_review", MONDAY + timedelta(days=2))
    went(case, "open_moderation", "desk_review", "moderation", MONDAY + timedelta(days=4))
    db.session.refresh(case)
    stood = days_by_state(case.events)

    assert (stood["desk_review"], stood["evidence_requested"]) == (3, 1)


def test_the_nearest_rank_is_one_of_the_values():
    assert [nearest_rank([7], 0.1), nearest_rank([7], 0.9)] == [7, 7]
    assert [nearest_rank(list(range(1, 101)), 0.1), nearest_rank(list(range(1, 101)), 0.9)] == [10, 90]


def test_the_words_of_a_range_and_of_none():
    assert "between 12 and 20 working days" in Usual(14, 12, 20).words
    assert "four of five of our 14 finished cases" in Usual(14, 12, 20).words
    assert "needs 10 finished cases, and none is finished" in Usual(0, None, None).words
    assert "takes 1 working day:" in Usual(10, 1, 1).words


def test_the_home_of_a_school_tells_it(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW)
    page = browser.sign_in(cast.amina).open("applications.application", reference=case.reference)
    assert "We cannot say yet how long this usually takes" in page.text

    db.session.add(UsualTime(state="desk_review", cases=14, shortest=12, longest=20, next_state="moderation"))
    db.session.commit()
    page = browser.open("applications.application", reference=case.reference)

    assert "between 12 and 20 working days" in page.text
    assert "Most cases went on to “Moderation”" in page.text
    plan = browser.open("applications.plan", reference=case.reference)
    assert "12 to 20 working days" in plan.text


def test_where_nobody_has_anything_to_do_the_home_names_no_time(browser, cast):
    case = factories.application(cast, State.WITHDRAWN)

    page = browser.sign_in(cast.amina).open("applications.application", reference=case.reference)

    assert "It is nobody’s turn" in page.text
    assert "usually takes" not in page.text
