"""The desk: from an expression of interest to an invitation, a question, or a reason."""

import pytest

from registration.accounts.models import OneTimeLink
from registration.database import db
from registration.interest.comparing import comparable, domain_of, site_of
from registration.interest.reasons import TABLE
from registration.notifications.models import Letter
from registration.schools.models import School
from registration.workflow.states import State
from tests import factories
from tests.interest.steps import kept
from tests.queries import count_queries


def test_the_desk_is_for_case_officers_alone(browser, cast):
    interest = kept()

    for person in (cast.amina, cast.rafael, cast.dana, cast.ada, cast.audrey):
        browser.sign_in(person)
        assert browser.open("interest.desk").status == 404
        assert browser.open("interest.interest", public_id=interest.public_id).status == 404
    assert browser.sign_in(cast.carys).open("interest.desk").status == 200


def test_accepting_makes_the_school_and_invites_its_principal(browser, cast):
    interest = kept(website="tidewater.example", domain="tidewater.example")
    browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)

    page = browser.press("Accept and invite to apply")

    school = db.session.query(School).filter_by(name="Tidewater Online School").one()
    link = db.session.query(OneTimeLink).one()
    assert page.heading == "Expressions of interest"
    assert "hand this link to" in page.text, "no mail leaves here"
    assert (interest.status, interest.school, interest.answered_by) == ("accepted", school, cast.carys)
    assert (link.purpose, link.email, link.school, link.role) == (
        "invitation",
        interest.email,
        school,
        "principal",
    )


def test_accepting_twice_makes_one_school(browser, cast):
    interest = kept()
    browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)
    browser.press("Accept and invite to apply")

    again = browser.post("interest.interest", {"do": "accept", "answer": ""}, public_id=interest.public_id)

    assert again.status == 409
    assert "already accepted" in again.text
    assert db.session.query(School).filter_by(name="Tidewater Online School").count() == 1


def test_asking_needs_a_question_and_sends_it(browser, cast):
    interest = kept()
    browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)

    refused = browser.press("Send the question", question=" ")
    browser.press("Send the question", question="Which law holds in Portugal?")

    written = db.session.query(Letter).one()
    assert refused.status == 422
    assert "Write your question first" in refused.text
    assert (interest.status, interest.answered_by) == ("asked", cast.carys)
    assert (written.template, written.facts["note"]) == ("interest_question", "Which law holds in Portugal?")


@pytest.mark.parametrize("reason", [reason for reason in TABLE if reason.sentence], ids=lambda reason: reason.code)
def test_the_letter_that_declines_says_the_reason_and_the_words_of_the_officer(browser, cast, reason):
    interest = kept()
    browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)

    browser.press("Decline with this reason", reason=reason.code, words="With kind regards.")

    written = db.session.query(Letter).one()
    assert (interest.status, interest.reason) == ("declined", reason.code)
    assert written.facts["note"] == f"{reason.sentence}\n\nWith kind regards."


@pytest.mark.parametrize("sent", [{}, {"reason": "other", "words": " "}, {"reason": "nonsense", "words": "x"}])
def test_declining_needs_a_reason_and_gives_the_words_back(browser, cast, sent):
    interest = kept()
    browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)

    page = browser.press("Decline with this reason", **sent)

    assert page.status == 422
    assert page.value("words") == sent.get("words", "")
    assert interest.status == "new"


def test_one_form_of_the_desk_leaves_the_others_alone(browser, cast):
    interest = kept()
    browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)

    page = browser.press("Send the question", question="")

    assert "Write your question first" in page.text
    assert "Choose a reason:" not in page.text


def test_a_button_that_is_not_there_does_nothing(browser, cast):
    interest = kept()
    browser.sign_in(cast.carys)

    page = browser.post("interest.interest", {"do": "delete"}, public_id=interest.public_id)

    assert page.status == 409
    assert interest.status == "new"


def test_the_same_number_or_domain_is_shown_to_the_case_officer(browser, cast):
    db.session.add(School(name="Old Tide School", country="PT", domain="tidewater.example"))
    kept(school_name="First try", registration_number="PT507221")
    interest = kept(registration_number="PT507221", domain="tidewater.example")
    kept(school_name="Nothing in common", registration_number="X1", domain="other.example")
    browser.sign_in(cast.carys)

    page = browser.open("interest.interest", public_id=interest.public_id)

    assert "Same website as the school Old Tide School" in page.text
    assert "Same registration number as the interest of First try" in page.text
    assert "Nothing in common" not in page.text


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("www.tidewater.example", "tidewater.example"), ("learn.tidewater.example", "tidewater.example"),
        ("TideWater.Example.", "classes.tidewater.example"), ("tide.co.uk", "www.learn.tide.co.uk"),
        ("schüle.example", "xn--schle-mva.example"), ("https://www.SCHÜLE.example/x", "lernen.schüle.example"),
    ],
)  # fmt: skip
def test_one_website_is_known_however_it_is_written(browser, cast, ours, theirs):
    kept(school_name="First try", domain=domain_of(theirs))
    db.session.add(School(name="Old Tide School", country="PT", domain=theirs.removeprefix("www.")))
    interest = kept(domain=domain_of(ours))

    page = browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)

    assert "Same website as the interest of First try" in page.text
    assert "Same website as the school Old Tide School" in page.text


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("one.wixsite.com", "two.wixsite.com"), ("a.co.uk", "b.co.uk"), ("tide.example", "hightide.example"),
        ("facebook.com", "facebook.com"), ("a_b.example", "axb.example"), ("", ""),
    ],
)  # fmt: skip
def test_two_websites_at_one_host_are_two(browser, cast, ours, theirs):
    kept(school_name="Stranger", domain=theirs)
    interest = kept(domain=ours)

    page = browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)

    assert "Stranger" not in page.text


