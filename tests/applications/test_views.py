"""The overview, what was sent, the moves and the history: each side sees its own, and no more."""

import pytest
from sqlalchemy import event

from registration.applications.models import Submission
from registration.applications.snapshot import digest, snapshot_of
from registration.database import db
from registration.workflow import engine
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def statements(app):
    """How many SQL statements ran while a page was made."""
    seen = []

    def count(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    yield seen
    event.remove(db.engine, "before_cursor_execute", count)


def test_the_home_shows_how_far_the_school_is(browser, application, cast):
    page = browser.sign_in(cast.amina).open("applications.application", reference=application.reference)

    assert "0 of 26 criteria answered" in page.text
    assert "0 of 8 sections complete" in page.text
    assert "Begin with criterion 1.1" in page.links()
    assert len(page.all("li", **{"class": "app-tile"})) == 7


@pytest.mark.parametrize("items", [1, 40])
def test_the_home_takes_few_statements_however_much_there_is(browser, cast, statements, items):
    application = factories.application(cast, answered=True)
    for number in range(items):
        factories.evidence(application, cast.amina, title=f"Paper {number}")
    reference = application.reference
    browser.sign_in(cast.amina).open("applications.application", reference=reference)
    statements.clear()

    browser.open("applications.application", reference=reference)

    assert len([s for s in statements if s.startswith("SELECT")]) <= 8


def test_a_reviewer_does_not_read_the_self_rating_before_judging(browser, cast):
    application = factories.application(cast, State.DESK_REVIEW)
    hidden = "shown once you have judged this criterion yourself"

    page = browser.sign_in(cast.rafael).open("applications.submission", reference=application.reference)
    assert page.text.count(hidden) == 26

    factories.finding(application, cast.rafael, "1.1")
    db.session.commit()
    page = browser.open("applications.submission", reference=application.reference)
    assert page.text.count(hidden) == 25


def test_the_case_officer_reads_all_of_it(browser, cast):
    application = factories.application(cast, State.DESK_REVIEW)

    page = browser.sign_in(cast.carys).open("applications.submission", reference=application.reference)

    assert "shown once you have judged" not in page.text
    assert page.text.count("The school’s own rating: Met") == 26


def test_the_mirror_and_what_was_sent_are_the_same(browser, cast):
    application = factories.application(cast, answered=True)
    mirror = browser.sign_in(cast.amina).open("applications.mirror", reference=application.reference)
    browser.open("applications.check_answers", reference=application.reference)
    browser.press("Submit the application")

    sent = browser.sign_in(cast.carys).open("applications.submission", reference=application.reference)

    def articles(page):
        return [" ".join("".join(a.itertext()).split()) for a in page.all("article")]

    assert articles(mirror) == articles(sent)
    assert len(articles(sent)) == 26


def test_what_was_sent_stays_as_it_was(browser, cast):
    application = factories.application(cast, State.COMPLETING)
    application.responses[0].statement = "Not sent yet."
    db.session.commit()

    page = browser.sign_in(cast.carys).open("applications.submission", reference=application.reference)

    assert "Not sent yet." not in page.text


def test_the_working_copy_is_not_for_the_body(browser, cast):
    application = factories.application(cast, State.SUBMITTED)

    page = browser.sign_in(cast.carys).open("applications.check_answers", reference=application.reference)

    assert page.status == 403


def test_rounds_that_were_never_sent_are_not_there(browser, cast):
    application = factories.application(cast, State.SUBMITTED)

    page = browser.sign_in(cast.carys).open(f"/applications/{application.reference}/submission?number=7")

    assert page.status == 404


def test_a_withdrawal_takes_a_reason_and_writes_history(browser, cast):
    application = factories.application(cast, State.SUBMITTED)
    browser.sign_in(cast.amina).open("applications.move", reference=application.reference, name="withdraw")

    browser.press("Withdraw the application", note="We come back next year.")
    page = browser.open("applications.history", reference=application.reference)

    assert application.state is State.WITHDRAWN
    assert "We come back next year." in page.text


def test_a_hold_needs_its_reason(browser, cast):
    application = factories.application(cast, State.SUBMITTED)
    browser.sign_in(cast.carys).open("applications.move", reference=application.reference, name="hold")

    page = browser.press("Put on hold", note="")
    assert page.status == 422
    assert not application.held

    browser.press("Put on hold", note="The principal is away.")
    assert application.held


@pytest.mark.parametrize(
    ("name", "move", "status"), [("amina", "hold", 403), ("carys", "withdraw", 403), ("amina", "nonsense", 404)]
)
def test_a_move_that_is_not_mine_is_refused(browser, cast, name, move, status):
    application = factories.application(cast, State.SUBMITTED)
    browser.sign_in(getattr(cast, name))

    page = browser.open("applications.move", reference=application.reference, name=move)

    assert page.status == status


def test_a_move_from_another_state_says_where_it_stands(browser, cast):
    application = factories.application(cast, State.WITHDRAWN)

    page = browser.sign_in(cast.amina).open("applications.move", reference=application.reference, name="withdraw")

    assert page.status == 409
    assert "stands at “Withdrawn”" in page.text


def test_the_school_reads_duties_and_not_names_of_the_panel(browser, cast):
    application = factories.application(cast, State.SUBMITTED)
    engine.perform(application, "hold", by=cast.carys, note="A check of ours.")
    db.session.commit()

    to_school = browser.sign_in(cast.amina).open("applications.history", reference=application.reference).text
    to_body = browser.sign_in(cast.audrey).open("applications.history", reference=application.reference).text

    assert "by the case officer" in to_school
    assert cast.carys.name not in to_school
    assert cast.carys.name in to_body


def test_history_keeps_a_determination_until_its_letter_is_released(browser, cast):
    application = factories.application(cast, State.DETERMINATION)
    factories.determination(application, cast.dana)
    engine.perform(application, "approve", by=cast.dana)
    db.session.commit()

    page = browser.sign_in(cast.amina).open("applications.history", reference=application.reference)

    assert "Approve" not in page.text


def test_a_dossier_is_made_from_the_snapshot_alone(cast):
    application = factories.application(cast, State.SUBMITTED)
    content = snapshot_of(application)

    assert digest(content) == db.session.query(Submission).one().sha256
