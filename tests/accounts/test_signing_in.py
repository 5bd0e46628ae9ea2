"""Getting in, staying in, and getting out."""

import dataclasses
import re
import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from registration.accounts import authentication, throttle
from registration.accounts.models import Attempt, Person, SignIn
from registration.accounts.views import own_page
from registration.database import db, now
from tests.browser import Browser
from tests.factories import PASSWORD

WRONG = "The e-mail address or the password is not right."


def sign_in(browser, email, password=PASSWORD, **query):
    browser.open("accounts.sign_in", **query)
    return browser.press("Sign in", follow=False, email=email, password=password)


def copy_of(browser):
    """Another browser with the same cookies."""
    other = Browser(browser.app)
    cookie = browser.client.get_cookie("registration")
    other.client.set_cookie("registration", cookie.value)
    return other


def test_the_right_password_lets_a_person_in(browser, cast):
    page = sign_in(browser, "amina@example.org")

    assert page.status == 302
    assert page.location == "/home"
    assert db.session.scalars(select(SignIn)).one().person == cast.amina


@pytest.mark.parametrize("spelling", ["AMINA@Example.ORG", " amina@example.org ", "ａｍｉｎａ@example.org"])
def test_an_address_may_be_spelled_in_capitals_or_wide_letters(browser, cast, spelling):
    page = sign_in(browser, spelling)

    assert page.location == "/home"


def test_a_wrong_password_is_refused_and_the_address_given_back(browser, cast):
    page = sign_in(browser, "amina@example.org", "something quite different")

    assert page.status == 422
    assert WRONG in page.text
    assert page.value("email") == "amina@example.org"
    assert page.value("password") == ""


def test_a_stranger_and_a_closed_account_get_the_answer_of_a_wrong_password(browser, cast):
    cast.ezra.active = False
    db.session.commit()

    answers = [
        sign_in(browser, email, "something quite different")
        for email in ("amina@example.org", "nobody@example.org", "ezra@example.org")
    ]
    closed = sign_in(browser, "ezra@example.org", PASSWORD)

    assert {page.status for page in (*answers, closed)} == {422}
    texts = {re.sub(r"\S+@\S+", "", page.text) for page in (*answers, closed)}
    assert len(texts) == 1


def test_a_stranger_takes_as_long_as_a_wrong_password(cast):
    def median(email, first):
        taken = []
        for number in range(5):
            began = time.process_time()
            authentication.authenticate(
                email, "something quite different", network=f"192.0.2.{first + number}"
            )
            taken.append(time.process_time() - began)
        return statistics.median(taken)

    known, unknown = median("amina@example.org", 1), median("nobody@example.org", 100)

    assert abs(known - unknown) < max(0.02, 0.25 * known)


def test_guessing_is_slowed_for_one_account_and_counted_although_the_page_refuses(browser, cast):
    for _ in range(5):
        sign_in(browser, "amina@example.org", "something quite different")

    page = sign_in(browser, "AMINA@example.org", "another guess altogether")

    assert page.status == 429
    assert "Try again in" in page.text
    assert db.session.scalar(select(func.count(Attempt.id))) >= 5


def test_the_person_gets_in_after_the_wait(browser, cast, clock):
    for _ in range(6):
        sign_in(browser, "amina@example.org", "something quite different")
    later = now() + timedelta(seconds=40)
    clock.at(later)

    page = sign_in(browser, "amina@example.org")

    assert page.location == "/home"


def test_guesses_from_elsewhere_do_not_keep_a_person_out_where_they_signed_in_before(cast):
    authentication.authenticate("amina@example.org", PASSWORD, network="192.0.2.1")
    for number in range(30):
        authentication.authenticate("amina@example.org", "a guess", network=f"198.51.100.{number}")

    from_elsewhere = authentication.authenticate("amina@example.org", "a guess", network="203.0.113.9")
    at_home = authentication.authenticate("amina@example.org", PASSWORD, network="192.0.2.1")

    assert from_elsewhere.status == 429
    assert at_home.person == cast.amina


