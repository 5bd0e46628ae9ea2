"""Hours of a desk review: estimates, until enough finished cases of enough people have been measured."""

from itertools import cycle

import pytest

from registration.database import db, now
from registration.errors import Refused
from registration.panels import queries, service
from registration.panels.measuring import Review, hours_in_force, may_be_told, measure_reviews
from registration.panels.models import ReviewerProfile, ReviewTime
from registration.panels.workload import ESTIMATES, Hours, Measured
from registration.review.models import WorkingNote
from registration.workflow.states import State
from tests import factories

PEOPLE = ("leah", "rafael", "ravi", "nora", "rhea")
FOUR = ("leah", "rafael", "ravi", "nora")


def finished(cast, name, hours, **facts):
    """A case that is told, with two criteria judged by one reviewer in so many hours."""
    made = factories.application(cast, State.APPROVED, panel=False)
    person = getattr(cast, name)
    factories.assign(made, person, "reviewer")
    factories.determination(made, cast.dana, released_by=cast.carys, released_at=now())
    for code in ("1.1", "1.2"):
        factories.finding(made, person, code)
        note(made, person, code, 30 * hours)
    for fact, value in facts.items():
        setattr(made, fact, value)
    db.session.flush()
    return made


def note(case, person, code, minutes):
    db.session.add(WorkingNote(application=case, reviewer=person, criterion_code=code, minutes=minutes))
    db.session.flush()


def measured():
    measure_reviews()
    row = db.session.get(ReviewTime, "reviewer")
    return (row.cases, row.shortest, row.usual, row.longest)


def test_ten_finished_cases_give_the_hours_with_a_range(cast):
    for name, hours in zip(cycle(PEOPLE), (20, 4, 12, 13, 9, 14, 15, 16, 11, 30), strict=False):
        finished(cast, name, hours)

    assert measured() == (10, 4, 13, 20)
    assert hours_in_force().of(State.DESK_REVIEW, "reviewer") == 13
    assert hours_in_force().of(State.MODERATION, "reviewer") == ESTIMATES.of(State.MODERATION, "reviewer")
    assert hours_in_force().of(State.DESK_REVIEW, "lead_reviewer") == 18


@pytest.mark.parametrize(("people", "cases"), [(PEOPLE, 9), (FOUR, 10), (("leah",) * 4 + FOUR + ("rhea",), 12)])
def test_too_few_cases_or_people_or_one_who_did_much_of_it_give_none(cast, people, cases):
    for name, _ in zip(cycle(people), range(cases), strict=False):
        finished(cast, name, 12)

    assert measured() == (cases, None, None, None)
    assert (hours_in_force().measured, hours_in_force().finished) == ({}, cases)


def test_reviews_that_were_not_measured_whole_do_not_count(cast):
    for name, _ in zip(cycle(PEOPLE), range(10), strict=False):
        finished(cast, name, 12)
    on_paper = finished(cast, "leah", 1)
    factories.finding(on_paper, cast.leah, "1.3")
    left = finished(cast, "ravi", 1)
    left.assignments[0].ended_at = now()
    again = finished(cast, "nora", 1, follows=left)
    finished(cast, "rhea", 1).determinations[0].released_at = None
    db.session.flush()

    assert measured() == (10, 12, 12, 12)
    assert again.follows_id


def test_counting_twice_changes_nothing_and_a_case_too_few_takes_it_back(cast):
    cases = [finished(cast, name, 12) for name, _ in zip(cycle(PEOPLE), range(10), strict=False)]
    first = measured()

    assert measured() == first
    cases[0].determinations[0].released_at = None
    assert measured() == (9, None, None, None)


def test_what_may_be_told():
    reviews = [Review(case, case % 5, "reviewer", 600) for case in range(10)]

    assert may_be_told(reviews)
    assert not may_be_told(reviews[1:])
    assert not may_be_told([*reviews, *(Review(case, 0, "reviewer", 600) for case in range(10, 14))])


def test_the_sentence_says_which_of_the_two_it_is():
    told = Hours({"reviewer": Measured(13, 4, 20, 11)})

    assert ESTIMATES.in_words(State.SUBMITTED, "reviewer") == "This case takes about 15 hours (an estimate)."
    assert told.in_words(State.DESK_REVIEW, "reviewer") == (
        "This case takes about 13 hours (measured: 4 to 20 in four of five reviews of 11 finished cases)."
    )
    assert told.in_words(State.DESK_REVIEW, "lead_reviewer") == "This case takes about 18 hours (an estimate)."
    assert told.in_words(State.MODERATION, "reviewer") == (
        "The present step of this case, moderation, takes about 4 hours (an estimate)."
    )


def test_the_limit_holds_by_what_was_measured_and_the_pages_say_so(browser, cast):
    case = factories.application(cast, State.SUBMITTED, panel=False)
    db.session.add(ReviewerProfile(person_id=cast.ravi.id, hours=16))
    db.session.commit()
    page = browser.sign_in(cast.carys).open("review.assign", reference=case.reference)
    assert "Where these hours come from: they are estimates" in page.text
    assert "So far none has." in page.text

    db.session.add(ReviewTime(capacity="reviewer", cases=11, shortest=9, usual=17, longest=24))
    db.session.commit()

    page = browser.open("review.assign", reference=case.reference)
    assert "Where these hours come from: the desk review is measured" in page.text
    assert "17 measured: 9 to 24 in four of five reviews of 11 finished cases" in page.text
    assert "18 estimate" in page.text
    ravi = next(r for r in queries.reviewers_for(case) if r.key == cast.ravi.public_id)
    with pytest.raises(Refused, match=r"Has 16 of 16 hours left this month\. This case takes about 17"):
        service.assign(case, ravi, "reviewer", by=cast.carys)
