"""Conditions: answered by the school with evidence, closed or returned by the body."""

from datetime import date, timedelta

import pytest

from registration.database import db, now, today
from registration.decisions import queries, service
from registration.decisions.models import Condition, ConditionTold
from registration.errors import Refused
from registration.notifications.models import Letter
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def case(cast):
    """Approved with one condition on 1.2, released; and a file that can prove it."""
    application = factories.application(cast, State.APPROVED_WITH_CONDITIONS)
    factories.determination(
        application, cast.dana, "approve_with_conditions", released_by=cast.carys, released_at=now()
    )
    condition = Condition(application=application, criterion_code="1.2", what="Publish the plan.", status="open",
                          due_on=today() + timedelta(days=30), owner="Principal")  # fmt: skip
    db.session.add(condition)
    db.session.commit()
    return condition


def address(case):
    return {"reference": case.application.reference, "public_id": case.public_id}


def answer(browser, case, person):
    browser.sign_in(person).open("decisions.condition", **address(case))
    proof = case.application.evidence[0].current.public_id
    return browser.press("Send", answer="It is on our website.", proof=proof)


def test_the_school_answers_with_its_evidence(browser, cast, case):
    page = answer(browser, case, cast.amina)

    assert page.heading == "Conditions"
    assert (case.status, case.answer) == ("answered", "It is on our website.")
    assert case.evidence_version == case.application.evidence[0].current


def test_an_answer_names_what_was_done_and_the_evidence(browser, cast, case):
    browser.sign_in(cast.cora).open("decisions.condition", **address(case))

    page = browser.press("Send", answer="", proof="")

    assert page.status == 422
    assert "Say what you have done to meet this condition." in page.text
    assert "Choose the item of evidence that shows it." in page.text
    assert case.status == "open"


def test_evidence_of_another_school_proves_nothing(browser, cast, case):
    foreign = factories.evidence(factories.application(cast, State.DRAFT), cast.amina)
    browser.sign_in(cast.amina).open("decisions.condition", **address(case))

    page = browser.press("Send", answer="Done.", proof=foreign.public_id)

    assert page.status == 422
    assert case.status == "open"


def test_the_body_closes_an_answered_condition_saying_what_it_saw(browser, cast, case):
    answer(browser, case, cast.amina)
    browser.sign_in(cast.dana).open("decisions.condition", **address(case))

    refused = browser.press("Close this condition", note="")
    browser.press("Close this condition", note="The plan is published.", rating="met")

    assert refused.status == 422
    assert "Choose how you judge this criterion now." in refused.text
    assert (case.status, case.closed_by, case.closing_note, case.rating_after) == (
        "closed",
        cast.dana,
        "The plan is published.",
        "met",
    )


def test_closing_judges_that_criterion_alone_and_the_report_keeps_its_judgement(browser, cast, case):
    factories.agree(case.application, cast.leah, "final", {"1.2": "partly", "1.3": "partly"})
    answer(browser, case, cast.amina)
    before = queries.ratings(case.application)
    browser.sign_in(cast.leah).open("decisions.condition", **address(case))

    page = browser.press("Close this condition", note="The plan is published.", rating="exceeds")
    outcome = browser.sign_in(cast.amina).open("decisions.determination", reference=case.application.reference)

    assert queries.ratings(case.application) == before
    for shown in (page, outcome):
        row = next(t for t in (" ".join(r.itertext()) for r in shown.all("tr")) if "Partly met" in t)
        assert ("1.2" in row, "Exceeds" in row, "The plan is published." in row) == (True, True, True)
        assert "Judged anew" in shown.text
        assert len(shown.all("td", **{"data-label": "Now"})) == 1


