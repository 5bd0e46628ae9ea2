"""A form that arrives when its session has ended is kept for its writer, and given back after they sign in."""

import pytest
from sqlalchemy import select, update

from registration.accounts.models import SignIn
from registration.database import db, now
from registration.drafts import service
from registration.drafts.models import Draft
from registration.schools import people_service
from registration.self_assessment.queries import response_to
from tests.drafts.typing import autosave, typed
from tests.factories import PASSWORD

TEXT = "An hour of work.\n\nWith a break in it, and مرحبا 😀."


@pytest.fixture
def at(application):
    return {"reference": application.reference, "code": "1.1"}


def end_all_sessions():
    db.session.execute(update(SignIn).values(ended_at=now()))
    db.session.commit()


def drafts():
    return db.session.scalars(select(Draft)).all()


def sign_in_again(browser, person):
    return browser.press("Sign in", email=person.email, password=PASSWORD)


def test_text_sent_after_the_session_ended_is_in_the_form_after_signing_in(browser, application, cast, at):
    browser.sign_in(cast.amina).open("self_assessment.criterion", **at)
    end_all_sessions()
    late = browser.press("Save and next", statement=TEXT, rating="met")
    assert late.status == 401
    assert "kept for you" in late.text
    assert response_to(application, "1.1") is None
    page = browser.open(late.links()["Sign in and go on"])
    assert "What you typed is kept" in page.text

    page = sign_in_again(browser, cast.amina)

    assert page.heading.startswith("1.1 ")
    assert "You sent it when your session had ended" in page.text
    assert page.value("statement") == "\n" + TEXT or page.value("statement") == TEXT
    browser.press("Save and stay")
    assert response_to(application, "1.1").statement == TEXT
    assert response_to(application, "1.1").rating == "met"
    assert drafts() == []


def test_it_is_led_back_to_also_from_the_plain_sign_in_page(browser, cast, at):
    browser.sign_in(cast.amina).open("self_assessment.criterion", **at)
    end_all_sessions()
    browser.press("Save and next", statement=TEXT)
    browser.open("accounts.sign_in")

    page = sign_in_again(browser, cast.amina)

    assert page.heading.startswith("1.1 ")
    assert page.value("statement").strip() == TEXT


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(browser, cast, at):
    browser.sign_in(cast.amina).open("self_assessment.criterion", **at)
    end_all_sessions()
    late = browser.press("Save and next", statement=TEXT)
    browser.open(late.links()["Sign in and go on"])

    page = sign_in_again(browser, cast.cora)

    assert page.heading.startswith("1.1 ")
    assert page.value("statement").strip() == ""
    assert "An hour of work" not in browser.open("drafts.mine").exact


def test_signed_out_in_another_window_of_the_same_browser(browser, application, cast, at):
    browser.sign_in(cast.amina)
    page = browser.open("self_assessment.criterion", **at)
    here, sent = browser.path, typed(page, statement=TEXT)
    browser.press("Sign out")

    late = browser.send("POST", here, sent)

    assert late.status == 400
    assert "kept for you" in late.text
    browser.open(late.links()["Sign in and go on"])
    assert sign_in_again(browser, cast.amina).value("statement").strip() == TEXT


def test_what_is_typed_on_after_the_session_ended_is_kept_too(browser, cast, at):
    page = browser.sign_in(cast.amina).open("self_assessment.criterion", **at)
    end_all_sessions()

    answer = autosave(browser, typed(page, statement=TEXT))

    assert (answer.status, answer.headers["Draft-Kept"]) == (401, "yes")
    assert [dict(d.answers)["statement"] for d in drafts()] == [TEXT]


def test_a_removed_colleague_finds_their_own_words_and_nothing_of_the_case(browser, application, cast, at):
    browser.sign_in(cast.cora).open("self_assessment.criterion", **at)
    people_service.remove(cast.cora, by=cast.amina)
    db.session.commit()
    late = browser.press("Save and next", statement=TEXT)
    assert late.status == 401

    browser.open(late.links()["Sign in and go on"])
    page = sign_in_again(browser, cast.cora)

    assert page.heading == "Your drafts"
    assert "An hour of work." in page.exact
    assert application.reference not in page.exact


def test_a_closed_account_leaves_nothing_behind_and_has_its_text_on_the_page(browser, cast, at):
    browser.sign_in(cast.amina).open("self_assessment.criterion", **at)
    cast.amina.active = False
    db.session.commit()

    late = browser.press("Save and next", statement=TEXT)

    assert late.status == 401
    assert "An hour of work." in late.exact
    assert drafts() == []


def test_a_form_older_than_a_day_is_kept_for_nobody_who_is_not_signed_in(browser, cast, at, monkeypatch):
    page = browser.sign_in(cast.amina).open("self_assessment.criterion", **at)
    sent = typed(page, statement=TEXT)
    end_all_sessions()
    monkeypatch.setattr("registration.drafts.catching.HELD", -1)

    late = autosave(browser, sent)

    assert late.status == 401
    assert "An hour of work." in late.exact
    assert drafts() == []


def test_nobody_fills_the_disk_with_an_old_form(browser, cast, at, monkeypatch):
    page = browser.sign_in(cast.amina).open("self_assessment.criterion", **at)
    monkeypatch.setattr(service, "MOST_DRAFTS", 0)
    end_all_sessions()

    autosave(browser, typed(page, statement=TEXT))

    assert drafts() == []
