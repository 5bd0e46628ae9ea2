"""The visit from proposal to record, as both sides do it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registration.database import db, now
from registration.deadlines.dates import dates_of
from registration.filters import moment
from registration.notifications.models import Letter
from registration.visits import records, sampling, service
from registration.visits.agenda import lay_out
from registration.visits.models import VisitMember, VisitSlot
from registration.visits.service import begin_visit
from registration.workflow import clocks, engine
from registration.workflow.clocks import clock_of
from registration.workflow.states import State, Turn
from tests import factories

SOON = {"day-day": "1", "day-month": "3", "day-year": "2028", "starts": "09:00", "ends": "15:30"}


@pytest.fixture
def planning(cast):
    application = factories.application(cast, State.VISIT_PLANNING)
    factories.findings(application, cast.leah, cast.rafael)
    factories.agree(application, cast.leah, "desk")
    db.session.commit()
    return application


@pytest.fixture
def arranged(cast, planning):
    """A visit agreed for an hour ago, with its team and agenda."""
    visit = begin_visit(planning, cast.leah)
    visit.slots.append(
        VisitSlot(starts_at=now() - timedelta(hours=6), ends_at=now() - timedelta(hours=1), accepted_at=now())
    )
    lay_out(visit)
    planning.state = State.VISIT_ARRANGED
    db.session.commit()
    return planning


def test_the_agenda_is_proposed_from_doubt_with_the_essentials_always(browser, planning, cast):
    browser.sign_in(cast.leah).open("visits.plan", reference=planning.reference)

    browser.press("Begin planning")

    planned = {code for item in planning.visit.agenda for code in item.criteria}
    assert planned >= set(planning.standard.essentials)
    assert [planning.visit.agenda[0].title, planning.visit.agenda[-1].title] == ["Opening meeting", "Closing meeting"]


def test_the_school_accepts_a_time_and_the_agenda_is_laid_out_in_it(browser, planning, cast):
    browser.sign_in(cast.carys).open("visits.plan", reference=planning.reference)
    browser.press("Begin planning")
    browser.open("visits.slot", reference=planning.reference)
    browser.press("Propose this time", **SOON)
    slot = planning.visit.slots[0]
    planning.visit.slots.append(
        VisitSlot(starts_at=slot.starts_at + timedelta(days=1), ends_at=slot.ends_at + timedelta(days=1))
    )
    db.session.commit()

    browser.sign_in(cast.amina).open("visits.slots", reference=planning.reference)
    browser.press("Send our choice", slot=slot.public_id)

    assert planning.visit.accepted_slot is slot
    assert "Waiting for the school" not in browser.sign_in(cast.carys).open(
        "visits.plan", reference=planning.reference
    ).text
    assert planning.visit.agenda[0].starts_at == datetime(2028, 3, 1, 9, tzinfo=UTC)


def test_the_school_sees_the_schedule_only_once_it_is_shared(browser, arranged, cast):
    hidden = browser.sign_in(cast.amina).open("visits.agenda", reference=arranged.reference).text
    calendar = browser.open("visits.calendar", reference=arranged.reference).status
    arranged.state = State.VISIT_PLANNING
    browser.sign_in(cast.leah).open("visits.plan", reference=arranged.reference)
    browser.press("Share the agenda with the school")

    shown = browser.sign_in(cast.amina).open("visits.agenda", reference=arranged.reference).text

    assert "Opening meeting" not in hidden
    assert calendar == 404
    assert "Opening meeting" in shown
    assert "essential" not in shown
    assert b"BEGIN:VEVENT" in browser.open("visits.calendar", reference=arranged.reference).data


def test_no_time_suits_needs_to_say_what_would(browser, planning, cast):
    begin_visit(planning, cast.leah).slots.append(
        VisitSlot(starts_at=now() + timedelta(days=9), ends_at=now() + timedelta(days=9, hours=5))
    )
    browser.sign_in(cast.amina).open("visits.slots", reference=planning.reference)

    page = browser.press("Send our choice", slot="none")
    again = browser.press("Send our choice", slot="none", reason="Mondays suit us.")

    assert page.status == 422
    assert again.status == 200
    assert planning.visit.slots[0].decline_reason == "Mondays suit us."


def test_a_half_given_second_day_gives_everything_back(browser, planning, cast):
    begin_visit(planning, cast.leah)
    browser.sign_in(cast.leah).open("visits.slot", reference=planning.reference)

    page = browser.press("Propose this time", **SOON, second_starts="09:00")

    assert page.status == 422
    assert "Give the second day with its start and its end" in page.text
    assert page.value("starts") == "09:00"


def test_notes_on_the_whole_agenda_open_the_way_to_the_report(browser, arranged, cast):
    browser.sign_in(cast.leah)
    for code in {code for item in arranged.visit.agenda for code in item.criteria}:
        browser.open("visits.note", reference=arranged.reference, code=code)
        browser.press("Save the note", text="The lead for safeguarding showed the record.")

    browser.open("visits.held", reference=arranged.reference)
    browser.press("Record the visit and go on to the report", summary="Thank you for the day.")

    assert arranged.state is State.REPORTING


def test_a_visit_without_its_notes_is_not_held_and_the_summary_comes_back(browser, arranged, cast):
    browser.sign_in(cast.leah).open("visits.held", reference=arranged.reference)

    page = browser.press("Record the visit and go on to the report", summary="Thank you for the day.")

    assert page.status == 409
    assert "Write what was seen for every criterion on the agenda first." in page.text
    assert "Thank you for the day." in page.text
    assert arranged.visit.summary == ""


def test_a_note_changed_elsewhere_is_not_overwritten_and_both_texts_are_shown(browser, arranged, cast):
    browser.sign_in(cast.leah).open("visits.note", reference=arranged.reference, code="2.7")
    records.write_note(arranged, "2.7", "Written on the tablet.", version=0, by=cast.leah)

    page = browser.press("Save the note", text="Written on the laptop.")

    assert page.status == 409
    assert "Written on the tablet." in page.exact
    assert page.value("text") == "Written on the laptop."
    assert [n.text for n in arranged.visit.notes] == ["Written on the tablet."]


def test_the_school_never_sees_the_notebook(browser, arranged, cast):
    page = browser.sign_in(cast.amina).open("visits.notebook", reference=arranged.reference)

    assert page.status == 403


@pytest.mark.parametrize("endpoint", ["visits.plan", "visits.agenda", "visits.notebook", "visits.sample"])
def test_to_another_school_there_is_no_visit(browser, arranged, cast, endpoint):
    page = browser.sign_in(cast.olga).open(endpoint, reference=arranged.reference)

    assert page.status == 404


def test_a_draw_can_be_repeated_from_its_seed(browser, arranged, cast):
    browser.sign_in(cast.rafael).open("visits.sample", reference=arranged.reference)

    browser.press("Draw", subject="Staff files", population="40", size="5")

    sample = arranged.visit.samples[0]
    assert len(sample.drawn) == 5
    assert sample.drawn == sampling.draw(sample.seed, 40, 5)


def test_a_lesson_sheet_is_kept_and_can_be_changed_by_its_observer_alone(browser, arranged, cast):
    browser.sign_in(cast.rafael).open("visits.lesson", reference=arranged.reference)
    browser.press("Save the lesson sheet", subject="Physics", stage="Year 10", minutes="40", seen="Pairs at work.")
    lesson = arranged.visit.lessons[0]

    browser.sign_in(cast.leah).open("visits.lesson", reference=arranged.reference, lesson_id=lesson.public_id)
    page = browser.press("Save the lesson sheet", subject="Chemistry", stage="Year 10", minutes="40", seen="x")

    assert page.status == 409
    assert lesson.subject == "Physics"


def test_the_team_comes_from_the_panel_only(browser, planning, cast):
    begin_visit(planning, cast.leah)
    browser.sign_in(cast.leah).open("visits.arrangements", reference=planning.reference)

    page = browser.press("Save", mode="video", team=[cast.ravi.public_id])

    assert page.status == 422
    assert {m.person for m in db.session.query(VisitMember)} == {cast.leah, cast.rafael}


def test_items_can_be_rearranged_changed_and_removed_without_a_mouse(browser, arranged, cast):
    arranged.state = State.VISIT_PLANNING
    browser.sign_in(cast.leah).open("visits.plan", reference=arranged.reference)
    second = sorted(arranged.visit.agenda, key=lambda i: i.position)[1].title

    browser.press(f"Earlier {second}")
    first = min(arranged.visit.agenda, key=lambda i: i.position)
    browser.open("visits.item", reference=arranged.reference, item_id=first.public_id)
    browser.press("Save the item", title="Tour of the learning platform", minutes="45")

    assert first.title == "Tour of the learning platform"
    starts = [i.starts_at for i in sorted(arranged.visit.agenda, key=lambda i: i.position)]
    assert starts[1] - starts[0] == timedelta(minutes=45)


def test_somebody_leaves_the_team(browser, planning, cast):
    begin_visit(planning, cast.leah)
    browser.sign_in(cast.leah).open("visits.arrangements", reference=planning.reference)

    page = browser.press("Save", mode="video", team=[cast.leah.public_id])

    assert page.status == 200
    assert [m.person for m in planning.visit.team] == [cast.leah]


def test_it_is_the_turn_of_the_school_while_times_wait_for_its_answer(browser, planning, cast):
    place = {"reference": planning.reference}

    def turn():
        db.session.expire_all()
        return clock_of(planning).turn

    before = turn()
    browser.sign_in(cast.carys).open("visits.plan", **place)
    browser.press("Begin planning")
    browser.open("visits.slot", **place)
    browser.press("Propose this time", **SOON)
    asked = turn()
    browser.sign_in(cast.amina).open("visits.slots", **place)
    browser.press("Send our choice", slot="none", reason="Mondays suit us.")
    declined = turn()
    browser.sign_in(cast.carys).open("visits.slot", **place)
    browser.press("Propose this time", **SOON)
    slot = next(s for s in planning.visit.slots if s.declined_at is None)
    browser.sign_in(cast.amina).open("visits.slots", **place)
    browser.press("Send our choice", slot=slot.public_id)

    assert [before, asked, declined, turn()] == [Turn.BODY, Turn.SCHOOL, Turn.BODY, Turn.BODY]


MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def asked(cast, clock):
    """On a Monday, the school is offered two times: in two weeks, and in three."""
    clock.at(MONDAY)
    case = factories.application(cast, State.VISIT_PLANNING)
    case.state_since, case.due_on = MONDAY, clocks.due_date(State.VISIT_PLANNING)
    visit = service.begin_visit(case, cast.leah)
    db.session.flush()
    for weeks in (2, 3):
        start = MONDAY + timedelta(weeks=weeks)
        service.propose_slot(visit, (start, start + timedelta(hours=3)), None, by=cast.carys)
    db.session.commit()
    return case


def stand(case):
    clock = clock_of(case)
    return clock.turn, clock.used, clock.left


def test_the_days_the_school_takes_to_choose_are_given_back(asked, cast, clock):
    allowed = clocks.DAYS["visit_planning"]
    thinking = stand(asked)
    clock.at(MONDAY + timedelta(days=8))
    service.accept_slot(asked, asked.visit.slots[0], by=cast.amina)
    clock.at(MONDAY + timedelta(days=9))

    assert thinking == (Turn.SCHOOL, 0, 15)
    assert stand(asked) == (Turn.BODY, 1, allowed - 1)


def test_the_last_day_to_choose_stands_among_the_dates_while_it_binds(asked, cast):
    to_choose = [(d.who, d.on) for d in dates_of(asked, cast.amina) if d.what == "Choose a time for the visit"]
    to_us = [d.who for d in dates_of(asked, cast.carys) if d.what == "Choose a time for the visit"]
    shown = clock_of(asked).due_on
    service.accept_slot(asked, asked.visit.slots[0], by=cast.amina)

    assert to_choose == [("Your school", date(2026, 3, 23))] == [("Your school", shown)]
    assert to_us == [asked.school.name]
    assert "Choose a time for the visit" not in [d.what for d in dates_of(asked, cast.amina)]


def test_the_school_sees_the_time_it_chose_before_the_schedule_is_shared(browser, asked, cast):
    chosen = asked.visit.slots[0]
    service.accept_slot(asked, chosen, by=cast.amina)
    db.session.commit()

    page = browser.sign_in(cast.amina).open("visits.agenda", reference=asked.reference)

    assert "The schedule has not been shared yet" in page.text
    assert f"The time your school chose begins on {moment(chosen.starts_at, asked.school.time_zone)}" in page.text


def test_a_school_that_says_nothing_until_the_last_time_has_come_costs_us_no_day(asked, clock):
    clock.at(MONDAY + timedelta(weeks=3, days=1))

    assert stand(asked) == (Turn.BODY, 1, clocks.DAYS["visit_planning"] - 1)


def test_a_time_taken_back_gives_back_what_it_had_moved(asked, cast):
    for slot in list(asked.visit.slots):
        service.take_back_slot(asked.visit, slot)

    assert (stand(asked), asked.due_on) == (
        (Turn.BODY, 0, clocks.DAYS["visit_planning"]), clocks.due_date(State.VISIT_PLANNING)
    )  # fmt: skip


def test_asking_the_school_forgives_no_day_that_was_late_already(asked, cast, clock):
    for slot in list(asked.visit.slots):
        service.take_back_slot(asked.visit, slot)
    asked.due_on = date(2026, 3, 4)
    clock.at(MONDAY + timedelta(days=4))
    late = stand(asked)
    start = MONDAY + timedelta(weeks=2)
    service.propose_slot(asked.visit, (start, start + timedelta(hours=3)), None, by=cast.carys)
    service.decline_slots(asked, "Never on Mondays.")

    assert late[2] == stand(asked)[2] == -2


def test_days_on_hold_while_the_school_chooses_are_given_back_once(asked, cast, clock):
    engine.perform(asked, "hold", by=cast.carys, note="The fee.")
    db.session.commit()
    clock.at(MONDAY + timedelta(days=3))
    engine.perform(asked, "resume", by=cast.carys)
    service.accept_slot(asked, asked.visit.slots[0], by=cast.amina)

    assert stand(asked) == (Turn.BODY, 0, clocks.DAYS["visit_planning"])


def test_each_side_hears_of_times_for_the_visit(cast):
    case = factories.application(cast, State.VISIT_PLANNING)
    visit = service.begin_visit(case, cast.leah)
    db.session.flush()
    begin = now() + timedelta(days=9)
    times = [(begin + timedelta(days=n), begin + timedelta(days=n, hours=3)) for n in range(2)]
    slots = [service.propose_slot(visit, each, None, by=cast.carys) for each in times]
    db.session.flush()
    service.accept_slot(case, slots[1], by=cast.amina)
    service.decline_slots(case, "Never on Mondays.")
    db.session.flush()

    letters = db.session.scalars(db.select(Letter).where(Letter.application == case).order_by(Letter.id))
    told = [(letter.template, letter.person.name.split()[0]) for letter in letters]
    assert told == [
        ("visit_times", "Cora"), ("visit_times", "Amina"),
        ("visit_time_chosen", "Carys"), ("visit_time_chosen", "Nora"), ("visit_time_chosen", "Leah"),
        ("visit_times_declined", "Carys"), ("visit_times_declined", "Nora"),
    ]  # fmt: skip
