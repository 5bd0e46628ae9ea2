"""The panel is named to the school, which agrees or objects; only then does the desk review begin."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from registration.access.standing import conflicted
from registration.database import db
from registration.errors import Refused
from registration.notifications.models import Letter
from registration.proposals import queries, service
from registration.proposals.models import Proposal
from registration.review import panel
from registration.workflow import calendar, clocks, engine
from registration.workflow.states import State, Turn
from tests import factories

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def case(cast, clock):
    """Submitted on a Monday, with five working days for us; a panel of two that nobody has proposed."""
    clock.at(MONDAY)
    made = factories.application(cast, State.SUBMITTED, panel=False)
    factories.assign(made, cast.leah, "lead_reviewer")
    factories.assign(made, cast.rafael, "reviewer")
    made.fee, made.due_on = "paid", clocks.due_date(State.SUBMITTED)
    db.session.commit()
    return made


def begin(case, cast):
    return engine.perform(case, "begin_desk_review", by=cast.carys)


def member(case, person):
    return next(m for p in case.proposals for m in p.members if m.assignment.person == person)


def test_the_review_waits_for_a_proposal(case, cast):
    with pytest.raises(Refused, match="Propose the panel to the school first"):
        begin(case, cast)


def test_it_begins_when_the_school_agrees(case, cast):
    service.propose(case, by=cast.carys)
    db.session.flush()
    with pytest.raises(Refused, match="once the school agrees"):
        begin(case, cast)

    service.answer(case, {}, by=cast.amina)
    begin(case, cast)

    assert case.state is State.DESK_REVIEW


def test_it_begins_when_ten_working_days_are_over_and_not_a_day_before(case, cast, clock):
    made = service.propose(case, by=cast.carys)
    db.session.commit()
    assert made.until == date(2026, 3, 16)

    clock.at(datetime(2026, 3, 16, 23, 59, tzinfo=UTC))
    assert not engine.find("begin_desk_review").needs[1].holds(case)
    clock.at(datetime(2026, 3, 17, 0, 1, tzinfo=UTC))

    assert engine.find("begin_desk_review").needs[1].holds(case)


def test_the_last_day_ends_at_the_desk_in_summer_time_too(case, cast, clock):
    clock.at(datetime(2026, 3, 23, 10, tzinfo=UTC))
    made = service.propose(case, by=cast.carys)
    db.session.commit()
    assert made.until == date(2026, 4, 6)

    clock.at(datetime(2026, 4, 6, 22, 59, tzinfo=UTC))
    in_time = not made.over(calendar.in_force.today())
    clock.at(datetime(2026, 4, 6, 23, 1, tzinfo=UTC))

    assert in_time
    assert made.over(calendar.in_force.today())


def test_our_clock_stands_still_while_the_school_thinks(case, cast, clock):
    clock.at(MONDAY + timedelta(days=2))
    before = clocks.clock_of(case)
    service.propose(case, by=cast.carys)
    db.session.commit()

    thinking = clocks.clock_of(case)
    clock.at(MONDAY + timedelta(days=4))
    service.answer(case, {}, by=cast.amina)
    after = clocks.clock_of(case)

    assert (before.turn, before.left) == (Turn.BODY, 3)
    assert (thinking.turn, thinking.left) == (Turn.SCHOOL, 10)
    assert (after.turn, after.left) == (Turn.BODY, 3)


def test_when_the_school_says_nothing_the_turn_comes_back_with_the_days_that_were_left(case, cast, clock):
    made = service.propose(case, by=cast.carys)
    db.session.commit()

    clock.at(MONDAY + timedelta(days=15))
    after = clocks.clock_of(case)

    assert made.over(calendar.in_force.today())
    assert (after.turn, after.left) == (Turn.BODY, 4)


def test_a_case_returned_meanwhile_keeps_its_own_date(case, cast):
    service.propose(case, by=cast.carys)
    case.state, case.state_since, case.due_on = State.COMPLETING, MONDAY + timedelta(hours=1), MONDAY.date()
    db.session.flush()

    service.answer(case, {}, by=cast.amina)

    assert case.due_on == MONDAY.date()


def test_an_upheld_objection_takes_the_person_away_for_good(case, cast):
    service.propose(case, by=cast.carys)
    db.session.flush()
    service.answer(case, {member(case, cast.rafael).public_id: "He taught for a rival of ours."}, by=cast.amina)
    with pytest.raises(Refused, match="every objection is decided"):
        begin(case, cast)

    service.decide(case, member(case, cast.rafael).public_id, "upheld", "That is so.", by=cast.carys)
    db.session.commit()

    assert [a.person for a in case.assignments if a.ended_at is None] == [cast.leah]
    assert conflicted(cast.rafael, case.school)
    assert panel.against(cast.rafael, case) == "Has a conflict of interest"


def test_whoever_comes_instead_is_proposed_in_turn(case, cast):
    test_an_upheld_objection_takes_the_person_away_for_good(case, cast)
    factories.assign(case, cast.ravi, "reviewer")
    db.session.commit()
    db.session.expire_all()

    assert [a.person for a in queries.not_proposed(case)] == [cast.ravi]
    service.propose(case, by=cast.carys)
    db.session.flush()
    service.answer(case, {}, by=cast.cora)
    begin(case, cast)

    assert case.state is State.DESK_REVIEW


def test_a_dismissed_objection_leaves_the_person_on_the_panel(case, cast):
    service.propose(case, by=cast.carys)
    db.session.flush()
    service.answer(case, {member(case, cast.leah).public_id: "We do not like her name."}, by=cast.amina)

    service.decide(case, member(case, cast.leah).public_id, "dismissed", "A name says nothing.", by=cast.carys)
    begin(case, cast)

    assert case.state is State.DESK_REVIEW


def test_an_answer_after_the_last_day_is_refused_and_given_back(browser, case, cast, clock):
    service.propose(case, by=cast.carys)
    db.session.commit()
    clock.at(datetime(2026, 3, 16, 23, 30, tzinfo=UTC))
    browser.sign_in(cast.amina).open("proposals.answer", reference=case.reference)
    name = f"against_{member(case, cast.leah).public_id}"

    clock.at(datetime(2026, 3, 17, 0, 10, tzinfo=UTC))
    page = browser.press("Send our objections", **{name: "She inspected us in May."})

    assert page.status == 409
    assert "The time to object to the panel has passed" in page.text
    assert "She inspected us in May." in page.text


def test_the_school_answers_on_one_page(browser, case, cast):
    browser.sign_in(cast.carys).open("proposals.panel", reference=case.reference)
    browser.press("Propose to the school")
    page = browser.sign_in(cast.cora).open("applications.application", reference=case.reference)
    assert "Agree or object to the panel" in page.links()
    assert "10 working days left" in page.text

    page = browser.open("proposals.panel", reference=case.reference)
    assert "until 16 March 2026" in page.text
    assert "Ask for more time" in page.links()
    browser.open("proposals.answer", reference=case.reference)
    page = browser.press("Send our objections")
    assert page.status == 422
    name = f"against_{member(case, cast.leah).public_id}"
    browser.press("Send our objections", **{name: "She inspected us in May."})
    page = browser.sign_in(cast.carys).open("proposals.panel", reference=case.reference)
    assert "She inspected us in May." in page.text
    browser.open("proposals.decide", reference=case.reference, public_id=member(case, cast.leah).public_id)
    browser.press("Decide, and tell the school", outcome="dismissed", reason="That was another school.")

    page = browser.sign_in(cast.amina).open("proposals.panel", reference=case.reference)
    assert "That was another school." in page.text
    assert "Objection dismissed" in page.text


@pytest.mark.parametrize("name", ["leah", "rafael", "dana"])
def test_the_panel_does_not_read_who_objected_to_them(browser, case, cast, name):
    service.propose(case, by=cast.carys)
    db.session.commit()

    page = browser.sign_in(getattr(cast, name)).open("proposals.panel", reference=case.reference)

    assert page.status == 403


def test_letters_name_the_people_and_keep_the_reasons_back(case, cast):
    service.propose(case, by=cast.carys)
    db.session.flush()
    service.answer(case, {member(case, cast.leah).public_id: "A secret reason."}, by=cast.amina)
    service.decide(case, member(case, cast.leah).public_id, "dismissed", "A secret answer.", by=cast.carys)
    db.session.flush()

    written = db.session.scalars(select(Letter).where(Letter.application == case)).all()

    assert {letter.template for letter in written} == {"panel_proposed", "panel_answered", "objection_decided"}
    assert not any("secret" in str(letter.facts) for letter in written)
    proposed = next(letter for letter in written if letter.template == "panel_proposed")
    assert proposed.facts["people"] == ["Leah Example, lead reviewer", "Rafael Example, reviewer"]


def test_half_a_panel_is_not_proposed(case, cast):
    case.assignments[1].ended_at = MONDAY
    db.session.flush()

    with pytest.raises(Refused, match="one lead reviewer and at least one further"):
        service.propose(case, by=cast.carys)


def test_nothing_is_proposed_twice(case, cast):
    service.propose(case, by=cast.carys)
    db.session.flush()

    with pytest.raises(Refused, match="Wait for its answer"):
        service.propose(case, by=cast.carys)
    service.answer(case, {}, by=cast.amina)
    with pytest.raises(Refused, match="has been proposed already"):
        service.propose(case, by=cast.carys)
    assert len(db.session.scalars(select(Proposal)).all()) == 1