def test_one_network_that_tries_many_accounts_is_slowed(cast):
    for number in range(40):
        authentication.authenticate(f"somebody{number}@example.org", "a guess", network="192.0.2.1")

    answer = authentication.authenticate("amina@example.org", "a guess", network="192.0.2.1")

    assert answer.status == 429


def test_a_household_of_the_new_internet_counts_as_one_network():
    assert throttle.network_of("2001:db8:1:2:aaaa::1") == throttle.network_of("2001:db8:1:2:bbbb::2")
    assert throttle.network_of("192.0.2.1") != throttle.network_of("192.0.2.2")


def test_a_huge_password_is_refused_at_once(browser, cast):
    page = sign_in(browser, "amina@example.org", "x" * 1_000_000)

    assert page.status == 400
    assert "at most 1,024 bytes" in page.text
    assert db.session.scalar(select(func.count(Attempt.id))) == 0


def test_a_cookie_from_before_signing_in_is_dead(browser, cast):
    browser.open("accounts.sign_in")
    planted = copy_of(browser)
    browser.press("Sign in", email="amina@example.org", password=PASSWORD)

    page = planted.open("accounts.account")

    assert page.heading == "Sign in"


def test_signing_out_ends_the_session_on_the_server_for_a_copied_cookie_too(browser, cast):
    browser.sign_in(cast.amina).open("accounts.account")
    stolen = copy_of(browser)

    page = browser.press("Sign out")

    assert page.heading == "Sign in"
    assert stolen.open("accounts.account").heading == "Sign in"


def test_changing_the_password_ends_every_other_session(browser, cast):
    phone = Browser(browser.app).sign_in(cast.amina)
    browser.sign_in(cast.amina).open("accounts.change_password")

    page = browser.press("Change password", present=PASSWORD, password="seven violet tractors hum")

    assert page.heading == "Your account"
    assert phone.open("accounts.account").heading == "Sign in"
    assert sign_in(phone, "amina@example.org", "seven violet tractors hum").location == "/home"


def test_a_wrong_present_password_changes_nothing(browser, cast):
    browser.sign_in(cast.amina).open("accounts.change_password")

    page = browser.press(
        "Change password", present="not this one at all", password="seven violet tractors hum"
    )

    assert page.status == 422
    assert "Your present password is not right." in page.text
    assert sign_in(Browser(browser.app), "amina@example.org").location == "/home"


def test_a_person_ends_one_of_their_own_sessions(browser, cast):
    phone = Browser(browser.app).sign_in(cast.amina)
    browser.sign_in(cast.amina).open("accounts.account")

    browser.press(next(b for b in buttons(browser) if b.startswith("End")))

    assert phone.open("accounts.account").heading == "Sign in"
    assert browser.open("accounts.account").heading == "Your account"


def test_another_persons_session_does_not_exist(browser, cast):
    phone = Browser(browser.app).sign_in(cast.olga)
    theirs = db.session.scalars(select(SignIn)).one().public_id

    page = browser.sign_in(cast.amina).post("accounts.end_session", public_id=theirs)

    assert page.status == 404
    assert phone.open("accounts.account").heading == "Your account"


def test_a_session_ends_when_nobody_was_there_for_long(browser, cast, clock):
    browser.sign_in(cast.ada).open("accounts.account")
    clock.at(now() + timedelta(minutes=31))

    assert browser.open("accounts.account").heading == "Sign in"


