"""The overview: every number leads to its list and is as long as it, whoever looks and whatever happened."""

from datetime import date
from pathlib import Path
from runpy import run_path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import delete, select, update

from registration.database import db
from registration.interest.models import Interest
from registration.overview.models import FinishedStep, MonthlyFigure, ReviewerLoad, Shortfall
from registration.overview.service import recount
from registration.review.models import Assignment
from registration.schools.models import Relation
from registration.workflow.states import State
from tests import factories
from tests.overview import year
from tests.queries import count_queries

VERSIONS = Path(__file__).parents[2] / "registration/migrations/versions"


def numbers(browser):
    """Every number of the overview that is a link, with its address."""
    page = browser.open("overview.overview")
    for link in page.html.find(".//main").iter("a"):
        text = (link.text or "").strip().rpartition(" ")[2].replace(",", "")
        if text.isdigit() and "/overview/?" not in link.get("href"):
            yield int(text), link.get("href")


def rows(browser, address):
    """How many rows a list has, on all its pages."""
    found, number = 0, 1
    while True:
        page = browser.open(f"{address}{'&' if '?' in address else '?'}page={number}")
        table = page.html.find(".//main//tbody")
        here = 0 if table is None else len(table.findall("tr"))
        found, number = found + here, number + 1
        if not any("Next" in text for text in page.links()):
            return found


@pytest.mark.parametrize("name", ["carys", "audrey", "connor", "nora"])
def test_every_number_is_as_long_as_its_list(browser, cast, name):
    year.of_the_desk(cast)
    browser.sign_in(getattr(cast, name))

    found = list(numbers(browser))

    assert len(found) > 20
    assert [(address, rows(browser, address)) for _, address in found] == [(address, n) for n, address in found]


def test_the_numbers_of_a_school_in_conflict_are_taken_off(browser, cast):
    cases = year.of_the_desk(cast)
    every = {address: number for number, address in numbers(browser.sign_in(cast.carys))}
    db.session.add(Relation(person=cast.carys, school=cases[0].school, kind="adviser", since=date(2024, 1, 1)))
    db.session.commit()

    fewer = {address: number for number, address in numbers(browser)}

    assert fewer.keys() < every.keys()
    assert all(fewer[address] <= every[address] for address in fewer)
    assert not any("figure=below" in address or "/conditions" in address for address in fewer)


def test_counting_anew_changes_nothing(cast):
    year.of_the_desk(cast)
    before = everything_kept()

    recount()
    db.session.commit()

    assert before == everything_kept()
    assert all(before)


def test_an_upgrade_counts_what_there_was_before(cast):
    year.of_the_desk(cast)
    year.made(cast, State.APPEAL)
    year.interest("Newly Invited School", factories.school("Newly Invited School"))
    db.session.commit()
    _figures, *before = everything_kept()
    db.session.execute(delete(ReviewerLoad))
    db.session.execute(update(Interest).values(reached=0))
    of_the_tables = run_path(str(VERSIONS / "0004_the_bodys_desk.py"))

    with Operations.context(MigrationContext.configure(db.session.connection())):
        of_the_tables["count_what_moves_keep"]()
    db.session.expire_all()

    assert [*everything_kept()][1:] == before
    assert {reached for _, reached in before[1]} == {0, 1, 6}


def everything_kept():
    figures = [(f.kind, f.name, f.month, f.number) for f in db.session.scalars(select(MonthlyFigure)) if f.number]
    loads = [(load.person_id, load.cases) for load in db.session.scalars(select(ReviewerLoad)) if load.cases]
    return sorted(figures), sorted(loads), sorted((i.id, i.reached) for i in db.session.scalars(select(Interest)))


def test_a_step_is_late_from_the_working_day_after_its_date(cast, clock):
    case = year.made(cast, State.SUBMITTED)
    case.due_on = date(2026, 11, 20)
    clock.at(year.noon(date(2026, 11, 22)))  # a Sunday
    year.move(case, "begin_desk_review", due_on=date(2026, 11, 20))
    clock.at(year.noon(date(2026, 11, 23)))

    year.move(case, "open_moderation")

    steps = db.session.scalars(select(FinishedStep).order_by(FinishedStep.id))
    assert [(step.state, step.late) for step in steps] == [("submitted", False), ("desk_review", True)]


