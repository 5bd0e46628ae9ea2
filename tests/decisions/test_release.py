"""Four eyes: whoever decided does not let the letter go, and until somebody does the decision can be taken back."""

from contextvars import Context
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from registration.database import db
from registration.decisions import service
from registration.decisions.models import Condition, Determination
from registration.errors import NotAllowed, Refused
from registration.notifications.models import Letter
from registration.workflow import engine
from registration.workflow.clocks import clock_of
from registration.workflow.models import Event
from registration.workflow.states import State
from tests import factories
from tests.decisions.test_determination import REASONS, decide, letters, release, take_back
from tests.queries import count_queries


def test_the_decider_cannot_release_the_letter(browser, cast, to_decide):
    application = to_decide()
    page = decide(browser, application, cast.dana)

    refused = browser.post("decisions.release", reference=application.reference)

    assert "somebody else must release the letter" in page.text
    assert "Release the letter" not in [b.text for b in page.all("button")]
    assert refused.status == 403
    assert application.determinations[-1].released_at is None
    assert [letter.released_at for letter in letters()] == [None, None]
    with pytest.raises(NotAllowed, match="Somebody else must release"):
        service.release_determination(application, by=cast.dana)


@pytest.mark.parametrize("name", ["carys", "dirk"])
def test_a_second_person_reads_the_letter_and_releases_it(browser, cast, to_decide, name):
    application = to_decide()
    decide(browser, application, cast.dana)
    second = getattr(cast, name)

    page = browser.sign_in(second).open("decisions.determination", reference=application.reference)
    browser.press("Release the letter")

    made, last = application.determinations[-1], application.events[-1]
    assert "The outcome of your application" in page.text
    assert REASONS in page.text
    assert made.released_by == second
    assert (last.move, last.person, last.to_state) == ("release", second, "approved")
    assert [letter.released_at is not None for letter in letters()] == [True, True]


def test_what_was_read_is_what_the_school_reads(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})
    decide(browser, application, cast.dana, "approve_with_conditions")
    page = browser.sign_in(cast.carys).open("decisions.determination", reference=application.reference)
    browser.press("Release the letter")
    mine = next(letter for letter in letters() if letter.person == cast.amina)

    received = browser.sign_in(cast.amina).open("notifications.letter", public_id=mine.public_id)

    for line in (mine.subject, "Write it down.", "Dear Amina Example,"):
        assert line in page.text
        assert line in received.text


def test_a_letter_is_released_once(browser, cast, to_decide):
    application = to_decide()
    decide(browser, application, cast.dana)
    release(browser, application, cast.carys)

    again = browser.post("decisions.release", reference=application.reference)

    assert again.status == 409
    assert "already released" in again.text


def test_a_letter_that_changed_while_it_was_read_is_not_released(browser, cast, to_decide):
    application = to_decide()
    decide(browser, application, cast.dana)
    browser.sign_in(cast.carys).open("decisions.determination", reference=application.reference)
    service.take_back_decision(application, "A word is missing.", by=cast.dirk)
    service.issue_determination(
        application, "defer", reasons="Quite another reason.", why_different="We wait.", conditions=(), by=cast.dirk
    )

    stale = browser.press("Release the letter")
    page = browser.open("decisions.determination", reference=application.reference)
    browser.press("Release the letter")

    assert stale.status == 409
    assert "The letter has changed since you opened it." in stale.text
    assert "Quite another reason." in page.text
    assert application.determinations[-1].released_by == cast.carys
    assert {letter.released_at is None for letter in letters() if letter.recalled_at} == {True}


def test_no_change_of_the_words_reaches_a_letter_once_it_is_released(browser, cast, to_decide):
    application = to_decide()
    decide(browser, application, cast.dana)
    release(browser, application, cast.carys)

    for letter in letters():
        assert REASONS in letter.body
        assert letter.person.name in letter.body


