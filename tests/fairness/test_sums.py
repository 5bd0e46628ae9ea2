"""Sums for leads and the desk: right, told once, and never about few people."""

from datetime import timedelta

import pytest

from registration.access.roles import Role
from registration.database import db, now
from registration.fairness import sums
from registration.fairness.judgements import COUNTED
from registration.fairness.models import AgreementSum
from registration.jobs import running
from registration.review.models import Assignment
from registration.workflow.models import Event
from registration.workflow.states import State
from tests import factories

CODES = ("1.1", "2.7")
RATINGS = ("met", "met", "partly", "exceeds")


@pytest.fixture
def five(cast):
    """Five reviewers; the third and later are new."""
    more = [factories.person(f"reviewer{n}", roles=[Role.REVIEWER]) for n in range(3)]
    return [cast.leah, cast.rafael, *more]


def judged(cast, one, other, *, days=100, differ=False, codes=CODES, state=State.REPORTING):
    case = factories.application(cast, state, panel=False)
    for place, person in enumerate((one, other)):
        db.session.add(Assignment(application=case, person=person, capacity="reviewer"))
        for n, code in enumerate(codes):
            rating = "not" if differ and place else RATINGS[(case.id + n) % len(RATINGS)]
            factories.finding(case, person, code, rating)
    db.session.add(
        Event(application=case, move="plan_visit", from_state="moderation", to_state="visit_planning",
              person=one, capacity="lead_reviewer", at=now() - timedelta(days=days))
    )  # fmt: skip
    db.session.commit()
    return case


def in_turn(cast, people, number=10, **how):
    return [judged(cast, people[n % len(people)], people[(n + 1) % len(people)], **how) for n in range(number)]


def told():
    made = sums.tell_next()
    db.session.commit()
    return made


def test_enough_cases_of_enough_reviewers_are_told(cast, five):
    in_turn(cast, five)

    made = told()

    assert (made.cases, made.reviewers) == (10, 5)
    assert made.content["whole"]["same"][0] == 1
    assert made.content["whole"]["kappa"][0] == pytest.approx(1)
    assert made.content["distance"] == pytest.approx(0)
    assert [line["code"] for line in made.content["criteria"]] == list(CODES)


def test_a_difference_is_counted_from_both_sides(cast, five):
    in_turn(cast, five, number=9)
    judged(cast, five[4], five[0], differ=True)

    whole = told().content["whole"]

    assert whole["same"][0] == pytest.approx(0.9)
    assert 0 < whole["across"] <= 0.1


def test_a_case_that_is_moderated_again_is_in_no_second_sum(cast, five):
    cases = in_turn(cast, five)
    told()
    for case in cases:
        db.session.add(
            Event(application=case, move="plan_visit", from_state="moderation", to_state="visit_planning",
                  person=five[0], capacity="lead_reviewer", at=now() - timedelta(days=95))
        )  # fmt: skip
    db.session.commit()
    again = told()
    in_turn(cast, five)

    assert again is None
    assert told().cases == 10


def test_nine_cases_are_not_told(cast, five):
    in_turn(cast, five, number=9)

    assert told() is None


def test_four_reviewers_are_not_told(cast, five):
    in_turn(cast, five[:4], number=12)

    assert told() is None


def test_nothing_is_told_where_one_reviewer_has_a_large_part(cast, five):
    for n in range(12):
        judged(cast, five[0], five[1 + n % 4])

    assert told() is None


def test_nothing_is_told_before_a_quarter_has_passed(cast, five):
    in_turn(cast, five, days=80)

    assert told() is None


@pytest.mark.parametrize("state", [State.DESK_REVIEW, State.EVIDENCE_REQUESTED, State.MODERATION, State.WITHDRAWN])
def test_a_case_that_is_judged_again_does_not_count(cast, five, state):
    in_turn(cast, five, number=9)
    judged(cast, five[4], five[0], state=state)

    assert state not in COUNTED
    assert told() is None


def test_a_criterion_judged_by_few_is_held_back_from_the_total_too(cast, five):
    in_turn(cast, five, number=10, codes=("1.1",))
    for _ in range(3):
        judged(cast, five[0], five[1], codes=("1.1", "5.4"), differ=True)

    content = told().content

    assert [line["code"] for line in content["criteria"]] == ["1.1"]
    assert content["held_back"] == 1
    assert content["whole"]["same"] == content["criteria"][0]["same"]


def test_each_case_is_in_one_sum_only(cast, five):
    in_turn(cast, five)
    first = told()

    one_more = judged(cast, five[0], five[1])
    nothing = told()
    in_turn(cast, five, number=9)
    second = told()

    assert nothing is None
    assert (first.cases, second.cases) == (10, 10)
    assert second.last_event_id > first.last_event_id
    assert one_more.id


def test_the_worker_tells_sums(cast, five):
    in_turn(cast, five)

    running.plan_periodic()
    running.run_waiting()

    assert db.session.query(AgreementSum).count() == 1


def may_open(app_browser, person):
    return app_browser.sign_in(person).open("fairness.together").status == 200


@pytest.mark.parametrize(
    ("name", "may"),
    [("carys", True), ("dana", True), ("audrey", True), ("leah", True), ("rafael", False), ("ravi", False),
     ("ada", False), ("amina", False)],
)  # fmt: skip
def test_leads_and_the_desk_read_sums(browser, cast, application, name, may):
    assert may_open(browser, getattr(cast, name)) is may


def test_who_no_longer_leads_reads_none(browser, cast, application):
    for assignment in application.assignments:
        assignment.ended_at = now()

    assert not may_open(browser, cast.leah)


def test_the_page_names_no_reviewer(browser, cast, five):
    in_turn(cast, five, number=9)
    judged(cast, five[4], five[0], differ=True)
    told()

    page = browser.sign_in(cast.carys).open("fairness.together")

    assert "10 cases" in page.text
    assert "2.7" in page.text
    assert "Too few cases (10)" in page.text  # for a kappa of one criterion
    assert not [person.name for person in five if person.name in page.text]


def test_the_page_says_what_a_sum_takes(browser, cast):
    page = browser.sign_in(cast.dana).open("fairness.together")

    assert "at least 10 cases" in page.text
    assert "at least 5 reviewers" in page.text
