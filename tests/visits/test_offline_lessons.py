"""Lessons and samples that come back from a device without connection, as the service sees them."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from registration.database import db
from registration.drafts.models import Draft
from registration.history import Revision
from registration.visits.models import LessonObservation
from registration.visits.sampling import draw_sample
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories

LESSON = "0123456789abcdefghjkmnpqrs"
MARK = "zyxwvtsrqpnmkjhgfedcba9876"
VIEW = "7d8f1f3e-5d0a-4b43-9c88-0f4a3f6f6a03"
BEGAN = datetime(2026, 11, 23, 9, 5, 7, tzinfo=UTC)
SHEET = {
    "subject": "Physics", "stage": "Year 10", "minutes": "45", "doing": "60", "talking": "",
    "began": "2026-11-23T09:05:07Z",
}  # fmt: skip


def come_back(browser, case, code, text, *, version=0, once="1", draft="", **facts):
    sent = {
        "code": code, "text": text, "version": str(version), "_once": f"7d8f1f3e-5d0a-4b43-9c88-{once:0>12}",
        "_draft": draft, "_view": VIEW, **facts,
    }  # fmt: skip
    return browser.follow(browser.post("visits.return_note", sent, reference=case.reference))


def sheet(browser, case, text="", **other):
    return come_back(browser, case, f"lesson:{LESSON}", text, **{**SHEET, **other})


def mark(browser, case, text="Pairs at work.", minute="12", **other):
    return come_back(browser, case, f"mark:{MARK}", text, minute=minute, lesson=LESSON, **other)


def book(browser, case):
    page = browser.open("visits.book", reference=case.reference)
    return json.loads(page.data), page.headers["Draft-Place"]


def lessons(case):
    db.session.expire_all()
    return [(each.observer.name.split()[0], each.subject, each.seen, len(each.marks)) for each in case.visit.lessons]


def test_a_lesson_begun_on_a_device_comes_back_with_its_clock(browser, case, cast):
    browser.sign_in(cast.rafael)

    answer = sheet(browser, case, "A calm lesson.")

    lesson = db.session.query(LessonObservation).one()
    assert json.loads(answer.data)["facts"] == SHEET
    assert lessons(case) == [("Rafael", "Physics", "A calm lesson.", 0)]
    assert (lesson.public_id, lesson.starts_at, lesson.doing, lesson.talking) == (LESSON, BEGAN, 60, None)


def test_a_lesson_that_comes_back_twice_under_any_key_is_there_once(browser, case, cast):
    browser.sign_in(cast.rafael)
    for once in ("1", "1", "2"):
        sheet(browser, case, once=once)
        mark(browser, case, once=f"{once}9")

    answer = sheet(browser, case, once="3")

    assert json.loads(answer.data)["version"] == 1
    assert lessons(case) == [("Rafael", "Physics", "", 1)]
    assert db.session.query(Revision).count() == 0


def test_what_was_seen_comes_back_with_its_minute(browser, case, cast):
    browser.sign_in(cast.rafael)
    sheet(browser, case)

    answer = mark(browser, case)

    assert json.loads(answer.data)["facts"] == {"minute": "12"}
    assert [(each.minute, each.text) for each in case.visit.lessons[0].marks] == [(12, "Pairs at work.")]


def test_what_was_seen_before_its_sheet_is_there_is_given_back_with_one_sentence(browser, case, cast):
    browser.sign_in(cast.rafael)

    answer = mark(browser, case)

    assert answer.status == 422
    assert json.loads(answer.data)["sentence"].startswith("The sheet of the lesson it belongs to is not here yet.")


@pytest.mark.parametrize("kind", ["sheet", "mark"])
def test_other_words_saved_meanwhile_are_not_overwritten(browser, case, cast, kind):
    browser.sign_in(cast.rafael)
    _, draft = book(browser, case)
    sheet(browser, case, "On the laptop.")
    mark(browser, case, "On the laptop.", once="2")
    again = {"sheet": sheet, "mark": mark}[kind]
    again(browser, case, "On the tablet.", version=1, once="3")

    answer = again(browser, case, "On the phone.", version=1, once="4", draft=draft)

    lesson = case.visit.lessons[0]
    assert answer.status == 409
    assert json.loads(answer.data)["text"] == "On the tablet."
    assert {"sheet": lesson.seen, "mark": lesson.marks[0].text}[kind] == "On the tablet."
    assert "On the phone." in browser.open("drafts.mine").exact


def test_a_clock_started_here_is_not_stopped_by_a_device_that_knows_of_none(browser, case, cast):
    browser.sign_in(cast.rafael)
    sheet(browser, case)
    case.visit.lessons[0].starts_at = BEGAN + timedelta(microseconds=1)
    db.session.commit()

    sheet(browser, case, "Seen.", version=2, once="2", began="")
    answer = sheet(browser, case, "Seen again.", version=3, once="3")

    assert answer.status == 200
    assert case.visit.lessons[0].starts_at == BEGAN + timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"subject": ""}, "Enter the subject."),
        ({"minutes": "often"}, "Enter a whole number"),
        ({"began": "2026-02-30T09:00:00Z"}, "The device did not say in a readable way"),
    ],
)
def test_a_sheet_that_cannot_be_taken_says_why(browser, case, cast, facts, sentence):
    browser.sign_in(cast.rafael)

    answer = sheet(browser, case, **facts)

    assert answer.status == 422
    assert json.loads(answer.data)["sentence"].startswith(sentence)
    assert lessons(case) == []


def test_nobody_writes_on_the_sheet_of_another(browser, case, cast):
    browser.sign_in(cast.rafael)
    sheet(browser, case)
    mark(browser, case, once="2")
    browser.sign_in(cast.leah)

    answers = [sheet(browser, case, "Mine.", once="3"), mark(browser, case, "Mine.", once="4"),
               mark(browser, case, once="5")]

    said = {json.loads(answer.data)["sentence"] for answer in answers}
    assert said == {"Only the person who observed this lesson can change its sheet."}
    assert lessons(case) == [("Rafael", "Physics", "", 1)]


def test_a_lesson_of_another_case_is_not_there(browser, case, cast):
    other = factories.application(cast, State.VISIT_ARRANGED)
    begin_visit(other, cast.leah)
    db.session.commit()
    browser.sign_in(cast.rafael)
    sheet(browser, case)
    mark(browser, case, once="2")

    answers = [
        browser.open("visits.returned", reference=other.reference, code=code)
        for code in (f"lesson:{LESSON}", f"mark:{MARK}", "sample:1", "sample:first", "meal:1", "lesson:", "9.9")
    ]

    assert [answer.status for answer in answers] == [404] * 7


@pytest.mark.parametrize("code", ["lesson:short", f"lesson:{LESSON.upper()}", "meal:1", "sample:1"])
def test_a_name_that_no_device_gives_is_the_name_of_nothing(browser, case, cast, code):
    browser.sign_in(cast.rafael)

    answer = come_back(browser, case, code, "Seen.", **SHEET)

    assert answer.status == 404
    assert lessons(case) == []


def test_what_was_found_in_a_sample_comes_back(browser, case, cast):
    draw_sample(case, subject="Staff files", population=40, size=3, by=cast.leah)
    db.session.commit()
    browser.sign_in(cast.rafael)
    before, _ = book(browser, case)

    answer = come_back(browser, case, "sample:1", "3 of 3 files hold both references.")

    after, _ = book(browser, case)
    assert before["samples"][0]["mine"]["version"] == 0
    assert after["samples"][0]["mine"] == json.loads(answer.data)
    assert case.visit.samples[0].outcome == "3 of 3 files hold both references."


def test_what_another_found_meanwhile_is_not_overwritten_and_twice_counts_once(browser, case, cast):
    draw_sample(case, subject="Staff files", population=40, size=3, by=cast.leah)
    db.session.commit()
    come_back(browser.sign_in(cast.rafael), case, "sample:1", "All there.")
    browser.sign_in(cast.leah)
    _, draft = book(browser, case)

    same = come_back(browser, case, "sample:1", "All there.")
    other = come_back(browser, case, "sample:1", "One lacks a reference.", once="2", draft=draft)
    standing = json.loads(other.data)
    chosen = come_back(browser, case, "sample:1", "Both.", version=standing["version"], once="3", draft=draft)

    assert (same.status, other.status, chosen.status) == (200, 409, 200)
    assert standing["text"] == "All there."
    assert case.visit.samples[0].outcome == "Both."
    assert db.session.query(Draft).count() == 0


def test_after_the_report_went_on_every_kind_is_given_back_with_one_sentence(browser, case, cast):
    draw_sample(case, subject="Staff files", population=40, size=3, by=cast.leah)
    browser.sign_in(cast.rafael)
    sheet(browser, case)
    _, draft = book(browser, case)
    case.state = State.FACTUAL_CHECK
    db.session.commit()

    answers = [
        sheet(browser, case, "Late.", version=1, once="2", draft=draft), mark(browser, case, once="3", draft=draft),
        come_back(browser, case, "sample:1", "Late.", once="4", draft=draft),
    ]  # fmt: skip

    sentences = {json.loads(answer.data)["sentence"] for answer in answers}
    assert [(answer.status, answer.headers["Draft-Kept"]) for answer in answers] == [(403, "yes")] * 3
    assert len(sentences) == 1
    assert lessons(case) == [("Rafael", "Physics", "", 0)]
    assert case.visit.samples[0].outcome == ""


def test_the_book_says_whose_lesson_it_is(browser, case, cast):
    sheet(browser.sign_in(cast.rafael), case)
    mark(browser, case, once="2")
    own, _ = book(browser, case)

    theirs, _ = book(browser.sign_in(cast.leah), case)

    assert [(each["own"], each["observer"]) for each in own["lessons"]] == [(True, cast.rafael.name)]
    assert [each["own"] for each in theirs["lessons"]] == [False]
    assert own["lessons"][0]["marks"][0]["mine"]["text"] == "Pairs at work."
