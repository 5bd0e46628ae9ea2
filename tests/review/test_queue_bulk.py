"""One deed for several cases: just what was shown is done, each by its own move, or nothing is."""

import pytest

from registration.database import db
from registration.notifications.models import Letter
from registration.review.queue_bulk import MOST, Changed, carry_out, preview
from registration.review.queue_giving import Order
from registration.schools.models import Relation
from registration.workflow import engine
from registration.workflow.models import Event
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries
from tests.review.test_queue import case

WHY = "The office is closed until Monday."


def holds(application):
    return db.session.query(Event).filter_by(application_id=application.id, move="hold").count()


def shown(me, deed, cases):
    return [line.mark for line in preview(Order(me, deed), [c.reference for c in cases]).hit]


def test_what_would_be_hit_is_shown_with_what_is_left_out_and_why(cast, browser):
    ready, held, over = case(cast, State.SUBMITTED), case(cast, held=True), case(cast, State.REGISTERED)
    hidden, judged = case(cast, school=cast.olga.school), case(cast)
    factories.assign(judged, cast.carys, "reviewer")
    db.session.add(Relation(person=cast.carys, school=hidden.school, kind="adviser"))
    db.session.commit()
    ticked = [c.reference for c in (ready, held, over, hidden)]

    page = browser.sign_in(cast.carys).open("review.several", do="hold", case=ticked)

    assert page.heading == "Put on hold: 1 case"
    will, left = page.text.split("Left out")
    assert ready.reference in will
    assert all(reference in left for reference in ticked[1:])
    assert hidden.school.name not in page.text
    assert "This is not among the cases you can see." in left
    assert "on hold" in left


def test_each_case_is_held_by_a_move_of_its_own_with_its_letters(cast, browser):
    first, second, third = (case(cast, State.SUBMITTED) for _ in range(3))
    browser.sign_in(cast.carys).open("review.several", do="hold", case=[first.reference, second.reference])

    page = browser.press("Put on hold: 2 cases", note=WHY)

    assert "Put on hold: done for 2 cases." in page.text
    assert [(c.held, holds(c)) for c in (first, second, third)] == [(True, 1), (True, 1), (False, 0)]
    told = db.session.query(Letter).filter_by(template="put_on_hold")
    assert {letter.application_id for letter in told} == {first.id, second.id}
    assert all(WHY in letter.facts["note"] for letter in told)


def test_a_reason_is_asked_for_and_the_cases_stay_chosen(cast, browser):
    made = case(cast, State.SUBMITTED)
    browser.sign_in(cast.carys).open("review.several", do="hold", case=[made.reference])

    page = browser.press("Put on hold: 1 case", note=" ")

    assert (page.status, made.held) == (422, False)
    assert "Give the reason" in page.text
    assert made.reference in page.text


def test_when_a_case_changed_since_nothing_is_done_and_the_page_says_so(cast, browser):
    first, second = case(cast, State.SUBMITTED), case(cast, State.SUBMITTED)
    browser.sign_in(cast.carys).open("review.several", do="hold", case=[first.reference, second.reference])
    engine.perform(second, "hold", by=cast.nora, note="They asked for it.")
    db.session.commit()

    page = browser.press("Put on hold: 2 cases", note=WHY)

    assert page.status == 409
    assert "Nothing was done. 1 case changed after this page was shown to you." in page.text
    assert page.value("note").strip() == WHY
    assert page.heading == "Put on hold: 1 case"
    assert (first.held, holds(second)) == (False, 1)
    browser.press("Put on hold: 1 case")
    assert (first.held, holds(second)) == (True, 1)


def test_the_same_page_sent_twice_acts_once(cast, browser):
    made = case(cast, State.SUBMITTED)
    page = browser.sign_in(cast.carys).open("review.several", do="hold", case=[made.reference])
    browser.press("Put on hold: 1 case", note=WHY)
    engine.perform(made, "resume", by=cast.nora)
    browser.page = page

    browser.path = f"/queue/several?do=hold&case={made.reference}"
    browser.press("Put on hold: 1 case", note=WHY)

    assert (made.held, holds(made)) == (False, 1)


def test_what_was_not_shown_is_not_hit(cast):
    first, second = case(cast, State.SUBMITTED), case(cast, State.SUBMITTED)
    marks = shown(cast.carys, "hold", [first])

    order = Order(cast.carys, "hold", note=WHY)

    done = carry_out(order, [first.reference, second.reference], marks)

    assert (done, first.held, second.held) == (1, True, False)
    with pytest.raises(Changed):
        carry_out(order, [second.reference], [])


@pytest.mark.parametrize("name", ["leah", "dana", "audrey", "ada", "amina"])
def test_only_case_officers_do_things_to_several_cases(cast, browser, name):
    made = case(cast, State.SUBMITTED)
    browser.sign_in(getattr(cast, name))

    assert browser.open("review.several", do="hold", case=[made.reference]).status == 404
    assert "With the cases I ticked" not in browser.open("review.queue").text


@pytest.mark.parametrize("asked", ["", "?do=hold", "?do=submit&case=OSR-2026-AAAAAA", "?case=%00&do=hold"])
def test_asking_for_nothing_that_can_be_done_leads_back_or_says_so(cast, browser, asked):
    page = browser.sign_in(cast.carys).open(f"/queue/several{asked}")

    assert page.status == 200
    assert "Tick at least one case" in page.text or "none of the cases" in page.text


def test_no_more_than_a_page_of_cases_is_hit_at_once(cast):
    found = preview(Order(cast.carys, "hold"), [f"OSR-2026-{n:06}" for n in range(100)])

    assert len(found.left_out) == MOST


def test_the_preview_asks_as_much_for_many_cases_as_for_one(cast, browser):
    cases = [case(cast, State.SUBMITTED).reference for _ in range(6)]
    browser.sign_in(cast.carys)

    counted = []
    for some in (cases[:1], cases):
        with count_queries() as said:
            browser.open("review.several", do="begin_desk_review", case=some)
        counted.append(len(said))

    assert counted[0] == counted[1] <= 8
