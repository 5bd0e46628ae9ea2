"""Who is on a page now: told by the page itself, shown to colleagues alone, and soon forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from registration.database import db
from registration.teamwork import presence_service, queries
from registration.teamwork.models import Presence
from tests.browser import Browser
from tests.queries import count_queries

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def ping(browser, application, code="2.7", **fields):
    return browser.post("teamwork.here", fields, reference=application.reference, code=code)


def test_a_colleague_sees_who_is_there_in_their_own_time(app, browser, application, cast, clock):
    cast.amina.time_zone = "Asia/Tokyo"
    db.session.commit()
    clock.at(NOON)
    ping(Browser(app).sign_in(cast.basil), application)

    page = browser.sign_in(cast.amina).open("self_assessment.criterion", reference=application.reference, code="2.7")

    assert "Basil Example is on this page since 21:00." in page.text
    assert "is on this page" not in browser.open(
        "self_assessment.criterion", reference=application.reference, code="2.6"
    ).text


def test_a_sign_answers_with_who_else_is_there(app, browser, application, cast):
    ping(Browser(app).sign_in(cast.basil), application)

    answer = ping(browser.sign_in(cast.amina), application)

    assert b"Basil Example is on this page since" in answer.data
    assert b"Amina" not in answer.data


def test_since_holds_through_signs_and_begins_anew_after_a_pause(application, cast, clock):
    clock.at(NOON)
    presence_service.note_presence(application, "2.7", cast.basil)
    clock.at(NOON + timedelta(seconds=90))
    presence_service.note_presence(application, "2.7", cast.basil)
    [stayed] = queries.aside(application, "2.7", cast.amina).here
    clock.at(NOON + timedelta(minutes=10))
    gone = queries.aside(application, "2.7", cast.amina).here
    presence_service.note_presence(application, "2.7", cast.basil)
    [back] = queries.aside(application, "2.7", cast.amina).here

    assert stayed.since == NOON
    assert gone == ()
    assert back.since == NOON + timedelta(minutes=10)


@pytest.mark.parametrize(("seconds", "left"), [(1, 1), (20, 0)])
def test_whoever_leaves_is_gone_unless_they_came_back(browser, application, cast, clock, seconds, left):
    clock.at(NOON)
    browser.sign_in(cast.basil)
    ping(browser, application)
    clock.at(NOON + timedelta(seconds=seconds))

    ping(browser, application, gone="1")

    assert db.session.query(Presence).count() == left


def test_saving_and_staying_counts_without_scripts(browser, application, cast):
    browser.sign_in(cast.cora).open("self_assessment.criterion", reference=application.reference, code="2.7")

    browser.press("Save and stay", statement="So far")

    assert [p.person_id for p in db.session.query(Presence)] == [cast.cora.id]


def test_who_was_there_is_forgotten_within_the_hour(application, cast, clock):
    clock.at(NOON)
    presence_service.note_presence(application, "2.7", cast.basil)
    clock.at(NOON + timedelta(minutes=61))

    assert presence_service.forget_old() == 1
    assert db.session.query(Presence).count() == 0


def test_a_removed_colleague_is_not_shown(application, cast):
    presence_service.note_presence(application, "2.7", cast.basil)
    cast.basil.school = cast.basil.school_role = None
    db.session.flush()

    assert queries.aside(application, "2.7", cast.amina).here == ()


@pytest.mark.parametrize("name", ["leah", "carys", "olga", "connor", "ada"])
def test_nobody_else_is_there(browser, application, cast, name):
    assert ping(browser.sign_in(getattr(cast, name)), application).status in (403, 404)
    assert db.session.query(Presence).count() == 0


def test_a_sign_costs_the_same_however_many_there_are(app, browser, application, cast):
    path = browser.address("teamwork.here", reference=application.reference, code="2.7")
    counted = []
    for others in ([], [cast.basil], [cast.cora, cast.ezra]):
        for other in others:
            presence_service.note_presence(application, "2.7", other)
        db.session.commit()
        browser.sign_in(cast.amina)
        token = browser.token()
        with count_queries() as said:
            browser.send("POST", path, {"csrf_token": token})
        counted.append(len(said))

    assert len(set(counted)) == 1
    assert counted[0] <= 6
