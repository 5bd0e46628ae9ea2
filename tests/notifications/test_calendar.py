"""A person's private calendar: what is in it, whom it opens to, and that it is whole."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from registration.accounts import links
from registration.database import db
from registration.decisions.models import Condition
from registration.notifications import feed, pace
from registration.notifications.models import CalendarFeed
from registration.schools.models import Relation
from registration.visits.models import Visit, VisitSlot
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.queries import count_queries

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
TWICE = {"DTSTART", "DTEND", "SUMMARY", "UID", "DTSTAMP"}


@pytest.fixture(autouse=True)
def fresh(clock):
    clock.at(NOW)
    pace.forget()


def opened(app, person):
    """What a calendar program gets, without a cookie."""
    return Browser(app).send("GET", address(person))


def address(person):
    made = feed.feed_of(person) or feed.make_feed(person)
    db.session.commit()
    return "/calendar/" + feed.address_of(made).rpartition("/")[2]


def parsed(text):
    """The events of a calendar, read as strictly as RFC 5545 asks: CRLF, 75 bytes, each block closed."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    raw = text.removesuffix("\r\n").split("\r\n")
    assert max(len(line.encode()) for line in raw) <= 75
    lines = "\r\n".join(raw).replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    assert [x for x in lines if x.startswith("PRODID:")]
    events, event = [], None
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[A-Z]+)*", name), line
        if line == "BEGIN:VEVENT":
            assert event is None
            event = {}
        elif line == "END:VEVENT":
            assert {name.partition(";")[0] for name in event} >= TWICE
            events.append(event)
            event = None
        elif event is not None:
            assert name not in event
            event[name] = value
    assert event is None
    assert len({e["UID"] for e in events}) == len(events)
    return events


def case(cast, state=State.COMPLETING, due_on=date(2027, 3, 12)):
    made = factories.application(cast, state)
    made.due_on = due_on
    db.session.commit()
    return made


def visit(application, start):
    slot = VisitSlot(starts_at=start, ends_at=start + timedelta(hours=3), accepted_at=NOW,
                     second_starts_at=start + timedelta(days=1), second_ends_at=start + timedelta(days=1, hours=3))
    made = Visit(application=application, slots=[slot], place="https://meet.example/secret")
    db.session.add(made)
    db.session.commit()


def test_a_deadline_is_a_whole_day_and_says_when_it_ends(app, cast):
    made = case(cast)

    answer = opened(app, cast.amina)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    (event,) = parsed(answer.data.decode())
    assert event["DTSTART;VALUE=DATE"] == "20270312"
    assert event["DTEND;VALUE=DATE"] == "20270313"
    assert event["SUMMARY"] == "Returned for completion: due (Harbour Lights Online School)"
    assert event["DESCRIPTION"] == (
        f"Application {made.reference}. Until 23:59 UTC on 12 March 2027. It is the turn of the school."
    )


def test_a_deadline_in_summer_ends_an_hour_earlier_in_utc(app, cast):
    case(cast, due_on=date(2027, 6, 11))

    (event,) = parsed(opened(app, cast.amina).data.decode())

    assert "Until 22:59 UTC on 11 June 2027." in event["DESCRIPTION"]


def test_a_visit_over_the_change_to_summer_time_is_right_in_utc(app, cast):
    made = case(cast, State.VISIT_ARRANGED, due_on=None)
    visit(made, datetime(2027, 3, 27, 9, tzinfo=UTC))

    first, second = parsed(opened(app, cast.amina).data.decode())

    assert (first["DTSTART"], first["DTEND"], first["STATUS"]) == ("20270327T090000Z", "20270327T120000Z", "CONFIRMED")
    assert second["DTSTART"] == "20270328T090000Z"
    assert "meet.example" not in str([first, second])


def test_a_visit_not_yet_confirmed_is_tentative(app, cast):
    visit(case(cast, State.VISIT_PLANNING, due_on=None), datetime(2027, 3, 27, 9, tzinfo=UTC))

    assert {e["STATUS"] for e in parsed(opened(app, cast.amina).data.decode())} == {"TENTATIVE"}


def test_what_lies_longer_back_than_a_month_is_left_out(app, cast):
    visit(case(cast, State.REPORTING), NOW - timedelta(days=40))

    assert [e["SUMMARY"][:7] for e in parsed(opened(app, cast.amina).data.decode())] == ["Report "]


def test_strange_names_are_escaped_and_folded_within_no_letter(app, cast):
    cast.amina.school.name = "Schule; Ümläut, “Licht” \\ 学校学校学校学校学校学校学校学校学校学校学校学校 مدرسة"
    case(cast)

    (event,) = parsed(opened(app, cast.amina).data.decode())

    assert "Schule\\; Ümläut\\, “Licht” \\\\ 学校" in event["SUMMARY"]


