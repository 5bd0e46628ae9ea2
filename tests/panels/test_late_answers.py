"""An answer that stays away: one reminder to the reviewer, one letter to the desk, and none that nobody needs."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from registration.database import db
from registration.notifications.composing import compose
from registration.notifications.models import Letter
from registration.panels import late_service, queries, service
from registration.panels.models import ReviewerProfile
from registration.schools.models import Relation
from registration.workflow.states import State
from tests import factories

TOLD = datetime(2027, 3, 1, 10, tzinfo=UTC)  # a Monday


@pytest.fixture
def place(cast, clock):
    clock.at(TOLD)
    case = factories.application(cast, State.SUBMITTED, panel=False)
    db.session.add(ReviewerProfile(person_id=cast.ravi.id, hours=60))
    known = next(r for r in queries.reviewers_for(case) if r.key == cast.ravi.public_id)
    made = service.assign(case, known, "reviewer", by=cast.carys)
    db.session.flush()
    service.tell(case, by=cast.carys)
    made.answer_by = date(2027, 3, 5)
    db.session.commit()
    return made


def at(clock, day, hour=10):
    clock.at(datetime(2027, 3, day, hour, tzinfo=UTC))


def letters(template):
    return db.session.scalars(select(Letter).where(Letter.template == template).order_by(Letter.id)).all()


def test_the_day_after_the_reviewer_is_reminded_and_the_desk_told_each_once(cast, place, clock):
    written = []
    for day in range(4, 12):
        at(clock, day)
        written.append((day, late_service.remind_of_late_answers()))
        db.session.commit()

    officers = len(letters("panel_place_late"))
    assert [day for day, number in written if number] == [6]
    assert [letter.person for letter in letters("reminder_place")] == [cast.ravi]
    assert cast.carys in [letter.person for letter in letters("panel_place_late")]
    assert dict(written)[6] == 1 + officers


def test_the_reminder_leads_to_the_answer_and_hangs_on_no_case(place, clock):
    at(clock, 8)
    late_service.remind_of_late_answers()
    db.session.commit()

    letter = letters("reminder_place")[0]
    assert letter.application is None
    assert place.public_id in compose(letter).body
    assert "5 March 2027" in compose(letter).body
    assert all(compose(told).body for told in letters("panel_place_late"))


def nobody_waits(place, cast, clock):
    place.answer, place.answered_at = "accepted", TOLD


def taken_back(place, cast, clock):
    service.take_back(place, by=cast.carys)


def on_hold(place, cast, clock):
    place.application.held = True


def over(place, cast, clock):
    place.application.state = State.WITHDRAWN


@pytest.mark.parametrize("happened", [nobody_waits, taken_back, on_hold, over])
def test_nobody_is_reminded_where_no_answer_is_needed(cast, place, clock, happened):
    happened(place, cast, clock)
    db.session.commit()
    at(clock, 8)

    assert late_service.remind_of_late_answers() == 0


def test_a_place_nobody_was_told_of_is_not_late(cast, place, clock):
    place.told_at = place.answer_by = None
    db.session.commit()
    at(clock, 8)

    assert late_service.remind_of_late_answers() == 0


def test_nobody_is_reminded_at_night(place, clock):
    at(clock, 8, hour=3)
    at_night = late_service.remind_of_late_answers()
    at(clock, 8, hour=9)

    assert (at_night, late_service.remind_of_late_answers() > 0) == (0, True)


def test_who_turned_out_to_be_tied_to_the_school_is_not_reminded(cast, place, clock):
    school = place.application.school
    db.session.add(Relation(person=cast.ravi, school=school, kind="adviser", since=date(2026, 1, 1)))
    db.session.commit()
    at(clock, 8)
    late_service.remind_of_late_answers()

    assert letters("reminder_place") == []
