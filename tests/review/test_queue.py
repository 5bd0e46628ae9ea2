"""The review queue: what is in it, for whom, and that its numbers are those of its lists."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select

from registration.applications.models import Application
from registration.database import db, now
from registration.moderation.models import StandAside
from registration.review.queue import queue
from registration.review.queue_counts import counts_by_state
from registration.review.queue_filters import Filters
from registration.schools.models import Relation
from registration.workflow.models import Tally
from registration.workflow.states import ONCE_SUBMITTED, State
from tests import factories
from tests.cast import BODY
from tests.queries import count_queries

AT_THE_QUEUE = [name for name in BODY if name != "ada"]


def case(cast, state=State.DESK_REVIEW, school=None, **facts):
    made = factories.application(cast, state)
    made.school = school or made.school
    for name, value in facts.items():
        setattr(made, name, value)
    db.session.commit()
    tally()
    return made


def tally():
    """The tally as the engine would have kept it."""
    db.session.execute(delete(Tally))
    for state, number in db.session.execute(select(Application.state, func.count()).group_by(Application.state)):
        db.session.add(Tally(state=state.value, applications=number))
    db.session.commit()


def references(person, **filters):
    return [c.reference for c in queue(person, Filters(**filters)).page.items]


def test_the_desk_sees_every_case_that_was_sent(cast):
    sent, _draft = case(cast), case(cast, State.DRAFT)

    assert references(cast.carys) == [sent.reference]


def test_a_reviewer_sees_the_cases_of_their_panels_alone(cast):
    sent = case(cast)

    assert references(cast.rafael) == [sent.reference]
    assert references(cast.ravi) == []
    assert references(cast.rhea) == []


def test_a_conflicted_person_finds_the_case_neither_in_the_list_nor_in_a_number(cast):
    case(cast)

    assert references(cast.connor) == []
    assert sum(counts_by_state(cast.connor).values()) == 0
    assert sum(counts_by_state(cast.carys).values()) == 1


def test_of_two_people_with_conflicts_each_misses_their_own(cast):
    cedar, other = case(cast, school=cast.olga.school), case(cast)
    db.session.add(Relation(person=cast.carys, school=cedar.school, kind="adviser"))
    db.session.commit()

    seen = [(references(person), counts_by_state(person)) for person in (cast.carys, cast.connor)]

    assert cast.carys.roles == cast.connor.roles
    assert seen == [([other.reference], {State.DESK_REVIEW: 1}), ([cedar.reference], {State.DESK_REVIEW: 1})]


@pytest.mark.parametrize("name", AT_THE_QUEUE)
def test_every_number_is_the_length_of_its_list(cast, name):
    person = getattr(cast, name)
    for state in (State.SUBMITTED, State.DESK_REVIEW, State.DESK_REVIEW, State.REGISTERED, State.WITHDRAWN):
        case(cast, state)
    case(cast, State.WITHDRAWN, submitted_at=None)
    case(cast, State.MODERATION, school=cast.olga.school)
    db.session.add(Relation(person=cast.dana, school=cast.olga.school, kind="adviser"))
    db.session.commit()

    counts = counts_by_state(person)

    for state in ONCE_SUBMITTED:
        found = queue(person, Filters(state=state.value)).page
        assert (len(found.items), found.total) == (counts.get(state, 0), counts.get(state, 0)), state


def test_the_longest_waiting_comes_first_across_states(cast):
    young = case(cast, State.SUBMITTED, state_since=now() - timedelta(days=2))
    old = case(cast, State.MODERATION, state_since=now() - timedelta(days=30))
    middle = case(cast, State.DESK_REVIEW, state_since=now() - timedelta(days=9))

    assert references(cast.carys) == [c.reference for c in (old, middle, young)]


def test_sorted_by_due_date_those_without_come_last(cast):
    without = case(cast, State.SUBMITTED, due_on=None)
    later = case(cast, State.MODERATION, due_on=date(2027, 3, 1))
    soon = case(cast, State.DESK_REVIEW, due_on=date(2027, 2, 1))

    assert references(cast.carys, sort="due") == [c.reference for c in (soon, later, without)]


def test_filters_narrow_the_list_and_its_number(cast):
    old = case(cast, State.DESK_REVIEW, state_since=now() - timedelta(days=30))
    other = case(cast, State.DESK_REVIEW, school=cast.olga.school)
    for assignment in other.assignments:
        assignment.ended_at = now()
    db.session.commit()

    assert references(cast.carys, longer=10) == [old.reference]
    assert references(cast.carys, text="cedar tree") == [other.reference]
    assert references(cast.carys, text=old.reference[:12]) == [old.reference, other.reference]
    assert references(cast.carys, text="100%") == []
    assert references(cast.carys, panel="leaderless") == [other.reference]
    assert references(cast.carys, reviewer="rafael") == [old.reference]
    assert references(cast.rafael, show="mine") == [old.reference]
    assert queue(cast.carys, Filters(longer=10)).page.total == 1


def test_the_area_of_concern_never_tells_what_another_reviewer_found(cast):
    judged_apart = case(cast, State.DESK_REVIEW)
    factories.finding(judged_apart, cast.rafael, "2.7", "not")
    db.session.commit()

    seen = {name: references(getattr(cast, name), area=2) for name in ("rafael", "leah", "carys", "audrey", "dana")}

    assert seen == {"rafael": [judged_apart.reference], "leah": [], "carys": [], "audrey": [], "dana": []}
    judged_apart.state = State.MODERATION
    db.session.commit()
    assert references(cast.carys, area=2) == [judged_apart.reference]
    assert references(cast.carys, area=3) == []


def test_a_former_members_finding_is_no_concern(cast):
    moderated = case(cast, State.MODERATION)
    factories.finding(moderated, cast.rhea, "2.7", "not")
    db.session.commit()

    assert references(cast.carys, area=2) == []


def test_an_item_somebody_stands_aside_for_is_no_concern_by_them_nor_to_them(cast):
    moderated = case(cast, State.MODERATION)
    factories.finding(moderated, cast.rafael, "2.7", "not")
    db.session.commit()
    before = {name: references(getattr(cast, name), area=2) for name in ("carys", "leah")}

    aside = StandAside(
        application_id=moderated.id, criterion_code="2.7", person_id=cast.leah.id, reason="A tie.",
        declared_by_id=cast.leah.id,
    )  # fmt: skip
    db.session.add(aside)
    db.session.commit()
    leah_aside = {name: references(getattr(cast, name), area=2) for name in ("carys", "leah")}
    aside.person_id = cast.rafael.id
    db.session.commit()
    rafael_aside = {name: references(getattr(cast, name), area=2) for name in ("carys", "leah")}

    both = {"carys": [moderated.reference], "leah": [moderated.reference]}
    assert before == both
    assert leah_aside == both | {"leah": []}
    assert rafael_aside == {"carys": [], "leah": []}


def test_progress_is_shown_to_the_lead_and_the_desk_and_to_each_about_themselves(cast):
    judged = case(cast)
    factories.finding(judged, cast.rafael, "1.1")
    factories.finding(judged, cast.leah, "1.1")
    factories.finding(judged, cast.leah, "1.2")
    db.session.commit()

    def progress(person):
        (row,) = queue(person, Filters()).page.items
        return {m.name: m.done for m in row.members if m.done is not None}

    assert progress(cast.carys) == {"Leah Example": 2, "Rafael Example": 1}
    assert progress(cast.leah) == {"Leah Example": 2, "Rafael Example": 1}
    assert progress(cast.rafael) == {"Rafael Example": 1}
    assert progress(cast.dana) == {}


def test_a_stale_finding_is_not_counted_as_done(cast, browser):
    judged = case(cast)
    factories.findings(judged, cast.rafael)
    next(r for r in judged.responses if r.criterion_code == "2.7").statement = "Another statement."
    factories.submit(judged, cast.amina)
    db.session.commit()

    page = browser.sign_in(cast.rafael).open("review.queue")

    assert "Rafael Example: 25 of 26" in page.text


def test_overdue_is_said_in_words(cast, browser):
    case(cast, due_on=now().date() - timedelta(days=14))

    assert "Overdue by 10 days" in browser.sign_in(cast.carys).open("review.queue").text


def test_the_second_page_goes_on_where_the_first_ends(cast, browser):
    made = [case(cast, State.SUBMITTED, state_since=now() - timedelta(days=40 - n)) for n in range(27)]

    page = browser.sign_in(cast.carys).open("review.queue", page=2)

    assert references(cast.carys, page=2) == [c.reference for c in made[25:]]
    assert "27 cases, page 2 of 2" in page.text


def test_the_way_to_other_pages_keeps_the_filters(cast, browser):
    for number in range(51):
        case(cast, State.SUBMITTED, state_since=now() - timedelta(days=40 + number))

    page = browser.sign_in(cast.carys).open("/queue?sort=due&longer=2&page=2")

    assert {n: link.partition("?")[2] for n, link in page.links().items() if n in {"1", "3", "Previous page"}} == {
        "1": "longer=2&sort=due&page=1", "3": "longer=2&sort=due&page=3",
        "Previous page": "longer=2&sort=due&page=1",
    }


@pytest.mark.parametrize(
    "address", ["?page=x&longer=-1&area=99&state=draft&sort=no&show=no&reviewer=%00", "?page=999999999"]
)
def test_filters_that_make_no_sense_are_left_out(cast, browser, address):
    case(cast)

    assert browser.sign_in(cast.carys).open(f"/queue{address}").status == 200


@pytest.mark.parametrize("name", ["amina", "olga", "ada"])
def test_the_queue_does_not_exist_for_schools_and_administrators(cast, browser, name):
    assert browser.sign_in(getattr(cast, name)).open("review.queue").status == 404


@pytest.mark.parametrize("name", ["carys", "rafael", "dana"])
def test_the_queue_takes_as_many_statements_for_one_case_as_for_many(cast, browser, name):
    browser.sign_in(getattr(cast, name))
    case(cast)
    with count_queries() as one:
        browser.open("review.queue")
    for _ in range(29):
        factories.application(cast, State.DESK_REVIEW)

    with count_queries() as many:
        browser.open("review.queue")

    assert len(many) == len(one) <= 8
