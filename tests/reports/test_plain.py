"""The outcome in plain words: never before it is released, nothing of single judgements, public with the register."""

import pytest

from registration.database import db, now
from registration.reports.plain import OUTCOMES
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries
from tests.register.conftest import registered
from tests.reports import cases

__all__ = ["registered"]


def at(application):
    return {"reference": application.reference}


def decided(cast, state, outcome="approve", *, is_released):
    application = factories.application(cast, state)
    released = {"released_by": cast.carys, "released_at": now()} if is_released else {}
    factories.determination(application, cast.dana, outcome=outcome, **released)
    db.session.commit()
    return application


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (State.APPROVED, "approve"), (State.APPROVED_WITH_CONDITIONS, "approve_with_conditions"),
        (State.DEFERRED, "defer"), (State.NOT_APPROVED, "do_not_approve"),
    ],
)  # fmt: skip
def test_each_outcome_is_told_in_plain_words_once_released(browser, cast, state, outcome):
    waiting, told = (decided(cast, state, outcome, is_released=known) for known in (False, True))
    browser.sign_in(cast.amina)

    before = browser.open("reports.in_plain_words", **at(waiting))
    page = browser.open("reports.in_plain_words", **at(told))

    assert before.status == 404
    assert OUTCOMES[outcome][0] in page.text
    assert "26 things of every online school, in 5 areas" in page.text


def test_a_second_decision_that_waits_for_its_letter_leaves_the_page_as_it_was(browser, cast):
    application = decided(cast, State.DETERMINATION, "do_not_approve", is_released=True)
    browser.sign_in(cast.amina)
    before = browser.open("reports.in_plain_words", **at(application)).text
    factories.determination(application, cast.dirk, outcome="approve")
    application.state = State.APPROVED
    db.session.commit()

    page = browser.open("reports.in_plain_words", **at(application))

    assert "The school is not registered this time" in page.text
    assert "being looked at again" in page.text
    assert page.text == before


def test_who_has_a_final_report_is_led_to_the_page(browser, cast):
    application = cases.finalising(cast)
    cases.unprinted(application, cast, "final")
    cases.release(application, cast)

    page = browser.sign_in(cast.amina).open("reports.school_report", **at(application))

    assert page.links()["The outcome in plain words, for parents"].endswith("/report/in-plain-words")


def test_anybody_reads_it_of_a_registered_school_and_learns_no_more_than_the_register_says(browser, registered):
    found = registered(name="Alpha School")

    with count_queries() as said:
        page = browser.open("register.in_plain_words", number=found.certificate_number)

    assert "Alpha School: for parents, in plain words" in page.text
    assert "The school is registered, and its certificate is valid." in page.text
    assert "condition" not in page.text.lower()
    assert len(said) <= 8


def test_a_suspended_school_is_told_to_be_suspended(browser, registered):
    found = registered(State.SUSPENDED, name="Alpha School")

    page = browser.open("register.in_plain_words", number=found.certificate_number)

    assert "The registration is suspended" in page.text


def test_a_school_that_is_not_registered_has_no_public_page(browser, registered):
    found = registered(State.APPROVED, name="Alpha School")

    assert browser.open("register.in_plain_words", number=found.certificate_number).status == 404
