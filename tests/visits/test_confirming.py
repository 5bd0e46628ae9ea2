"""Before the visit is confirmed, what clashes is shown and asked about."""

from datetime import timedelta

import pytest

from registration.database import db, now
from registration.visits import agenda
from registration.visits.models import VisitSlot
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries


@pytest.fixture
def case(cast):
    """A visit that fits its accepted time."""
    case = factories.application(cast, State.VISIT_PLANNING)
    factories.findings(case, cast.leah, cast.rafael)
    visit = begin_visit(case, cast.leah)
    begin = (now() + timedelta(days=9)).replace(hour=3, minute=0)
    visit.slots.append(VisitSlot(starts_at=begin, ends_at=begin + timedelta(hours=20), accepted_at=now()))
    agenda.lay_out(visit)
    db.session.commit()
    return case


def clashing(case):
    """The second item is held together with the first, by the same people."""
    agenda.in_order(case.visit)[1].placing = "alongside"
    agenda.lay_out(case.visit)
    db.session.commit()


def page_of(browser, case, cast):
    return browser.sign_in(cast.carys).open("applications.move", reference=case.reference, name="confirm_visit")


def test_without_a_clash_one_press_confirms_it(browser, case, cast):
    page = page_of(browser, case, cast)

    browser.press("Confirm the visit")

    assert "finds nothing that clashes" in page.text
    assert (case.state, case.visit.confirmed_at is not None) == (State.VISIT_ARRANGED, True)


def test_a_clash_is_shown_and_has_to_be_seen(browser, case, cast):
    clashing(case)
    page = page_of(browser, case, cast)

    again = browser.press("Confirm the visit")
    standing = case.state
    browser.press("Confirm the visit", sure="y")

    assert "is to take both" in page.text
    assert again.status == 422
    assert "Say that you have looked at what clashes" in again.text
    assert (standing, case.state) == (State.VISIT_PLANNING, State.VISIT_ARRANGED)


def test_an_agenda_changed_meanwhile_is_looked_at_again(browser, case, cast):
    page_of(browser, case, cast)
    agenda.add(case.visit, cast.leah)

    page = browser.press("Confirm the visit")

    assert page.status == 409
    assert "Somebody changed the agenda" in page.text
    assert case.state is State.VISIT_PLANNING


def test_what_is_missing_is_named_with_its_page(browser, case, cast):
    case.visit.slots[0].accepted_at = None

    page = page_of(browser, case, cast)

    assert "Wait until the school has accepted one of the proposed times." in page.links()
    assert "Confirm the visit" not in [button.text for button in page.all("button")]


@pytest.mark.parametrize(("name", "status"), [("leah", 403), ("amina", 403), ("olga", 404)])
def test_nobody_but_the_case_officer_confirms_it(browser, case, cast, name, status):
    assert browser.sign_in(getattr(cast, name)).open("visits.confirm", reference=case.reference).status == status


def test_once_confirmed_it_is_not_confirmed_again(browser, case, cast):
    page_of(browser, case, cast)
    browser.press("Confirm the visit")

    page = browser.open("visits.confirm", reference=case.reference)

    assert page.status == 403


def test_the_page_asks_no_more_for_a_longer_agenda(browser, case, cast):
    browser.sign_in(cast.carys)
    counts = []
    for _ in range(2):
        db.session.commit()
        with count_queries() as said:
            browser.open("visits.confirm", reference=case.reference)
        counts.append(len(said))
        agenda.add(case.visit, cast.leah)
        agenda.add(case.visit, cast.leah)

    assert counts[0] == counts[1] <= 8
