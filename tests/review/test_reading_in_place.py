"""The workspace: evidence shown in place, the reviewer's marks and notes, and the question why it was not opened."""

import pytest
from sqlalchemy import select

from registration.database import db, now
from registration.evidence.models import Citation, PageText
from registration.moderation.doubts import query_marks
from registration.review.models import EvidenceOpening, Finding, WorkingNote
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.queries import count_queries

FINDING = {"rating": "met", "rationale": "Seen in the policy, page 3.", "confidence": "high", "sources": ["document"]}
SHOW = "Show Safeguarding policy, pages 3 to 4"


@pytest.fixture
def case(cast):
    made = factories.application(cast, State.DESK_REVIEW)
    version = made.evidence[0].versions[0]
    for page, text in ((3, "The lead checks references."), (4, "The deputy stands in.")):
        db.session.add(PageText(application_id=made.id, evidence_version_id=version.id, page=page, text=text))
    db.session.commit()
    return made


@pytest.fixture
def desk(browser, cast, case):
    browser.sign_in(cast.rafael).open("review.criterion", reference=case.reference, code="2.7")
    return browser


def only(model):
    return db.session.scalars(select(model)).one()


def test_the_cited_page_is_shown_beside_the_finding_that_stays_as_typed(desk):
    page = desk.press(SHOW, rationale="Half a thought", rating="partly")

    assert page.status == 200
    assert "Safeguarding policy: page 3 of 12" in page.text
    assert "The lead checks references." in page.text
    assert page.value("rationale").strip() == "Half a thought"
    assert [e.get("value") for e in page.all("input", name="rating") if e.get("checked") is not None] == ["partly"]
    assert db.session.scalars(select(Finding)).all() == []


def test_pages_are_turned_in_place(desk):
    desk.press(SHOW)

    page = desk.press("Page 4 after this one")

    assert "page 4 of 12" in page.text
    assert "The deputy stands in." in page.text


def test_no_byte_of_the_file_stands_in_the_page_but_a_picture_of_our_own(desk, case):
    page = desk.press(SHOW)

    (picture,) = [e.get("src") for e in page.all("img") if "/evidence/" in e.get("src")]
    assert picture.endswith("/picture?page=3")
    assert page.all("iframe") + page.all("object") + page.all("embed") == []


def test_a_file_with_active_content_is_not_shown(desk, case):
    case.evidence[0].versions[0].active_content = "a script"
    db.session.commit()

    page = desk.press(SHOW)

    assert "This file has a script. It is not shown here." in page.text
    assert "The lead checks references." not in page.text
    assert [e for e in page.all("img") if "/evidence/" in e.get("src")] == []


def test_another_schools_evidence_cannot_be_shown_by_its_key(desk, cast, case):
    other = factories.application(cast, State.DESK_REVIEW)

    page = desk.post(
        "review.criterion", {"show": other.citations[0].public_id}, reference=case.reference, code="2.7"
    )

    assert page.status == 200
    assert page.all("section", id="viewer") == []


def test_looking_writes_nothing_and_showing_is_noted_once(desk, cast, case):
    assert db.session.scalars(select(EvidenceOpening)).all() == []

    desk.press(SHOW)
    desk.press(SHOW)

    noted = only(EvidenceOpening)
    assert (noted.person_id, noted.evidence_version) == (cast.rafael.id, case.evidence[0].versions[0])


def test_a_rating_sent_before_the_evidence_was_opened_asks_why(desk):
    page = desk.press("Save and stay", **FINDING)

    assert page.status == 422
    assert "Open the evidence cited here, or say why you did not" in page.text
    assert "You have not opened this here yet: Safeguarding policy, pages 3 to 4" in page.text
    assert page.value("rationale").strip() == FINDING["rationale"]
    assert desk.press("Save and stay", unopened="I know it from the last review.").status == 200
    assert only(Finding).unopened == "I know it from the last review."


def test_who_opened_the_evidence_is_asked_nothing(desk):
    desk.press(SHOW)

    assert desk.press("Save and stay", **FINDING).status == 200
    assert only(Finding).unopened == ""


