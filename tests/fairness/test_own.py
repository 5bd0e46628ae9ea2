"""A reviewer's own page: from finished cases, about oneself, and for nobody else."""

from datetime import timedelta

import pytest

from registration.database import db, now
from registration.fairness import queries
from registration.moderation.models import StandAside
from registration.workflow.models import Event
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries

CODES = ("1.1", "2.7", "3.3", "5.1")


def finished(cast, leah="exceeds", rafael="met", state=State.REPORTING, days=0, **over):
    """A case whose moderation has ended, with a few findings of Leah and Rafael."""
    case = factories.application(cast, state)
    for code in CODES:
        factories.finding(case, cast.leah, code, over.get("leahs", {}).get(code, leah))
        factories.finding(case, cast.rafael, code, rafael)
    db.session.add(
        Event(application=case, move="plan_visit", from_state="moderation", to_state="visit_planning",
              person=cast.leah, capacity="lead_reviewer", at=now() - timedelta(days=days))
    )  # fmt: skip
    db.session.commit()
    return case


def test_ratings_are_compared_over_finished_cases(cast):
    for n in range(5):
        finished(cast, leahs={"2.7": "met"} if n else {})

    leah, rafael = queries.own(cast.leah), queries.own(cast.rafael)

    assert (leah.cases, leah.whole.judgements) == (5, 20)
    assert leah.whole.leniency.value == pytest.approx((4 + 4 * 3) / 20)
    assert rafael.whole.leniency.value == pytest.approx(-leah.whole.leniency.value)
    assert leah.same == pytest.approx(4 / 20)


@pytest.mark.parametrize("state", [
    State.SUBMITTED, State.COMPLETING, State.DESK_REVIEW, State.EVIDENCE_REQUESTED, State.MODERATION, State.WITHDRAWN,
])  # fmt: skip
def test_nothing_is_told_of_a_case_whose_blindness_or_moderation_has_not_ended(cast, state):
    finished(cast, state=state)  # it was moderated once, and came back

    assert queries.own(cast.leah).cases == 0


def test_a_case_that_was_never_moderated_does_not_count(cast):
    case = factories.application(cast, State.REPORTING)
    factories.findings(case, cast.leah, cast.rafael)

    assert queries.own(cast.leah).cases == 0


def test_findings_of_somebody_who_left_the_panel_do_not_count(cast):
    case = finished(cast)
    for code in CODES:
        factories.finding(case, cast.rhea, code, "not")
    db.session.commit()

    assert queries.own(cast.rhea).cases == 0
    assert queries.own(cast.leah).whole.judgements == len(CODES)
    assert [t.leniency for t in queries.own(cast.leah).in_time] == [1]


def test_where_somebody_stood_aside_nobody_is_compared(cast):
    case = finished(cast)
    db.session.add(StandAside(application_id=case.id, criterion_code="2.7", person_id=cast.leah.id, reason="Wrote it.",
                              declared_by_id=cast.leah.id))  # fmt: skip
    db.session.commit()

    assert queries.own(cast.leah).whole.judgements == len(CODES) - 1
    assert queries.own(cast.rafael).whole.judgements == len(CODES) - 1


def test_a_case_at_a_school_one_has_come_into_conflict_with_is_gone(cast):
    finished(cast)
    relation = next(iter(cast.connor.relations))
    relation.person = cast.leah
    db.session.commit()
    db.session.expire_all()

    assert queries.own(cast.leah).cases == 0
    assert queries.own(cast.rafael).cases == 1


def test_not_enough_evidence_is_counted_apart(cast):
    finished(cast, leahs={"2.7": "nee"})

    own = queries.own(cast.leah)

    assert (own.whole.judgements, own.unclear, own.unclear_elsewhere) == (3, 1, 0)
    assert queries.own(cast.rafael).unclear_elsewhere == 1


def test_cases_stand_in_the_order_in_which_their_moderation_ended(cast):
    for days in (300, 200, 100):
        finished(cast, days=days)

    times = [t.ended_at for t in queries.own(cast.leah).in_time]

    assert times == sorted(times)


def test_the_page_says_when_there_is_nothing_and_when_there_is_too_little(browser, cast):
    browser.sign_in(cast.leah)

    empty = browser.open("fairness.own")
    finished(cast)
    little = browser.open("fairness.own")

    assert "nothing to compare yet" in empty.text
    assert "Too few cases (1)" in little.text
    assert "It takes 5 cases" in little.text


def test_the_page_shows_numbers_with_their_range(browser, cast):
    for n in range(8):
        finished(cast, leahs={"2.7": "met", "5.1": "partly" if n % 2 else "met"}, days=50 * (9 - n))

    page = browser.sign_in(cast.leah).open("fairness.own")

    assert "+0.38 (" in page.text  # 4 cases of (1 0 1 0), 4 of (1 0 1 -1)
    assert "Change in a year" in page.text
    assert page.links()["Help"] == "/help/agreement"


@pytest.mark.parametrize("name", ["amina", "carys", "dana", "ada", "audrey"])
def test_nobody_but_a_reviewer_has_such_a_page(browser, cast, name):
    assert browser.sign_in(getattr(cast, name)).open("fairness.own").status == 404


def test_colleagues_are_never_named(browser, cast):
    for _ in range(5):
        finished(cast)

    page = browser.sign_in(cast.leah).open("fairness.own")

    assert "Rafael" not in page.text


def test_the_page_asks_as_much_for_many_cases_as_for_one(browser, cast):
    browser.sign_in(cast.leah)
    counted = []
    for more in (1, 2):
        for _ in range(more):
            finished(cast)
        with count_queries() as said:
            browser.open("fairness.own")
        counted.append(len(said))

    assert counted[0] == counted[1] <= 8
