"""Reminders before a certificate ends, to a school that has not applied again."""

from datetime import datetime, time, timedelta

import pytest

from registration.database import db, now, today
from registration.notifications import reminders
from registration.notifications.composing import readable
from registration.notifications.models import Letter
from registration.workflow import calendar


@pytest.fixture
def at(registered, clock):
    """A function that writes the reminders so many working days before the certificate ends."""
    registered.registration.registered_at = now() - timedelta(days=900)
    db.session.commit()
    ends, days = registered.registration.valid_until, calendar.in_force

    def write(left):
        day = next(d for n in range(400) if days.between(d := ends - timedelta(days=n), ends) == left)
        clock.at(datetime.combine(day, time(12), tzinfo=days.zone))
        reminders.write_reminders()
        wanted = db.select(Letter).filter_by(template="reminder_reapproval").order_by(Letter.id)
        return [letter.person.name.split()[0] for letter in db.session.scalars(wanted)]

    return write


def test_the_leads_are_told_in_time_and_again_later_and_each_once(at):
    assert at(60) == at(59) == ["Cora", "Amina"]
    assert at(30) == ["Cora", "Amina", "Cora", "Amina"]


def test_a_draft_that_is_not_sent_is_named(at, again):
    at(30)

    letter = db.session.scalars(db.select(Letter).filter_by(template="reminder_reapproval")).first()
    assert again.reference in readable(letter).body


def test_a_school_whose_application_is_with_the_body_is_left_alone(at, reviewing):
    assert at(30) == []


def test_a_registration_that_ends_later_is_not_told_of(registered):
    registered.registration.valid_until = today() + timedelta(days=600)
    db.session.commit()

    reminders.write_reminders()

    assert db.session.scalars(db.select(Letter).filter_by(template="reminder_reapproval")).all() == []
