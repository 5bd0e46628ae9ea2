"""A secret that changes changes no page: the outcome before its letter, a colleague's finding, the self-rating."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from registration.applications.models import Application
from registration.database import db, now, today
from registration.decisions.models import Condition, Determination
from registration.panels.models import Concern, Place
from registration.review.models import Finding
from registration.workflow.states import State
from tests.browser import Browser
from tests.sameness import with_drafts_opened
from tests.security.planted import OUTSIDE_THE_CASE, addresses, planted, without_tokens

pytestmark = pytest.mark.crawl

KEPT_BACK = (State.APPROVED_WITH_CONDITIONS, State.DEFERRED, State.NOT_APPROVED)


def as_seen(app, person, case) -> dict[str, tuple[int, str]]:
    """Status and text of every page, without what is new at each look."""
    browser, seen = Browser(app).sign_in(person), {}
    for path in sorted({*addresses(app, case, "GET"), *OUTSIDE_THE_CASE} - {"/account"}):
        page = browser.send("GET", path)
        seen[path] = page.status, without_tokens(with_drafts_opened(page.data.decode("latin-1")))
    return seen


def differences(before, after) -> list[tuple[str, int, int]]:
    return [(path, before[path][0], after[path][0]) for path in before if before[path] != after.get(path)]


@pytest.mark.parametrize("name", ["amina", "cora"])
def test_before_the_letter_every_outcome_looks_the_same(app, cast, store, clock, name):
    moment = now()
    clock.at(moment)
    case = planted(app, cast, State.APPROVED)
    db.session.add(Condition(application=case, criterion_code="2.7", what="Adopt a policy.", proof="The policy",
                             due_on=today() + timedelta(days=40), owner="Principal", status="open"))
    db.session.commit()
    person = getattr(cast, name)
    approved = as_seen(app, person, case)

    for state in KEPT_BACK:
        db.session.execute(update(Application).values(state=state))
        db.session.execute(update(Determination).values(reasons=f"Because of {state}."))
        db.session.commit()

        assert differences(approved, as_seen(app, person, case)) == [], state


@pytest.mark.parametrize("name", ["leah", "carys", "audrey", "dana"])
def test_what_rafael_found_changes_no_page_of_anybody_else(app, cast, store, clock, name):
    clock.at(now())
    case = planted(app, cast, State.DESK_REVIEW)
    person = getattr(cast, name)
    before = as_seen(app, person, case)

    db.session.execute(update(Finding).where(Finding.reviewer_id == cast.rafael.id).values(
        rating="exceeds", rationale="It is a model for others.", action="", confidence="high", sources=["data"]))
    db.session.commit()

    assert differences(before, as_seen(app, person, case)) == []


@pytest.mark.parametrize("name", ["leah"])
def test_the_self_rating_changes_no_page_of_a_reviewer_who_has_not_judged(app, cast, store, clock, name):
    clock.at(now())
    case = planted(app, cast, State.DESK_REVIEW)
    person = getattr(cast, name)
    before = as_seen(app, person, case)

    sent = case.submissions[-1]
    answers = sent.snapshot["responses"]
    sent.snapshot = {**sent.snapshot, "responses": {**answers, "2.7": {**answers["2.7"], "rating": "not"}}}
    case.responses[0].rating = "not"
    db.session.commit()

    assert differences(before, as_seen(app, person, case)) == []


@pytest.mark.parametrize("name", ["leah", "amina"])
def test_who_else_is_meant_for_the_panel_changes_no_page_of_those_who_may_not_know(app, cast, store, clock, name):
    clock.at(now())
    case = planted(app, cast, State.DESK_REVIEW)
    person = getattr(cast, name)
    before = as_seen(app, person, case)

    db.session.execute(update(Place).where(Place.answer == "").values(person_id=cast.nora.id, despite="A brother."))
    db.session.execute(update(Place).where(Place.answer == "declined").values(reason="Another reason."))
    db.session.execute(update(Concern).values(words="Writes from there.", outcome="no_conflict", reason="Shared.",
                                              decided_by_id=cast.carys.id, decided_at=now()))
    db.session.commit()

    assert differences(before, as_seen(app, person, case)) == []
