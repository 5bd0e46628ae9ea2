"""The school's home and its plan: what comes first, how much is left, who has what, and never more statements."""

from datetime import timedelta

import pytest

from registration.applications.home_queries import in_hours
from registration.database import db, now, today
from registration.proposals import service as proposals
from registration.self_assessment.models import AreaAssignment
from registration.teamwork.models import CriterionAssignment
from registration.visits.document_service import ask_for_documents, propose_documents
from registration.visits.models import VisitSlot
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries


@pytest.mark.parametrize("items", [1, 500])
def test_the_home_takes_no_more_than_eight_statements_from_one_item_to_five_hundred(browser, cast, items):
    case = factories.application(cast, answered=True)
    for number in range(items):
        factories.evidence(case, cast.amina, title=f"Paper {number}")
    browser.sign_in(cast.amina).open("applications.application", reference=case.reference)

    with count_queries() as said:
        page = browser.open("applications.application", reference=case.reference)

    assert f"{items + 1} items" in page.text
    assert len(said) <= 8


def test_a_tile_says_who_has_the_area_or_a_part_of_it(browser, application, cast):
    db.session.add(AreaAssignment(application_id=application.id, area=4, person=cast.basil))
    db.session.add(CriterionAssignment(application_id=application.id, criterion_code="4.1", person_id=cast.ezra.id))
    db.session.commit()

    page = browser.sign_in(cast.amina).open("applications.application", reference=application.reference)

    tile = next(t for t in page.all("li", **{"class": "app-tile"}) if "4. Online" in "".join(t.itertext()))
    assert "With Basil Example, Ezra Example" in " ".join("".join(tile.itertext()).split())
    assert "about 2 hours left" in " ".join("".join(tile.itertext()).split())


def test_a_panel_to_agree_to_comes_before_everything(browser, cast):
    case = factories.application(cast, State.SUBMITTED, panel=False)
    factories.assign(case, cast.leah, "lead_reviewer")
    factories.assign(case, cast.rafael, "reviewer")
    db.session.commit()
    before = browser.sign_in(cast.amina).open("applications.application", reference=case.reference).text
    proposals.propose(case, by=cast.carys)
    db.session.commit()

    after = browser.open("applications.application", reference=case.reference)

    assert "You need do nothing" in before
    assert "You need do nothing" not in after.text
    assert "Agree or object to the panel" in after.links()
    assert "It is your turn" in after.text


@pytest.mark.parametrize(("state", "offered"), [(State.APPROVED_WITH_CONDITIONS, True), (State.APPROVED, False)])
def test_conditions_to_meet_are_the_next_step(browser, cast, state, offered):
    case = factories.application(cast, state)
    factories.determination(case, cast.dana, released_by=cast.dirk, released_at=now())
    db.session.commit()

    page = browser.sign_in(cast.amina).open("applications.application", reference=case.reference)

    assert ("See the conditions and answer" in page.links()) is offered


@pytest.mark.parametrize("state", [State.NOT_APPROVED, State.DEFERRED])
def test_an_outcome_against_the_school_leads_to_its_reasons_once_it_is_released(browser, cast, state):
    case = factories.application(cast, state)
    determination = factories.determination(case, cast.dana)
    db.session.commit()
    waiting = browser.sign_in(cast.amina).open("applications.application", reference=case.reference)
    determination.released_by, determination.released_at = cast.dirk, now()
    db.session.commit()

    released = browser.open("applications.application", reference=case.reference)

    assert "Read the outcome and its reasons" not in waiting.text
    assert "Read the outcome and its reasons" in released.links()


def test_a_school_that_chose_a_time_for_the_visit_is_not_asked_again(browser, cast):
    case = factories.application(cast, State.VISIT_PLANNING)
    begins = now() + timedelta(days=8)
    slot = VisitSlot(starts_at=begins, ends_at=begins + timedelta(hours=5))
    begin_visit(case, cast.leah).slots.append(slot)
    db.session.commit()
    before = browser.sign_in(cast.amina).open("applications.application", reference=case.reference)
    slot.accepted_at, slot.accepted_by_id = now(), cast.amina.id
    db.session.commit()

    with count_queries() as said:
        after = browser.open("applications.application", reference=case.reference)

    assert "Choose a time for the visit" in before.links()
    assert "You have chosen a time for the approval visit." in after.text
    assert "Choose a time for the visit" not in after.links()
    assert browser.send("GET", after.links()["See the time you chose, or choose another"]).status == 200
    assert len(said) <= 8


def test_a_school_whose_application_came_to_its_end_finds_the_way_to_another(browser, cast):
    case = factories.application(cast, State.WITHDRAWN)
    anew = "Begin a new application"

    browser.sign_in(cast.cora).open("applications.application", reference=case.reference)
    with count_queries() as said:
        ended = browser.open("applications.application", reference=case.reference)
    contributor = browser.sign_in(cast.basil).open("applications.application", reference=case.reference)
    browser.sign_in(cast.amina).send("GET", ended.links()[anew])
    browser.press("Begin the application")
    begun = browser.open("applications.application", reference=case.reference)

    assert (anew in contributor.links(), anew in begun.links()) == (False, False)
    assert len(said) <= 8


def test_a_date_leads_to_the_page_where_it_is_met(browser, cast):
    case = factories.application(cast, State.VISIT_ARRANGED)
    visit = begin_visit(case, cast.leah)
    propose_documents(visit, cast.carys)
    ask_for_documents(visit, today() + timedelta(days=3), by=cast.carys)
    db.session.commit()
    home = browser.sign_in(cast.amina).open("applications.application", reference=case.reference)

    page = browser.send("GET", home.links()["Say what is ready for the visit"])

    assert page.heading == "What to get ready for the visit"


def test_where_no_date_can_be_moved_the_page_says_so(browser, cast):
    case = factories.application(cast, State.VISIT_PLANNING)

    page = browser.sign_in(cast.amina).open("deadlines.dates", reference=case.reference)

    assert "There is no date just now for which you can ask for more time." in page.text


@pytest.mark.parametrize("state", list(State))
def test_home_plan_and_dates_open_in_every_state(browser, cast, state):
    case = factories.application(cast, state)
    browser.sign_in(cast.amina)

    for page in ("applications.application", "applications.plan", "deadlines.dates"):
        assert browser.open(page, reference=case.reference).status == 200, page


@pytest.mark.parametrize("name", ["carys", "leah", "dana"])
def test_the_plan_is_the_schools_own(browser, cast, name):
    case = factories.application(cast, State.DESK_REVIEW)

    page = browser.sign_in(getattr(cast, name)).open("applications.plan", reference=case.reference)

    assert page.status == 403


def test_time_is_told_in_minutes_and_then_in_hours():
    assert [in_hours(0), in_hours(25), in_hours(75), in_hours(100), in_hours(650)] == [
        "", "about 25 minutes", "about 75 minutes", "about 2 hours", "about 11 hours"
    ]  # fmt: skip


def test_a_draft_says_whom_to_ask_and_that_no_time_runs(browser, application, cast):
    page = browser.sign_in(cast.basil).open("applications.application", reference=application.reference)

    asked = [address for address in page.links().values() if address.startswith("mailto:")]
    assert asked
    assert all("?subject=A%20question%20from%20" in address for address in asked)
    assert "Nobody there sees your draft" in page.text
    assert "No time runs while you write" in page.text
    assert application.reference not in "".join(asked), "the desk is told of no draft"
