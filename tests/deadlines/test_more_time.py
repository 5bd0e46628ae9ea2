"""More time for a deadline, once each; a pause of the whole, once; and a calendar that is right in every zone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registration.applications.models import InformationRequest, RequestItem
from registration.database import db
from registration.deadlines import service
from registration.deadlines.dates import dates_of
from registration.deadlines.times import deadlines_of
from registration.decisions.models import Condition
from registration.errors import Refused
from registration.proposals import service as proposals
from registration.workflow import calendar, engine
from registration.workflow.deadlines import let_time_pass
from registration.workflow.states import State
from tests import factories

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
DUE, LATER = date(2026, 3, 13), date(2026, 3, 20)
PLEA = "Our bank needs another week for the letter."


@pytest.fixture
def case(cast, clock):
    """Evidence is requested, due on a Friday in eleven days."""
    clock.at(MONDAY)
    made = factories.application(cast, State.EVIDENCE_REQUESTED)
    made.due_on = DUE
    db.session.add(
        InformationRequest(
            application=made, kind="evidence", due_on=DUE, asked_by=cast.leah,
            items=[RequestItem(criterion_code="2.7", question="Which policy?")],
        )
    )  # fmt: skip
    db.session.commit()
    return made


def ask(case, by, until=LATER, number=0):
    return service.ask(
        case, deadlines_of(case)[number].key, until=until, reason="third_party", explanation=PLEA, by=by
    )


def test_time_that_is_granted_moves_every_date_of_it(case, cast):
    asked = ask(case, cast.cora)

    service.decide(asked, granted=True, until=LATER, decision="", by=cast.carys)
    db.session.commit()

    assert (case.due_on, case.open_request.due_on, asked.granted_until) == (LATER, LATER, LATER)


def test_a_refusal_needs_words_and_leaves_the_date(case, cast):
    asked = ask(case, cast.cora)
    with pytest.raises(Refused, match="Say why you refuse"):
        service.decide(asked, granted=False, until=None, decision=" ", by=cast.carys)

    service.decide(asked, granted=False, until=None, decision="The visit is near.", by=cast.carys)

    assert (case.due_on, asked.outcome) == (DUE, "refused")


def test_each_date_can_be_asked_about_once_whatever_was_decided(case, cast):
    service.decide(ask(case, cast.cora), granted=True, until=LATER, decision="", by=cast.carys)
    db.session.flush()

    with pytest.raises(Refused, match="asked for once"):
        ask(case, cast.amina, until=date(2026, 4, 1))


@pytest.mark.parametrize("until", [DUE, date(2026, 3, 1), date(2027, 3, 1), None])
def test_a_day_that_gives_no_more_time_or_too_much_is_refused(case, cast, until):
    with pytest.raises(Refused, match="at most four months") as refused:
        ask(case, cast.cora, until=until)

    assert refused.value.kept == {"Explanation": PLEA}


def test_a_date_that_has_passed_cannot_be_moved(case, cast, clock):
    clock.at(datetime(2026, 3, 14, 0, 1, tzinfo=UTC))

    with pytest.raises(Refused, match="has passed"):
        ask(case, cast.cora)


def test_a_case_on_hold_has_no_deadline(case, cast):
    engine.perform(case, "hold", by=cast.carys, note="The fee.")

    assert deadlines_of(case) == []


def test_the_check_of_facts_does_not_close_over_a_plea_that_nobody_answered(cast, clock):
    clock.at(MONDAY)
    case = factories.application(cast, State.FACTUAL_CHECK)
    case.due_on, case.state_since = date(2026, 3, 9), MONDAY
    db.session.commit()
    asked = ask(case, cast.amina, until=date(2026, 3, 11))
    db.session.commit()

    clock.at(MONDAY + timedelta(days=8))
    assert let_time_pass() == []
    service.decide(asked, granted=False, until=None, decision="The panel waits.", by=cast.carys)
    db.session.flush()

    assert let_time_pass() == [case]


def test_the_panel_and_each_condition_have_their_own_deadline(cast, clock):
    clock.at(MONDAY)
    proposed = factories.application(cast, State.SUBMITTED, panel=False)
    factories.assign(proposed, cast.leah, "lead_reviewer")
    factories.assign(proposed, cast.rafael, "reviewer")
    proposed.due_on = date(2026, 3, 9)
    db.session.flush()
    made = proposals.propose(proposed, by=cast.carys)
    db.session.flush()
    approved = factories.application(cast, State.APPROVED_WITH_CONDITIONS)
    factories.determination(approved, cast.dana, "approve", released_by=cast.carys, released_at=MONDAY)
    for code in ("2.7", "4.1"):
        db.session.add(
            Condition(application=approved, criterion_code=code, what="Write it.", due_on=DUE, status="open")
        )
    db.session.flush()

    service.decide(ask(proposed, cast.amina, until=date(2026, 3, 18)), granted=True, until=date(2026, 3, 18),
                   decision="", by=cast.carys)  # fmt: skip
    service.decide(ask(approved, cast.amina, number=1), granted=True, until=LATER, decision="", by=cast.carys)

    assert (made.until, proposed.school_until, proposed.due_on) == (
        date(2026, 3, 18), date(2026, 3, 18), date(2026, 3, 25)
    )  # fmt: skip
    assert sorted(c.due_on for c in approved.conditions) == [DUE, LATER]


def test_nothing_tells_of_a_condition_before_the_letter_is_released(cast, clock):
    clock.at(MONDAY)
    case = factories.application(cast, State.APPROVED_WITH_CONDITIONS)
    factories.determination(case, cast.dana, "approve")
    db.session.add(Condition(application=case, criterion_code="2.7", what="It.", due_on=DUE, status="open"))
    db.session.commit()

    assert deadlines_of(case) == []
    assert [d.what for d in dates_of(case, cast.amina)] == []


def test_a_pause_holds_the_case_and_gives_every_day_back(case, cast, clock):
    asked = service.ask_for_pause(case, until=date(2026, 3, 31), reason="A flood.", by=cast.amina)
    db.session.commit()
    service.decide_pause(asked, granted=True, decision="Take care.", by=cast.carys)
    db.session.commit()
    assert case.held

    clock.at(datetime(2026, 3, 31, 20, tzinfo=UTC))
    assert service.end_pauses() == 0
    clock.at(datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    assert service.end_pauses() == 1
    db.session.commit()

    assert not case.held
    assert case.due_on == date(2026, 4, 14)
    assert service.end_pauses() == 0


def test_a_pause_that_ended_early_does_not_end_a_later_hold(case, cast, clock):
    asked = service.ask_for_pause(case, until=date(2026, 3, 31), reason="A flood.", by=cast.amina)
    service.decide_pause(asked, granted=True, decision="", by=cast.carys)
    engine.perform(case, "resume", by=cast.carys)
    db.session.commit()
    dates = [d.on for d in dates_of(case, cast.amina)]
    engine.perform(case, "hold", by=cast.carys, note="We look into something.")
    db.session.commit()

    clock.at(datetime(2026, 4, 2, tzinfo=UTC))
    ended = service.end_pauses()

    assert (ended, case.held) == (0, True)
    assert date(2026, 3, 31) not in dates


def test_a_pause_that_was_refused_can_be_asked_for_again_and_one_granted_not(case, cast):
    first = service.ask_for_pause(case, until=date(2026, 4, 1), reason="A flood.", by=cast.amina)
    with pytest.raises(Refused, match="asked for already"):
        service.ask_for_pause(case, until=date(2026, 4, 1), reason="A flood.", by=cast.cora)
    service.decide_pause(first, granted=False, decision="Not yet.", by=cast.carys)

    second = service.ask_for_pause(case, until=date(2026, 4, 1), reason="Still a flood.", by=cast.amina)
    service.decide_pause(second, granted=True, decision="", by=cast.carys)
    engine.perform(case, "resume", by=cast.carys)

    with pytest.raises(Refused, match="paused once"):
        service.ask_for_pause(case, until=date(2026, 5, 1), reason="Again.", by=cast.amina)


def test_a_draft_needs_no_pause(application, cast):
    with pytest.raises(Refused, match="A draft has no deadline"):
        service.ask_for_pause(application, until=date(2099, 1, 1), reason="Rest.", by=cast.amina)


def test_asking_and_deciding_on_the_pages(browser, case, cast):
    page = browser.sign_in(cast.cora).open("deadlines.dates", reference=case.reference)
    assert "13 March 2026" in page.text
    browser.open("deadlines.ask", reference=case.reference, key=deadlines_of(case)[0].key)
    until = {"until-day": "20", "until-month": "3", "until-year": "2026"}
    page = browser.press("Ask for more time", **{**until, "until-day": "1"}, reason="holidays", explanation=PLEA)
    assert page.status == 422
    assert page.value("explanation").strip() == PLEA
    page = browser.press("Ask for more time", **until, reason="holidays", explanation=PLEA)
    assert "To be decided" in page.text

    browser.sign_in(cast.carys).open("deadlines.dates", reference=case.reference)
    asked = service.queries.extensions_of(case)[0]
    browser.open("deadlines.decide", reference=case.reference, public_id=asked.public_id)
    page = browser.press("Decide, and tell the school", outcome="granted")

    assert "Granted until" in page.text
    assert browser.sign_in(cast.amina).open("applications.application", reference=case.reference).text.count(
        "20 March 2026"
    )


@pytest.mark.parametrize("name", ["basil", "leah", "audrey"])
def test_others_do_not_ask_or_decide(browser, case, cast, name):
    asked = ask(case, cast.cora)
    db.session.commit()

    page = browser.sign_in(getattr(cast, name)).open(
        "deadlines.decide", reference=case.reference, public_id=asked.public_id
    )

    assert page.status == 403


@pytest.mark.parametrize(
    ("due", "utc", "lisbon"),
    [
        (date(2026, 3, 27), "23:59", "23:59"), (date(2026, 3, 30), "22:59", "23:59"),
        (date(2026, 10, 26), "23:59", "23:59"),
    ],
)  # fmt: skip
def test_the_end_of_a_day_is_told_in_the_zone_of_the_school_and_in_utc(browser, case, cast, due, utc, lisbon):
    """Before and after the clocks change; the school is in Lisbon, the desk in London, whose clocks go together."""
    case.due_on = case.open_request.due_on = due
    db.session.commit()

    page = browser.sign_in(cast.amina).open("deadlines.dates", reference=case.reference)

    rows = [" ".join("".join(row.itertext()).split()) for row in page.all("tr")]
    row = next(row for row in rows if "Answer what" in row)
    assert row.endswith(f"{lisbon} Ends {due.day} {due:%B %Y}, {utc}")


def test_a_school_far_away_reads_another_day(browser, case, cast):
    case.school.time_zone = "Pacific/Auckland"
    db.session.commit()

    page = browser.sign_in(cast.amina).open("deadlines.dates", reference=case.reference)

    assert "Ends 14 March 2026, 12:59" in page.text
    assert calendar.in_force.end_of(DUE) == datetime(2026, 3, 13, 23, 59, 59, tzinfo=UTC)


def test_the_desk_opens_a_document_that_shows_the_reason_and_the_panel_does_not(browser, case, cast):
    version = factories.evidence(case, cast.cora, title="Letter from the bank")
    page = {"reference": case.reference, "version": version.public_id}
    db.session.commit()
    before = browser.sign_in(cast.carys).open("evidence.open_version", **page).status

    service.ask(
        case, deadlines_of(case)[0].key, until=LATER, reason="third_party", explanation=PLEA, by=cast.cora,
        evidence=version.public_id,
    )  # fmt: skip
    db.session.commit()
    after = {name: browser.sign_in(getattr(cast, name)).open("evidence.open_version", **page).status
             for name in ("carys", "leah", "dana", "connor")}  # fmt: skip

    assert before == 404
    assert after == {"carys": 200, "leah": 404, "dana": 404, "connor": 404}


def test_a_form_left_open_past_its_deadline_says_so_and_gives_the_text_back(browser, cast, clock):
    clock.at(datetime(2026, 3, 9, 23, 30, tzinfo=UTC))
    case = factories.application(cast, State.FACTUAL_CHECK)
    case.due_on, case.state_since = date(2026, 3, 9), MONDAY
    db.session.commit()
    browser.sign_in(cast.amina).open("deadlines.dates", reference=case.reference)
    browser.open("deadlines.ask", reference=case.reference, key=deadlines_of(case)[0].key)

    clock.at(datetime(2026, 3, 10, 0, 5, tzinfo=UTC))
    let_time_pass()
    db.session.commit()
    page = browser.press("Ask for more time", **{"until-day": "12", "until-month": "3", "until-year": "2026"},
                         reason="illness", explanation=PLEA)  # fmt: skip

    assert page.status == 409
    assert "This date has passed" in page.text
    assert PLEA in page.text


def test_a_comment_sent_after_the_check_of_facts_closed_is_given_back_with_the_reason(browser, cast, clock):
    clock.at(datetime(2026, 3, 9, 23, 30, tzinfo=UTC))
    case = factories.application(cast, State.FACTUAL_CHECK)
    case.due_on = date(2026, 3, 9)
    db.session.commit()
    browser.sign_in(cast.amina)

    clock.at(datetime(2026, 3, 10, 0, 5, tzinfo=UTC))
    let_time_pass()
    db.session.commit()
    page = browser.post("reports.comment", {"text": "We have 240 students."}, reference=case.reference, number="1")

    assert page.status == 403
    assert "the time for it was over, and the case went on to “Report being finalised”" in page.text
    assert "We have 240 students." in page.text


def test_a_hold_gives_back_its_days_to_everything_that_runs(case, cast, clock):
    engine.perform(case, "hold", by=cast.carys, note="The fee.")
    db.session.commit()
    clock.at(MONDAY + timedelta(days=7))

    engine.perform(case, "resume", by=cast.carys)

    assert (case.due_on, case.open_request.due_on) == (LATER, LATER)


def test_a_panel_is_not_agreed_to_while_the_case_is_on_hold(cast, clock):
    clock.at(MONDAY)
    case = factories.application(cast, State.SUBMITTED, panel=False)
    factories.assign(case, cast.leah, "lead_reviewer")
    factories.assign(case, cast.rafael, "reviewer")
    case.due_on = date(2026, 3, 9)
    db.session.flush()
    made = proposals.propose(case, by=cast.carys)
    engine.perform(case, "hold", by=cast.carys, note="The fee.")
    db.session.commit()
    assert made.until == date(2026, 3, 16)

    clock.at(MONDAY + timedelta(days=28))
    engine.perform(case, "resume", by=cast.carys)

    assert (made.until, case.school_until) == (date(2026, 4, 13), date(2026, 4, 13))
    assert not made.over(calendar.in_force.today())
