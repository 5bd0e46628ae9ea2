"""How letters reach people: at once, in one a day, or only here."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from registration.database import db
from registration.notifications import daily, sending, ways
from registration.notifications.forms import PLANS
from registration.notifications.kinds import DAILY, Kind, Way
from registration.notifications.models import Letter, LetterPreference
from registration.schools.models import Relation
from registration.workflow.states import State
from tests import factories

FACTS = {"name": "Amina", "school": "Harbour Lights", "reference": "OSR-2026-ABCDEF", "note": "", "due_on": ""}
NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)


def letter(person, template="review_begun", application=None, **facts):
    made = Letter(template=template, facts=FACTS, email=person.email, person=person, application=application, **facts)
    db.session.add(made)
    db.session.commit()
    return made


def wants(person, **chosen):
    ways.prefer(person, {Kind(kind): Way(way) for kind, way in chosen.items()})
    db.session.commit()


def dailies():
    return db.session.scalars(select(Letter).where(Letter.template == DAILY).order_by(Letter.id)).all()


def test_without_a_wish_every_letter_leaves_at_once(cast, post):
    made = letter(cast.amina)

    assert sending.send_due() == 1
    assert made.way == Way.AT_ONCE


def test_remarks_of_colleagues_come_once_a_day_unless_somebody_wished_otherwise(cast, post):
    unasked = letter(cast.amina, "remark_written")
    wants(cast.basil, **PLANS["at_once"])
    wished = letter(cast.basil, "remark_written")

    sending.send_due()

    assert (unasked.way, wished.way) == (Way.DAILY, Way.AT_ONCE)


@pytest.mark.parametrize(
    ("template", "way"),
    [("review_begun", Way.HERE), ("moderation_opened", Way.HERE), ("review_to_do", Way.AT_ONCE),
     ("determination", Way.AT_ONCE), ("evidence_requested", Way.AT_ONCE), ("password", Way.AT_ONCE),
     ("no_such_letter", Way.AT_ONCE)],
)  # fmt: skip
def test_who_wants_only_what_needs_them_gets_that_and_what_must_be_sent(cast, post, template, way):
    wants(cast.amina, **PLANS["needs_me"])
    made = letter(cast.amina, template)

    ways.decide_ways()

    assert made.way == way


def test_a_letter_that_stays_here_is_never_mailed_and_can_be_read(cast, post, browser):
    wants(cast.amina, **PLANS["needs_me"])
    made = letter(cast.amina)

    assert (sending.send_due(), post.mails) == (0, [])
    page = browser.sign_in(cast.amina).open("notifications.letter", public_id=made.public_id)
    assert "the desk review has begun" in page.heading
    assert "Kept here, not mailed" in page.text


def test_the_daily_letter_lists_what_waited_and_is_sent_once(cast, post, clock):
    clock.at(NOON)
    cast.amina.time_zone = "Europe/Lisbon"
    wants(cast.amina, **PLANS["daily"])
    first, second = letter(cast.amina), letter(cast.amina, "moderation_opened")
    sending.send_due()
    clock.at(datetime(2027, 3, 11, 6, 59, tzinfo=UTC))
    too_early = daily.write_daily_letters()
    clock.at(datetime(2027, 3, 11, 7, 1, tzinfo=UTC))

    written = [daily.write_daily_letters(), daily.write_daily_letters()]
    sent = [sending.send_due(), sending.send_due()]

    assert (too_early, written, sent) == (0, [1, 0], [1, 0])
    ((to, mail),) = post.mails
    body = mail.get_body(("plain",)).get_content()
    assert to == ["amina@example.org"]
    assert mail["Subject"] == "Your letters of today"
    assert [body.count(made.public_id) for made in (first, second)] == [1, 1]
    assert "OSR-2026-ABCDEF: the desk review has begun" in body
    assert (first.sent_at is not None, first.subject) == (True, "OSR-2026-ABCDEF: the desk review has begun")


def test_on_a_day_without_news_there_is_no_daily_letter(cast, post, clock):
    clock.at(NOON)
    wants(cast.amina, **PLANS["daily"])

    assert daily.write_daily_letters() == 0
    assert dailies() == []


def test_what_is_written_after_the_morning_waits_for_the_next(cast, post, clock):
    cast.amina.time_zone = "Europe/Lisbon"
    wants(cast.amina, **PLANS["daily"])
    clock.at(NOON)
    letter(cast.amina)
    ways.decide_ways()

    clock.at(NOON + timedelta(hours=1))
    same_day = daily.write_daily_letters()
    clock.at(NOON + timedelta(hours=19, minutes=30))

    assert (same_day, daily.write_daily_letters()) == (0, 1)


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Europe/Lisbon", datetime(2027, 3, 27, 7, tzinfo=UTC)),
        ("Europe/Lisbon", datetime(2027, 3, 28, 6, tzinfo=UTC)),
        ("Africa/Nairobi", datetime(2027, 3, 28, 4, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2027, 4, 2, 18, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2027, 4, 3, 19, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 11, 7, 12, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_the_morning_is_seven_where_the_person_is_in_summer_and_winter(cast, clock, zone, moment):
    cast.amina.time_zone = zone
    clock.at(moment)

    assert daily.morning_of(cast.amina)[1] == moment
    clock.at(moment - timedelta(minutes=1))
    assert daily.morning_of(cast.amina)[1] == moment


def test_a_worker_that_dies_before_its_end_leaves_nothing_half_done(cast, post, clock, monkeypatch):
    wants(cast.amina, **PLANS["daily"])
    clock.at(NOON)
    made = letter(cast.amina)
    ways.decide_ways()
    clock.at(NOON + timedelta(days=1))
    with monkeypatch.context() as killed:
        killed.setattr(db.session, "commit", interrupt(db.session.commit, after=1))
        with pytest.raises(KeyboardInterrupt):
            daily.write_daily_letters()
    db.session.rollback()

    assert (made.in_letter_id, dailies()) == (None, [])
    assert (daily.write_daily_letters(), len(dailies())) == (1, 1)


def interrupt(commit, after):
    """The machine stops instead of one commit."""
    left = [after]

    def commit_or_stop():
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        commit()

    return commit_or_stop


def test_nothing_is_told_of_a_case_that_its_reader_may_no_longer_see(cast, post, clock):
    clock.at(NOON)
    wants(cast.rafael, **PLANS["daily"])
    case = factories.application(cast, State.DESK_REVIEW)
    hidden = letter(cast.rafael, "moderation_opened", case, capacity="reviewer")
    ways.decide_ways()
    assert hidden.way == Way.DAILY
    db.session.add(Relation(person=cast.rafael, school=case.school, kind="adviser", since=NOON.date()))
    db.session.commit()
    clock.at(NOON + timedelta(days=1))

    written = daily.write_daily_letters()
    at_once = letter(cast.rafael, "review_to_do", case, capacity="reviewer")

    assert (written, hidden.way) == (0, Way.HERE)
    assert (sending.send_due(), at_once.way, post.mails) == (0, Way.HERE, [])


def test_a_new_wish_holds_for_what_still_waits(cast, post):
    wants(cast.amina, **PLANS["daily"])
    made = letter(cast.amina)
    before = sending.send_due()

    wants(cast.amina, **PLANS["at_once"])

    assert (before, sending.send_due(), made.sent_at is not None) == (0, 1, True)


def test_the_page_keeps_a_wish_and_says_what_always_comes(cast, browser):
    page = browser.sign_in(cast.amina).open("notifications.preferences")
    assert "Some letters always come at once: the outcome" in page.text

    browser.press("Save", plan="own", needs_me="daily", about_case="here", information="at_once")

    kept = db.session.get(LetterPreference, cast.amina.id)
    assert (kept.needs_me, kept.about_case, kept.information) == ("daily", "here", "at_once")


@pytest.mark.parametrize("sent", [{"plan": ""}, {"plan": "never"}, {"plan": "own", "needs_me": "here"}])
def test_a_wish_that_cannot_be_kept_comes_back(cast, browser, sent):
    browser.sign_in(cast.amina).open("notifications.preferences")

    page = browser.press("Save", **sent)

    assert page.status == 422
    assert db.session.get(LetterPreference, cast.amina.id) is None


def test_the_outbox_says_what_waits_for_a_daily_letter(cast, post, browser):
    case = factories.application(cast, State.DESK_REVIEW)
    wants(cast.amina, **PLANS["daily"])
    letter(cast.amina, application=case, capacity="principal")
    ways.decide_ways()

    page = browser.sign_in(cast.carys).open("notifications.outbox", standing="daily")

    assert "1 In the daily letter" in page.text
    assert "1 letter" in page.text
