"""The blind rule: until moderation opens, nobody learns from any page what another reviewer found."""

import pytest
from flask import url_for

from registration.access.guard import MARK
from registration.applications.dossier import hidden_ratings
from registration.database import db
from registration.workflow.states import State
from tests import factories

SECRET = "Nobody else may read that this is quite insufficient."
ACTION = "A secret action for the school."
ON_THE_CASE = ("leah", "carys", "nora", "audrey", "dana", "amina")
READERS = [(State.DESK_REVIEW, name) for name in ON_THE_CASE] + [
    (state, name) for state in (State.SUBMITTED, State.EVIDENCE_REQUESTED) for name in ("leah", "carys")
]
"""Everybody for whom the case exists, but the author. For others there is no page at all."""


@pytest.fixture
def case(cast):
    made = factories.application(cast, State.DESK_REVIEW)
    factories.finding(made, cast.rafael, "2.7", "not", rationale=SECRET, action=ACTION, confidence="low")
    db.session.commit()
    return made


def pages(app, case):
    """The address of every page about this case, or one criterion of it, and the queue."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            view = app.view_functions[rule.endpoint]
            known = {"reference": case.reference, "code": "2.7", "number": 1, "round": 1, "area": 2}
            about_it = "reference" in rule.arguments or rule.endpoint == "review.queue"
            if about_it and "GET" in rule.methods and rule.arguments <= known.keys() and hasattr(view, MARK):
                yield url_for(rule.endpoint, **{name: known[name] for name in rule.arguments})


@pytest.mark.parametrize(("state", "name"), READERS)
def test_no_page_tells_what_somebody_else_found(app, browser, cast, case, state, name):
    case.state = state
    db.session.commit()
    browser.sign_in(getattr(cast, name))

    for address in pages(app, case):
        page = browser.send("GET", address)
        assert SECRET.encode() not in page.data, address
        assert ACTION.encode() not in page.data, address


def test_the_reviewer_reads_their_own(browser, cast, case):
    page = browser.sign_in(cast.rafael).open("review.criterion", reference=case.reference, code="2.7")

    assert page.value("rationale").strip() == SECRET


@pytest.mark.parametrize(
    ("name", "status"), [("olga", 404), ("ravi", 404), ("connor", 404), ("ada", 404), ("rhea", 404), ("amina", 403),
                         ("carys", 403), ("dana", 403), ("audrey", 403)],
)
def test_only_the_panel_has_sheets(browser, cast, case, name, status):
    browser.sign_in(getattr(cast, name))
    fields = {"rating": "met", "rationale": "I write where I may not.", "confidence": "high", "sources": "document"}

    assert browser.open("review.sheet", reference=case.reference).status == status
    assert browser.open("review.criterion", reference=case.reference, code="2.7").status == status
    assert browser.post("review.criterion", fields, reference=case.reference, code="2.7").status == status
    assert browser.post("review.still_holds", reference=case.reference, code="2.7").status == status
    assert len(case.findings) == 1


def test_the_same_answer_for_a_hidden_case_and_one_that_never_was(browser, cast, case):
    browser.sign_in(cast.ravi)

    hidden = browser.send("GET", f"/applications/{case.reference}/review/")
    never = browser.send("GET", "/applications/OSR-2026-ZZZZZZ/review/")

    assert (hidden.status, hidden.heading, len(hidden.text)) == (never.status, never.heading, len(never.text))


def test_an_unknown_criterion_is_not_found(browser, cast, case):
    assert browser.sign_in(cast.rafael).open("review.criterion", reference=case.reference, code="9.9").status == 404


def test_a_reviewer_learns_the_schools_rating_with_their_own(cast, case):
    everything = frozenset(case.standard.criteria)

    assert hidden_ratings(case, cast.rafael) == everything - {"2.7"}
    assert hidden_ratings(case, cast.leah) == everything
    assert hidden_ratings(case, cast.carys) == frozenset()
    case.state = State.MODERATION
    assert hidden_ratings(case, cast.leah) == frozenset()
