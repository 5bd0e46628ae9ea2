"""Appeals: by the principal, in time, heard by somebody who did not decide."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from registration.access.roles import Role
from registration.accounts.models import PersonRole
from registration.database import db, now, today
from registration.decisions import appeal_service
from registration.decisions.models import Appeal, Condition
from registration.errors import NotAllowed, Refused
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


def hear(browser, application, person, outcome, reasons):
    browser.sign_in(person).open("decisions.appeal_outcome", reference=application.reference)
    return browser.press("Record the outcome", outcome=outcome, reasons=reasons)


def let_go(browser, application, person):
    browser.sign_in(person).open("decisions.appeal", reference=application.reference)
    return browser.press("Release the letter")


def take_back_outcome(browser, application, person, why="A word is missing."):
    browser.sign_in(person).open("decisions.appeal", reference=application.reference)
    browser.open(browser.page.links()["Take the outcome back"])
    return browser.press("Take back the outcome", why=why)


def letters_on(application):
    """What the school is told of an appeal, in the order in which it was written."""
    wanted = select(Letter).where(Letter.application == application, Letter.needs_release)
    return db.session.scalars(wanted.order_by(Letter.id)).all()


def as_the_school_sees_it(browser, cast, application):
    """The pages on which an outcome could show."""
    browser.sign_in(cast.amina)
    of_case = (
        "applications.application", "applications.history", "decisions.determination", "decisions.appeal",
        "deadlines.dates", "notifications.case_letters",
    )  # fmt: skip
    pages = [browser.open(page, reference=application.reference) for page in of_case]
    return [page.text for page in (*pages, browser.open("accounts.home"), browser.open("notifications.letters"))]


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


def test_after_an_appeal_was_heard_no_date_speaks_of_another(browser, cast, decided):
    before = browser.sign_in(cast.amina).open("deadlines.dates", reference=decided.reference)
    appeal(browser, decided, cast.amina)
    hear(browser, decided, cast.dirk, "dismissed", "The recordings were seen.")
    let_go(browser, decided, cast.carys)

    after = browser.sign_in(cast.amina).open("deadlines.dates", reference=decided.reference)

    assert decided.state is State.NOT_APPROVED
    assert "Last day to appeal" in before.text
    assert "Last day to appeal" not in after.text


@pytest.mark.parametrize(("outcome", "stands"), [("upheld", False), ("dismissed", True)])
def test_the_page_of_an_outcome_says_when_it_no_longer_stands(browser, cast, decided, outcome, stands):
    def pages():
        readers = (cast.amina, cast.dana, cast.leah)
        return [
            browser.sign_in(each).open("decisions.determination", reference=decided.reference).text for each in readers
        ]

    appeal(browser, decided, cast.amina)
    hear(browser, decided, cast.dirk, outcome, "The recordings were seen.")
    unreleased = pages()
    let_go(browser, decided, cast.carys)
    told = pages()

    assert not any("No longer stands" in page for page in unreleased)
    assert all(("No longer stands" not in page) == stands for page in told)
    assert all(("decided anew, by somebody else than before" not in page) == stands for page in told)


def test_the_conditions_of_an_outcome_that_no_longer_stands_are_not_listed(browser, cast):
    application = factories.application(cast, State.APPROVED_WITH_CONDITIONS)
    factories.agree(application, cast.leah, "final", {"1.2": "partly"})
    released = {"released_by": cast.carys, "released_at": now()}
    factories.determination(application, cast.dana, "approve_with_conditions", **released)
    db.session.add(Condition(application=application, criterion_code="1.2", what="Publish the plan.", status="open",
                             due_on=today() + timedelta(days=30), owner="Principal"))  # fmt: skip
    db.session.commit()
    place = {"reference": application.reference}
    before = browser.sign_in(cast.amina).open("decisions.determination", **place)
    appeal(browser, application, cast.amina)
    hear(browser, application, cast.dirk, "upheld", "The recordings were seen.")
    let_go(browser, application, cast.carys)

    told = [browser.sign_in(each).open("decisions.determination", **place) for each in (cast.amina, cast.dana)]

    assert "Publish the plan." in before.text
    assert [("No longer stands" in page.text, "Publish the plan." in page.text) for page in told] == [(True, False)] * 2


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
    hear(browser, decided, cast.dirk, "upheld", "The policy does say so.")
    before = decided.state
    let_go(browser, decided, cast.carys)

    assert before is State.APPEAL
    assert decided.state is State.DETERMINATION
    assert decided.appeals[-1].outcome == "upheld"
    assert browser.sign_in(cast.dana).open("decisions.decide", reference=decided.reference).status == 403
    assert browser.sign_in(cast.dirk).open("decisions.decide", reference=decided.reference).status == 200


def test_an_appeal_dismissed_leaves_all_as_it_was(browser, cast, decided):
    appeal(browser, decided, cast.amina)

    refused = hear(browser, decided, cast.dirk, "dismissed", "")
    hear(browser, decided, cast.dirk, "dismissed", "The report was right.")
    let_go(browser, decided, cast.carys)
    page = browser.sign_in(cast.amina).open("decisions.appeal", reference=decided.reference)

    assert refused.status == 422
    assert decided.state is State.NOT_APPROVED
    assert "The report was right." in page.text


def test_the_outcome_of_an_appeal_is_read_by_a_second_person_before_it_leaves(browser, cast, decided):
    appeal(browser, decided, cast.amina)
    hear(browser, decided, cast.dirk, "dismissed", "Rafael Example was right.")

    read = browser.sign_in(cast.carys).open("decisions.appeal", reference=decided.reference)
    refused = browser.press("Release the letter")
    browser.press("Release the letter", looked=True)

    sent = letters_on(decided)
    assert "Your appeal is dismissed" in read.text
    assert "Dear Amina Example," in read.text
    assert "Rafael Example belongs to the registration body." in read.text
    assert refused.status == 422
    assert "Look at each of these, and say that the school may read it." in refused.text
    assert {letter.person for letter in sent} == {cast.amina, cast.cora}
    assert all(letter.released_at and "Rafael Example was right." in letter.body for letter in sent)
    assert [(e.move, e.person) for e in decided.events][-2:] == [
        ("dismiss_appeal", cast.dirk), ("release_appeal", cast.carys),
    ]


def test_whoever_had_a_part_in_either_decision_does_not_release_the_outcome_of_an_appeal(browser, cast, decided):
    cast.dana.role_rows.append(PersonRole(role=Role.CASE_OFFICER.value))
    appeal(browser, decided, cast.amina)
    page = hear(browser, decided, cast.dirk, "dismissed", "The report was right.")

    statuses = {
        name: browser.sign_in(getattr(cast, name)).post("decisions.release_appeal", reference=decided.reference).status
        for name in ("dirk", "dana", "leah", "amina")
    }

    assert "somebody else must release the letter" in page.text
    assert "Release the letter" not in [b.text for b in page.all("button")]
    assert set(statuses.values()) == {403}
    assert not any(letter.released_at for letter in letters_on(decided))
    for person in (cast.dirk, cast.dana):
        with pytest.raises(NotAllowed, match="Somebody else must release"):
            appeal_service.release_appeal(decided, by=person)


def test_the_school_knows_nothing_of_an_outcome_that_waits(browser, cast, decided):
    appeal(browser, decided, cast.amina)
    before = as_the_school_sees_it(browser, cast, decided)
    hear(browser, decided, cast.dirk, "upheld", "The policy does say so.")
    waiting = as_the_school_sees_it(browser, cast, decided)
    take_back_outcome(browser, decided, cast.carys)

    after = as_the_school_sees_it(browser, cast, decided)

    assert waiting == before
    assert after == before


@pytest.mark.parametrize("name", ["dirk", "carys"])
def test_until_it_is_released_the_outcome_of_an_appeal_is_taken_back(browser, cast, decided, name):
    appeal(browser, decided, cast.amina)
    hear(browser, decided, cast.dirk, "upheld", "The policy does say so.")

    refused = take_back_outcome(browser, decided, getattr(cast, name), " ")
    take_back_outcome(browser, decided, getattr(cast, name))
    told = db.session.scalars(select(Letter).where(Letter.template == "appeal_taken_back")).all()
    page = browser.sign_in(cast.dirk).open("decisions.appeal_outcome", reference=decided.reference)
    browser.press("Record the outcome", outcome="dismissed")
    let_go(browser, decided, cast.carys)

    assert refused.status == 422
    assert page.value("reasons").strip() == "The policy does say so."
    assert getattr(cast, name) not in [letter.person for letter in told]
    assert {cast.dirk, cast.carys} <= {getattr(cast, name), *(letter.person for letter in told)}
    assert [letter.released_at is not None for letter in letters_on(decided)] == [False, False, True, True]
    assert all(letter.recalled_at for letter in letters_on(decided)[:2])
    assert decided.state is State.NOT_APPROVED


def test_whoever_decides_an_appeal_again_reads_why_its_outcome_was_taken_back(browser, cast, decided):
    appeal(browser, decided, cast.amina)
    hear(browser, decided, cast.dirk, "upheld", "The policy does say so.")
    take_back_outcome(browser, decided, cast.carys, "The reasons name nobody by role.")

    of_the_body = browser.sign_in(cast.dirk).open("decisions.appeal", reference=decided.reference)
    form = browser.open("decisions.appeal_outcome", reference=decided.reference)
    of_the_school = browser.sign_in(cast.amina).open("decisions.appeal", reference=decided.reference)

    assert "The reasons name nobody by role." in of_the_body.text
    assert "The reasons name nobody by role." in form.text
    assert "by role" not in of_the_school.text
    assert "taken back" not in of_the_school.text


def test_whoever_decides_anew_reads_the_grounds_and_why_the_appeal_was_upheld(browser, cast, decided):
    appeal(browser, decided, cast.amina)
    hear(browser, decided, cast.dirk, "upheld", "The policy does say so.")
    let_go(browser, decided, cast.carys)

    page = browser.sign_in(cast.dirk).open("decisions.decide", reference=decided.reference)

    assert GROUNDS in page.text
    assert "The policy does say so." in page.text


def test_what_is_past_is_refused_with_one_sentence_and_the_text_is_kept(browser, cast, decided):
    appeal(browser, decided, cast.amina)
    browser.sign_in(cast.nora)
    cast.nora.role_rows.append(PersonRole(role=Role.DECISION_MAKER.value))
    db.session.commit()
    browser.open("decisions.appeal_outcome", reference=decided.reference)
    appeal_service.decide_appeal(decided, "upheld", "The policy does say so.", by=cast.dirk)
    db.session.commit()

    twice = browser.press("Record the outcome", outcome="dismissed", reasons="It does not.")
    browser.open("decisions.take_back_appeal", reference=decided.reference)
    appeal_service.release_appeal(decided, by=cast.carys)
    late = browser.press("Take back the outcome", why="Too late.")

    assert twice.status == 409
    assert "waits for a second person. Take it back first" in twice.text
    assert "It does not." in twice.text
    assert late.status == 403
    assert "Too late." in late.text
    assert decided.state is State.DETERMINATION
    with pytest.raises(Refused, match="No outcome of an appeal waits"):
        appeal_service.release_appeal(decided, by=cast.nora)


def test_letters_that_changed_while_they_were_read_are_not_released(browser, cast, decided):
    appeal(browser, decided, cast.amina)
    hear(browser, decided, cast.dirk, "upheld", "The policy does say so.")
    browser.sign_in(cast.carys).open("decisions.appeal", reference=decided.reference)
    appeal_service.take_back_appeal(decided, "A word is missing.", by=cast.dirk)
    appeal_service.decide_appeal(decided, "upheld", "The policy says so on page 4.", by=cast.dirk)
    db.session.commit()

    page = browser.press("Release the letter")

    assert page.status == 409
    assert "The letter has changed since you opened it." in page.text
    assert decided.state is State.APPEAL


def test_an_appeal_is_withdrawn_while_its_outcome_waits_and_the_school_never_learns_it(browser, cast, decided):
    appeal(browser, decided, cast.amina)
    hear(browser, decided, cast.dirk, "upheld", "The policy does say so.")
    browser.sign_in(cast.amina).open("decisions.appeal", reference=decided.reference)

    page = browser.press("Withdraw the appeal")
    history = browser.open("applications.history", reference=decided.reference)

    assert decided.state is State.NOT_APPROVED
    assert "The policy does say so." not in page.text
    assert "Uphold" not in history.text
    assert all(letter.recalled_at for letter in letters_on(decided))


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
    appeal_service.release_appeal(decided, by=cast.carys)

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
    browser.press("Record the outcome", outcome="upheld", reasons="The wrong word.")
    take_back_outcome(browser, decided, cast.carys)
    hear(browser, decided, cast.dirk, "upheld", "The policy does say so.")
    let_go(browser, decided, cast.carys)
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