@pytest.mark.parametrize("do", ["close", "return"])
def test_who_stands_aside_for_its_criterion_does_not_judge_a_condition(browser, cast, case, do):
    answer(browser, case, cast.amina)
    factories.stand_aside(case.application, cast.leah, "1.2")
    typed = {"note": "Fine by me.", "rating": "met", "do": do}

    page = browser.sign_in(cast.leah).open("decisions.condition", **address(case))
    opened = browser.open("decisions.close", **address(case))
    empty = browser.post("decisions.close", {**typed, "note": ""}, **address(case))
    sent = browser.post("decisions.close", typed, **address(case))

    assert "You stand aside for 1.2" in page.text
    assert not [each for each in (page, opened, empty) if "Does the evidence show it?" in each.text]
    assert [each.status for each in (opened, empty, sent)] == [403, 403, 403]
    assert case.status == "answered"
    assert "Fine by me." in sent.text
    assert "You stand aside" not in browser.sign_in(cast.rafael).open("decisions.condition", **address(case)).text
    assert "Does the evidence show it?" in browser.sign_in(cast.dana).open("decisions.condition", **address(case)).text


@pytest.mark.parametrize("rating", ["partly", "not", "nee", "nonsense", ""])
def test_a_condition_is_not_closed_with_a_judgement_below_met(browser, cast, case, rating):
    answer(browser, case, cast.amina)
    facts = {"note": "Fine.", "do": "close", "rating": rating}

    page = browser.sign_in(cast.dana).post("decisions.close", facts, **address(case))
    with pytest.raises(Refused, match="say what is still missing"):
        service.close_condition(case, "Fine.", rating, by=cast.dana)

    assert page.status == 422
    assert (case.status, case.rating_after) == ("answered", None)


def test_a_condition_returned_after_its_date_gets_a_new_one(browser, cast, case):
    case.due_on = today() - timedelta(days=3)
    answer(browser, case, cast.amina)
    later = today() + timedelta(days=20)
    parts = dict(zip(("due_on-day", "due_on-month", "due_on-year"), (later.day, later.month, later.year), strict=True))
    browser.sign_in(cast.dana).open("decisions.condition", **address(case))

    without = browser.press("Say what is still missing", note="It names no dates.")
    browser.press("Say what is still missing", note="It names no dates.", **parts)

    assert without.status == 422
    assert "Enter a new date: the date of this condition has passed." in without.text
    assert (case.status, case.due_on) == ("open", later)


def test_a_date_that_is_over_is_no_new_date(cast, case):
    case.status = "answered"

    with pytest.raises(Refused, match="a date to come"):
        service.return_condition(case, "It names no dates.", by=cast.dana, due_on=today())

    assert case.status == "answered"


def test_the_stages_of_a_new_date_are_told_afresh(cast, case):
    case.status, case.told = "answered", [ConditionTold(stage="near"), ConditionTold(stage="due")]

    service.return_condition(case, "It names no dates.", by=cast.dana, due_on=today() + timedelta(days=200))

    assert case.told == []


def test_the_body_can_say_what_is_still_missing(browser, cast, case):
    answer(browser, case, cast.amina)
    browser.sign_in(cast.leah).open("decisions.condition", **address(case))

    browser.press("Say what is still missing", note="It names no dates.")
    page = browser.sign_in(cast.amina).open("decisions.condition", **address(case))

    assert case.status == "open"
    assert "It names no dates." in page.text


def test_every_answer_that_was_returned_stays_on_the_page_with_what_was_missing(browser, cast, case):
    plan = case.application.evidence[0].current
    minutes = factories.evidence(case.application, cast.amina, "Minutes")
    rounds = ((plan, "On our website.", "It names no dates."), (minutes, "Dates are added.", "Nobody signed it."))
    for proof, said, missing in rounds:
        browser.sign_in(cast.amina).open("decisions.condition", **address(case))
        browser.press("Send", answer=said, proof=proof.public_id)
        browser.sign_in(cast.leah).open("decisions.condition", **address(case))
        browser.press("Say what is still missing", note=missing)
    returned = browser.sign_in(cast.amina).open("decisions.condition", **address(case))
    browser.press("Send", answer="It is signed.", proof=plan.public_id)
    again = browser.sign_in(cast.leah).open("decisions.condition", **address(case))
    opened = browser.open(again.links()["Minutes"])
    place = {"reference": case.application.reference, "item_id": minutes.evidence.public_id}
    removed = browser.sign_in(cast.amina).post("evidence.remove", {}, **place)

    cards = [" ".join("".join(card.itertext()).split()) for card in again.all("section", **{"class": "app-card"})]
    assert [[words in card for words in each] for card, each in zip(cards, (
        ("On our website.", plan.evidence.title, "It names no dates."),
        ("Dates are added.", "Minutes", "Nobody signed it."),
    ), strict=True)] == [[True] * 3] * 2  # fmt: skip
    assert "The school’s answer" not in returned.text
    assert returned.text.count("Dates are added.") == 2, "in its round, and in the box to go on from"
    assert opened.status == 200
    assert (removed.status, minutes.evidence.removed_at) == (409, None)
    assert "It is signed." in again.text.partition("The school’s answer")[2]


