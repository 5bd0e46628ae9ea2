"""Two people, or two windows, on one record: the later save meets the newer text, and nothing is overwritten."""

import pytest

from registration.database import db, now
from registration.drafts.comparing import compared
from registration.history import Revision
from registration.review.models import Finding
from registration.self_assessment.queries import response_to
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.reports import cases
from tests.security.planted import planted


def marked(page, tag):
    return ["".join(e.itertext()) for e in page.html.iter(tag)]


def test_the_second_of_two_colleagues_sees_both_texts_and_saves_what_is_right(app, browser, application, cast):
    at = {"reference": application.reference, "code": "1.1"}
    browser.sign_in(cast.amina).open("self_assessment.criterion", **at)
    colleague = Browser(app).sign_in(cast.cora)
    colleague.open("self_assessment.criterion", **at)
    colleague.press("Save and stay", statement="We publish it each term.", rating="met")

    page = browser.press("Save and stay", statement="We publish it each year.", rating="partly")

    assert page.status == 409
    assert "Cora" in page.text
    assert (marked(page, "del"), marked(page, "ins")) == (["Met", "term"], ["Partly met", "year"])
    assert page.value("statement") == "We publish it each year."
    assert response_to(application, "1.1").statement == "We publish it each term."
    browser.press("Save what stands in the boxes", statement="We publish it each term and year.")
    assert response_to(application, "1.1").statement == "We publish it each term and year."
    assert response_to(application, "1.1").rating == "partly"
    assert [r.content["statement"] for r in db.session.query(Revision)] == ["We publish it each term."]


def test_a_third_save_in_between_is_met_too(app, browser, application, cast):
    at = {"reference": application.reference, "code": "1.1"}
    browser.sign_in(cast.amina).open("self_assessment.criterion", **at)
    colleague = Browser(app).sign_in(cast.cora)
    colleague.open("self_assessment.criterion", **at)
    colleague.press("Save and stay", statement="The second.")
    browser.press("Save and stay", statement="The first.")
    colleague.press("Save and stay", statement="The third.")

    page = browser.press("Save what stands in the boxes", statement="The first and the second.")

    assert page.status == 409
    assert response_to(application, "1.1").statement == "The third."


def test_rows_that_only_the_colleague_added_are_kept(app, browser, application, cast):
    at, name = {"reference": application.reference, "number": 2}, "owners-0-name"
    browser.sign_in(cast.amina).open("schools.section", **at)
    colleague = Browser(app).sign_in(cast.cora)
    colleague.open("schools.section", **at)
    colleague.press("Save and stay", **{name: "Hers", name.replace("-0-", "-1-"): "Hers too"})

    page = browser.press("Save and stay", **{name: "Mine"})

    assert page.status == 409
    assert page.value(name) == "Mine"
    assert page.value(name.replace("-0-", "-1-")) == "Hers too"
    assert browser.press("Save what stands in the boxes").status == 200
    assert application.profile[0].facts["owners"] == [{"name": "Mine"}, {"name": "Hers too"}]


def test_a_finding_in_two_windows_of_one_reviewer(app, browser, cast):
    case = factories.application(cast, State.DESK_REVIEW, answered=True)
    at = {"reference": case.reference, "code": "2.1"}
    browser.sign_in(cast.rafael).open("review.criterion", **at)
    other = Browser(app).sign_in(cast.rafael)
    other.open("review.criterion", **at)
    other.press(
        "Save and stay", rating="met", rationale="Seen in the policy.", confidence="high", sources=["document"],
        unopened="Read at the meeting.",
    )

    page = browser.press(
        "Save and stay", rating="met", rationale="Seen at the desk.", confidence="high", sources=["document"],
        unopened="Read at the meeting.",
    )

    assert page.status == 409
    assert "You saved this in another window" in page.text
    assert page.value("rationale") == "Seen at the desk."
    assert db.session.query(Finding).one().rationale == "Seen in the policy."
    browser.press("Save what stands in the boxes", rationale="Seen at the desk, and in the policy.")
    assert db.session.query(Finding).one().rationale == "Seen at the desk, and in the policy."




