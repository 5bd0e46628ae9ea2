"""The notebook without connection, as the service sees it: what a browser may keep, and notes that come back."""

import json
import re
from pathlib import Path

import pytest

from registration.database import db, now
from registration.drafts.models import Draft
from registration.history import Revision
from registration.visits import records
from registration.visits.models import LessonMark, LessonObservation
from registration.visits.sampling import draw_sample
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries

FIRST = "7d8f1f3e-5d0a-4b43-9c88-0f4a3f6f6a01"
SECOND = "7d8f1f3e-5d0a-4b43-9c88-0f4a3f6f6a02"
VIEW = "7d8f1f3e-5d0a-4b43-9c88-0f4a3f6f6a03"


def book(browser, case, person):
    page = browser.sign_in(person).open("visits.book", reference=case.reference)
    return json.loads(page.data), page.headers


def come_back(browser, case, text, *, version=0, once=FIRST, draft="", code="2.7"):
    sent = {"code": code, "text": text, "version": str(version), "_once": once, "_draft": draft, "_view": VIEW}
    return browser.follow(browser.post("visits.return_note", sent, reference=case.reference))


def notes(case):
    db.session.expire_all()
    return [(note.author.name.split()[0], note.criterion_code, note.text) for note in case.visit.notes]


def test_the_page_that_a_browser_keeps_holds_nothing_of_the_case(browser, case, cast):
    records.write_note(case, "2.7", "Twelve files were read.", version=0, by=cast.leah)
    browser.sign_in(cast.leah).open("visits.note", reference=case.reference, code="2.7")
    browser.press("Save the note", follow=False, text="Thirteen files were read.")

    page = browser.open("visits.offline", reference=case.reference)

    told = [case.school.name, cast.leah.name, "files were read", "Saved your note", "csrf_token", "nonce"]
    assert page.status == 200
    assert [each for each in told if each in page.source] == []


def test_the_worker_serves_this_one_page_and_may_run_nothing_else(browser, case, cast):
    page = browser.sign_in(cast.leah).open("visits.worker", reference=case.reference)

    assert page.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in page.headers
    assert page.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert page.headers["Cache-Control"] == "no-store"


def test_every_file_that_the_page_needs_is_kept_with_it(app, browser, case, cast):
    told = browser.sign_in(cast.leah).open("visits.worker", reference=case.reference).data.decode()
    page = browser.open("visits.offline", reference=case.reference)

    kept = set(json.loads(re.match(r"const TOLD = (.*);\n", told)[1])["files"])

    static = Path(app.static_folder).parent
    named = {e.get("src") or e.get("href") for tag in ("script", "link", "img") for e in page.all(tag)}
    imported = {
        f"/static/{name}" for path in kept if path.endswith(".js")
        for name in re.findall(r'(?:from|import\() ?"\./(notebook\w*\.js)"', (static / path[1:]).read_text())
    }  # fmt: skip
    assert (named | imported) - kept == set()


def test_each_person_gets_a_lock_of_their_own_and_the_same_one_again(browser, case, cast):
    leah, _ = book(browser, case, cast.leah)
    rafael, _ = book(browser, case, cast.rafael)
    again, _ = book(browser, case, cast.leah)

    assert leah["keys"] == again["keys"]
    assert leah["keys"] != rafael["keys"]


@pytest.mark.parametrize(("name", "status"), [("amina", 403), ("olga", 404), ("ravi", 404)])
@pytest.mark.parametrize("endpoint", ["visits.offline", "visits.book", "visits.worker"])
def test_nobody_but_the_body_opens_it(browser, case, cast, name, status, endpoint):
    assert browser.sign_in(getattr(cast, name)).open(endpoint, reference=case.reference).status == status


def test_a_note_comes_back_and_the_answer_is_what_stands_now(browser, case, cast):
    browser.sign_in(cast.leah)

    answer = come_back(browser, case, "Twelve files were read.")

    assert json.loads(answer.data)["version"] == 1
    assert notes(case) == [("Leah", "2.7", "Twelve files were read.")]


