"""The case officer's pages: asking for a completion, and the fee."""

from datetime import timedelta

import pytest

from registration.audit.models import AuditEntry
from registration.database import db
from registration.workflow import calendar
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def case(cast):
    return factories.application(cast, State.SUBMITTED)


def ask(browser, cast, case, **fields):
    browser.sign_in(cast.carys).open("applications.ask_for_completion", reference=case.reference)
    return browser.press("Return it to the school", follow=False, **fields)


def test_the_case_officer_names_what_is_missing_and_returns_the_application(browser, cast, case):
    ask(browser, cast, case, section_4="Where are your staff?", criterion_2_7="The policy ends on page 3.")

    assert case.state is State.COMPLETING
    request = case.open_request
    assert (request.kind, request.asked_by, request.due_on) == ("completion", cast.carys, case.due_on)
    assert [(i.section, i.criterion_code, i.question) for i in request.items] == [
        (4, None, "Where are your staff?"), (None, "2.7", "The policy ends on page 3."),
    ]


def test_naming_nothing_is_refused_with_the_page(browser, cast, case):
    page = ask(browser, cast, case)

    assert page.status == 422
    assert "Name at least one section or criterion" in page.text
    assert case.state is State.SUBMITTED


def test_a_due_date_in_the_past_comes_back_with_the_text(browser, cast, case):
    yesterday = calendar.in_force.today() - timedelta(days=1)
    day = {"due_on-day": str(yesterday.day), "due_on-month": str(yesterday.month), "due_on-year": str(yesterday.year)}

    page = ask(browser, cast, case, criterion_2_7="The policy ends on page 3.", **day)

    assert page.status == 422
    assert "or later" in page.text
    assert page.value("criterion_2_7").strip() == "The policy ends on page 3."


def test_a_deferred_application_is_resumed_with_what_is_asked(browser, cast):
    case = factories.application(cast, State.DEFERRED)
    made = factories.determination(case, cast.dana, "defer")
    made.released_at = made.decided_at
    db.session.commit()

    ask(browser, cast, case, criterion_2_7="Send the policy that is in force now.")

    assert (case.state, case.open_request.kind) == (State.COMPLETING, "deferral")


@pytest.mark.parametrize("name", ["leah", "dana", "audrey", "amina"])
def test_only_the_case_officer_asks_or_records_the_fee(browser, cast, case, name):
    browser.sign_in(getattr(cast, name))

    asked = browser.post("applications.ask_for_completion", {"criterion_2_7": "Mine"}, reference=case.reference)
    fee = browser.post("applications.fee", {"fee": "paid"}, reference=case.reference)

    assert (asked.status, fee.status) == (403, 403)
    assert (case.state, case.fee) == (State.SUBMITTED, "open")


def test_a_stranger_finds_nothing_to_ask(browser, cast, case):
    for person in (cast.olga, cast.connor, cast.ravi):
        assert browser.sign_in(person).open("applications.fee", reference=case.reference).status == 404


def test_the_fee_is_recorded_with_a_note_and_logged(browser, cast, case):
    browser.sign_in(cast.carys).open("applications.fee", reference=case.reference)

    browser.press("Save", follow=False, fee="paid", note="Transfer of 3 May.")

    assert (case.fee, case.fee_note) == ("paid", "Transfer of 3 May.")
    entry = db.session.query(AuditEntry).filter_by(action="fee recorded").one()
    assert entry.facts == {"before": "open", "after": "paid"}


def test_a_waived_fee_needs_a_reason(browser, cast, case):
    browser.sign_in(cast.carys).open("applications.fee", reference=case.reference)

    page = browser.press("Save", fee="waived", note="")

    assert page.status == 422
    assert "Say why the fee is waived" in page.text
    assert case.fee == "open"
