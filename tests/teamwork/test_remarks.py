"""Remarks between colleagues: said, answered, settled, taken back, and never for anybody else."""

import json
from datetime import UTC, datetime

import pytest

from registration.applications.dossier import dossier_of
from registration.applications.snapshot import snapshot_of
from registration.database import db, now
from registration.notifications.composing import compose
from registration.notifications.models import Letter
from registration.teamwork import marks_service, remarks_service
from registration.teamwork.models import Remark
from registration.teamwork.telling import tell
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.security.planted import AMONG_COLLEAGUES, OUTSIDE_THE_CASE, addresses, planted

STRANGERS = ("ada", "connor", "olga")
SECRET = AMONG_COLLEAGUES


def say(browser, application, text, code="2.7"):
    browser.open("teamwork.colleagues", reference=application.reference, code=code)
    return browser.press("Say it to your colleagues", text=text)


def test_colleagues_talk_about_a_criterion(browser, application, cast):
    page = say(browser.sign_in(cast.amina), application, "Is the policy of 2026 in force?")
    assert "Is the policy of 2026 in force?" in page.text

    browser.sign_in(cast.basil)
    browser.open("teamwork.thread", reference=application.reference, code="2.7",
                 public_id=db.session.query(Remark).one().public_id)
    page = browser.press("Answer", text="Since March.")

    assert "Since March." in page.text
    first, answer = db.session.query(Remark).order_by(Remark.id)
    assert (first.person, answer.person, answer.answers_id) == (cast.amina, cast.basil, first.id)


def test_open_remarks_are_counted_on_the_list_until_they_are_settled(browser, application, cast):
    say(browser.sign_in(cast.amina), application, "Which one?")
    say(browser, application, "And when?")

    listed = browser.open("self_assessment.task_list", reference=application.reference)
    browser.open("teamwork.colleagues", reference=application.reference, code="2.7")
    for button in [b for b in words_of_buttons(browser.page) if b.startswith("Settled")]:
        browser.press(button)

    assert "2 open remarks about 2.7" in listed.text
    assert "open remark" not in browser.open("self_assessment.task_list", reference=application.reference).text
    assert all(r.settled_by == cast.amina for r in db.session.query(Remark))


def words_of_buttons(page):
    return [" ".join("".join(b.itertext()).split()) for b in page.all("button")]


def test_an_answer_opens_a_settled_thread_again(application, cast):
    first = remarks_service.say(application, "2.7", "Which one?", by=cast.amina)
    db.session.flush()
    remarks_service.settle(first, by=cast.amina)

    remarks_service.say(application, "2.7", "Not that one.", by=cast.basil, answers=first.public_id)

    assert first.settled_at is None


def test_a_remark_that_is_taken_back_stays_struck_through(browser, application, cast):
    page = say(browser.sign_in(cast.amina), application, "A hasty word")
    button = next(b for b in words_of_buttons(page) if b.startswith("Take back"))

    page = browser.press(button)

    assert [e.text for e in page.all("s")] == ["A hasty word"]
    assert db.session.query(Remark).one().text == "A hasty word"


def test_nobody_takes_back_the_remark_of_another(browser, application, cast):
    made = remarks_service.say(application, "2.7", "Mine", by=cast.amina)
    db.session.commit()

    page = browser.sign_in(cast.cora).post(
        "teamwork.change_remark", reference=application.reference, code="2.7", public_id=made.public_id,
        what="take-back",
    )

    assert page.status == 403
    assert made.taken_back_at is None


@pytest.mark.parametrize("what", ["settle", "open-again", "take-back"])
def test_a_remark_elsewhere_is_not_there(browser, application, cast, what):
    other = factories.application(cast)
    made = remarks_service.say(other, "2.7", "Elsewhere", by=cast.amina)
    db.session.commit()

    page = browser.sign_in(cast.amina).post(
        "teamwork.change_remark", reference=application.reference, code="2.7", public_id=made.public_id, what=what
    )

    assert page.status == 404


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4_001])
def test_a_remark_that_cannot_be_said_is_given_back(browser, application, cast, text):
    page = say(browser.sign_in(cast.amina), application, text)

    assert page.status == 422
    assert page.value("text").strip() == text.strip()
    assert db.session.query(Remark).count() == 0


def test_a_remark_is_kept_letter_by_letter(browser, application, cast):
    text = "🎓é\n ‏مرحبا <b>&amp;</b>\n"

    page = say(browser.sign_in(cast.amina), application, text)

    assert db.session.query(Remark).one().text == text
    assert "<b>&amp;</b>" in page.exact