def test_a_note_that_comes_back_twice_counts_once(browser, case, cast):
    browser.sign_in(cast.leah)
    come_back(browser, case, "Twelve files were read.")
    records.write_note(case, "2.7", "Thirteen.", version=1, by=cast.leah)

    answer = come_back(browser, case, "Twelve files were read.")

    assert json.loads(answer.data) | {"at": ""} == {"text": "Thirteen.", "version": 2, "at": ""}
    assert notes(case) == [("Leah", "2.7", "Thirteen.")]
    assert db.session.query(Revision).filter_by(record="visit_note").count() == 1


def test_the_same_words_under_another_key_change_nothing(browser, case, cast):
    browser.sign_in(cast.leah)
    come_back(browser, case, "Twelve files were read.")

    answer = come_back(browser, case, "Twelve files were read.", once=SECOND)

    assert json.loads(answer.data)["version"] == 1
    assert db.session.query(Revision).filter_by(record="visit_note").count() == 0


def test_a_newer_text_is_not_overwritten_and_both_are_kept(browser, case, cast):
    _, headers = book(browser, case, cast.leah)
    records.write_note(case, "2.7", "Written on the tablet.", version=0, by=cast.leah)

    answer = come_back(browser, case, "Written on the laptop.", draft=headers["Draft-Place"])

    assert answer.status == 409
    assert json.loads(answer.data)["text"] == "Written on the tablet."
    assert notes(case) == [("Leah", "2.7", "Written on the tablet.")]
    assert "Written on the laptop." in browser.open("drafts.mine").exact


def test_the_choice_between_two_texts_ends_the_draft(browser, case, cast):
    _, headers = book(browser, case, cast.leah)
    records.write_note(case, "2.7", "Written on the tablet.", version=0, by=cast.leah)
    come_back(browser, case, "Written on the laptop.", draft=headers["Draft-Place"])

    come_back(browser, case, "Both.", version=1, once=SECOND, draft=headers["Draft-Place"])

    assert notes(case) == [("Leah", "2.7", "Both.")]
    assert db.session.query(Draft).count() == 0


def test_after_the_report_went_on_a_note_is_given_back_with_one_sentence(browser, case, cast):
    _, headers = book(browser, case, cast.leah)
    case.state = State.FACTUAL_CHECK

    answer = come_back(browser, case, "Twelve files were read.", draft=headers["Draft-Place"])

    assert answer.status == 403
    assert json.loads(answer.data)["sentence"].startswith("You cannot record what was seen at the visit")
    assert notes(case) == []
    assert "Twelve files were read." in browser.open("drafts.mine").exact


def test_a_note_of_somebody_taken_off_the_panel_is_kept_for_them(browser, case, cast):
    _, headers = book(browser, case, cast.rafael)
    next(a for a in case.assignments if a.person == cast.rafael).ended_at = now()

    answer = come_back(browser, case, "Twelve files were read.", draft=headers["Draft-Place"])

    assert answer.status == 404
    assert answer.headers["Draft-Kept"] == "yes"
    assert "Twelve files were read." in browser.open("drafts.mine").exact


def test_a_note_too_long_to_be_taken_says_so(browser, case, cast):
    browser.sign_in(cast.leah)

    answer = come_back(browser, case, "x" * 20_001)

    assert answer.status == 422
    assert "20,000" in json.loads(answer.data)["sentence"]


def test_before_there_is_a_visit_the_plan_says_so(browser, cast):
    case = factories.application(cast, State.MODERATION)

    page = browser.sign_in(cast.leah).open("visits.offline", reference=case.reference)

    assert page.heading == "The approval visit"


def test_the_book_asks_as_much_for_three_notes_lessons_and_samples_as_for_one(browser, case, cast):
    browser.sign_in(cast.leah)
    counts = []
    for codes in (["2.7"], ["4.1", "5.1", "5.2"]):
        for code in codes:
            records.write_note(case, code, "Seen.", version=0, by=cast.leah)
            records.write_note(case, code, "Seen too.", version=0, by=cast.rafael)
            lesson = LessonObservation(visit=case.visit, observer=cast.leah, subject=code, stage="Year 9", minutes=45)
            lesson.marks = [LessonMark(minute=minute, text="Seen.") for minute in (1, 2)]
            db.session.add(lesson)
            draw_sample(case, subject="Staff files", population=40, size=3, by=cast.leah)
        db.session.commit()
        reference = case.reference
        with count_queries() as said:
            browser.open("visits.book", reference=reference)
        counts.append(len(said))

    assert counts[0] == counts[1] <= 8
