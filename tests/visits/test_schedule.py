"""The schedule both sides share: what changed since somebody looked, and what reaches their calendars."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from registration.database import db, now
from registration.visits import agenda, schedule
from registration.visits.ical import calendar_of
from registration.visits.models import ScheduleLook, VisitSlot
from registration.visits.service import accept_slot, begin_visit
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def case(cast):
    """A shared agenda, with an accepted time and one more to choose."""
    case = factories.application(cast, State.VISIT_PLANNING)
    factories.findings(case, cast.leah, cast.rafael)
    visit = begin_visit(case, cast.leah)
    start = (now() + timedelta(days=8)).replace(hour=9, minute=0, second=0, microsecond=0)
    for days in (0, 1):
        at = start + timedelta(days=days)
        visit.slots.append(VisitSlot(starts_at=at, ends_at=at + timedelta(hours=8)))
    visit.slots[0].accepted_at = now()
    agenda.lay_out(visit)
    db.session.flush()
    agenda.share(visit)
    db.session.commit()
    return case


def look(browser, case, person):
    return browser.sign_in(person).open("visits.agenda", reference=case.reference)


def events(case):
    """Sequence and status of each event of the calendar file, by its name."""
    lines = calendar_of(case.visit, "https://example.org/visit").replace("\r\n ", "").split("\r\n")
    named = [dict(line.split(":", 1) for line in lines[a:b]) for a, b in parts(lines)]
    return {event["UID"].split("@")[0]: (int(event["SEQUENCE"]), event["STATUS"]) for event in named}


def parts(lines):
    begins = [n for n, line in enumerate(lines) if line == "BEGIN:VEVENT"]
    return [(n, lines.index("END:VEVENT", n)) for n in begins]


def test_the_school_is_told_what_changed_since_the_agenda_was_shared(browser, case, cast):
    items = agenda.in_order(case.visit)
    calm = look(browser, case, cast.amina).text
    items[1].title = "A tour"
    agenda.remove(items[2])

    page = look(browser, case, cast.amina)

    assert "Nothing has changed" in calm
    assert "is now called “A tour”." in page.text
    assert f"Cancelled: “{items[2].title}”" in page.text


def test_whoever_says_they_have_seen_it_is_told_only_of_what_comes_after(browser, case, cast):
    items = agenda.in_order(case.visit)
    items[1].title = "A tour"
    look(browser, case, cast.amina)
    calm = browser.press("I have seen these changes")
    items[0].minutes = 25

    after = look(browser, case, cast.amina).text
    colleague = look(browser, case, cast.cora).text

    assert "Nothing has changed since" in calm.text
    assert "now takes 25 minutes instead of 20" in after
    assert "A tour”." not in after
    assert "is now called “A tour”." in colleague


def test_a_change_that_comes_while_somebody_reads_is_not_taken_as_seen(browser, case, cast):
    items = agenda.in_order(case.visit)
    items[1].title = "A tour"
    look(browser, case, cast.amina)
    items[1].title = "A walk"

    page = browser.press("I have seen these changes")

    assert "The schedule has changed once more since you opened it." in page.text
    assert "is now called “A walk”." in page.text
    assert db.session.query(ScheduleLook).count() == 0


def test_opening_the_schedule_changes_nothing(browser, case, cast):
    look(browser, case, cast.amina)

    assert db.session.query(ScheduleLook).count() == 0


def test_an_open_page_can_tell_that_the_schedule_is_another(browser, case, cast):
    shown = look(browser, case, cast.amina).html.find(".//*[@id='schedule']").get("data-shown")
    same = browser.open("visits.edition", reference=case.reference).text
    case.visit.place = "https://meet.example/room"

    other = browser.open("visits.edition", reference=case.reference).text

    assert shown == same != other


def test_an_agenda_that_is_not_shared_tells_the_school_not_even_that_it_changes(browser, case, cast):
    case.visit.agenda_shared_at = None

    page = look(browser, case, cast.amina)

    assert "Opening meeting" not in page.text
    assert browser.open("visits.edition", reference=case.reference).status == 404
    assert browser.post("visits.seen", {"shown": "x"}, reference=case.reference).status == 404


def test_why_an_item_was_proposed_is_no_part_of_what_the_school_is_told(case):
    case.visit.agenda[1].why = "2.7: reviewers differ"

    assert "reviewers differ" not in str(schedule.said(case.visit))


def test_the_same_moment_on_another_clock_is_no_change(case):
    item = agenda.in_order(case.visit)[0]
    before = schedule.said(case.visit)
    item.starts_at = item.starts_at.astimezone(ZoneInfo("Pacific/Auckland"))

    assert schedule.changes(before, schedule.said(case.visit)) == []


def test_every_kind_of_change_is_told():
    asked = {"meet": "", "observe": "", "criteria": []}
    item = {"title": "Tour", "at": "2027-03-01T09:00:00+00:00", "minutes": 30, **asked}
    other = {**item, "title": "Walk", "at": None, "minutes": 20, "meet": "Owner"}
    before = {"mode": "video", "place": "", "items": {"a": item, "b": item}}
    after = {"mode": "on_site", "place": "Hall", "items": {"a": other, "c": item}}

    told = [change.what for change in schedule.changes(before, after)]

    assert told == ["mode", "place", "renamed", "moved", "minutes", "asked", "new", "gone"]
    assert schedule.changes(after, after) == []


def test_in_a_calendar_the_sequence_of_what_moves_rises_and_of_the_rest_stays(case):
    before = events(case)
    last, first = agenda.in_order(case.visit)[-1], agenda.in_order(case.visit)[0]
    last.minutes += 5
    db.session.commit()

    after = events(case)

    assert after[last.public_id][0] > before[last.public_id][0]
    assert after[first.public_id] == before[first.public_id]


def test_what_was_taken_off_is_cancelled_in_calendars_with_a_later_sequence(case):
    gone = agenda.in_order(case.visit)[1]
    key, before = gone.public_id, events(case)[gone.public_id]
    agenda.remove(gone)
    db.session.commit()

    after = events(case)[key]

    assert after[1] == "CANCELLED"
    assert after[0] > before[0]


def test_an_agenda_proposed_anew_cancels_all_that_went(case, cast):
    before = {item.public_id for item in case.visit.agenda}
    agenda.propose(case.visit, cast.leah)
    db.session.commit()

    after = events(case)

    assert {after[key][1] for key in before} == {"CANCELLED"}
    assert {status for key, (_n, status) in after.items() if key not in before} == {"TENTATIVE"}


def test_before_it_was_shared_nothing_reached_a_calendar_so_nothing_is_cancelled(case):
    case.visit.agenda_shared_at = None
    agenda.remove(case.visit.agenda[1])
    db.session.commit()

    assert case.visit.cancelled == []


def test_another_time_moves_every_event_with_a_later_sequence(case, cast):
    before = events(case)
    accept_slot(case, case.visit.slots[1], by=cast.amina)
    db.session.commit()

    after = events(case)

    assert before.keys() == after.keys()
    assert all(after[key][0] > before[key][0] for key in before)


def test_once_the_visit_is_arranged_its_events_are_certain(case):
    case.state = State.VISIT_ARRANGED

    assert {status for _n, status in events(case).values()} == {"CONFIRMED"}