def test_what_a_colleague_opened_is_not_opened_by_me(app, cast, case, desk):
    Browser(app).sign_in(cast.leah).open("review.criterion", reference=case.reference, code="2.7")
    desk.press(SHOW)
    leah = Browser(app).sign_in(cast.leah)
    leah.open("review.criterion", reference=case.reference, code="2.7")

    assert leah.press("Save and stay", **FINDING).status == 422


def test_a_mark_is_kept_with_its_reason_and_seen_by_its_reviewer_alone(app, desk, cast, case):
    desk.press(SHOW)

    page = desk.press("Keep this mark", mark="query", mark_reason="Page 3 names nobody.")

    assert "Your reason: Page 3 names nobody." in page.text
    leah = Browser(app).sign_in(cast.leah)
    assert "names nobody" not in leah.open("review.criterion", reference=case.reference, code="2.7").text


def test_a_query_without_its_reason_comes_back(desk):
    desk.press(SHOW, notes="Do not lose this.")

    page = desk.press("Keep this mark", mark="query")

    assert page.status == 422
    assert "Say what you would ask about this evidence" in page.text
    assert only(WorkingNote).marks == {}


def test_turning_to_another_page_keeps_the_mark_that_was_chosen(desk, case):
    desk.press(SHOW)

    desk.press("Page 4 after this one", mark="fine")

    key = case.submission.snapshot["citations"]["2.7"][0]["id"]
    assert only(WorkingNote).marks == {key: ["fine", ""]}


def test_saving_with_nothing_in_view_takes_no_mark_away(desk, case, browser):
    desk.press(SHOW)
    desk.press("Keep this mark", mark="fine")
    desk.open("review.criterion", reference=case.reference, code="2.7")

    desk.press("Save and stay", **FINDING)

    assert [mark for mark, _ in only(WorkingNote).marks.values()] == ["fine"]


@pytest.mark.parametrize("button", ["Keep my notes", "Save and stay"])
def test_notes_are_kept_and_nobody_else_reads_them(app, desk, cast, case, button):
    desk.press(SHOW)

    page = desk.press(button, **FINDING, notes="Ask about the deputy.")

    assert page.value("notes").strip() == "Ask about the deputy."
    for name, state in (("leah", State.DESK_REVIEW), ("leah", State.MODERATION), ("audrey", State.MODERATION)):
        case.state = state
        db.session.commit()
        other = Browser(app).sign_in(getattr(cast, name))
        for endpoint in ("review.criterion", "moderation.criterion"):
            assert "deputy." not in other.open(endpoint, reference=case.reference, code="2.7").text


def test_notes_from_two_windows_are_both_kept(app, desk, cast, case):
    other = Browser(app).sign_in(cast.rafael)
    other.open("review.criterion", reference=case.reference, code="2.7")
    other.press("Keep my notes", notes="From the other window.")

    desk.press("Keep my notes", notes="From this window.")

    assert only(WorkingNote).text == "From the other window.\n\nFrom this window."


def test_notes_can_be_read_and_not_changed_after_moderation_opened(desk, case):
    desk.press("Keep my notes", notes="Ask about the deputy.")
    case.state = State.MODERATION
    db.session.commit()

    page = desk.open("review.criterion", reference=case.reference, code="2.7")

    assert "Ask about the deputy." in page.text
    assert page.all("textarea") == []


def test_notes_sent_too_late_are_given_back(desk, case):
    case.state = State.MODERATION

    page = desk.press("Keep my notes", notes="Ask about the deputy.")

    assert page.status == 409
    assert "Ask about the deputy." in page.text


def test_a_standard_reason_is_put_behind_what_is_written(desk):
    page = desk.press("Insert “Nobody is named for it”, for 1 Not met", rationale="On page 3:")

    first, second = page.value("rationale").strip().splitlines()
    assert first == "On page 3:"
    assert second.startswith("[Document, page] says what is to be done")
    assert db.session.scalars(select(Finding)).all() == []


def test_a_minute_counts_once_however_many_windows_say_so(desk, case, clock, cast):
    from_here = {"reference": case.reference, "code": "2.7"}

    for _ in range(3):
        desk.post("review.minute", **from_here)

    assert only(WorkingNote).minutes == 1
    assert "About 1 minute on this page" in desk.open("review.criterion", **from_here).text


