"""A question of the desk, and its answer through the private link."""

from datetime import timedelta

import pytest

from registration.database import db, now
from registration.interest import private_links
from registration.interest.models import InterestMessage
from registration.notifications.models import Letter
from tests.interest.steps import kept

QUESTION = "Which law holds in Portugal?"
ANSWER = "The Education Act.\n\nOur licence is number 12. 🙂 شكرا"


@pytest.fixture
def asked(browser, cast):
    interest = kept()
    browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)
    browser.press("Send the question", question=QUESTION)
    browser.client = browser.app.test_client()  # what follows is done by the school, on another device
    return interest


def follow(browser, interest, token=None):
    token = token or private_links.tokens_of(interest.public_id)[0]
    return browser.open("interest.follow", public_id=interest.public_id, token=token)


def test_a_question_is_answered_on_the_page_behind_the_link(browser, cast, asked):
    shown = follow(browser, asked)
    sent = browser.press("Send the answer", answer=ANSWER)

    messages = db.session.query(InterestMessage).order_by(InterestMessage.id).all()
    letter = db.session.query(Letter).filter_by(template="interest_answered").one()
    assert QUESTION in shown.text
    assert "We have your answer" in sent.text
    assert asked.status == "answered"
    assert [(m.by, m.text) for m in messages] == [(cast.carys, QUESTION), (None, ANSWER)]
    assert letter.person == cast.carys


def test_the_desk_shows_the_thread_with_names_and_the_school_sees_none(browser, cast, asked):
    theirs = follow(browser, asked)
    browser.press("Send the answer", answer=ANSWER)
    ours = browser.sign_in(cast.carys).open("interest.interest", public_id=asked.public_id)

    assert cast.carys.name not in theirs.text
    assert f"{cast.carys.name} asked" in ours.text
    assert "Tidewater Online School answered" in ours.text
    assert "Answer has come" in ours.text


def test_an_answer_can_be_followed_by_another_question(browser, cast, asked):
    follow(browser, asked)
    browser.press("Send the answer", answer=ANSWER)
    browser.sign_in(cast.carys).open("interest.interest", public_id=asked.public_id)

    browser.press("Send the question", question="And since when?")

    assert asked.status == "asked"
    assert [m.text for m in asked.messages] == [QUESTION, ANSWER, "And since when?"]
    assert db.session.query(Letter).filter_by(template="interest_question").count() == 2


def test_an_empty_answer_is_asked_for_again(browser, asked):
    follow(browser, asked)

    page = browser.press("Send the answer", answer="  ")

    assert page.status == 422
    assert "Write your answer first." in page.text
    assert len(asked.messages) == 1


def test_without_the_right_token_there_is_no_page(browser, asked):
    other = kept(school_name="Another")
    wrong = [follow(browser, asked, token=private_links.tokens_of(other.public_id)[0]), follow(browser, asked, "x"),
             follow(browser, asked, "é"), browser.open("interest.yours")]  # fmt: skip

    assert [page.status for page in wrong] == [404] * 4
    assert QUESTION not in "".join(page.text for page in wrong)


def test_a_wrong_link_closes_the_page_that_was_open(browser, asked):
    follow(browser, asked)
    follow(browser, asked, "x")

    assert browser.open("interest.yours").status == 404


def test_the_link_dies_ninety_days_after_the_last_word(browser, clock, asked):
    clock.at(now() + timedelta(days=89))
    alive = follow(browser, asked)
    clock.at(now() + timedelta(days=2))
    dead = follow(browser, asked)

    assert (alive.status, dead.status) == (200, 404)


def test_nothing_can_be_answered_when_it_was_decided_meanwhile(browser, cast, asked):
    follow(browser, asked)
    page = browser.page
    asked.status = "declined"
    db.session.commit()
    browser.page = page

    answered = browser.press("Send the answer", answer=ANSWER)

    assert answered.status == 409
    assert "No question is open here any more" in answered.text
    assert "Our licence is number 12." in answered.text
    assert len(asked.messages) == 1


def test_a_thread_has_an_end(browser, asked):
    follow(browser, asked)
    for n in range(39):
        browser.press("Send the answer", answer=f"Number {n}")

    full = browser.press("Send the answer", answer="One more")

    assert full.status == 409
    assert "write to us by e-mail" in full.text
    assert "One more" in full.text
