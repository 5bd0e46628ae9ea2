"""The sheet of a lesson: its clock, and notes stamped with its minute."""

from datetime import timedelta

import pytest

from registration.database import db, now
from registration.history import Revision
from registration.visits.models import LessonObservation
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries


@pytest.fixture
def lesson(cast, case):
    made = LessonObservation(visit=case.visit, observer=cast.rafael, subject="Physics", stage="Year 10", minutes=45)
    db.session.add(made)
    db.session.commit()
    return made


def sheet(browser, case, lesson):
    return browser.open("visits.lesson_sheet", reference=case.reference, lesson_id=lesson.public_id)


def written(lesson):
    db.session.expire_all()
    return [(mark.minute, mark.text) for mark in lesson.marks]


def test_a_new_lesson_needs_no_summary_and_leads_to_its_sheet(browser, case, cast):
    browser.sign_in(cast.rafael).open("visits.lesson", reference=case.reference)

    page = browser.press("Save the lesson sheet", subject="Physics", stage="Year 10", minutes="45")

    assert page.heading == "Physics, Year 10"
    assert "The clock of the lesson does not run yet." in page.text


def test_a_note_is_stamped_with_the_minute_of_the_lesson(browser, case, lesson, cast, clock):
    start = now()
    clock.at(start)
    sheet(browser.sign_in(cast.rafael), case, lesson)
    browser.press("The lesson begins now")
    clock.at(start + timedelta(minutes=12, seconds=59))
    browser.press("Save with its minute", text="Pairs at work.")
    clock.at(start + timedelta(minutes=13))

    page = browser.press("Save with its minute", text="A poll.")

    assert written(lesson) == [(12, "Pairs at work."), (13, "A poll.")]
    assert "Minute 13 when this page was opened" in page.text


def test_the_minute_typed_counts_and_the_sheet_keeps_the_order_of_the_lesson(browser, case, lesson, cast):
    sheet(browser.sign_in(cast.rafael), case, lesson)
    browser.press("Save with its minute", text="The end.", minute="44")

    browser.press("Save with its minute", text="The beginning.", minute="0")

    assert written(lesson) == [(0, "The beginning."), (44, "The end.")]


def test_without_a_running_clock_the_minute_is_asked_for_and_the_text_given_back(browser, case, lesson, cast):
    lesson.starts_at = now() - timedelta(days=2)
    sheet(browser.sign_in(cast.rafael), case, lesson)

    page = browser.press("Save with its minute", text="Pairs at work.")

    assert page.status == 409
    assert "Type the minute at which you saw it" in page.text
    assert "Pairs at work." in page.exact
    assert written(lesson) == []


def test_a_second_press_does_not_set_the_clock_back(browser, case, lesson, cast, clock):
    start = now()
    clock.at(start)
    browser.sign_in(cast.rafael)
    browser.post("visits.lesson_begins", reference=case.reference, lesson_id=lesson.public_id)
    clock.at(start + timedelta(minutes=5))

    browser.post("visits.lesson_begins", reference=case.reference, lesson_id=lesson.public_id)

    assert lesson.starts_at == start


def test_changing_the_facts_of_a_lesson_leaves_its_clock_running_by_the_second(browser, case, lesson, cast):
    lesson.starts_at = start = now().replace(second=41, microsecond=0) - timedelta(minutes=10)
    browser.sign_in(cast.rafael).open("visits.lesson", reference=case.reference, lesson_id=lesson.public_id)

    browser.press("Save the lesson sheet", doing="60")

    assert (lesson.starts_at, lesson.doing) == (start, 60)


def test_words_and_minute_can_be_corrected_and_the_former_ones_are_kept(browser, case, lesson, cast):
    sheet(browser.sign_in(cast.rafael), case, lesson)
    browser.press("Save with its minute", text="Pears at work.", minute="12")
    browser.open("visits.lesson_note", reference=case.reference, mark_id=lesson.marks[0].public_id)

    browser.press("Save", text="Pairs at work.", minute="13")

    assert written(lesson) == [(13, "Pairs at work.")]
    assert [r.content for r in db.session.query(Revision).filter_by(record="lesson_mark")] == [
        {"minute": 12, "text": "Pears at work."}
    ]


def test_a_note_corrected_elsewhere_is_not_overwritten(browser, case, lesson, cast):
    sheet(browser.sign_in(cast.rafael), case, lesson)
    browser.press("Save with its minute", text="Pears at work.", minute="12")
    browser.open("visits.lesson_note", reference=case.reference, mark_id=lesson.marks[0].public_id)
    lesson.marks[0].text = "Pairs at work."

    page = browser.press("Save", text="Pears, at work.")

    assert page.status == 409
    assert written(lesson) == [(12, "Pairs at work.")]


def test_the_others_of_the_team_read_it_and_cannot_write(browser, case, lesson, cast):
    sheet(browser.sign_in(cast.rafael), case, lesson)
    browser.press("Save with its minute", text="Pairs at work.", minute="12")

    page = sheet(browser.sign_in(cast.leah), case, lesson)
    answer = browser.post("visits.mark_lesson", {"text": "x", "minute": "1"}, reference=case.reference,
                          lesson_id=lesson.public_id)

    assert "Pairs at work." in page.exact
    assert "Save with its minute" not in page.text
    assert answer.status == 409
    assert written(lesson) == [(12, "Pairs at work.")]


@pytest.mark.parametrize(("name", "status"), [("amina", 403), ("olga", 404)])
def test_no_school_sees_it(browser, case, lesson, cast, name, status):
    assert sheet(browser.sign_in(getattr(cast, name)), case, lesson).status == status


def test_another_case_has_no_such_lesson(browser, case, lesson, cast):
    other = factories.application(cast, State.VISIT_ARRANGED)
    begin_visit(other, cast.leah)
    db.session.commit()

    page = sheet(browser.sign_in(cast.rafael), other, lesson)

    assert page.status == 404


def test_the_sheet_asks_as_much_for_three_notes_as_for_one(browser, case, lesson, cast):
    counts = []
    for minute in (1, 2, 3):
        sheet(browser.sign_in(cast.rafael), case, lesson)
        browser.press("Save with its minute", text="Seen.", minute=str(minute))
        if minute != 2:
            db.session.commit()
            with count_queries() as said:
                sheet(browser, case, lesson)
            counts.append(len(said))

    assert counts[0] == counts[1] <= 8
