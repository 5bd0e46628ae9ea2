"""The self-check: open to everybody, kept without a name, and honest about what it is."""

from datetime import timedelta

import pytest

import standards
from registration.database import Base, db, now
from registration.jobs import running
from registration.self_check.models import SelfCheck
from registration.self_check.readiness import readiness_of
from registration.self_check.words import HOW, SHOWN, WEEKS

EDITION = standards.load("2023")
SAVE, SEE = "Save and go on", "Save and see where you stand"
PERSONAL = ("name", "email", "address", "school", "ip", "network", "person", "agent")


def answered(how, shown="yes", only=None):
    return {code: {"how": how, "shown": shown} for code in only or EDITION.criteria}


def fill(browser, how="in_place", shown="yes"):
    """Answer all five pages in the browser."""
    page = browser.open("self_check.area", number=1)
    for area in EDITION.areas:
        keys = [c.code.replace(".", "_") for c in area.criteria]
        fields = {f"how_{k}": how for k in keys} | {f"shown_{k}": shown for k in keys}
        page = browser.press(SAVE if area.number < 5 else SEE, **fields)
    return page


def test_five_pages_ask_two_things_about_each_criterion(browser):
    browser.open("self_check.start")
    asked = []

    for area in EDITION.areas:
        page = browser.open("self_check.area", number=area.number)
        asked += [e.get("name") for e in page.all("input", type="radio", value="yes")]
        assert all(c.requirement in page.text for c in area.criteria)
        assert len(page.all("input", type="radio")) == len(area.criteria) * (len(HOW) + len(SHOWN))

    assert asked == [f"shown_{code.replace('.', '_')}" for code in EDITION.criteria]


def test_somebody_answers_everything_without_an_account(browser):
    page = fill(browser)

    assert page.heading == "Where your school stands"
    assert "26 of 26 criteria are in place" in page.text
    assert "By your own answers everything is in place" in page.text


def test_each_page_is_kept_by_itself_and_says_so_and_has_nothing_to_type(browser):
    typed = []
    for area in EDITION.areas:
        page = browser.open("self_check.area", number=area.number)
        typed += [*page.all("textarea"), *page.all("input", type="text")]
        assert "This page is kept when you press a button at its end" in page.text

    browser.open("self_check.area", number=3)
    browser.press(SAVE, how_3_1="in_place")

    assert typed == []
    assert db.session.query(SelfCheck).one().answers["3.1"]["how"] == "in_place"


def test_looking_begins_nothing(browser):
    for address in ("/self-check/", "/self-check/areas/1", "/self-check/readiness"):
        browser.open(address)

    assert db.session.query(SelfCheck).count() == 0


def test_what_was_answered_is_there_again_and_can_be_changed(browser):
    browser.open("self_check.area", number=1)
    browser.press(SAVE, how_1_1="partly", shown_1_1="no", how_1_2="unknown")

    page = browser.open("self_check.area", number=1)
    chosen = {(e.get("name"), e.get("value")) for e in page.all("input", type="radio") if e.get("checked") is not None}
    browser.press(SAVE, how_1_1="in_place")

    assert chosen == {("how_1_1", "partly"), ("shown_1_1", "no"), ("how_1_2", "unknown")}
    assert db.session.query(SelfCheck).one().answers == {
        "1.1": {"how": "in_place", "shown": "no"}, "1.2": {"how": "unknown"}}  # fmt: skip


def test_each_area_keeps_its_answers_when_another_is_saved(browser):
    browser.open("self_check.area", number=1)
    browser.press(SAVE, how_1_1="partly")
    browser.press(SEE, how_2_7="not_yet")

    assert db.session.query(SelfCheck).one().answers == {"1.1": {"how": "partly"}, "2.7": {"how": "not_yet"}}


@pytest.mark.parametrize("value", ["perfect", "", "in_place\0", "🙂" * 1000])
def test_an_answer_that_was_not_offered_is_refused_and_the_others_stay(browser, value):
    browser.open("self_check.area", number=1)

    page = browser.press(SAVE, how_1_1=value, how_1_2="partly")

    if value:
        assert page.status == 422
        assert db.session.query(SelfCheck).count() == 0
        assert any(e.get("checked") is not None for e in page.all("input", name="how_1_2", value="partly"))
    else:
        assert db.session.query(SelfCheck).one().answers == {"1.2": {"how": "partly"}}


@pytest.mark.parametrize("address", ["/self-check/areas/0", "/self-check/areas/6", "/self-check/areas/x",
                                     "/self-check/back/nothing"])  # fmt: skip
def test_what_is_not_there_is_not_found(browser, address):
    assert browser.open(address).status == 404


def test_the_private_link_opens_it_on_another_device(browser):
    page = fill(browser, "partly")
    address = next(href for href in page.links().values() if "/self-check/back/" in href)
    browser.client = browser.app.test_client()

    before = browser.open("self_check.readiness")
    asked = browser.open(address[address.index("/self-check") :])
    still = browser.open("self_check.readiness")
    browser.open(address[address.index("/self-check") :])
    after = browser.press("Open this self-check")

    assert before.heading == still.heading == "Check how ready your school is"
    assert "from a link" in asked.text
    assert after.heading == "Where your school stands"
    assert browser.path == "/self-check/readiness"


