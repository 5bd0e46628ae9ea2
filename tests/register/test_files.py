"""The public register as files: the rows of the page, whole, and harmless in a spreadsheet."""

import csv
import io
import json
import tracemalloc
from datetime import timedelta

import pytest

from registration.database import today
from registration.exports import csv_of, harmless, json_of
from registration.workflow.states import REGISTRATION, State
from tests.queries import count_queries


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def names_on(page):
    return ["".join(e.itertext()) for e in page.all("th", scope="row")]


@pytest.mark.parametrize(
    "search", ["", "?name=school a", "?country=KE", "?status=expired", "?status=withdrawn", "?country=KE&status=valid",
               "?status=nonsense"]
)  # fmt: skip
def test_the_files_hold_the_rows_of_the_page(browser, registered, search):
    registered(name="School A")
    registered(State.SUSPENDED, name="School B", country="KE")
    registered(State.ENDED, name="School C")
    registered(name="School D", country="KE", valid_until=today() - timedelta(days=1))
    registered(name="School E", country="KE")

    page = browser.open(f"/register/{search}")
    table = rows_of(browser.send("GET", f"/register/schools.csv{search}"))
    answer = json.loads(browser.send("GET", f"/register/schools.json{search}").data)

    assert [row["school"] for row in table] == names_on(page)
    assert [row["school"] for row in answer["schools"]] == names_on(page)
    assert [row["status"] for row in table] == [row["status"] for row in answer["schools"]]


def test_the_status_in_a_file_is_the_one_shown(browser, registered):
    made = {state: registered(state, name=f"{state.value} School") for state in REGISTRATION}
    made[State.RENEWED].renewed_by = made[State.REGISTERED]  # one stands in its place, and it is listed no more
    registered(name="zz expired School", valid_until=today() - timedelta(days=1))

    table = rows_of(browser.send("GET", "/register/schools.csv"))

    assert {row["school"].split()[0]: row["status"] for row in table} == {
        "registered": "valid", "suspended": "suspended", "ended": "withdrawn", "zz": "expired",
    }  # fmt: skip


@pytest.mark.parametrize("state", sorted(set(State) - REGISTRATION))
def test_what_the_public_may_not_know_is_in_no_file(browser, registered, state):
    registered(state, name="Hidden School")

    assert rows_of(browser.send("GET", "/register/schools.csv")) == []
    assert b"Hidden" not in browser.send("GET", "/register/schools.json").data


def test_a_list_longer_than_a_page_is_in_the_file_whole(browser, registered):
    for number in range(30):
        registered(name=f"School {number:02}")

    with count_queries() as said:
        table = rows_of(browser.send("GET", "/register/schools.csv"))

    assert [row["school"] for row in table] == [f"School {number:02}" for number in range(30)]
    assert len(said) <= 2


@pytest.mark.parametrize("name", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0"])
def test_a_name_that_looks_like_a_formula_is_only_text(browser, registered, name):
    registered(name=name)

    cell = rows_of(browser.send("GET", "/register/schools.csv"))[0]["school"]

    assert cell == f"'{name}"


@pytest.mark.parametrize("value", ["School", "", "5", "a=b", "Ünïcode – 学校"])
def test_what_is_no_formula_is_left_alone(value):
    assert harmless(value) == value


def test_a_file_is_made_in_pieces_that_do_not_grow():
    rows = (["x" * 100] * 12 for _ in range(20_000))
    tracemalloc.start()

    size = sum(len(piece) for piece in csv_of(["head"], rows))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size > 20_000_000
    assert most < 4_000_000


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_json_file_in_pieces_is_one_whole_object(number):
    made = b"".join(json_of({"as of": "2027-01-01"}, "schools", ({"n": n} for n in range(number))))

    assert json.loads(made) == {"as of": "2027-01-01", "schools": [{"n": n} for n in range(number)]}


def test_the_register_is_listed_by_country_with_how_many(browser, registered):
    registered(name="A", country="PT")
    registered(name="B", country="KE")
    registered(name="C", country="KE")
    registered(State.DRAFT, name="D", country="FR")

    page = browser.open("register.public_register")

    assert "Kenya 2 schools" in page.text
    assert "Portugal 1 school" in page.text
    assert "France" not in page.text


def test_a_certificate_number_finds_its_school(browser, registered):
    found = registered(name="Alpha")
    registered(name="Beta")

    page = browser.open(f"/register/?name={found.certificate_number.lower().replace('-', ' ')}")

    assert names_on(page) == ["Alpha"]