def test_no_text_that_people_wrote_is_in_it(app, cast):
    made = case(cast, State.APPROVED_WITH_CONDITIONS, due_on=None)
    factories.determination(made, cast.dana, "approve_with_conditions", released_at=NOW)
    db.session.add(Condition(application=made, criterion_code="2.7", what="Ask Ben Pupil", status="open",
                             due_on=date(2027, 6, 30), owner="Head"))  # fmt: skip
    db.session.commit()

    (event,) = parsed(opened(app, cast.amina).data.decode())

    assert event["SUMMARY"].startswith("Condition 2.7: due")
    assert "Pupil" not in str(event)


def test_the_school_learns_no_outcome_before_its_letter(app, cast):
    made = case(cast, State.APPROVED_WITH_CONDITIONS, due_on=date(2027, 3, 20))
    factories.determination(made, cast.dana, "approve_with_conditions")
    db.session.add(Condition(application=made, criterion_code="2.7", what="x", status="open", due_on=date(2027, 6, 30)))
    db.session.commit()

    assert parsed(opened(app, cast.amina).data.decode()) == []
    assert len(parsed(opened(app, cast.carys).data.decode())) == 2


@pytest.mark.parametrize("who", ["olga", "ravi", "ada", "connor", "rhea"])
def test_nothing_of_a_case_that_a_person_may_not_see(app, cast, who):
    case(cast)

    assert parsed(opened(app, getattr(cast, who)).data.decode()) == []


def test_a_conflict_of_interest_empties_it_at_once(app, cast):
    made = case(cast)
    before = parsed(opened(app, cast.rafael).data.decode())
    db.session.add(Relation(person=cast.rafael, school=made.school, kind="owner", since=date(2026, 1, 1)))
    db.session.commit()

    assert (len(before), parsed(opened(app, cast.rafael).data.decode())) == (1, [])


def test_a_new_address_ends_the_old_one(app, cast, browser):
    old = address(cast.amina)
    browser.sign_in(cast.amina).open("notifications.preferences")

    page = browser.press("Make a new address")

    shown = page.all("input", id="address")[0].get("value")
    assert shown.endswith(".ics")
    assert Browser(app).send("GET", old).status == 404
    assert Browser(app).send("GET", "/calendar/" + shown.rpartition("/")[2]).status == 200


def test_switched_off_and_never_made_look_the_same(app, cast, browser):
    old = address(cast.amina)
    browser.sign_in(cast.amina).open("notifications.preferences")

    page = browser.press("Switch the calendar off")

    assert "It is switched off at present." in page.text
    answers = [Browser(app).send("GET", path) for path in (old, "/calendar/" + "0" * 43 + ".ics")]
    assert {answer.status for answer in answers} == {404}


def test_an_account_that_was_closed_has_no_calendar(app, cast):
    path = address(cast.amina)
    cast.amina.active = False
    db.session.commit()

    assert Browser(app).send("GET", path).status == 404


def test_the_token_is_long_kept_as_a_hash_and_survives_a_change_of_secret(app, cast):
    path = address(cast.amina)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    kept = db.session.query(CalendarFeed).one()
    before = list(links._secrets)
    links.use(["another secret, newer than the one before", *[s.decode() for s in before]])
    try:
        after = feed.address_of(kept)
    finally:
        links._secrets[:] = before

    assert len(token) == 43
    assert token not in (kept.public_id, kept.token_hash)
    assert after.endswith(path)


def test_a_calendar_asked_for_too_often_has_to_wait(app, cast, clock):
    path = address(cast.amina)
    program = Browser(app)
    answers = [program.send("GET", path) for _ in range(pace.MOST_ASKED + 1)]

    clock.at(NOW + timedelta(minutes=61))

    assert {answer.status for answer in answers[:-1]} == {200}
    assert (answers[-1].status, answers[-1].headers["Retry-After"]) == (429, "3600")
    assert program.send("GET", path).status == 200


def test_it_takes_as_many_statements_for_one_case_as_for_many(cast):
    whole(cast)
    few = statements_for(cast.carys)
    for _ in range(3):
        whole(cast)

    assert statements_for(cast.carys) == few
    assert few <= 12


def whole(cast):
    """A case with everything a calendar shows."""
    made = case(cast, State.APPROVED_WITH_CONDITIONS)
    factories.determination(made, cast.dana, "approve_with_conditions", released_at=NOW)
    db.session.add(Condition(application=made, criterion_code="2.7", what="x", status="open", due_on=date(2027, 6, 30)))
    visit(made, NOW + timedelta(days=9))


def statements_for(person):
    db.session.expire_all()
    with count_queries() as said:
        feed.entries_for(person)
    return len(said)
