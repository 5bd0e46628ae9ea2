"""How the agenda is proposed and laid out, and how it reaches a calendar."""

from datetime import UTC, datetime, timedelta

from registration.database import db
from registration.visits import agenda, doubt
from registration.visits.ical import calendar_of, folded, text
from registration.visits.models import VisitSlot
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories

MORNING = datetime(2028, 3, 1, 9, tzinfo=UTC)


def planning(cast, **rafael):
    application = factories.application(cast, State.VISIT_PLANNING)
    both = {"sources": ["document", "interview"]}
    for code in application.standard.criteria:
        factories.finding(application, cast.leah, code, **both)
        factories.finding(application, cast.rafael, code, **{**both, **(rafael if code == "3.3" else {})})
    db.session.commit()
    return application


def test_without_doubt_only_the_essentials_are_looked_at(cast):
    application = planning(cast)

    found = doubt.doubts(application)

    assert {d.criterion.code for d in found} == set(application.standard.essentials)
    assert {d.reasons for d in found} == {("essential",)}


def test_each_kind_of_doubt_puts_a_criterion_on_the_agenda_with_its_reason(cast):
    application = planning(cast, confidence="low", rating="nee", sources=["interview"])

    found = {d.criterion.code: d.reasons for d in doubt.doubts(application)}

    assert found["3.3"] == ("low confidence", "reviewers differ", "not enough evidence")


def test_sessions_last_an_hour_at_most_and_breaks_lie_between(cast):
    application = factories.application(cast, State.VISIT_PLANNING)
    factories.findings(application, cast.leah, cast.rafael, rating="nee")

    plan = doubt.sessions(application)

    assert {code for s in plan for code in s.criteria} == set(application.standard.criteria)
    assert max(s.minutes for s in plan) <= doubt.LONGEST_SESSION
    assert "Break" in {s.title for s in plan}


def test_what_does_not_fit_the_first_half_day_begins_the_second(cast):
    application = planning(cast)
    visit = begin_visit(application, cast.leah)
    visit.slots.append(
        VisitSlot(
            starts_at=MORNING, ends_at=MORNING + timedelta(hours=1), accepted_at=MORNING,
            second_starts_at=MORNING + timedelta(days=1), second_ends_at=MORNING + timedelta(days=1, hours=5),
        )
    )

    agenda.lay_out(visit)

    days = {item.starts_at.date().day for item in visit.agenda}
    assert days == {1, 2}
    assert all(
        item.starts_at + timedelta(minutes=item.minutes) <= MORNING + timedelta(hours=1)
        for item in visit.agenda if item.starts_at.day == 1
    )


def test_an_agenda_that_outlasts_the_time_says_so(cast):
    visit = begin_visit(planning(cast), cast.leah)
    visit.slots.append(VisitSlot(starts_at=MORNING, ends_at=MORNING + timedelta(minutes=30), accepted_at=MORNING))

    agenda.lay_out(visit)

    assert agenda.overrun(visit) > MORNING + timedelta(minutes=30)


def test_the_calendar_file_escapes_folds_and_speaks_utc(cast):
    visit = begin_visit(planning(cast), cast.leah)
    visit.slots.append(VisitSlot(starts_at=MORNING, ends_at=MORNING + timedelta(hours=6), accepted_at=MORNING))
    visit.agenda[0].title = "Opening, with; a \\ and\na new line " + "é" * 80
    agenda.lay_out(visit)
    db.session.commit()

    file = calendar_of(visit, "https://example.org/visit")

    assert "DTSTART:20280301T090000Z" in file
    assert text("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
    assert folded("é" * 80).replace("\r\n ", "") == "é" * 80
