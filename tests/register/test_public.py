"""What the public can look up."""

import hashlib
import io
from datetime import timedelta

import pytest

from registration.database import db, now, today
from registration.filters import day
from registration.register.queries import tidy
from registration.reports.models import Report, ReportEdition
from registration.workflow.states import REGISTRATION, State
from tests import factories
from tests.queries import count_queries


def test_the_register_lists_schools_with_how_they_stand(browser, registered):
    registered(name="Alpha School")
    registered(State.SUSPENDED, name="Beta School")
    registered(State.ENDED, name="Gamma School")
    registered(name="Delta School", valid_until=today() - timedelta(days=1))

    page = browser.open("register.public_register")

    rows = [" ".join("".join(e.itertext()).split()) for e in page.all("tr", **{"class": "govuk-table__row"})][
        1:
    ]
    assert [row.split(" School")[0] for row in rows] == ["Alpha", "Beta", "Delta", "Gamma"]
    assert "Valid since" in rows[0]
    assert all("since" in row for row in rows)
    assert f"Expired since {day(today())}" in rows[2]
    assert "Suspended" in rows[1]
    assert "Expired" in rows[2]
    assert "Withdrawn" in rows[3]


def test_the_foot_of_a_page_calls_the_check_by_its_heading(browser):
    page = browser.open("register.verify")

    assert page.links()[page.heading] == browser.address("register.verify")


@pytest.mark.parametrize("state", sorted(set(State) - REGISTRATION))
def test_a_school_that_is_not_registered_is_in_no_public_place(browser, registered, state):
    hidden = registered(state, name="Hidden School")

    assert "Hidden School" not in browser.open("register.public_register").text
    assert browser.open("register.school", number=hidden.certificate_number).status == 404
    assert "We do not know this document" in browser.open(f"/verify?number={hidden.certificate_number}").text


def test_the_register_is_searched_by_name_and_country(browser, registered):
    registered(name="Tide 100% School", country="PT")
    registered(name="Cedar School", country="KE")

    by_name = browser.open("/register/?name=tide")
    literally = browser.open("/register/?name=0%25 s")
    by_country = browser.open("/register/?country=KE")
    nothing = browser.open("/register/?name=_")

    assert ("Tide 100% School" in by_name.text, "Cedar School" in by_name.text) == (True, False)
    assert "Tide 100% School" in literally.text
    assert ("Tide 100% School" in by_country.text, "Cedar School" in by_country.text) == (False, True)
    assert "No school matches" in nothing.text


@pytest.mark.parametrize("many", [1, 3, 60])
def test_the_register_asks_the_database_as_often_for_many_as_for_one(browser, registered, many):
    for n in range(many):
        registered(name=f"School {n:02}")
    browser.open("register.public_register")

    with count_queries() as said:
        page = browser.open("register.public_register")

    assert len(page.all("th", scope="row")) == min(many, 25)
    assert len(said) <= 4


def test_a_number_is_found_however_it_is_typed(browser, registered):
    found = registered(name="Alpha School")
    plain = found.certificate_number.replace("-", "").lower()

    page = browser.open(f"/verify?number= {plain} ")

    assert "This certificate is valid" in page.text
    assert "Alpha School" in page.text
    assert tidy("osc7k3m 9qxr-2wtO") == "OSC-7K3M-9QXR-2WT0"


@pytest.mark.parametrize(
    ("state", "days", "heading"),
    [
        (State.REGISTERED, 10, "This certificate is valid"),
        (State.SUSPENDED, 10, "This certificate is not valid at present"),
        (State.ENDED, 10, "This certificate is no longer valid"),
        (State.REGISTERED, -1, "This certificate has expired"),
    ],
)
def test_the_answer_follows_the_state_and_the_date_at_once(browser, registered, state, days, heading):
    found = registered(state, valid_until=today() + timedelta(days=days))

    assert heading in browser.open(f"/verify?number={found.certificate_number}").text
    assert browser.open("register.school", number=found.certificate_number).status == 200


@pytest.mark.parametrize("asked", ["OSC-0000-0000-0000", "x" * 5000, "%00", "a" * 64, "<script>", "'; --"])
def test_an_unknown_number_is_answered_plainly(browser, asked):
    page = browser.send("GET", f"/verify?number={asked}")

    assert page.status == 200
    assert "We do not know this document" in page.text


def check_file(browser, content):
    browser.open("register.verify")
    return browser.press("Check the file", file=(io.BytesIO(content), "file.pdf"))


def test_a_file_is_known_by_its_bytes(browser, registered):
    found = registered()
    found.certificates[0].sha256 = hashlib.sha256(b"the certificate").hexdigest()

    assert "This certificate is valid" in check_file(browser, b"the certificate").text
    assert "We do not know this document" in check_file(browser, b"the certificate.").text


def test_no_file_is_asked_for_again(browser):
    browser.open("register.verify")

    page = browser.press("Check the file")

    assert page.status == 422
    assert "Choose the PDF file you were given." in page.text


@pytest.mark.parametrize(
    ("kind", "is_released", "known"), [("final", True, True), ("final", False, False), ("draft", True, False)]
)
def test_only_a_final_report_that_was_let_out_is_known(browser, cast, kind, is_released, known):
    application = factories.application(cast, State.APPROVED)
    released = {"released_by": cast.carys, "released_at": now()} if is_released else {}
    factories.determination(application, cast.dana, **released)
    digest = hashlib.sha256(b"the report").hexdigest()
    report = Report(application=application)
    db.session.add(
        ReportEdition(report=report, number=1, kind=kind, content={}, content_sha256="c", sha256=digest)
    )

    page = check_file(browser, b"the report")

    assert ("This report is genuine" in page.text) is known