@pytest.mark.parametrize("wanted", ["/account", "/letters/?page=2", "/people/"])
def test_after_signing_in_a_person_goes_where_they_wanted(browser, cast, wanted):
    browser.open(wanted)

    page = browser.press("Sign in", follow=False, email="ada@example.org", password=PASSWORD)

    assert page.headers["Location"] == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
        "https://evil.example",
        "http://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "HTTPS://evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "mailto:a@evil.example",
        "evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "/%5Cevil.example",
        "/%2Fevil.example",
        "%2F%2Fevil.example",
        "\n//evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: a=b",
        "//evil.example/account",
        "/account/../../evil.example",
        "//evil.example@127.0.0.1/",
        "http:///evil.example",
        "/.evil.example",
        "//%E2%80%8Bevil.example",
        "/account//evil.example",
        "／／evil.example",
        "/／evil.example",
        "?next=//evil.example",
        "#//evil.example",
        "",
        "/nowhere-at-all",
        "/sign-out",
        "/sign-in?next=//evil.example",
        "/static/../account",
        "ftp://evil.example",
        "//[::1]/account",
    ],
)
def test_an_address_that_is_not_a_page_of_ours_is_not_gone_to(whole_app, wanted):
    with whole_app.test_request_context("/sign-in", query_string={"next": wanted}):
        assert own_page() is None


def test_nobody_is_sent_to_another_site(browser, cast):
    page = sign_in(browser, "ada@example.org", next="//evil.example")

    assert page.headers["Location"] == "/home"


def test_signing_out_by_a_link_or_without_the_forms_token_does_nothing(browser, cast):
    browser.sign_in(cast.amina)

    by_link = browser.send("GET", "/sign-out")
    forged = browser.client.post("/sign-out", data={})
    token = browser.token()
    from_elsewhere = browser.client.post(
        "/sign-out", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert (by_link.status, forged.status_code, from_elsewhere.status_code) == (405, 400, 409)
    assert browser.open("accounts.account").heading == "Your account"


def test_another_sessions_token_is_refused(browser, cast):
    other = Browser(browser.app).sign_in(cast.olga)
    token = other.token()

    answer = browser.sign_in(cast.amina).client.post("/sign-out", data={"csrf_token": token})

    assert answer.status_code == 400


def test_home_is_the_application_the_desk_or_the_people(browser, cast, application):
    there = {
        person.name: browser.sign_in(person).send("GET", "/home").location
        for person in (cast.amina, cast.olga, cast.rafael, cast.ada)
    }

    assert there == {
        "Amina Example": f"/applications/{application.reference}/",
        "Olga Example": "/applications/start",
        "Rafael Example": browser.address("review.queue"),
        "Ada Example": "/people/",
    }


def test_the_account_page_changes_name_and_zone(browser, cast):
    browser.sign_in(cast.amina).open("accounts.account")

    page = browser.press("Save", name="Amina Other", time_zone="Asia/Kathmandu")

    assert page.heading == "Your account"
    assert (cast.amina.name, cast.amina.time_zone) == ("Amina Other", "Asia/Kathmandu")


def test_a_zone_that_does_not_exist_is_refused(browser, cast):
    browser.sign_in(cast.amina).open("accounts.account")

    page = browser.press("Save", time_zone="Moon/Crater")

    assert page.status == 422
    assert db.session.get(Person, cast.amina.id).time_zone == "UTC"


def test_nobody_is_signed_in_by_a_click_outside_a_demonstration(browser, cast):
    public_id = cast.amina.public_id

    page = browser.post("accounts.sign_in_as", public_id=public_id)

    assert page.status == 404
    assert "Look around" not in browser.open("accounts.sign_in").text


def buttons(browser):
    return [" ".join("".join(b.itertext()).split()) for b in browser.page.html.iter("button")]


def test_old_attempts_no_longer_count(cast, clock):
    for _ in range(8):
        throttle.note_attempt("interest", "192.0.2.1")
    clock.at(datetime.now(UTC) + timedelta(hours=2))

    throttle.note_attempt("interest", "192.0.2.1")

    assert db.session.scalar(select(func.count(Attempt.id))) == 1


def test_a_demonstration_lists_its_people_and_signs_them_in_by_a_press(app, browser, cast):
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(before, environment="demonstration")
    browser.open("accounts.sign_in")

    page = browser.press("Amina Example", follow=False)

    app.config["SETTINGS"] = before
    assert page.location == "/home"
    assert browser.open("accounts.account").value("name") == "Amina Example"