def test_a_condition_without_an_answer_cannot_be_closed(browser, cast, case):
    page = browser.sign_in(cast.dana).post(
        "decisions.close", {"note": "Fine.", "do": "close", "rating": "met"}, **address(case)
    )

    assert page.status == 409
    assert case.status == "open"


def test_a_condition_past_its_day_is_marked(browser, cast, case):
    case.due_on = date(2020, 1, 1)

    page = browser.sign_in(cast.carys).open("decisions.conditions", reference=case.application.reference)

    assert "Overdue" in page.text


@pytest.mark.parametrize("name", ["basil", "audrey", "carys", "rafael"])
def test_those_who_only_read_have_no_form(browser, cast, case, name):
    page = browser.sign_in(getattr(cast, name)).open("decisions.condition", **address(case))

    assert page.status == 200
    assert not [b for b in page.all("button") if "Send" in "".join(b.itertext())]
    assert browser.post("decisions.answer", {"answer": "x"}, **address(case)).status == 403
    assert browser.post("decisions.close", {"note": "x"}, **address(case)).status == 403


@pytest.mark.parametrize("name", ["olga", "ravi", "connor", "ada"])
def test_to_strangers_there_is_no_such_condition(browser, cast, case, name):
    assert browser.sign_in(getattr(cast, name)).open("decisions.condition", **address(case)).status == 404


def test_a_condition_of_another_case_is_not_found_here(browser, cast, case):
    other = factories.application(cast, State.APPROVED_WITH_CONDITIONS)
    factories.determination(
        other, cast.dana, "approve_with_conditions", released_by=cast.carys, released_at=now()
    )

    page = browser.sign_in(cast.amina).open(
        "decisions.condition", reference=other.reference, public_id=case.public_id
    )

    assert page.status == 404


def test_proposed_and_dropped_conditions_are_not_shown(browser, cast, case):
    for status in ("proposed", "dropped"):
        facts = {"criterion_code": "1.3", "what": f"A {status} one", "status": status, "due_on": today()}
        db.session.add(Condition(application=case.application, **facts))

    page = browser.sign_in(cast.carys).open("decisions.conditions", reference=case.application.reference)

    assert "Publish the plan." in page.text
    assert "A proposed one" not in page.text
    assert "A dropped one" not in page.text


def test_each_side_hears_what_the_other_did_with_a_condition(cast):
    case = factories.application(cast, State.APPROVED_WITH_CONDITIONS)
    condition = Condition(application=case, criterion_code="2.7", what="Write it.", status="open",
                          due_on=today() + timedelta(days=30))  # fmt: skip
    db.session.add(condition)
    db.session.flush()
    proof = case.evidence[0].versions[0].public_id

    service.answer_condition(condition, "Written.", proof, by=cast.amina)
    service.return_condition(condition, "It has no date.", by=cast.dana)
    service.answer_condition(condition, "Dated.", proof, by=cast.amina)
    service.close_condition(condition, "It has one now.", "met", by=cast.dana)
    db.session.flush()

    letters = db.session.scalars(db.select(Letter).order_by(Letter.id))
    told = [(letter.template, letter.person.name) for letter in letters]
    first = ("Carys", "Nora", "Dana", "Dirk", "Leah")
    answered = [("condition_answered", f"{name} Example") for name in first]
    assert told == [
        *answered, ("condition_returned", "Cora Example"), ("condition_returned", "Amina Example"),
        *answered, ("condition_closed", "Cora Example"), ("condition_closed", "Amina Example"),
    ]  # fmt: skip
