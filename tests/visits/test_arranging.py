"""The agenda rearranged: by buttons, all at once, alongside, at set times; and by two people at the same time."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from registration.database import db, now
from registration.visits import agenda, checking
from registration.visits.models import VisitSlot
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def case(cast):
    """A visit being planned, with a time that the school has accepted for tomorrow week."""
    case = factories.application(cast, State.VISIT_PLANNING)
    factories.findings(case, cast.leah, cast.rafael)
    visit = begin_visit(case, cast.leah)
    start = (now() + timedelta(days=8)).replace(hour=9, minute=0, second=0, microsecond=0)
    visit.slots.append(VisitSlot(starts_at=start, ends_at=start + timedelta(hours=8), accepted_at=now()))
    agenda.lay_out(visit)
    db.session.commit()
    return case


def titles(case):
    return [item.title for item in agenda.in_order(case.visit)]


def opened(browser, case, person, page="visits.arrange", **more):
    return browser.sign_in(person).open(page, reference=case.reference, **more)


def test_places_and_minutes_are_changed_together(browser, case, cast):
    second, third = agenda.in_order(case.visit)[1:3]
    opened(browser, case, cast.leah)

    browser.press(
        "Save the order and the minutes", **{f"place_{third.public_id}": "2", f"minutes_{second.public_id}": "25"}
    )

    assert agenda.in_order(case.visit)[1:3] == [third, second]
    assert second.minutes == 25
    assert second.starts_at == third.starts_at + timedelta(minutes=third.minutes)


def test_a_button_moves_one_item_and_saves_what_was_typed_beside_it(browser, case, cast):
    first, second = agenda.in_order(case.visit)[:2]
    opened(browser, case, cast.leah)

    page = browser.press(f"Up {second.title}", **{f"minutes_{first.public_id}": "10"})

    assert agenda.in_order(case.visit)[:2] == [second, first]
    assert first.minutes == 10
    assert f"“{second.title}” is now number 1 of {len(case.visit.agenda)}." in page.text


def test_pressing_enter_in_a_box_saves_and_moves_nothing(browser, case, cast):
    page = opened(browser, case, cast.leah)

    form = next(f for f in page.html.iter("form") if f.findall(".//input[@name='edition']"))
    first_button = next(form.iter("button"))

    assert "".join(first_button.itertext()).strip() == "Save the order and the minutes"


def test_minutes_that_are_no_number_come_back_as_they_were_typed(browser, case, cast):
    item = case.visit.agenda[0]
    opened(browser, case, cast.leah)

    page = browser.press("Save the order and the minutes", **{f"minutes_{item.public_id}": "long"})

    assert page.status == 422
    assert page.value(f"minutes_{item.public_id}") == "long"


def test_of_two_people_who_rearrange_the_later_moves_nothing_and_gets_back_what_was_typed(browser, case, cast):
    before, item = titles(case), case.visit.agenda[0]
    opened(browser, case, cast.leah)
    agenda.move(agenda.in_order(case.visit)[1], 1)
    moved = titles(case)

    page = browser.press("Save the order and the minutes", **{f"place_{item.public_id}": "4"})

    assert page.status == 409
    assert "Somebody changed the agenda after you opened this page, so nothing was changed now." in page.text
    assert "place 4" in page.text
    assert titles(case) == moved != before


@pytest.mark.parametrize("button", ["Later", "Remove"])
def test_a_stale_plan_moves_and_removes_nothing(browser, case, cast, button):
    title = titles(case)[1]
    opened(browser, case, cast.leah, "visits.plan")
    agenda.move(agenda.in_order(case.visit)[3], 1)
    standing = titles(case)

    page = browser.press(f"{button} {title}")

    assert page.status == 409
    assert titles(case) == standing


def test_two_changes_at_the_same_moment_are_told_apart_by_the_visit(case, cast):
    visit, items = case.visit, agenda.in_order(case.visit)
    rows = [agenda.Row(item.public_id, place, 45) for place, item in enumerate(items, start=1)]
    set_committed_value(visit, "version", visit.version - 1)  # as it was read before somebody else's change

    with pytest.raises(StaleDataError):
        agenda.arrange(visit, rows, edition=visit.agenda_edition, by=cast.leah)
    db.session.rollback()


def test_what_was_typed_about_an_item_that_is_removed_meanwhile_comes_back(browser, case, cast):
    item = case.visit.agenda[1]
    opened(browser, case, cast.leah, "visits.item", item_id=item.public_id)
    agenda.remove(item)

    page = browser.press("Save the item", title="A tour of the platform")

    assert page.status == 404
    assert "Somebody took this item off the agenda while this page was open." in page.text
    assert "A tour of the platform" in page.text


def test_an_item_changed_in_two_windows_shows_both_wordings(browser, case, cast):
    item = case.visit.agenda[1]
    opened(browser, case, cast.leah, "visits.item", item_id=item.public_id)
    item.title = "Written by Carys"

    page = browser.press("Save the item", title="Written by Leah")

    assert page.status == 409
    assert "Written by Carys" in page.exact
    assert "Written by Leah" in page.exact
    assert item.title == "Written by Carys"


def test_an_item_alongside_another_begins_with_it_and_the_team_that_splits_up_does_not_clash(browser, case, cast):
    first, second, third = agenda.in_order(case.visit)[:3]
    opened(browser, case, cast.leah, "visits.item", item_id=second.public_id)
    browser.press("Save the item", placing="alongside", people=[cast.rafael.public_id], meet="Owner", criteria=[])

    together = [c.kind.value for c in checking.clashes_of(case.visit) if c.keys == (first.public_id, second.public_id)]
    first.people, first.meet = [cast.leah.public_id], "Principal"

    assert second.starts_at == first.starts_at
    assert third.starts_at == first.starts_at + max(timedelta(minutes=i.minutes) for i in (first, second))
    assert "member" in together
    assert [c for c in checking.clashes_of(case.visit) if c.keys == (first.public_id, second.public_id)] == []


def test_a_clash_stands_on_the_plan_in_a_sentence(browser, case, cast):
    second = agenda.in_order(case.visit)[1]
    opened(browser, case, cast.leah, "visits.item", item_id=second.public_id)

    page = browser.press("Save the item", title="Lesson", placing="alongside")

    assert "“Opening meeting” and “Lesson” take place at the same time, and Leah" in page.text


def test_an_item_at_a_set_time_stays_there_whatever_moves_before_it(browser, case, cast):
    item, start = agenda.in_order(case.visit)[2], case.visit.accepted_slot.starts_at
    opened(browser, case, cast.leah, "visits.item", item_id=item.public_id)
    browser.press(
        "Save the item", placing="set", at="15:00",
        **{"on-day": str(start.day), "on-month": str(start.month), "on-year": str(start.year)},
    )
    begins = item.starts_at

    agenda.move(agenda.in_order(case.visit)[0], 1)

    assert begins == item.starts_at
    assert f"{item.starts_at.astimezone(agenda.calendar.in_force.zone):%H:%M}" == "15:00"


def test_a_set_time_that_the_change_of_clocks_leaves_out_is_refused_and_given_back(browser, case, cast):
    item = case.visit.agenda[2]
    opened(browser, case, cast.leah, "visits.item", item_id=item.public_id)

    page = browser.press(
        "Save the item", placing="set", at="01:30", **{"on-day": "28", "on-month": "3", "on-year": "2027"}
    )

    assert page.status == 422
    assert "01:30 does not come on that day" in page.text
    assert page.value("at") == "01:30"


def test_proposing_anew_shows_first_what_would_go(browser, case, cast):
    case.visit.agenda[1].title = "Written by hand"
    page = opened(browser, case, cast.leah, "visits.propose")

    after = browser.press("Replace the agenda by this")

    assert "Written by hand" in page.text
    assert after.status == 200
    assert "Written by hand" not in titles(case)


def test_somebody_who_leaves_the_team_leaves_the_items_too(browser, case, cast):
    item = case.visit.agenda[1]
    item.people = [cast.rafael.public_id, cast.leah.public_id]
    opened(browser, case, cast.leah, "visits.arrangements")

    browser.press("Save", team=[cast.leah.public_id])

    assert item.people == [cast.leah.public_id]


def test_one_person_and_only_one_leads(browser, case, cast):
    opened(browser, case, cast.leah, "visits.arrangements")

    page = browser.press("Save", **{f"part_{cast.rafael.public_id}": "leads"})

    assert page.status == 422
    assert "one person, and only one, leads the visit" in page.text


def test_two_who_change_how_and_who_see_both_wordings(browser, case, cast):
    opened(browser, case, cast.leah, "visits.arrangements")
    case.visit.place = "https://meet.example/carys"

    page = browser.press("Save", place="https://meet.example/leah")

    assert page.status == 409
    assert "https://meet.example/carys" in page.exact
    assert case.visit.place == "https://meet.example/carys"


def test_times_are_laid_out_across_the_change_to_summer_time_in_real_minutes(case):
    visit, zone = case.visit, agenda.calendar.in_force.zone
    start = datetime(2027, 3, 28, 0, 0, tzinfo=zone)
    visit.slots[0].starts_at, visit.slots[0].ends_at = start, start + timedelta(hours=8)

    agenda.lay_out(visit)

    items = agenda.in_order(visit)
    gaps = [(b.starts_at - a.starts_at).total_seconds() / 60 for a, b in pairwise(items)]
    assert gaps == [item.minutes for item in items[:-1]]