def test_an_agreed_finding_in_two_windows(app, browser, cast):
    case = planted(app, cast, State.MODERATION)
    at = {"reference": case.reference, "code": "1.1"}
    browser.sign_in(cast.leah).open("moderation.criterion", **at)
    other = Browser(app).sign_in(cast.leah)
    other.open("moderation.criterion", **at)
    other.press("Save and stay", rating="met", reason="As the panel said.")

    page = browser.press("Save and stay", rating="met", reason="As the lead said.")

    assert page.status == 409
    assert "As the panel said." in page.text.replace("  ", " ")
    assert page.value("reason") == "As the lead said."


def test_a_paragraph_an_agenda_item_and_a_note_in_two_windows(app, cast):
    case = planted(app, cast, State.VISIT_ARRANGED)
    item = case.visit.agenda[0].public_id
    for endpoint, values, button, field in (
        ("visits.item", {"item_id": item}, "Save the item", "meet"),
        ("visits.note", {"code": "1.1"}, "Save the note", "text"),
    ):
        here, there = Browser(app).sign_in(cast.leah), Browser(app).sign_in(cast.leah)
        here.open(endpoint, reference=case.reference, **values)
        there.open(endpoint, reference=case.reference, **values)
        assert there.press(button, **{field: "What I saw there."}).status == 200

        page = here.press(button, **{field: "What I saw here."})

        assert page.status == 409, endpoint
        assert (marked(page, "del"), marked(page, "ins")) == (["there"], ["here"]), endpoint
        assert here.press("Save what stands in the boxes", **{field: "Seen here and there."}).status == 200
        assert here.open(endpoint, reference=case.reference, **values).value(field) == "Seen here and there."


def test_an_agenda_item_that_only_moved_is_saved_without_a_question(app, browser, cast):
    case = planted(app, cast, State.VISIT_ARRANGED)
    item = case.visit.agenda[0]
    browser.sign_in(cast.leah).open("visits.item", reference=case.reference, item_id=item.public_id)
    item.starts_at = now()
    db.session.commit()

    page = browser.press("Save the item", meet="The principal.")

    assert page.status == 200
    assert item.meet == "The principal."


def test_a_paragraph_changed_meanwhile_says_who_changed_it(browser, cast):
    case = cases.judged(cast)
    paragraph = case.report.paragraphs[0]
    browser.sign_in(cast.leah).open("reports.paragraph", reference=case.reference, public_id=paragraph.public_id)
    paragraph.text, paragraph.updated_by_id = "What Rafael wrote.", cast.rafael.id

    page = browser.press("Save the paragraph", text="What Leah wrote.")

    assert page.status == 409
    assert "Saved by Rafael" in page.text
    assert (marked(page, "del"), marked(page, "ins")) == (["Rafael"], ["Leah"])


@pytest.mark.parametrize(("old", "new", "left", "right"), [
    ("one two", "one two", [("one two", False)], [("one two", False)]),
    ("", "new", [], [("new", True)]),
    ("a\n\nb", "a\nb", [("a", False), ("\n\n", True), ("b", False)], [("a", False), ("\n", True), ("b", False)]),
    ("مدرسة جيدة", "مدرسة", [("مدرسة", False), (" جيدة", True)], [("مدرسة", False)]),
])  # fmt: skip
def test_words_are_compared(old, new, left, right):
    assert compared(old, new) == (left, right)


def test_twenty_thousand_emoji_are_compared_without_delay():
    old, new = "😀" * 20_000, "😀" * 19_999 + "😁"

    left, right = compared(old, new)

    assert "".join(text for text, _ in left) == old
    assert "".join(text for text, _ in right) == new
