"""A letter that has left is marked, also while the database is away for a moment; else it leaves twice at most."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from registration.database import db, now
from registration.notifications import sending
from registration.notifications.kinds import DAILY
from tests.notifications.test_sending import letter


@pytest.fixture
def letters_away(post):
    """Takes the table of letters away while the first mail arrives, and brings it back when told."""
    engine, gone = db.engine, threading.Event()

    def rename(one, other):
        with engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {one} RENAME TO {other}"))

    def take_away():
        if not post.mails:
            rename("letter", "letter_away")
            gone.set()

    def bring_back():
        if gone.is_set():
            gone.clear()
            rename("letter_away", "letter")

    post.on_arrival = take_away
    yield bring_back
    db.session.rollback()
    bring_back()


def test_a_database_that_is_away_for_a_moment_makes_no_second_mail(cast, post, clock, letters_away):
    first, second = letter(cast), letter(cast)
    take_away = post.on_arrival
    post.on_arrival = lambda: (take_away(), threading.Timer(0.4, letters_away).start())

    sent = sending.send_due()
    clock.at(now() + timedelta(minutes=11))
    again = sending.send_due()

    assert (sent, again, len(post.mails)) == (2, 0, 2)
    assert (first.sent_at is not None, first.attempts, first.problem) == (True, 1, "")
    assert second.sent_at is not None


def test_what_cannot_be_marked_leaves_a_second_time_as_the_same_message(cast, post, clock, letters_away, monkeypatch):
    first, second = letter(cast), letter(cast)
    monkeypatch.setattr(sending, "PAUSES", (0,))

    with pytest.raises(SQLAlchemyError):
        sending.send_due()
    db.session.rollback()
    letters_away()
    others = sending.send_due()
    clock.at(now() + timedelta(minutes=11))
    again = sending.send_due()

    assert (others, again) == (1, 1)
    ids = [mail["Message-ID"] for _to, mail in post.mails]
    assert ids == [f"<{each.public_id}@127.0.0.1>" for each in (first, second, first)]
    assert first.sent_at is not None


def test_a_daily_letter_leaves_once_though_one_it_lists_cannot_be_read(cast, post, clock):
    daily = letter(cast, template=DAILY, facts={"name": "Amina", "items": []})
    facts = {"name": "Amina", "school": "Harbour Lights", "reference": "OSR-2026-ABCDEF", "starts_at": "some day"}
    unreadable = letter(cast, template="visit_time_chosen", facts=facts, way="daily", in_letter_id=daily.id)

    first = sending.send_due()
    clock.at(now() + timedelta(minutes=11))
    second = sending.send_due()

    assert (first, second, len(post.mails)) == (1, 0, 1)
    assert None not in (daily.sent_at, unreadable.sent_at)
    assert unreadable.subject == "A letter that cannot be shown"
