"""From an expression of interest to an invitation."""

import pytest

from registration.accounts.models import OneTimeLink
from registration.database import db
from registration.interest.models import Interest
from registration.interest.service import comparable, domain_of
from registration.notifications.models import Letter
from registration.schools.models import School
from tests.queries import count_queries

GOOD = {
    "delivers_online": "yes", "legally_registered": "yes", "named_principal": "yes", "year_planned": "yes",
    "school_name": "Tidewater Online School", "cambridge_reason": "", "country": "PT",
    "registration_number": "PT 507-221",
    "legal_status": "company", "website": "https://www.tidewater.example/home", "roll": "120",
    "stages": ["primary", "advanced"], "delivery": "live", "programmes": ["igcse"], "contact_name": "Teresa Lima",
    "contact_role": "Principal", "email": "teresa@tidewater.example",
}  # fmt: skip


def express(browser, **changes):
    browser.open("interest.express")
    return browser.press("Send", **{**GOOD, **changes})


def kept(**facts):
    found = Interest(**{"school_name": "Tidewater Online School", "country": "PT", "contact_name": "Teresa Lima",
                        "email": "teresa@tidewater.example", "details": {}, **facts})  # fmt: skip
    db.session.add(found)
    db.session.commit()
    return found


def test_an_expression_of_interest_is_kept_and_thanked_for(browser):
    page = express(browser)

    interest = db.session.query(Interest).one()
    letter = db.session.query(Letter).one()
    assert page.heading == "Thank you"
    assert (interest.school_name, interest.status, interest.domain) == (
        "Tidewater Online School",
        "new",
        "tidewater.example",
    )
    assert interest.details["stages"] == ["primary", "advanced"]
    assert (letter.template, letter.email) == ("interest_received", "teresa@tidewater.example")


@pytest.mark.parametrize(
    "field", ["school_name", "country", "website", "roll", "stages", "delivery", "contact_name", "email"]
)
def test_what_is_missing_is_asked_for_and_the_rest_stays(browser, field):
    page = express(browser, **{field: "" if field not in ("stages", "delivery") else []})

    assert page.status == 422
    assert "Some answers need another look" in page.text
    assert page.value("contact_role") == "Principal"
    assert db.session.query(Interest).count() == 0


@pytest.mark.parametrize(
    "question", ["delivers_online", "legally_registered", "named_principal", "year_planned"]
)
def test_a_school_that_cannot_apply_is_told_why_and_what_then(browser, question):
    page = express(browser, **{question: "no"})

    assert page.status == 422
    assert "Come back" in page.text or "write to us" in page.text


def test_a_name_with_cambridge_in_it_needs_its_geographical_reason(browser):
    refused = express(browser, school_name="New CAMBRIDGE Online School")
    accepted = express(
        browser, school_name="New Cambridge Online School", cambridge_reason="We are in New Cambridge."
    )

    assert refused.status == 422
    assert "say what the geographical reason is" in refused.text
    assert accepted.heading == "Thank you"


@pytest.mark.parametrize("website", ["javascript:alert(1)", "tidewater", "https://tide water.example"])
def test_a_website_must_be_one(browser, website):
    assert express(browser, website=website).status == 422


def test_many_from_one_network_have_to_wait(browser):
    answers = [express(browser, school_name=f"School {n}").status for n in range(11)]

    assert answers[:10] == [200] * 10
    assert answers[10] == 409
    assert db.session.query(Interest).count() == 10


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


@pytest.mark.parametrize(
    ("button", "status", "letter"),
    [
        ("Send the question", "asked", "interest_question"),
        ("Decline with this reason", "declined", "interest_declined"),
    ],
)
def test_asking_and_declining_need_words_and_send_them(browser, cast, button, status, letter):
    interest = kept()
    browser.sign_in(cast.carys).open("interest.interest", public_id=interest.public_id)

    refused = browser.press(button, answer=" ")
    browser.press(button, answer="Which law holds in Portugal?")

    assert refused.status == 422
    assert interest.status == status
    written = db.session.query(Letter).one()
    assert (written.template, written.facts["note"]) == (letter, "Which law holds in Portugal?")


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


@pytest.mark.parametrize("many", [1, 3, 60])
def test_the_desk_asks_the_database_as_often_for_many_as_for_one(browser, cast, many):
    for n in range(many):
        kept(school_name=f"School {n}", domain="same.example")
    browser.sign_in(cast.carys).open("interest.desk")

    with count_queries() as said:
        page = browser.open("interest.desk")

    assert len(page.all("th", scope="row")) == min(many, 25)
    assert len(said) <= 8


def test_the_desk_filters_by_status(browser, cast):
    kept(school_name="Waiting", status="asked")
    kept(school_name="Fresh")
    browser.sign_in(cast.carys)

    page = browser.open("/desk/interest/?status=asked")

    assert "Waiting" in page.text
    assert "Fresh" not in page.text
    assert "Question sent (1)" in page.text


def test_a_domain_and_a_number_are_compared_in_one_spelling():
    assert [domain_of(w) for w in ("www.a.example", "https://A.example:8080/x", "a.example/", "http://[bad")] == [
        "a.example", "a.example", "a.example", ""]  # fmt: skip
    assert comparable("pt 507-221/B") == "PT507221B"