@pytest.mark.crawl
@pytest.mark.parametrize("state", [State.DESK_REVIEW, State.FINALISING, State.APPROVED_WITH_CONDITIONS])
def test_the_body_never_meets_what_colleagues_say(app, cast, store, state):
    """For those at work on the case, `security/test_looking.py` opens every page in the same states."""
    case = planted(app, cast, state)
    search = f"/applications/{case.reference}/evidence/search?q={AMONG_COLLEAGUES.split()[0]}"
    everywhere = (*addresses(app, case, "GET"), *OUTSIDE_THE_CASE, search)
    opened = {}

    for name in ("leah", "rafael", "carys", "audrey", "dana", "ada", "connor", "olga"):
        browser = Browser(app).sign_in(getattr(cast, name))
        for path in everywhere if name in STRANGERS else [search]:
            page = browser.send("GET", path)
            opened[name, path] = page.status
            assert AMONG_COLLEAGUES.encode() not in page.data, (name, path)

    assert opened["leah", search] == 200
    seen = Browser(app).sign_in(cast.basil).open("teamwork.colleagues", reference=case.reference, code="2.7")
    assert AMONG_COLLEAGUES in seen.text


def test_remarks_marks_and_notes_go_into_no_submission(cast):
    application = factories.application(cast, answered=True)
    remarks_service.say(application, "2.7", SECRET, by=cast.amina)
    marks_service.mark_ready(application, "2.7", by=cast.amina)
    answer = next(r for r in application.responses if r.criterion_code == "2.7")
    db.session.flush()
    marks_service.give_back(application, "2.7", by=cast.cora, note=SECRET, version=answer.version)
    db.session.commit()

    snapshot = snapshot_of(application)

    assert SECRET not in json.dumps(snapshot)
    assert SECRET not in repr(dossier_of(snapshot))
    written = db.session.query(Letter).all()
    assert {letter.template for letter in written} == {"answer_returned"}
    assert all(SECRET not in compose(letter).body for letter in written)


def told(application):
    db.session.flush()
    found = db.session.query(Letter).filter_by(template="remark_written", application=application)
    return [letter.person.name.split()[0] for letter in found.order_by(Letter.id)]


def test_who_has_the_criterion_and_who_wrote_hear_of_a_remark_and_its_writer_does_not(given, cast):
    first = remarks_service.say(given, "2.7", SECRET, by=cast.amina)
    asked = told(given)
    remarks_service.say(given, "2.7", SECRET, by=cast.basil, answers=first.public_id)
    answered = told(given)
    remarks_service.say(given, "2.7", SECRET, by=cast.cora, answers=first.public_id)

    assert (asked, answered) == (["Basil"], ["Basil", "Amina"])
    assert told(given) == ["Basil", "Amina"], "both have an unread letter about this talk"
    written = db.session.query(Letter).filter_by(template="remark_written").all()
    assert all(SECRET not in compose(letter).body and "2.7" in compose(letter).subject for letter in written)


def test_a_talk_brings_a_second_letter_when_the_first_was_read_or_a_day_is_over(given, cast, clock):
    clock.at(datetime(2027, 3, 1, 9, tzinfo=UTC))
    first = remarks_service.say(given, "2.7", "Which one?", by=cast.amina)
    remarks_service.say(given, "2.7", "And when?", by=cast.amina)
    other_talk = told(given)
    remarks_service.say(given, "2.7", "Please.", by=cast.amina, answers=first.public_id)
    unread = told(given)
    db.session.query(Letter).order_by(Letter.id).first().read_at = now()
    remarks_service.say(given, "2.7", "Today?", by=cast.amina, answers=first.public_id)
    read = told(given)
    clock.at(datetime(2027, 3, 2, 9, 1, tzinfo=UTC))
    remarks_service.say(given, "2.7", "It is tomorrow.", by=cast.amina, answers=first.public_id)

    assert [len(letters) for letters in (other_talk, unread, read, told(given))] == [2, 2, 3, 4]


def test_who_has_left_the_school_hears_nothing(given, cast):
    first = remarks_service.say(given, "2.7", "Which one?", by=cast.ezra)
    cast.ezra.school = cast.ezra.school_role = None
    cast.basil.active = False
    db.session.flush()

    remarks_service.say(given, "2.7", "Since March.", by=cast.amina, answers=first.public_id)

    assert told(given) == ["Basil"], "only of the first, while he was there"


def test_a_letter_between_colleagues_gives_away_no_outcome(cast):
    case = factories.application(cast, State.APPROVED)
    factories.determination(case, cast.dana, "approve")
    db.session.flush()

    tell(cast.basil, "remark_written", case, by=cast.amina, page="/", criterion="2.7")
    db.session.flush()

    written = db.session.query(Letter).filter_by(template="remark_written").one()
    assert written.facts["state"] == "Awaiting determination"