def test_a_name_and_an_internal_note_are_shown_and_must_be_looked_at(browser, cast, to_decide):
    application = to_decide()
    discussed = "Both were unsure whether the deputy had ever been trained at all."
    next(f for f in application.agreed_findings if f.criterion_code == "2.7").discussion = discussed
    reasons = f"Rafael Example doubted it. As we said, {discussed} [date to come]"
    decide(browser, application, cast.dana, reasons=reasons)

    page = browser.sign_in(cast.carys).open("decisions.determination", reference=application.reference)
    refused = browser.press("Release the letter")
    browser.press("Release the letter", looked="y")

    told = {" ".join(row.itertext()).strip() for row in page.all("tr") if "Why" not in "".join(row.itertext())}
    assert any(t.startswith("Rafael Example") and "named by their role" in t for t in told)
    assert any(t.startswith(discussed[:-1]) and "the note of the discussion on 2.7" in t for t in told)
    assert any(t.startswith("[date to come]") for t in told)
    assert refused.status == 422
    assert "Look at each of these, and say that the school may read it." in refused.text
    assert application.determinations[-1].released_by == cast.carys


def test_what_the_school_can_read_in_the_report_is_no_internal_note(browser, cast, to_decide):
    application = to_decide()
    said = "The safeguarding lead keeps a record of every concern and its outcome."
    final = next(f for f in application.agreed_findings if f.criterion_code == "2.7")
    final.finding = final.discussion = said
    decide(browser, application, cast.dana, reasons=f"We agree with 2.7: {said}")

    page = browser.sign_in(cast.carys).open("decisions.determination", reference=application.reference)

    assert "No names and no internal notes were found in it." in page.text


@pytest.mark.parametrize("name", ["dana", "dirk", "carys"])
def test_until_it_is_released_a_decision_is_taken_back(browser, cast, to_decide, name):
    application = to_decide({"1.2": "partly"})
    decide(browser, application, cast.dana, "approve_with_conditions")

    page = take_back(browser, application, getattr(cast, name))

    made = application.determinations[-1]
    told = db.session.scalars(select(Letter).where(Letter.template == "decision_taken_back")).all()
    assert page.status == 200
    assert application.state is State.DETERMINATION
    assert (made.recalled_by, made.why_recalled) == (getattr(cast, name), "The date of the condition is wrong.")
    assert all(letter.recalled_at and not letter.released_at for letter in letters())
    assert {letter.person.name for letter in told} <= {f"{n} Example" for n in ("Dana", "Dirk", "Carys", "Nora")}
    assert getattr(cast, name) not in [letter.person for letter in told]
    assert [e.move for e in application.events][-2:] == ["approve_with_conditions", "take_back"]


def test_what_was_written_in_a_decision_taken_back_is_there_for_the_next(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})
    words = {"conditions-0-what": "Publish the plan.", "conditions-0-proof": "The page."}
    decide(browser, application, cast.dana, "approve_with_conditions", **words)
    take_back(browser, application, cast.carys)

    page = browser.sign_in(cast.dirk).open("decisions.decide", reference=application.reference)
    browser.press("Record the decision")

    assert page.value("reasons").strip() == REASONS
    assert "The date of the condition is wrong." in page.text
    assert [d.outcome for d in application.determinations] == ["approve_with_conditions"] * 2
    only = db.session.query(Condition).one()
    assert (only.what, only.proof, only.status) == ("Publish the plan.", "The page.", "open")


def test_taking_back_needs_a_reason_and_keeps_the_page(browser, cast, to_decide):
    application = to_decide()
    decide(browser, application, cast.dana)

    page = take_back(browser, application, cast.carys, why=" ")

    assert page.status == 422
    assert "Say why the decision is taken back" in page.text
    assert application.state is State.APPROVED


def test_what_was_released_is_not_taken_back(browser, cast, to_decide):
    application = to_decide()
    decide(browser, application, cast.dana)
    browser.sign_in(cast.dirk).open("decisions.determination", reference=application.reference)
    browser.open(browser.page.links()["Take the decision back"])
    service.release_determination(application, by=cast.carys)

    page = browser.press("Take back the decision", why="Too late.")
    again = browser.open("decisions.take_back", reference=application.reference)

    assert page.status == 409
    assert "it can no longer be taken back" in again.text
    assert "no decision that waits for its release" in page.text
    assert application.state is State.APPROVED


