"""Messages between a school and its case officer: who reads them, what is unread, and what a letter says."""

import pytest
from sqlalchemy import select

from registration.applications.snapshot import snapshot_of
from registration.database import db
from registration.messages import queries, service
from registration.messages.models import Message
from registration.notifications.models import Letter
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries

QUESTION = "May a parent be interviewed in Swahili?"


@pytest.fixture
def case(cast):
    return factories.application(cast, State.DESK_REVIEW)


def letters():
    wanted = select(Letter).where(Letter.template == "message_waiting").order_by(Letter.id)
    return db.session.scalars(wanted).all()


def test_a_question_and_its_answer_stand_in_one_thread(browser, case, cast):
    browser.sign_in(cast.cora).open("messages.thread", reference=case.reference)
    browser.press("Send the message", text=QUESTION)

    page = browser.sign_in(cast.carys).open("messages.thread", reference=case.reference)
    assert QUESTION in page.text
    assert "1 new message" in page.text
    browser.press("Send the message", text="Yes, with an interpreter.")

    page = browser.sign_in(cast.amina).open("messages.thread", reference=case.reference)
    assert page.text.index("Yes, with an interpreter.") < page.text.index(QUESTION)
    assert "Carys" not in page.text


def test_looking_marks_nothing_as_read_and_the_button_does(browser, case, cast):
    service.send(case, QUESTION, by=cast.carys)
    db.session.commit()

    for _ in range(2):
        page = browser.sign_in(cast.amina).open("messages.thread", reference=case.reference)
        assert "1 new message" in page.text
    page = browser.press("Mark these as read")

    assert "new message" not in page.text
    page = browser.open("applications.application", reference=case.reference)
    assert "nothing new" in page.text


@pytest.mark.parametrize("button", ["Mark these as read", "Send the message"])
def test_what_came_in_while_the_page_was_open_stays_new(browser, case, cast, button):
    service.send(case, QUESTION, by=cast.carys)
    db.session.commit()
    browser.sign_in(cast.amina).open("messages.thread", reference=case.reference)
    service.send(case, "And one more.", by=cast.carys)
    db.session.commit()

    page = browser.press(button, text="Here it is.") if button.startswith("Send") else browser.press(button)

    assert "1 new message" in page.text


def test_a_message_of_another_case_marks_nothing_as_read(case, cast):
    service.send(case, QUESTION, by=cast.carys)

    service.mark_read(case, cast.amina, "of-another-case")

    assert queries.read_to(case, cast.amina) == 0


def test_the_home_says_how_many_wait(browser, case, cast):
    for number in range(3):
        service.send(case, f"Question {number}", by=cast.carys)
    service.send(case, "Ours", by=cast.cora)
    db.session.commit()

    page = browser.sign_in(cast.amina).open("applications.application", reference=case.reference)

    assert "3 new messages" in page.text


def test_a_letter_says_that_a_message_waits_and_never_what(case, cast):
    service.send(case, QUESTION, by=cast.amina)
    db.session.commit()

    assert {letter.person for letter in letters()} == {cast.carys, cast.nora}
    assert not any(QUESTION in str(letter.facts) for letter in letters())


def test_until_it_is_read_one_letter_is_enough(case, cast):
    sent = [service.send(case, QUESTION, by=cast.carys) for _ in range(3)]
    db.session.commit()
    assert len(letters()) == 2

    service.mark_read(case, cast.amina, sent[-1].public_id)
    service.send(case, "One more thing.", by=cast.carys)
    db.session.commit()

    assert [letter.person for letter in letters()].count(cast.amina) == 2
    assert [letter.person for letter in letters()].count(cast.cora) == 1


@pytest.mark.parametrize("name", ["leah", "rafael", "dana", "basil", "ezra"])
def test_those_who_judge_and_those_who_only_contribute_do_not_read_them(browser, case, cast, name):
    service.send(case, QUESTION, by=cast.amina)

    page = browser.sign_in(getattr(cast, name)).open("messages.thread", reference=case.reference)

    assert page.status == 403
    assert QUESTION not in page.text


@pytest.mark.parametrize("name", ["connor", "olga", "ada"])
def test_to_a_conflicted_officer_and_a_stranger_there_is_no_thread(browser, case, cast, name):
    service.send(case, QUESTION, by=cast.amina)

    page = browser.sign_in(getattr(cast, name)).open("messages.thread", reference=case.reference)

    assert page.status == 404


def test_the_list_of_the_desk_leaves_out_what_a_conflict_hides(browser, case, cast):
    service.send(case, QUESTION, by=cast.amina)

    seen = browser.sign_in(cast.carys).open("messages.desk").text
    hidden = browser.sign_in(cast.connor).open("messages.desk").text

    assert case.reference in seen
    assert case.reference not in hidden


def test_an_answered_thread_leaves_the_list(browser, case, cast):
    service.send(case, QUESTION, by=cast.amina)
    service.send(case, "Yes.", by=cast.carys)

    page = browser.sign_in(cast.nora).open("messages.desk")

    assert "Nobody is waiting" in page.text


def test_an_auditor_reads_and_does_not_write(browser, case, cast):
    service.send(case, QUESTION, by=cast.amina)

    page = browser.sign_in(cast.audrey).open("messages.thread", reference=case.reference)
    refused = browser.post("messages.thread", {"text": "Hm."}, reference=case.reference)

    assert QUESTION in page.text
    assert "Send the message" not in page.text
    assert refused.status == 403
    assert db.session.scalars(select(Message.text)).all() == [QUESTION]


def test_an_empty_message_is_refused_and_a_long_one_given_back(browser, case, cast):
    browser.sign_in(cast.amina).open("messages.thread", reference=case.reference)
    page = browser.press("Send the message", text="   ")
    assert page.status == 422
    assert "Write your message first." in page.text

    long = "x" * (service.MOST_CHARACTERS + 1)
    page = browser.press("Send the message", text=long)

    assert page.status == 422
    assert page.value("text").strip() == long


def test_a_message_is_no_part_of_what_is_sent(application, cast):
    factories.answer_everything(application, cast.amina)
    application.submitted_at = application.started_at
    service.send(application, QUESTION, by=cast.amina)
    db.session.flush()

    assert QUESTION not in str(snapshot_of(application))


def test_an_application_withdrawn_unsent_takes_no_message(browser, application, cast):
    application.state = State.WITHDRAWN
    db.session.commit()

    browser.sign_in(cast.amina).open("messages.thread", reference=application.reference)
    page = browser.press("Send the message", text=QUESTION)

    assert page.status == 409
    assert QUESTION in page.text


@pytest.mark.parametrize("many", [1, 3, 60])
def test_a_thread_asks_the_same_however_long_it_is(browser, case, cast, many):
    for number in range(many):
        service.send(case, f"{number}", by=cast.carys)
    browser.sign_in(cast.amina).open("messages.thread", reference=case.reference)

    with count_queries() as said:
        browser.open("messages.thread", reference=case.reference)

    assert len(said) <= 8


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_the_desk_asks_the_same_however_long_it_is(browser, cast, many):
    for _ in range(many):
        service.send(factories.application(cast, State.SUBMITTED), QUESTION, by=cast.amina)
    browser.sign_in(cast.carys).open("messages.desk")

    with count_queries() as said:
        page = browser.open("messages.desk")

    assert page.text.count("OSR-2026-") == many
    assert len(said) <= 7
    assert queries.waiting(cast.carys, 1).total == many
