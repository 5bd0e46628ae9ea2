"""Expressing interest: open to everybody, explained, and never lost."""

import pytest

from registration.database import db
from registration.interest.comparing import names_cambridge
from registration.interest.forms import LIKE_A_PROGRAM
from registration.interest.models import Interest
from registration.interest.words import ELIGIBILITY
from registration.notifications.composing import compose
from registration.notifications.models import Letter
from registration.self_check.models import SelfCheck
from tests.interest.steps import GOOD, express


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
    assert set(interest.details) == set(GOOD) - {
        "school_name", "country", "website", "contact_name", "contact_role", "email"}  # fmt: skip
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


@pytest.mark.parametrize("name", ELIGIBILITY)
def test_what_a_no_means_is_said_before_and_after_it_is_answered(browser, name):
    before = browser.open("interest.express")
    after = express(browser, **{name: "no"})

    assert ELIGIBILITY[name].means in before.text
    assert ELIGIBILITY[name].do in before.text
    assert after.status == 422
    assert after.text.count(ELIGIBILITY[name].told) == 2  # in the summary, and at the question
    assert db.session.query(Interest).count() == 0


def test_a_name_with_cambridge_in_it_needs_its_geographical_reason(browser):
    refused = express(browser, school_name="New CAMBRIDGE Online School")
    accepted = express(
        browser, school_name="New Cambridge Online School", cambridge_reason="We are in New Cambridge."
    )

    assert refused.status == 422
    assert "say what the geographical reason is" in refused.text
    assert accepted.heading == "Thank you"


@pytest.mark.parametrize(
    "name", ["Cambridge", "CAMBRIDGE", "Cam-Bridge", "C a m b r i d g e", "Cámbridge", "Ｃambridge", "Саmbridge"]
)
def test_cambridge_is_found_however_it_is_written(name):
    assert names_cambridge(f"The {name} School")


@pytest.mark.parametrize("name", ["Camberwell", "Bridge School", "", "剑桥", "Oxbridge"])
def test_other_names_are_left_alone(name):
    assert not names_cambridge(name)


@pytest.mark.parametrize("website", ["javascript:alert(1)", "tidewater", "https://tide water.example"])
def test_a_website_must_be_one(browser, website):
    assert express(browser, website=website).status == 422


def test_many_from_one_network_have_to_wait(browser):
    answers = [express(browser, email=f"head{n}@tidewater.example").status for n in range(11)]

    assert answers[:10] == [200] * 10
    assert answers[10] == 409
    assert "Please send this one again later" in browser.page.text
    assert "Tidewater Online School" in browser.page.text
    assert db.session.query(Interest).count() == 10


def test_nobody_is_sent_many_letters_by_somebody_who_knows_their_address(browser):
    answers = [express(browser, school_name=f"School {n}").status for n in range(4)]

    assert answers == [200, 200, 200, 409]
    assert db.session.query(Letter).count() == 3


def test_a_program_that_fills_in_everything_is_stopped_and_a_person_is_not(browser):
    stopped = express(browser, fax="0800 123456")
    sent = browser.press("Send")

    assert stopped.status == 422
    assert LIKE_A_PROGRAM in stopped.text
    assert stopped.value("fax") == ""
    assert sent.heading == "Thank you"
    assert db.session.query(Interest).one().school_name == "Tidewater Online School"


def test_the_field_that_programs_fall_for_cannot_be_reached_by_people(browser):
    page = browser.open("interest.express")

    (field,) = page.all("input", name="fax")
    assert field.get("tabindex") == "-1"
    assert page.all("div", **{"aria-hidden": "true"})


def test_a_self_check_goes_along_only_when_the_person_says_so(browser):
    browser.open("self_check.area", number=5)
    browser.press("Save and see where you stand", how_5_1="partly")

    express(browser)
    express(browser, with_self_check="y")

    without, along = db.session.query(Interest).order_by(Interest.id).all()
    assert "self_check" not in without.details
    assert along.details["self_check"]["answers"] == {"5.1": {"how": "partly"}}
    assert db.session.query(SelfCheck).one().answers == {"5.1": {"how": "partly"}}


def test_nobody_is_asked_about_a_self_check_they_did_not_make(browser):
    page = browser.open("interest.express")

    assert "Your self-check" not in page.text
    assert express(browser, with_self_check="y").heading == "Thank you"
    assert "self_check" not in db.session.query(Interest).one().details


def test_the_letter_leads_to_a_page_with_what_was_sent(browser):
    express(browser)
    letter = db.session.query(Letter).one()
    address = link_in(letter)

    page = browser.open(address)

    assert page.heading == "Your expression of interest"
    assert browser.path == "/interest/yours"
    assert "A case officer will read it" in page.text
    assert "120" in page.text
    assert address not in compose(letter).body


def link_in(letter):
    words = compose(letter, with_link=True).body
    line = next(line for line in words.split("\n") if "/interest/yours/" in line)
    return line[line.index("/interest/"):]