def test_after_an_appeal_whoever_was_appealed_against_neither_releases_nor_takes_back(browser, cast, to_decide):
    application = to_decide()
    factories.determination(application, cast.dana, "defer", released_by=cast.carys, released_at=application.started_at)
    factories.appeal(application, cast.amina, outcome="upheld", reasons="Right.", decided_by=cast.dirk)
    decide(browser, application, cast.dirk)

    page = browser.sign_in(cast.dana).open("decisions.determination", reference=application.reference)

    assert "The letter that waits" not in page.text
    assert browser.post("decisions.release", reference=application.reference).status == 403
    assert browser.post("decisions.take_back", {"why": "No."}, reference=application.reference).status == 403
    for move in ("release", "take_back"):
        with pytest.raises(Refused):
            engine.perform(application, move, by=cast.dana, note="No.")


def test_the_history_of_the_school_has_only_the_decision_that_was_released(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})
    decide(browser, application, cast.dana, "approve_with_conditions")
    take_back(browser, application, cast.carys)
    decide(browser, application, cast.dana, "defer", why_different="We weighed it.")
    release(browser, application, cast.carys)

    school = browser.sign_in(cast.amina).open("applications.history", reference=application.reference).text
    body = browser.sign_in(cast.carys).open("applications.history", reference=application.reference).text
    outcome = browser.sign_in(cast.amina).open("decisions.determination", reference=application.reference).text

    assert "Approve with conditions" not in school
    assert "Take back" not in school
    assert "Defer" in school
    assert "Take back the decision" in body
    assert "taken back" not in outcome.lower()


def test_a_second_decision_taken_back_leaves_the_first_in_the_history_of_the_school(browser, cast, to_decide):
    application = to_decide()
    db.session.add(Event(application=application, move="defer", from_state="determination", to_state="deferred",
                         person=cast.dana, capacity="decision_maker"))  # fmt: skip
    factories.determination(application, cast.dana, "defer", released_by=cast.carys, released_at=application.started_at)
    factories.appeal(application, cast.amina, outcome="upheld", reasons="Right.", decided_by=cast.dirk)
    before = browser.sign_in(cast.amina).open("applications.history", reference=application.reference).text
    decide(browser, application, cast.dirk)
    take_back(browser, application, cast.dirk)

    after = browser.sign_in(cast.amina).open("applications.history", reference=application.reference).text

    assert "Defer" in before
    assert after == before


def test_the_clock_runs_on_over_a_decision_that_is_taken_back(cast, clock, to_decide):
    clock.at(datetime(2027, 3, 1, 12, tzinfo=UTC))
    application = to_decide(state=State.FINALISING)
    application.state, application.state_since = State.DETERMINATION, datetime(2027, 3, 1, 12, tzinfo=UTC)
    application.due_on = engine.clocks.due_date(State.DETERMINATION)
    db.session.add(Event(application=application, move="send_to_decision", from_state="finalising",
                         to_state="determination", person=cast.leah, capacity="lead_reviewer"))  # fmt: skip
    db.session.flush()
    due = application.due_on
    clock.at(datetime(2027, 3, 3, 12, tzinfo=UTC))
    decided = {"reasons": "So.", "why_different": "", "conditions": (), "by": cast.dana}
    service.issue_determination(application, "approve", **decided)
    clock.at(datetime(2027, 3, 4, 12, tzinfo=UTC))
    service.take_back_decision(application, "A word is missing.", by=cast.dana)
    db.session.commit()

    mine, used = clock_of(application), 3
    service.issue_determination(application, "approve", **decided)
    db.session.commit()

    assert (mine.used, mine.due_on) == (used, due)
    assert clock_of(application, State.DETERMINATION).used == used


def test_a_decision_taken_back_can_not_be_taken_for_the_one_to_come(cast, to_decide):
    application = to_decide()
    service.issue_determination(application, "approve", reasons="So.", why_different="", conditions=(), by=cast.dana)
    service.take_back_decision(application, "A word is missing.", by=cast.dana)

    with pytest.raises(Refused, match="Record the determination"):
        engine.perform(application, "approve", by=cast.dana)

    assert db.session.query(Determination).count() == 1


def test_the_page_of_a_waiting_letter_asks_as_much_however_often_it_was_taken_back(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})
    counted = []

    for _ in range(3):
        decide(browser, application, cast.dana, "approve_with_conditions")
        address = browser.sign_in(cast.dirk).address("decisions.determination", reference=application.reference)
        with count_queries() as said:
            Context().run(browser.client.get, address)
        counted.append(len(said))
        service.take_back_decision(application, "Not yet.", by=cast.dirk)
        db.session.commit()

    assert counted[0] <= 8
    assert len(set(counted)) == 1
