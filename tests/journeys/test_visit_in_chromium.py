"""The visit in a real browser: rows dragged or moved by keyboard, and a schedule that says when it has changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from registration import create_app
from registration.applications.models import Application
from registration.database import db, writing
from registration.visits.agenda import in_order
from registration.workflow.states import State
from tests.journeys.test_every_page import sign_in
from tests.live import Live

pytestmark = pytest.mark.browser


@contextmanager
def case_in(demonstration: Live, state: State) -> Iterator[Application]:
    """The demonstration's case in this state, to look into and to change behind the browser's back."""
    with writing(), create_app(demonstration.environment).app_context():
        yield db.session.scalars(db.select(Application).where(Application.state == state).limit(1)).one()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 1800})
    yield context.new_page()
    context.close()


@pytest.fixture
def arranging(page: Page, demonstration: Live) -> Page:
    """The page on which the lead of a visit that is being planned rearranges it."""
    with case_in(demonstration, State.VISIT_PLANNING) as case:
        reference = case.reference
        lead = next(a.person.name for a in case.assignments if a.capacity == "lead_reviewer")
    sign_in(page, demonstration, lead)
    page.goto(f"{demonstration.url}/applications/{reference}/visit/agenda/arrange")
    return page


def titles(demonstration: Live) -> list[str]:
    with case_in(demonstration, State.VISIT_PLANNING) as case:
        return [item.title for item in in_order(case.visit)]


def test_a_row_is_dragged_to_another_place_and_saved(arranging, demonstration):
    before = titles(demonstration)
    handle = arranging.locator("tr[data-item] span[title]").nth(0).bounding_box()
    target = arranging.locator("tr[data-item]").nth(2).bounding_box()

    arranging.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    arranging.mouse.down()
    arranging.mouse.move(handle["x"], target["y"] + target["height"] - 4, steps=8)
    arranging.mouse.up()
    expect(arranging.locator("#dragged")).to_have_text(f"{before[0]} is now number 3. Not saved yet.")
    unsaved = titles(demonstration)
    arranging.get_by_role("button", name="Save the order and the minutes").click()
    arranging.get_by_text("The order and the minutes are saved.").wait_for()

    assert unsaved == before
    assert titles(demonstration) == [before[1], before[2], before[0], *before[3:]]


def test_an_item_is_moved_and_its_minutes_changed_by_keyboard_alone(arranging, demonstration):
    before = titles(demonstration)
    row = arranging.locator("tr[data-item]").nth(1)
    row.locator("input[name^=minutes_]").focus()

    arranging.keyboard.press("Control+A")
    arranging.keyboard.type("55")
    arranging.keyboard.press("Tab")
    arranging.keyboard.press("Tab")
    arranging.keyboard.press("Enter")
    arranging.get_by_text("is now number 3 of").wait_for()

    assert titles(demonstration) == [before[0], before[2], before[1], *before[3:]]
    expect(arranging.locator("tr[data-item]").nth(2).locator("input[name^=minutes_]")).to_have_value("55")


def test_an_open_schedule_says_that_it_has_changed_and_moves_nothing_itself(page, demonstration):
    with case_in(demonstration, State.VISIT_ARRANGED) as case:
        reference, school = case.reference, case.school
        principal = next(p.name for p in school.people if p.school_role == "principal")
    sign_in(page, demonstration, principal)
    page.clock.install()
    page.goto(f"{demonstration.url}/applications/{reference}/visit/agenda")
    expect(page.locator("#schedule-changed")).to_be_hidden()
    with case_in(demonstration, State.VISIT_ARRANGED) as case:
        former, case.visit.place = case.visit.place, "https://meet.example/another-room"

    page.clock.fast_forward(31_000)
    expect(page.locator("#schedule-changed")).to_be_visible()
    expect(page.get_by_text(former)).to_be_visible()
    page.get_by_role("link", name="Show it as it stands now").click()

    expect(page.get_by_text("People now meet at: https://meet.example/another-room.")).to_be_visible()