def test_forty_citations_ask_no_more_than_one(desk, case, cast):
    at = {"reference": case.reference, "code": "2.7"}
    with count_queries() as for_one:
        desk.open("review.criterion", **at)
    for number in range(39):
        version = factories.evidence(case, cast.amina, f"Paper {number}")
        db.session.add(
            Citation(application=case, criterion_code="2.7", evidence_version=version, page_from=1, shows="It",
                     added_by_id=cast.amina.id)
        )
    factories.submit(case, cast.amina)
    db.session.commit()

    with count_queries() as for_forty:
        page = desk.open("review.criterion", **at)

    assert page.text.count("Not opened") == 40
    assert len(for_forty) == len(for_one) <= 8


@pytest.fixture
def stale(case, cast):
    """Rafael judged 2.7; since then the school cites another paper there."""
    factories.findings(case, cast.rafael)
    version = factories.evidence(case, cast.amina, "New paper")
    db.session.add(Citation(application=case, criterion_code="2.7", evidence_version=version, page_from=1,
                            shows="It", added_by_id=cast.amina.id))  # fmt: skip
    factories.submit(case, cast.amina)
    db.session.commit()
    return case


def test_still_holds_asks_about_new_evidence_that_was_never_opened(stale, browser, cast):
    browser.sign_in(cast.rafael).open("review.criterion", reference=stale.reference, code="2.7")

    page = browser.press("My finding still holds")

    assert page.status == 422
    assert "Open the new evidence, or say why you did not" in page.text
    assert page.value("rationale").strip() == "Seen in the policy."
    assert "25 of 26 done" in page.text


def test_still_holds_keeps_why_the_new_evidence_stayed_closed(stale, browser, cast):
    browser.sign_in(cast.rafael).open("review.criterion", reference=stale.reference, code="2.7")

    browser.press("My finding still holds", unread="Leah read it to me.")

    kept = next(f for f in stale.findings if f.criterion_code == "2.7")
    assert kept.fingerprint == stale.submission.snapshot["fingerprints"]["2.7"]
    assert kept.unopened == "Leah read it to me."


def test_still_holds_asks_nothing_once_the_new_evidence_was_opened(stale, browser, cast):
    browser.sign_in(cast.rafael).open("review.criterion", reference=stale.reference, code="2.7")
    browser.press("Show New paper, page 1")

    page = browser.press("My finding still holds", follow=False)

    assert page.status == 302


def test_evidence_withdrawn_while_a_page_is_open_is_told_there_and_its_query_counts_no_more(desk, cast, case):
    desk.press(SHOW)
    desk.press("Keep this mark", mark="query", mark_reason="Who is the deputy?")
    db.session.delete(next(c for c in case.citations if c.criterion_code == "2.7"))
    factories.submit(case, cast.amina)
    db.session.commit()

    page = desk.press(SHOW, rationale="Half a thought")
    saved = desk.press("Save and stay", **{**FINDING, "mark": "query", "mark_reason": "Who is the deputy?"})
    again = desk.open("review.criterion", reference=case.reference, code="2.7")

    assert (page.status, page.value("rationale").strip()) == (200, "Half a thought")
    assert "The school has sent something new on this criterion since you opened this page." in page.text
    assert "The lead checks references." not in page.text
    assert (saved.status, FINDING["rationale"] in saved.exact) == (409, True)
    assert "The school cites none." in again.text
    assert "The school has sent something new" not in again.text
    assert query_marks(case) == {(cast.rafael.id, "2.7"): ()}
    assert db.session.scalars(select(Finding)).all() == []


def test_a_file_that_the_school_takes_back_is_read_as_it_was_sent_until_it_sends_again(desk, case):
    case.evidence[0].removed_at = now()
    db.session.delete(next(c for c in case.citations if c.criterion_code == "2.7"))
    db.session.commit()

    page = desk.press(SHOW)

    assert "The lead checks references." in page.text
    assert "The school has sent something new" not in page.text