def test_the_number_in_a_school_s_own_spelling_is_found(browser, cast):
    db.session.add(School(name="Old Tide School", country="PT", registration_number="pt 507-221/b"))
    interest = kept(registration_number="PT507221B")

    page = browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)

    assert "Same registration number as the school Old Tide School" in page.text


def test_a_twin_leads_to_the_cases_the_officer_may_open(browser, cast):
    application = factories.application(cast, State.DESK_REVIEW)
    draft = factories.application(cast, State.DRAFT)
    cast.amina.school.domain = "harbour.example"
    interest = kept(domain="harbour.example")

    page = browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)

    assert application.reference in page.links()
    assert draft.reference not in page.text
    assert browser.open(page.links()[application.reference]).status == 200


def test_who_has_a_conflict_sees_neither_the_twin_nor_the_interest(browser, cast):
    cast.amina.school.domain = "harbour.example"
    theirs = kept(school_name="Harbour Lights", domain="old.example", school_id=cast.amina.school_id)
    again = kept(school_name="Harbour Nights", domain="learn.harbour.example")
    interest = kept(domain="old.example")
    browser.sign_in(cast.connor)

    page = browser.open("interest.interest", public_id=interest.public_id)
    desk = browser.open("interest.desk")

    assert "Harbour" not in page.text + desk.text
    assert "All 1" in desk.text
    assert browser.open("interest.interest", public_id=again.public_id).status == 404
    assert browser.open("interest.interest", public_id=theirs.public_id).status == 404
    assert browser.post("interest.interest", {"do": "accept"}, public_id=theirs.public_id).status == 404


def test_cambridge_in_the_name_is_marked(browser, cast):
    interest = kept(school_name="Cambridge Bay School", details={"cambridge_reason": "We are in Cambridge Bay."})
    browser.sign_in(cast.carys)

    desk = browser.open("interest.desk")
    page = browser.open("interest.interest", public_id=interest.public_id)

    assert "“Cambridge” in the name." in desk.text
    assert "The geographical reason they give: We are in Cambridge Bay." in page.text


def test_a_self_check_that_was_sent_along_is_shown(browser, cast):
    answers = {"2.7": {"how": "not_yet", "shown": "no"}, "1.1": {"how": "in_place", "shown": "yes"}}
    interest = kept(details={"self_check": {"edition": "2023", "answers": answers, "on": "2026-11-01"}})

    page = browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)

    assert "1 of 26 in place, 1 of these with a document" in page.text
    assert "2.7" in page.text
    assert "1 November 2026" in page.text


@pytest.mark.parametrize("many", [1, 3, 60])
def test_the_desk_asks_the_database_as_often_for_many_as_for_one(browser, cast, many):
    for n in range(many):
        kept(school_name=f"School {n}", domain="same.example")
    browser.sign_in(cast.carys).open("interest.desk")

    with count_queries() as said:
        page = browser.open("interest.desk")

    assert len(page.all("th", scope="row")) == min(many, 25)
    assert len(said) <= 8


@pytest.mark.parametrize("many", [1, 3])
def test_one_interest_asks_the_database_as_often_with_many_twins(browser, cast, many):
    interest = kept(domain="same.example")
    for n in range(many):
        kept(school_name=f"School {n}", domain="same.example")
        case = factories.application(cast, State.DESK_REVIEW)
        case.school.domain = "same.example"
    browser.sign_in(cast.carys).open("interest.desk")

    with count_queries() as said:
        browser.open("interest.interest", public_id=interest.public_id)

    assert len(said) <= 9


def test_the_desk_filters_by_status(browser, cast):
    kept(school_name="Hopeful", status="asked")
    kept(school_name="Fresh")
    kept(school_name="Replied", status="answered")
    browser.sign_in(cast.carys)

    asked = browser.open("/desk/interest/?status=asked")
    waiting = browser.open("/desk/interest/?status=waiting")

    assert "Question sent 1" in asked.text
    assert "Hopeful" in asked.text
    assert "Fresh" not in asked.text
    assert ["Fresh" in waiting.text, "Replied" in waiting.text, "Hopeful" in waiting.text] == [True, True, False]
    assert "All 3 Waiting for us 2" in waiting.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=tide", True), ("q=TERESA", True), ("q=pt+507-221", True), ("q=zebra", False), ("q=%25", False),
        ("q=_", False), ("country=PT", True), ("country=KE", False), ("country=x&status=x", True), ("q=%00", True),
    ],
)  # fmt: skip
def test_the_desk_finds_by_text_and_country(browser, cast, asked, found):
    kept(registration_number="PT507221")
    browser.sign_in(cast.carys)

    page = browser.open(f"/desk/interest/?{asked}")

    assert ("Tidewater Online School" in page.text) is found
    assert ("Nothing fits." in page.text) is not found


def test_a_domain_and_a_number_are_compared_in_one_spelling():
    assert [domain_of(w) for w in ("www.a.example", "https://A.example:8080/x", "a.example/", "http://[bad")] == [
        "a.example", "a.example", "a.example", ""]  # fmt: skip
    assert [site_of(d) for d in ("x.y.a.example", "co.uk", "a.sch.uk", "b.a.sch.uk", "example", "a..b")] == [
        "a.example", "", "a.sch.uk", "a.sch.uk", "", ""]  # fmt: skip
    assert comparable("pt 507-221/B") == "PT507221B"