def test_a_step_that_was_given_up_is_neither_kept_nor_late(cast):
    case = year.made(cast, State.SUBMITTED)
    case.due_on = date(2026, 1, 5)

    year.move(case, "withdraw")

    assert db.session.scalars(select(FinishedStep)).all() == []


def test_a_report_that_goes_to_decision_again_is_counted_once_as_it_is_then(cast):
    case = year.made(cast, State.FINALISING)
    year.gaps(case, cast)
    year.move(case, "send_to_decision")
    year.move(case, "return_report")
    next(f for f in case.agreed_findings if f.criterion_code == "2.7").rating = "met"
    db.session.commit()

    year.move(case, "send_to_decision")

    left = {row.criterion_code for row in db.session.scalars(select(Shortfall))}
    counted = {f.name: f.number for f in db.session.scalars(select(MonthlyFigure)) if f.kind == "below"}
    assert left == {"5.1", "1.1"}
    assert counted == {"1.1 nee": 1, "2.7 partly": 0, "5.1 not": 1}


def test_a_reviewer_is_counted_from_joining_a_panel_to_leaving_it_or_the_end_of_the_case(cast):
    case = year.made(cast, State.DESK_REVIEW)
    leah = db.session.scalar(select(Assignment).where(Assignment.person_id == cast.leah.id))
    loads = {cast.leah.id: 1, cast.rafael.id: 1}
    assert dict(db.session.execute(select(ReviewerLoad.person_id, ReviewerLoad.cases)).all()) == loads

    leah.ended_at = year.now()
    db.session.commit()
    year.move(case, "withdraw")

    assert dict(db.session.execute(select(ReviewerLoad.person_id, ReviewerLoad.cases)).all()) == {
        cast.leah.id: 0, cast.rafael.id: 0,
    }


def test_other_months_are_chosen_by_the_address_and_nonsense_is_the_usual(browser, cast):
    year.of_the_desk(cast)
    browser.sign_in(cast.carys)

    before = browser.open("/overview/?from=2020-03&to=2020-01").text
    usual = browser.open("/overview/?from=nonsense&to=2026-99")

    assert "January 2020 to March 2020" in before
    assert "No interest was expressed in these months." in before
    assert "Expressed interest" in usual.text


def test_an_empty_desk_has_an_overview_too(browser, cast):
    page = browser.sign_in(cast.carys).open("overview.overview")

    assert page.status == 200
    assert "No case is in progress." in page.text


@pytest.mark.parametrize("name", ["amina", "leah", "dana", "ada"])
def test_the_overview_is_for_the_desk_alone(browser, cast, name):
    browser.sign_in(getattr(cast, name))

    assert browser.open("overview.overview").status == 404
    assert browser.open("/overview/behind/conditions?when=soon").status == 404


@pytest.mark.parametrize(
    "address",
    ["nothing", "age?state=draft&age=5", "age?state=submitted&age=7", "below?criterion=9.9", "load?reviewer=x",
     "conditions", "conditions?when=later", "reached?step=9", "steps?state=registered"],
)  # fmt: skip
def test_a_list_that_there_is_not_is_not_found(browser, cast, address):
    assert browser.sign_in(cast.carys).open(f"/overview/behind/{address}").status == 404


def test_the_overview_asks_as_much_for_many_cases_as_for_few(browser, cast):
    year.of_the_desk(cast)
    addresses = [address for _number, address in numbers(browser.sign_in(cast.carys)) if "behind" in address]
    pages = ["/overview/", *{address.partition("?")[0]: address for address in addresses}.values()]

    few = [statements(browser, page) for page in pages]
    for _ in range(3):
        factories.school("One more")
        year.of_the_desk(cast)
    many = [statements(browser, page) for page in pages]

    assert many == few
    assert max(few) <= 8


def statements(browser, address):
    with count_queries() as said:
        browser.open(address)
    return len(said)
