"""A reviewer's sheet and the workspace of one criterion."""

import pytest
from sqlalchemy import func, select

from registration.database import db
from registration.history import Revision
from registration.review.models import Finding
from registration.workflow.states import State
from tests import factories

FILLED = {"rating": "met", "rationale": "Seen in the policy, page 3.", "action": "", "confidence": "high",
          "sources": ["document"], "unopened": "The lead read the policy to all of us."}


@pytest.fixture
def case(cast):
    return factories.application(cast, State.DESK_REVIEW)


def workspace(browser, person, case, code="2.7"):
    return browser.sign_in(person).open("review.criterion", reference=case.reference, code=code)


def findings():
    return db.session.scalars(select(Finding)).all()


def test_a_reviewer_records_a_finding_and_comes_to_the_next_criterion(browser, case, cast):
    workspace(browser, cast.rafael, case, "1.1")

    page = browser.press("Save and go to the next", **FILLED)

    assert page.heading.startswith("1.2")
    (made,) = findings()
    assert (made.reviewer, made.criterion_code, made.rating, made.sources) == (cast.rafael, "1.1", "met", ["document"])
    assert made.fingerprint == case.submission.snapshot["fingerprints"]["1.1"]


def test_save_and_stay_stays(browser, case, cast):
    workspace(browser, cast.rafael, case, "1.1")

    page = browser.press("Save and stay", **FILLED)

    assert page.heading.startswith("1.1")
    assert page.value("rationale").strip() == "Seen in the policy, page 3."


def test_the_schools_own_rating_is_hidden_until_the_reviewer_has_rated(browser, case, cast):
    before = workspace(browser, cast.rafael, case, "1.1").text

    browser.press("Save and stay", **FILLED)

    assert "The school rates itself" not in before
    assert "The school rates itself: 3 Met" in browser.page.text


def test_guidance_is_marked_as_guidance(browser, case, cast):
    page = workspace(browser, cast.rafael, case)

    assert "Guidance, not part of the standard" in page.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"rating": "partly", "rationale": "Not seen", "action": "Write it."}, "in at least 5 words"),
        ({"rating": "not", "rationale": "Nothing of this was to be found."}, "Say what the school should do"),
        ({"rating": "na"}, "Choose from the answers that are listed."),
        ({"rationale": " "}, "Write your finding"),
        ({"sources": []}, "Choose at least one kind of evidence"),
        ({"confidence": ""}, "Choose how confident you are"),
    ],
)
def test_an_incomplete_finding_comes_back_with_what_was_typed(browser, case, cast, changed, sentence):
    workspace(browser, cast.rafael, case, "1.1")

    page = browser.press("Save and go to the next", **{**FILLED, **changed})

    assert page.status == 422
    assert sentence in page.text
    assert page.value("rationale").strip() == {**FILLED, **changed}["rationale"].strip()
    assert findings() == []


def test_a_save_from_an_older_page_overwrites_nothing_and_gives_both_texts_back(browser, case, cast):
    workspace(browser, cast.rafael, case, "1.1")
    factories.finding(case, cast.rafael, "1.1", rationale="From the other tab.")
    db.session.commit()

    page = browser.press("Save and go to the next", **{**FILLED, "rationale": "From this tab."})

    assert page.status == 409
    assert "From this tab." in page.text
    assert "From the other tab." in page.text
    assert [f.rationale for f in findings()] == ["From the other tab."]


def test_a_finding_that_was_changed_keeps_its_former_wording(browser, case, cast):
    factories.finding(case, cast.rafael, "1.1", rationale="The first wording.")
    workspace(browser, cast.rafael, case, "1.1")

    browser.press("Save and stay", rationale="The second wording.", unopened="Read at the meeting.")

    (former,) = db.session.scalars(select(Revision))
    assert former.content["rationale"] == "The first wording."


def test_a_post_after_moderation_opened_is_refused_and_given_back(browser, case, cast):
    workspace(browser, cast.rafael, case, "1.1")
    case.state = State.MODERATION

    page = browser.press("Save and go to the next", **FILLED)

    assert page.status == 409
    assert "Seen in the policy, page 3." in page.text
    assert findings() == []


def test_a_changed_answer_makes_only_its_own_finding_stale_and_shows_the_difference(browser, case, cast):
    factories.findings(case, cast.rafael)
    next(r for r in case.responses if r.criterion_code == "2.7").statement = "How we meet 2.7. And a new policy."
    factories.submit(case, cast.amina)
    db.session.commit()

    sheet = browser.sign_in(cast.rafael).open("review.sheet", reference=case.reference)
    page = browser.open("review.criterion", reference=case.reference, code="2.7")

    assert "25 of 26 criteria done" in sheet.text
    assert "And a new policy." in [e.text for e in page.all("ins")]


def test_a_stale_finding_can_be_kept_as_it_is(browser, case, cast):
    factories.findings(case, cast.rafael)
    next(r for r in case.responses if r.criterion_code == "2.7").statement = "Another statement."
    factories.submit(case, cast.amina)
    db.session.commit()
    workspace(browser, cast.rafael, case)

    browser.press("My finding still holds")

    kept = next(f for f in findings() if f.criterion_code == "2.7")
    assert kept.fingerprint == case.submission.snapshot["fingerprints"]["2.7"]
    assert kept.submission == case.submission
    assert "26 of 26 criteria done" in browser.open("review.sheet", reference=case.reference).text


def test_the_form_takes_no_field_it_does_not_show(browser, case, cast):
    workspace(browser, cast.rafael, case, "1.1")

    browser.press("Save and stay", **FILLED, reviewer_id=str(cast.leah.id), criterion_code="1.2", fingerprint="x")

    (made,) = findings()
    assert (made.reviewer, made.criterion_code) == (cast.rafael, "1.1")


def test_progress_says_how_many_and_not_what(browser, case, cast):
    factories.finding(case, cast.rafael, "1.1", "not", rationale="A secret finding of Rafael.")
    db.session.commit()

    page = browser.sign_in(cast.leah).open("review.progress", reference=case.reference)

    assert "1 of 26" in page.text
    assert "secret" not in page.text
    assert "Not met" not in page.text


def test_the_lead_asks_for_evidence_on_named_criteria_alone(browser, case, cast):
    browser.sign_in(cast.leah).open("review.request_evidence", reference=case.reference)

    browser.press("Send the questions to the school", criterion_2_7="Who checks references?", follow=False)

    assert case.state is State.EVIDENCE_REQUESTED
    assert [(i.criterion_code, i.question) for i in case.open_request.items] == [("2.7", "Who checks references?")]


def test_a_request_for_evidence_without_a_question_is_refused_with_the_page(browser, case, cast):
    browser.sign_in(cast.leah).open("review.request_evidence", reference=case.reference)

    page = browser.press("Send the questions to the school")

    assert page.status == 422
    assert "Ask about at least one criterion" in page.text
    assert case.state is State.DESK_REVIEW


def test_two_reviewers_on_the_same_criterion_make_two_findings(browser, case, cast):
    for person in (cast.rafael, cast.leah):
        workspace(browser, person, case, "1.1")
        browser.press("Save and stay", **FILLED)

    assert db.session.scalar(select(func.count()).select_from(Finding)) == 2


def test_the_workspace_is_marked_as_my_findings(browser, case, cast):
    page = workspace(browser, cast.rafael, case)

    marked = [" ".join(a.itertext()) for a in page.all("a") if a.get("aria-current") == "page"]
    assert marked == ["My findings"]
