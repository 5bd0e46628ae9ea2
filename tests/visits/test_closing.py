"""What is told at the closing meeting: by the lead, facts alone, and to the school once the visit is recorded."""

from datetime import timedelta

import pytest

from registration.database import db, now
from registration.visits import closing, records, sampling
from registration.visits.agenda import lay_out
from registration.visits.models import VisitSlot
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def case(cast):
    case = factories.application(cast, State.VISIT_ARRANGED)
    factories.findings(case, cast.leah, cast.rafael)
    visit = begin_visit(case, cast.leah)
    visit.slots.append(
        VisitSlot(starts_at=now() - timedelta(hours=6), ends_at=now() - timedelta(hours=1), accepted_at=now())
    )
    lay_out(visit)
    visit.agenda_shared_at = now()
    db.session.commit()
    return case


def written(browser, case, cast, **fields):
    browser.sign_in(cast.leah).open("visits.closing", reference=case.reference)
    return browser.press("Save", **fields)


def test_the_boxes_begin_with_what_the_agenda_and_the_records_say(browser, case, cast):
    sampling.draw_sample(case, subject="staff files", population=24, size=5, by=cast.leah)

    page = browser.sign_in(cast.leah).open("visits.closing", reference=case.reference)

    assert "Of 24 (staff files) it drew 5 by lot." in page.value("summary")
    assert "working days to check its facts" in page.value("next_steps")
    assert closing.judging_words(page.value("summary"), page.value("next_steps")) == []


def test_the_school_reads_it_once_the_visit_is_recorded_and_not_before(browser, case, cast):
    written(browser, case, cast, summary="The team looked at 5 files.", next_steps="The report is written.")
    before = browser.sign_in(cast.amina).open("visits.agenda", reference=case.reference).text
    for code in {code for item in case.visit.agenda for code in item.criteria}:
        records.write_note(case, code, "Seen.", version=0, by=cast.leah)
    browser.sign_in(cast.leah).open("visits.held", reference=case.reference)
    browser.press("Record the visit and go on to the report")

    after = browser.sign_in(cast.amina).open("visits.agenda", reference=case.reference).text

    assert case.state is State.REPORTING
    assert "The team looked at 5 files." not in before
    assert "What was said at the closing meeting" in after
    assert "The team looked at 5 files." in after
    assert "The report is written." in after


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Criterion 2.7 is met.", ["is met"]),
        ("The record was excellent; safeguarding is not yet met.", ["excellent", "not yet met"]),
        ("We will recommend that you are approved.", ["recommend", "approved"]),
        ("The team was met by the principal and looked at five files.", []),
        ("The team met the owner. An approval visit takes a day.", []),
        ("Two goods lists and a password were shown.", []),
    ],
)
def test_words_that_sound_like_a_judgement_are_found(text, words):
    assert closing.judging_words(text) == words


def test_a_judgement_is_named_and_comes_back_until_the_lead_says_it_is_a_fact(browser, case, cast):
    page = written(browser, case, cast, summary="The school was strong.")
    again = browser.press("Save", sure="y")

    assert page.status == 422
    assert "This sounds like a judgement: “strong”." in page.text
    assert page.value("summary") == "The school was strong."
    assert again.status == 200
    assert case.visit.summary == "The school was strong."


def test_only_the_lead_writes_it(browser, case, cast):
    assert browser.sign_in(cast.rafael).open("visits.closing", reference=case.reference).status == 403
    assert browser.sign_in(cast.amina).open("visits.closing", reference=case.reference).status == 403


def test_written_in_two_windows_both_texts_are_shown(browser, case, cast):
    browser.sign_in(cast.leah).open("visits.closing", reference=case.reference)
    case.visit.summary = "Written on the tablet."

    page = browser.press("Save", summary="Written on the laptop.")

    assert page.status == 409
    assert "Written on the tablet." in page.exact
    assert case.visit.summary == "Written on the tablet."


def test_the_plan_shows_it_to_the_team_at_once(browser, case, cast):
    written(browser, case, cast, summary="The team looked at 5 files.")

    assert "The team looked at 5 files." in browser.sign_in(cast.rafael).open(
        "visits.plan", reference=case.reference
    ).text
