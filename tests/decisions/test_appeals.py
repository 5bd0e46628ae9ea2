"""Appeals: by the principal, in time, heard by somebody who did not decide."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from registration.database import db, now
from registration.decisions import appeal_service
from registration.decisions.models import Appeal
from registration.errors import NotAllowed
from registration.notifications.models import Letter
from registration.workflow.states import State
from tests import factories
from tests.decisions.test_determination import decide, release, take_back

GROUNDS = "The report misread our policy on recordings."


@pytest.fixture
def decided(cast):
    """Not approved by Dana, and released."""
    application = factories.application(cast, State.NOT_APPROVED)
    factories.agree(application, cast.leah, "final", {"5.3": "not"})
    factories.determination(
        application, cast.dana, "do_not_approve", released_by=cast.carys, released_at=now()
    )
    db.session.commit()
    return application


def appeal(browser, application, person, grounds=GROUNDS):
    browser.sign_in(person).open("decisions.appeal", reference=application.reference)
    return browser.press("Send the appeal", grounds=grounds)


def test_the_principal_appeals(browser, cast, decided):
    page = appeal(browser, decided, cast.amina)

    made = db.session.query(Appeal).one()
    assert decided.state is State.APPEAL
    assert (made.grounds, made.state_before, made.made_by) == (GROUNDS, "not_approved", cast.amina)
    assert "Being heard" in page.text


def test_a_second_appeal_is_not_offered_while_one_is_heard(browser, cast, decided):
    place = {"reference": decided.reference}
    before = browser.sign_in(cast.amina).open("decisions.determination", **place)
    appeal(browser, decided, cast.amina)

    after = browser.open("decisions.determination", **place)
    again = browser.post("decisions.appeal", {"grounds": GROUNDS}, **place)

    assert "the principal can appeal until" in before.text
    assert "the principal can appeal until" not in after.text
    assert "Your appeal of" in after.text
    assert "Make an appeal" not in browser.open("decisions.appeal", **place).text
    assert again.status == 403
    assert "An appeal is being heard already." in again.text
    assert GROUNDS in again.text


def test_an_appeal_is_not_offered_when_its_time_has_passed(browser, cast, decided):
    decided.determinations[-1].released_at = now() - timedelta(days=60)
    db.session.commit()

    page = browser.sign_in(cast.amina).open("decisions.determination", reference=decided.reference)

    assert "appeal until" not in page.text


def test_an_appeal_needs_grounds(browser, cast, decided):
    page = appeal(browser, decided, cast.amina, grounds=" ")

    assert page.status == 422
    assert decided.state is State.NOT_APPROVED


@pytest.mark.parametrize("name", ["cora", "basil", "carys", "dana"])
def test_nobody_else_appeals(browser, cast, decided, name):
    page = browser.sign_in(getattr(cast, name)).open("decisions.appeal", reference=decided.reference)

    assert "Make an appeal" not in page.text
    assert browser.post("decisions.appeal", {"grounds": GROUNDS}, reference=decided.reference).status == 403


def test_an_appeal_comes_in_time_or_not_at_all(browser, cast, decided):
    browser.sign_in(cast.amina).open("decisions.appeal", reference=decided.reference)
    decided.determinations[-1].released_at = now() - timedelta(days=60)
    db.session.commit()

    page = browser.press("Send the appeal", grounds=GROUNDS)
    again = browser.open("decisions.appeal", reference=decided.reference)
    overview = browser.open("applications.application", reference=decided.reference)
    dates = browser.open("deadlines.dates", reference=decided.reference)

    assert "Make an appeal" not in again.text
    assert "appeal" not in overview.links()
    assert "Last day to appeal" not in dates.text
    assert "Last day for an appeal by the principal" in again.text
    assert page.status == 409
    assert "The time to appeal has passed" in page.text
    assert GROUNDS in page.text
    assert decided.state is State.NOT_APPROVED
    assert db.session.query(Appeal).count() == 0


def test_there_is_no_appeal_before_the_letter_is_released(browser, cast, decided):
    decided.determinations[-1].released_at = None

    page = browser.sign_in(cast.amina).open("decisions.appeal", reference=decided.reference)

    assert "Make an appeal" not in page.text
    assert browser.post("decisions.appeal", {"grounds": GROUNDS}, reference=decided.reference).status == 403


def test_whoever_decided_does_not_hear_the_appeal(browser, cast, decided):
    appeal(browser, decided, cast.amina)

    page = browser.sign_in(cast.dana).open("decisions.appeal_outcome", reference=decided.reference)

    assert page.status == 403
    with pytest.raises(NotAllowed, match="against your decision"):
        appeal_service.decide_appeal(decided, "dismissed", "No.", by=cast.dana)


def test_an_appeal_upheld_goes_to_another_decision(browser, cast, decided):
    appeal(browser, decided, cast.amina)
    browser.sign_in(cast.dirk).open("decisions.appeal_outcome", reference=decided.reference)

    browser.press("Look at the letter", outcome="upheld", reasons="The policy does say so.")
    browser.press("Record the outcome")

    assert decided.state is State.DETERMINATION
    assert decided.appeals[-1].outcome == "upheld"
    assert browser.sign_in(cast.dana).open("decisions.decide", reference=decided.reference).status == 403
    assert browser.sign_in(cast.dirk).open("decisions.decide", reference=decided.reference).status == 200


def test_an_appeal_dismissed_leaves_all_as_it_was(browser, cast, decided):
    appeal(browser, decided, cast.amina)
    browser.sign_in(cast.dirk).open("decisions.appeal_outcome", reference=decided.reference)

    refused = browser.press("Look at the letter", outcome="dismissed", reasons="")
    browser.press("Look at the letter", outcome="dismissed", reasons="The report was right.")
    browser.press("Record the outcome")
    page = browser.sign_in(cast.amina).open("decisions.appeal", reference=decided.reference)

    assert refused.status == 422
    assert decided.state is State.NOT_APPROVED
    assert "The report was right." in page.text


def test_the_outcome_of_an_appeal_leaves_as_it_was_read_and_not_otherwise(browser, cast, decided):
    appeal(browser, decided, cast.amina)
    browser.sign_in(cast.dirk).open("decisions.appeal_outcome", reference=decided.reference)

    read = browser.press("Look at the letter", outcome="dismissed", reasons="Rafael Example was right.")
    changed = browser.press("Record the outcome", reasons="The report was right.")
    before = decided.state
    browser.press("Record the outcome")

    sent = db.session.scalars(select(Letter).where(Letter.template == "appeal_dismissed")).all()
    assert "Your appeal is dismissed" in read.text
    assert "Dear Amina Example," in read.text
    assert "Rafael Example belongs to the registration body." in read.text
    assert "The report was right." in changed.text
    assert before is State.APPEAL
    assert decided.state is State.NOT_APPROVED
    assert {letter.person for letter in sent} == {cast.amina, cast.cora}
    assert {letter.facts["reasons"] for letter in sent} == {"The report was right."}


def test_an_appeal_is_withdrawn_and_made_again_while_there_is_time(browser, cast, decided):
    page = appeal(browser, decided, cast.amina)

    withdrawn = browser.press("Withdraw the appeal")
    again = appeal(browser, decided, cast.amina, grounds="Another ground.")

    told = {letter.person for letter in db.session.scalars(select(Letter).where(Letter.template == "appeal_withdrawn"))}
    assert "You can appeal again only while there is time" in page.text
    assert "Withdrawn by the school" in withdrawn.text
    assert {cast.amina, cast.cora, cast.carys, cast.dirk} <= told
    assert [a.outcome for a in decided.appeals] == ["withdrawn", None]
    assert "Another ground." in again.text
    assert decided.state is State.APPEAL
    assert [e.move for e in decided.events][-3:] == ["appeal", "withdraw_appeal", "appeal"]


@pytest.mark.parametrize("name", ["cora", "basil", "carys", "dirk"])
def test_only_the_principal_withdraws_an_appeal(browser, cast, decided, name):
    appeal(browser, decided, cast.amina)

    page = browser.sign_in(getattr(cast, name)).open("decisions.appeal", reference=decided.reference)

    assert "Withdraw the appeal" not in page.text
    assert browser.post("decisions.withdraw_appeal", reference=decided.reference).status == 403
    assert decided.state is State.APPEAL


def test_an_outcome_is_appealed_against_once(browser, cast, decided):
    appeal(browser, decided, cast.amina)
    appeal_service.decide_appeal(decided, "dismissed", "The report was right.", by=cast.dirk)

    page = browser.sign_in(cast.amina).open("decisions.appeal", reference=decided.reference)
    again = browser.post("decisions.appeal", {"grounds": GROUNDS}, reference=decided.reference)

    assert "Make an appeal" not in page.text
    assert again.status == 409
    assert "It can be appealed against once." in again.text
    assert decided.state is State.NOT_APPROVED
    assert len(decided.appeals) == 1


def test_whoever_hears_an_appeal_sees_what_the_rules_suggest(browser, cast, decided):
    appeal(browser, decided, cast.amina)

    page = browser.sign_in(cast.dirk).open("decisions.appeal_outcome", reference=decided.reference)
    mine = browser.sign_in(cast.dana).open("decisions.appeal", reference=decided.reference)

    assert "What the rules suggest: Do not approve" in page.text
    assert "Essential and not met: 5.3." in page.text
    assert "You made the decision that this appeal is against" in mine.text


def test_an_appeal_goes_its_whole_way_in_the_browser(browser, cast, decided):
    """Upheld, decided anew by another, sent back by the second person, decided again and released."""
    place = {"reference": decided.reference}
    appeal(browser, decided, cast.amina)
    browser.sign_in(cast.dirk).open("decisions.appeal", **place)
    browser.open(browser.page.links()["Decide this appeal"])
    browser.press("Look at the letter", outcome="upheld", reasons="The policy does say so.")
    browser.press("Record the outcome")
    decide(browser, decided, cast.dirk, "defer", why_different="5.3 was shown to be met in part.")
    take_back(browser, decided, cast.carys, why="The reasons name 5.2.")
    browser.sign_in(cast.dirk).open("decisions.decide", **place)
    browser.press("Record the decision", reasons="The reasons name 5.3.")
    release(browser, decided, cast.carys)

    school = browser.sign_in(cast.amina).open("decisions.determination", **place)
    appeals = browser.open("decisions.appeal", **place)
    trace = browser.sign_in(cast.carys).open("decisions.determination", **place)

    assert decided.state is State.DEFERRED
    assert "The reasons name 5.3." in school.text
    assert "by somebody else than before" in appeals.text
    assert "Make an appeal" in browser.sign_in(cast.amina).open("decisions.appeal", **place).text
    assert [d.decided_by for d in decided.determinations] == [cast.dana, cast.dirk, cast.dirk]
    for words in ("Taken back", "The reasons name 5.2.", "Appealed", "Do not approve"):
        assert words in trace.text
