"""The lists of the queue: mine and nobody's, near and overdue, what is new, what is kept, and the next case."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from registration.access.visibility import reader
from registration.database import db, now
from registration.review.queue import queue
from registration.review.queue_conditions import Known, days_now
from registration.review.queue_counts import counts
from registration.review.queue_filters import COLUMNS, SOON, SORTS, Filters, address_of, asked
from registration.review.queue_list import page_of_cases
from registration.schools.models import Relation
from registration.workflow import calendar, engine
from registration.workflow.states import State
from registration.worklists import service
from registration.worklists.queries import kept_by
from tests import factories
from tests.queries import count_queries
from tests.review.test_queue import case, references, tally

TODAY = date(2027, 3, 10)
DAYS = [TODAY + timedelta(days=n) for n in range(-12, 16)]


@pytest.fixture
def wednesday(clock):
    clock.at(now().replace(year=2027, month=3, day=10, hour=12))


def numbers(person):
    return counts(person, kept_by(person).looked).lists


def test_a_case_officer_has_the_cases_given_to_them_and_those_of_their_panels(cast):
    given, nobodys = case(cast, case_officer=cast.carys), case(cast, State.SUBMITTED)
    others = case(cast, State.MODERATION, case_officer=cast.nora)

    assert references(cast.carys, show="mine") == [given.reference]
    assert references(cast.carys, show="unassigned") == [nobodys.reference]
    assert references(cast.nora, show="mine") == [others.reference]
    assert references(cast.carys, reviewer="nora") == [others.reference]


@pytest.mark.parametrize("name", ["carys", "nora", "audrey", "leah", "rafael", "dana", "connor"])
def test_every_number_of_a_list_is_the_length_of_the_list(cast, name, wednesday):
    person = getattr(cast, name)
    for n, day in enumerate(DAYS):
        made = case(cast, [State.SUBMITTED, State.DESK_REVIEW, State.VISIT_PLANNING][n % 3], due_on=day)
        made.held, made.case_officer = n % 5 == 0, cast.carys if n % 4 else None
        made.school_until = TODAY + timedelta(days=n % 9 - 3) if n % 2 else None
    case(cast, State.MODERATION, school=cast.olga.school, due_on=TODAY)
    db.session.add(Relation(person=cast.dana, school=cast.olga.school, kind="adviser"))
    service.mark_seen(person, now())
    db.session.commit()

    lists = {
        "mine": Filters(show="mine"), "unassigned": Filters(show="unassigned"), "leading": Filters(panel="leading"),
        "late": Filters(clock="late"), "soon": Filters(clock="soon"), "held": Filters(clock="held"),
        "news": Filters(news=True, state="every"),
    }

    for shown, number in numbers(person).items():
        assert queue(person, lists[shown]).page.total == number, shown


def test_the_clock_filters_are_the_tags_of_the_rows(cast, wednesday):
    for n, day in enumerate(DAYS):
        made = case(cast, [State.SUBMITTED, State.DESK_REVIEW][n % 2], due_on=day)
        made.held, made.school_until = n % 5 == 0, TODAY + timedelta(days=n % 9 - 3) if n % 3 else None
    db.session.commit()
    tally()
    every = [c for page in (1, 2) for c in queue(cast.carys, Filters(page=page)).page.items]

    late = {c.reference for c in every if c.late}
    soon = {c.reference for c in every if c.left is not None}

    assert late
    assert soon
    assert {r for p in (1, 2) for r in references(cast.carys, clock="late", page=p)} == late
    assert {r for p in (1, 2) for r in references(cast.carys, clock="soon", page=p)} == soon
    assert {c.reference for c in every if c.held} == set(references(cast.carys, clock="held"))
    assert calendar.in_force.between(TODAY, max(c.due for c in every if c.left is not None)) == SOON


@pytest.mark.parametrize("name", ["carys", "dana"])
@pytest.mark.parametrize("running", ["late", "soon"])
def test_cases_on_a_clock_are_the_same_whether_they_are_found_first_or_met_on_the_way(
    cast, wednesday, name, running
):
    for n, day in enumerate(DAYS):
        made = case(cast, [State.SUBMITTED, State.DESK_REVIEW, State.VISIT_PLANNING][n % 3], due_on=day)
        made.held, made.school_until = n % 5 == 0, TODAY + timedelta(days=n % 9 - 3) if n % 2 else None
    db.session.commit()

    def found(sort, **known):
        filters, who = Filters(clock=running, sort=sort), reader(getattr(cast, name))
        wanted = page_of_cases(who, filters, Known(days_now(), **known))
        return [(row.reference, row.total) for row in db.session.execute(wanted, {"most": 25, "passed": 0})]

    for sort in SORTS:
        assert found(sort, few_on_clock=True) == found(sort)
        assert len(found(sort)) > 3


def test_a_case_is_found_by_school_reference_and_territory(cast):
    lake = case(cast, school=factories.school("École du Lac Online", country="PT"))
    other = case(cast, school=cast.olga.school)

    assert references(cast.carys, text="ecole lac") == [lake.reference]
    assert references(cast.carys, text="portugal") == [lake.reference]
    assert references(cast.carys, text=lake.reference.lower()) == [lake.reference]
    assert references(cast.carys, text=lake.reference.rpartition("-")[2]) == [lake.reference]
    assert set(references(cast.carys, text="online")) == {lake.reference}
    assert references(cast.carys, text="cedar portugal") == []
    assert references(cast.carys, text="%") == []
    assert other.reference in references(cast.carys, text="ced")


def test_a_school_is_found_under_its_new_name_at_once(cast):
    renamed = case(cast)

    renamed.school.name = "Zephyr Academy"
    db.session.commit()

    assert references(cast.carys, text="zephyr") == [renamed.reference]
    assert references(cast.carys, text="northern lights baobab") == []


def test_where_a_school_teaches_is_found_once_it_was_sent(cast):
    sent = factories.application(cast, State.DESK_REVIEW, answered=True)
    section = next(s for s in sent.profile if s.number == 4)
    section.facts = {**section.facts, "territories": [{"territory": "NP"}]}
    db.session.commit()
    before = references(cast.carys, text="nepal")

    factories.submit(sent, cast.amina)
    db.session.commit()

    assert (before, references(cast.carys, text="nepal")) == ([], [sent.reference])


def test_a_word_that_many_cases_have_narrows_as_a_rare_one_does(cast, monkeypatch):
    kenyan = case(cast, school=factories.school("Lake Online", country="KE"))
    case(cast, school=factories.school("Hill Online", country="GB"))
    rare = references(cast.carys, text="online kenya")

    monkeypatch.setattr("registration.worklists.finding.FEW", 0)

    assert references(cast.carys, text="online kenya") == rare == [kenyan.reference]
    assert len(references(cast.carys, text="online")) == 2


def test_what_others_moved_is_new_until_it_is_seen(cast, browser):
    moved, own = case(cast), case(cast, State.SUBMITTED)
    page = browser.sign_in(cast.carys).open("review.queue")
    assert "Changed since you looked" not in page.text
    browser.press("I have seen everything up to now")
    engine.perform(own, "hold", by=cast.carys, note="The school moves house.")
    db.session.commit()
    before = references(cast.carys, news=True, state="every")

    engine.perform(moved, "withdraw", by=cast.amina)
    db.session.commit()

    assert before == []
    assert "Changed since you looked 1" in browser.open("review.queue").text
    page = browser.open("/queue?new=1&state=every")
    assert f"{moved.school.name} {moved.reference}" in page.text
    assert "New Withdraw the application" in page.text
    browser.press("I have seen everything up to now")
    assert references(cast.carys, news=True, state="every") == []


def test_what_is_new_in_a_case_that_somebody_may_not_see_is_nothing_new(cast):
    hidden = case(cast)
    for person in (cast.connor, cast.ravi, cast.rhea):
        service.mark_seen(person, now())
    db.session.commit()

    engine.perform(hidden, "withdraw", by=cast.amina)
    db.session.commit()

    for person in (cast.connor, cast.ravi, cast.rhea):
        assert numbers(person)["news"] == 0
        assert references(person, news=True, state="every") == []


def test_a_finding_of_another_reviewer_is_no_news(cast):
    judged = case(cast)
    service.mark_seen(cast.leah, now())
    db.session.commit()

    factories.finding(judged, cast.rafael, "2.7", "not")
    db.session.commit()

    assert numbers(cast.leah)["news"] == 0


def test_what_was_seen_is_not_unseen_by_an_old_page(cast, browser):
    moved = case(cast)
    engine.perform(moved, "withdraw", by=cast.amina)
    service.mark_seen(cast.carys, now())
    db.session.commit()

    browser.sign_in(cast.carys).post("review.seen", {"until": "2020-01-01T00:00:00+00:00"})

    assert numbers(cast.carys)["news"] == 0


def test_a_list_is_kept_under_a_name_with_its_order_and_columns(cast, browser):
    case(cast, case_officer=cast.carys)
    browser.sign_in(cast.carys).open("/queue?show=mine&sort=due&column=due&column=officer&nonsense=1")

    browser.press("Keep", name="Mine by date")

    address = browser.open("review.queue").links()["Mine by date"]
    assert parse_qs(urlsplit(address).query) == {"show": ["mine"], "sort": ["due"], "column": ["due", "officer"]}
    assert [th.text for th in browser.open(address).all("th", scope="col")] == ["Tick", "School", "Due", "Case officer"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("  ", "Give the list a name, so that you find it again."), ("x" * 81, "Use 80 characters or fewer."),
     ("Mine\x00", "This holds a character that cannot be kept")],
)  # fmt: skip
def test_a_name_no_list_can_have_is_given_back_with_the_list_it_was_for(cast, browser, name, sentence):
    for _ in range(26):
        case(cast, case_officer=cast.carys)
    browser.sign_in(cast.carys).open("/queue?show=mine&sort=due")

    page = browser.press("Keep", name=name)

    assert (page.status, page.heading) == (422, "Review queue")
    assert page.title.startswith("Error: ")
    assert page.text.count(sentence) == 2, "above the page, and at the field"
    assert page.value("name").rstrip("\ufffd") == name.strip().rstrip("\x00")
    assert page.value("address") == "show=mine&sort=due"
    assert page.links()["Next page"] == "/queue?show=mine&sort=due&page=2"
    assert kept_by(cast.carys).lists == ()


def test_a_list_is_its_owners_to_let_go(cast, browser):
    kept = service.keep_list(cast.carys, "Mine", "show=mine")
    db.session.commit()

    assert browser.sign_in(cast.nora).post("review.forget_list", public_id=kept.public_id).status == 404
    assert "Let go of" not in browser.open("review.queue").text
    browser.sign_in(cast.carys).open("review.queue")
    browser.press("Let go of “Mine”")
    assert kept_by(cast.carys).lists == ()


def test_a_name_is_kept_once(cast):
    service.keep_list(cast.carys, "Mine ", "show=mine")
    service.keep_list(cast.carys, "Mine", "show=mine&sort=due")
    db.session.commit()

    assert [(row.name, row.address) for row in kept_by(cast.carys).lists] == [("Mine", "show=mine&sort=due")]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(), Filters(show="mine", clock="late", sort="due"), Filters(text="É & ?=%", page=3),
        Filters(columns=tuple(COLUMNS), news=True, state="every", panel="leading", area=2, longer=0, reviewer="x y"),
    ],
)
def test_an_address_says_the_whole_list(filters):
    assert asked(parse_qs(address_of(filters))) == filters


def test_a_case_leads_to_the_next_one_of_the_list_it_was_opened_from(cast, browser):
    first, second, third = (case(cast, State.SUBMITTED, state_since=now() - timedelta(days=9 - n)) for n in range(3))
    case(cast, State.DESK_REVIEW)
    browser.sign_in(cast.carys).open("/queue?state=submitted")
    second.school = cast.olga.school
    db.session.add(Relation(person=cast.carys, school=second.school, kind="adviser"))
    db.session.commit()

    page = browser.open("applications.application", reference=first.reference)

    assert "case 1 of 3 on the page" in page.text
    assert page.links()["Back to your list"] == "/queue?state=submitted"
    page = browser.open(page.links()["Next in your list"])
    assert (browser.path, "case 3 of 3" in page.text) == (f"/applications/{third.reference}/", True)
    assert "Next in your list" not in page.links()


def test_a_list_that_somebody_else_looked_at_leads_nowhere(cast, browser):
    made = case(cast)
    browser.sign_in(cast.carys).open("review.queue")
    with browser.client.session_transaction() as cookie:
        cookie["queue"] = [cast.leah.public_id, "", [made.reference]]

    page = browser.open("applications.application", reference=made.reference)

    assert "in your list" not in page.text
    assert browser.open(f"/queue/next?after={made.reference}").heading == "Review queue"


EVERY_FILTER = (
    "", "?q=online", "?q=online+kenya&show=mine", "?show=unassigned&clock=soon", "?clock=late&state=every",
    "?clock=held&sort=due", "?new=1&state=every&sort=recent", "?panel=leaderless&area=2", "?panel=leading&longer=3",
    "?reviewer=leah&sort=reference&q=osr-2026", "?column=officer&column=sent&column=country",
)


@pytest.mark.parametrize("name", ["carys", "leah", "dana"])
def test_no_filter_makes_the_queue_ask_more_than_ten_statements_nor_more_for_many_cases(cast, browser, name):
    def asked_for():
        counted = []
        for address in EVERY_FILTER:
            db.session.commit()
            with count_queries() as said:
                assert browser.open(f"/queue{address}").status == 200
            counted.append(len(said))
        return counted

    person = getattr(cast, name)
    service.keep_list(person, "A list", "show=mine")
    service.mark_seen(person, now())
    for _ in range(3):
        made = factories.application(cast, State.DESK_REVIEW)
        made.case_officer = cast.carys
        engine.perform(made, "hold", by=cast.nora, note="Wait.")
    browser.sign_in(person)
    few = asked_for()
    for _ in range(9):
        made = factories.application(cast, State.DESK_REVIEW)
        made.case_officer = cast.carys
        engine.perform(made, "hold", by=cast.nora, note="Wait.")

    assert asked_for() == few
    assert max(few) <= 10