def test_the_row_says_nothing_about_who_answers(browser):
    fill(browser)

    columns = set(Base.metadata.tables["self_check"].columns.keys())
    row = db.session.query(SelfCheck).one()
    assert columns == {"id", "token_hash", "edition", "answers", "begun_at", "changed_at", "ends_at"}
    assert not [c for c in columns if any(word in c for word in PERSONAL)]
    assert set(row.answers) == set(EDITION.criteria)


def test_it_ends_thirty_days_after_the_last_change_and_is_then_deleted(browser, clock):
    fill(browser)
    begun = now()
    clock.at(begun + timedelta(days=29))
    browser.open("self_check.area", number=1)
    browser.press(SEE)
    clock.at(begun + timedelta(days=58))
    kept = browser.open("self_check.readiness").heading
    clock.at(begun + timedelta(days=60))
    ended = browser.open("self_check.readiness")

    there = db.session.query(SelfCheck).count()
    running.plan_periodic()
    running.run_waiting()

    assert (kept, ended.heading) == ("Where your school stands", "Check how ready your school is")
    assert "their thirty days are over" in ended.text
    assert (there, db.session.query(SelfCheck).count()) == (1, 0)


def test_answers_are_deleted_when_the_person_says_so(browser):
    fill(browser)

    page = browser.press("Delete my answers now")

    assert "Your answers are deleted." in page.text
    assert db.session.query(SelfCheck).count() == 0
    assert browser.open("self_check.area", number=1).status == 200


def test_very_many_from_one_network_have_to_wait(app, browser):
    answers = []
    for _ in range(61):
        browser.client = app.test_client()
        browser.open("self_check.area", number=4)
        answers.append(browser.press(SAVE, how_4_1="partly").status)

    assert answers == [200] * 60 + [409]
    assert "save this page again later" in browser.page.text


def test_it_stays_with_the_edition_it_began_with(browser):
    fill(browser)
    row = db.session.query(SelfCheck).one()

    assert row.edition == "2023"
    assert "edition 2023" in browser.open("self_check.readiness").text


def test_essential_gaps_come_first_and_the_larger_before_the_smaller():
    answers = answered("in_place") | {
        "1.1": {"how": "not_yet"}, "5.4": {"how": "partly"}, "1.2": {"how": "unknown"}, "2.7": {"how": "not_yet"},
        "3.1": {"how": "in_place", "shown": "unsure"}, "3.2": {"how": "partly", "shown": "yes"},
    }  # fmt: skip

    readiness = readiness_of(EDITION, answers)

    assert [gap.criterion.code for gap in readiness.gaps] == ["2.7", "5.4", "1.1", "3.2", "1.2", "3.1"]
    assert [gap.weeks for gap in readiness.gaps] == [4, 2, 4, 2, 1, 1]
    assert readiness.weeks == 14
    assert readiness.range_of_weeks == (4, 7)


@pytest.mark.parametrize(
    ("answers", "weeks"),
    [
        ({}, (0, 0)),
        (answered("in_place"), (0, 0)),
        (answered("in_place", "no"), (7, 13)),
        (answered("not_yet"), (26, 52)),
        (answered("partly", only=["1.1"]), (2, 2)),
        (answered("nonsense"), (0, 0)),
    ],
)
def test_the_weeks_follow_from_the_size_of_the_gaps(answers, weeks):
    assert readiness_of(EDITION, answers).range_of_weeks == weeks


def test_the_picture_and_the_table_say_the_same_numbers(browser):
    browser.open("self_check.area", number=2)
    browser.press(SEE, how_2_1="in_place", shown_2_1="yes", how_2_2="partly", how_2_3="not_yet", how_2_4="unknown")

    page = browser.open("self_check.readiness")

    row = next(r for r in page.html.iter("tr") if "Management and leadership" in "".join(r.itertext()))
    cells = [cell.text for cell in row.iter("td")]
    (described,) = [e.text for e in page.html.iter() if str(e.tag).endswith("desc")]
    assert cells == ["1", "1", "1", "1", "3", "1"]
    assert "2 Management and leadership: 1 in place, 1 partly, 1 not yet, 1 not known, 3 not answered" in described


def test_how_the_weeks_are_counted_is_said_with_them(browser):
    page = fill(browser, "partly")

    assert "About 13 to 26 weeks" in page.text
    assert f"{WEEKS['partly']} for each “partly”" in page.text
    assert "This is a rule of thumb" in page.text


@pytest.mark.parametrize("how", HOW)
def test_it_never_says_that_a_school_would_be_registered(browser, how):
    page = fill(browser, how)

    text = page.text.lower()
    assert "does not say whether a school would be registered" in text
    assert not [word for word in ("likely", "probab", "will be approved", "chance", "congratulations", "you will be",
                                  "ready to be") if word in text]  # fmt: skip


def test_what_was_left_out_is_named_and_leads_to_its_page(browser):
    browser.open("self_check.area", number=1)
    browser.press(SEE, how_1_1="in_place", shown_1_1="yes")

    page = browser.open("self_check.readiness")

    assert "25 questions are not answered yet" in page.text
    assert page.links()["4.2"] == "/self-check/areas/4"


def test_going_on_leads_to_the_first_question_that_is_open(browser):
    browser.open("self_check.area", number=1)
    browser.press(SEE, **{f"how_1_{n}": "partly" for n in range(1, 5)})

    page = browser.open("self_check.start")

    assert page.links()["Go on"] == "/self-check/areas/2"
    assert "4 of 26 questions are answered" in page.text
