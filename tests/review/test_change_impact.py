"""What a change by the school does to findings: exactly those on touched criteria turn stale, whatever was changed."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from registration.applications.snapshot import snapshot_of
from registration.database import db
from registration.evidence.models import Citation
from registration.review.queries import changes, claim_in, sheet
from registration.workflow.states import State
from standards import load
from tests import factories

CODES = tuple(load("2023").criteria)
TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=40)
ACTS = st.one_of(
    st.tuples(st.just("pages"), st.integers(1, 12)),
    st.tuples(st.just("shows"), TEXT),
    st.tuples(st.just("version"), st.just(2)),
    st.tuples(st.just("added"), TEXT),
    st.tuples(st.just("removed"), st.just(0)),
)
CHANGES = st.dictionaries(st.sampled_from(CODES), ACTS, max_size=4)


@pytest.fixture
def case(cast):
    made = factories.application(cast, State.DESK_REVIEW)
    factories.findings(made, cast.rafael)
    db.session.commit()
    return made


def change(case, cast, code, act, value):
    """One change to what is cited for one criterion, as the school's pages make it."""
    citation = next(c for c in case.citations if c.criterion_code == code)
    if act == "pages":
        citation.page_from = citation.page_to = value
    elif act == "shows":
        citation.shows = value
    elif act == "version":
        citation.evidence_version = factories.evidence(case, cast.amina, "Another paper")
    elif act == "added":
        db.session.add(Citation(application=case, criterion_code=code, evidence_version=citation.evidence_version,
                                shows=value, added_by_id=cast.amina.id))
    else:
        db.session.delete(citation)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=CHANGES)
def test_of_26_findings_exactly_those_on_touched_citations_turn_stale(case, cast, wanted):
    judged = case.submission.snapshot
    with db.session.no_autoflush:
        for code, (act, value) in wanted.items():
            change(case, cast, code, act, value)

    sent = factories.submit(case, cast.amina).snapshot
    touched = {code for code in CODES if claim_in(judged, code) != claim_in(sent, code)}
    rows = sheet(case, cast.rafael).rows
    stale = {row.criterion.code for row in rows if row.status == "stale"}
    shown = {row.criterion.code: changes(case, row.finding) for row in rows if row.status == "stale"}
    db.session.rollback()
    db.session.expire_all()

    assert stale == touched
    assert touched <= set(wanted)
    assert {code for code, (act, _) in wanted.items() if act in ("version", "added", "removed")} <= touched
    assert all(shown.values())


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.sampled_from(CODES))
def test_a_change_that_is_taken_back_leaves_every_finding_as_it_was(case, cast, code):
    change(case, cast, code, "shows", "Something else")
    factories.submit(case, cast.amina)
    change(case, cast, code, "shows", "Who is responsible")

    factories.submit(case, cast.amina)
    rows = sheet(case, cast.rafael).rows
    statuses = {row.status for row in rows}
    db.session.rollback()
    db.session.expire_all()

    assert statuses == {"done"}


def test_a_file_cited_for_every_criterion_touches_only_those_that_cite_its_new_version(case, cast):
    newer = SimpleNamespace(codes={"2.7", "4.1"}, version=factories.evidence(case, cast.amina, "Newer"))
    for citation in case.citations:
        if citation.criterion_code in newer.codes:
            citation.evidence_version = newer.version

    factories.submit(case, cast.amina)

    stale = {row.criterion.code for row in sheet(case, cast.rafael).rows if row.status == "stale"}
    assert stale == newer.codes


def test_what_the_register_of_evidence_holds_besides_touches_no_finding(case, cast):
    case.evidence[0].note = "Kept by the registrar."
    factories.evidence(case, cast.amina, "Cited nowhere")

    factories.submit(case, cast.amina)

    assert {row.status for row in sheet(case, cast.rafael).rows} == {"done"}
    assert snapshot_of(case)["fingerprints"] == case.submissions[0].snapshot["fingerprints"]


FILLED = {"rating": "met", "rationale": "Seen on page 3.", "confidence": "high", "sources": ["document"],
          "unopened": "Read in the meeting."}  # fmt: skip
NEW = "The school has sent something new on 2.7 since you opened this page, so nothing was saved."


def send_again(case, cast, code):
    """The school answers a request for evidence while a reviewer has a page open."""
    next(r for r in case.responses if r.criterion_code == code).statement += " And a new policy."
    factories.submit(case, cast.amina)
    db.session.commit()


def own(case, cast, code="2.7"):
    db.session.expire_all()
    return next(f for f in case.findings if f.criterion_code == code and f.reviewer == cast.rafael)


@pytest.mark.parametrize("button", ["Save and stay", "Save and go to the next"])
def test_a_finding_typed_before_the_school_sent_more_is_given_back_and_not_counted_on_what_came(
    browser, cast, case, button
):
    before = own(case, cast).fingerprint
    browser.sign_in(cast.rafael).open("review.criterion", reference=case.reference, code="2.7")
    send_again(case, cast, "2.7")

    page = browser.press(button, **FILLED)

    assert (page.status, NEW in page.text, "Seen on page 3." in page.exact) == (409, True, True)
    assert (own(case, cast).rationale, own(case, cast).fingerprint) == ("Seen in the policy.", before)
    again = browser.open("review.criterion", reference=case.reference, code="2.7")
    assert "And a new policy." in [e.text for e in again.all("ins")]
    browser.press("Save and stay", **FILLED)
    assert own(case, cast).fingerprint == case.submission.snapshot["fingerprints"]["2.7"]


def test_a_first_finding_too_is_about_what_its_reviewer_read(browser, cast):
    fresh = factories.application(cast, State.DESK_REVIEW)
    browser.sign_in(cast.rafael).open("review.criterion", reference=fresh.reference, code="2.7")
    send_again(fresh, cast, "2.7")

    page = browser.press("Save and stay", **FILLED)

    assert (page.status, NEW in page.text) == (409, True)
    assert fresh.findings == []


def test_still_holds_is_not_said_of_what_came_after_the_page_was_opened(browser, cast, case):
    send_again(case, cast, "2.7")
    browser.sign_in(cast.rafael).open("review.criterion", reference=case.reference, code="2.7")
    send_again(case, cast, "2.7")

    page = browser.press("My finding still holds")

    assert (page.status, NEW in page.text) == (409, True)
    assert own(case, cast).fingerprint != case.submission.snapshot["fingerprints"]["2.7"]


def test_what_the_school_sent_on_other_criteria_stops_nobody(browser, cast, case):
    browser.sign_in(cast.rafael).open("review.criterion", reference=case.reference, code="2.7")
    send_again(case, cast, "1.1")

    browser.press("Save and stay", **FILLED)

    assert own(case, cast).rationale == "Seen on page 3."
    assert own(case, cast).fingerprint == case.submission.snapshot["fingerprints"]["2.7"]
