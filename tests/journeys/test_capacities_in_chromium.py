"""What no case of a whole journey needs, done in a browser by whoever it is for, and what the others then see of it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from registration.workflow import calendar
from tests.chromium import demonstrated
from tests.journeys.drivers import fill
from tests.journeys.test_every_page import sign_in
from tests.live import Live

pytestmark = pytest.mark.browser

APPEALED = "/applications/OSR-2026-WER1G9/appeal/"
REGISTERED = "/applications/OSR-2023-QXWKNT/"
GIVEN = "Old Cambridge Road Online School"
WITH_CONDITIONS = "/applications/OSR-2026-5N0MMA/conditions/"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A demonstration of our own: what is done here would be missed elsewhere."""
    with demonstrated(tmp_path_factory) as running:
        yield running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def become(page: Page, live: Live, who: str, place: str = "") -> None:
    """Sign out, sign in as somebody, and open a page."""
    page.context.clear_cookies()
    sign_in(page, live, who)
    if place:
        page.goto(live.url + place)


def press(page: Page, button: str, **fields: object) -> None:
    """Fill in the form of a button by the names of its fields, press it, and meet no error."""
    pressed = page.get_by_role("button", name=button).first
    form = page.locator("form").filter(has=pressed).first
    for name, value in fields.items():
        fill(form, name.replace("__", "-"), value)
    with page.expect_navigation():
        pressed.click()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()


def says(page: Page, *words: str) -> None:
    for each in words:
        expect(page.locator("main")).to_contain_text(each)


def test_an_appeal_is_decided_by_another_released_by_a_third_and_read_by_the_principal(page: Page, live: Live):
    become(page, live, "Dana Whitcombe", APPEALED)
    says(page, "another decision maker hears it")

    become(page, live, "Elias Lindqvist", APPEALED)
    follow(page, "Decide this appeal")
    press(page, "Record the outcome", outcome="dismissed", reasons="The notes of the visit bear the judgement out.")
    says(page, "somebody else must release the letter")
    expect(page.get_by_role("button", name="Release the letter")).to_have_count(0)

    become(page, live, "Gerard Lim Teck Seng", APPEALED)
    says(page, "Being heard")
    expect(page.locator("main")).not_to_contain_text("bear the judgement out")

    become(page, live, "Tomasz Wieczorek", APPEALED)
    press(page, "Release the letter")

    become(page, live, "Gerard Lim Teck Seng", APPEALED)
    says(page, "Dismissed", "The notes of the visit bear the judgement out.")


def test_a_case_officer_gives_a_case_from_the_queue_and_the_reviewer_accepts(page: Page, live: Live):
    become(page, live, "Carys Bevan")
    choose(page, live, "Give a reviewer", "Samira Haddad")
    says(page, "This can be done to none of the cases you ticked.", "Samira Haddad cannot take another case")
    choose(page, live, "Give a reviewer", "Ravi Menon")
    says(page, "This will be done to", GIVEN)
    press(page, "Give a reviewer, Ravi Menon: 1 case")

    become(page, live, "Ravi Menon", "/reviewing")
    expect(page.locator("main")).not_to_contain_text(GIVEN)

    become(page, live, "Carys Bevan")
    choose(page, live, "Tell those who have a place")
    press(page, "Tell those who have a place: 1 case")

    become(page, live, "Ravi Menon", "/reviewing")
    follow(page, f"Accept or decline the place for {GIVEN}")
    press(page, "Accept the place", free="y")
    says(page, "You are on the panel")


def choose(page: Page, live: Live, deed: str, whom: str = "") -> None:
    """Tick the case in the queue, choose what to do with it and for whom, and read what would happen."""
    page.goto(f"{live.url}/queue?q=Old+Cambridge")
    page.get_by_role("checkbox", name=re.compile(GIVEN)).check()
    page.get_by_label("With the cases I ticked").select_option(label=deed)
    follow(page, "See what would happen")
    if whom:
        words = page.locator("option").filter(has_text=re.compile(f"^{whom}")).inner_text()
        page.locator("[name=person]").select_option(label=words)
        follow(page, "See what would happen")


def test_an_exams_officer_tells_of_a_change_and_the_case_officer_takes_note(page: Page, live: Live):
    day = calendar.in_force.today()
    become(page, live, "Sólveig Önnudóttir", REGISTERED)
    follow(page, "Keeping it current")
    follow(page, "Tell us of a change")
    press(page, "Send", kind="platform", what="Lessons move to another platform.", from_on__day=day.day,
          from_on__month=day.month, from_on__year=day.year)  # fmt: skip

    become(page, live, "Carys Bevan", f"{REGISTERED}registration/changes/")
    follow(page, "Another platform for lessons")
    says(page, "Lessons move to another platform.")
    press(page, "Take note of it", text="Thank you. We look at it in the next review.")

    become(page, live, "Sólveig Önnudóttir", f"{REGISTERED}registration/changes/")
    says(page, "Noted")


def test_a_coordinator_answers_a_condition_and_the_lead_reviewer_closes_it(page: Page, live: Live):
    become(page, live, "Odette LeBlanc", WITH_CONDITIONS)
    follow(page, "4.3 Full access for every user")
    proof = page.locator("[name=proof] option[value]:not([value=''])").first.get_attribute("value")
    press(page, "Send", answer="Every lesson has captions now.", proof=proof)

    become(page, live, "Leah Okonjo", WITH_CONDITIONS)
    follow(page, "4.3 Full access for every user")
    says(page, "Every lesson has captions now.")
    press(page, "Close this condition", note="The list of lessons shows it.", rating="met")

    become(page, live, "Odette LeBlanc", WITH_CONDITIONS)
    follow(page, "4.3 Full access for every user")
    says(page, "Closed", "The list of lessons shows it.")


def test_an_auditor_reads_every_case_and_can_change_none(page: Page, live: Live):
    become(page, live, "Henrik Solberg", "/queue?q=Fjordlys")
    follow(page, "Fjordlys Nettskole")
    follow(page, "History")
    says(page, "Submitted")

    page.goto(f"{live.url}/queue")
    expect(page.get_by_label("With the cases I ticked")).to_have_count(0)
    with page.expect_download() as got:
        page.get_by_role("link", name=re.compile("CSV")).click()

    assert b"Fjordlys Nettskole" in got.value.path().read_bytes()


def test_an_administrator_changes_a_letter_sees_it_first_and_invites_a_colleague(page: Page, live: Live):
    become(page, live, "Adaeze Obi", "/letter-words/message_waiting")
    words = page.locator("[name=text]").input_value()
    press(page, "Show it first", text=f"{words}\n\nKind regards from all of us.")
    says(page, "Preview, not yet saved", "Kind regards from all of us.")
    press(page, "Save")
    says(page, "Its words were changed")

    page.goto(f"{live.url}/people/invite")
    press(page, "Send the invitation", name="Ines Marinho", email="ines.marinho@body.example", roles="reviewer")
    page.goto(f"{live.url}/applications/OSR-2026-HG8AKY/")
    expect(page.locator("main")).not_to_contain_text("Fjordlys")
