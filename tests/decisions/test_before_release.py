"""Between the decision and the release of its letter: for the school, nothing has been decided."""

import re

import pytest
from sqlalchemy import select

from registration.audit.models import AuditEntry
from registration.database import db
from registration.errors import Refused
from registration.notifications.models import Letter
from registration.workflow import engine
from registration.workflow.states import State
from tests.decisions.test_determination import decide, release, take_back
from tests.sameness import with_drafts_opened

OUTCOMES = ["approve", "approve_with_conditions", "defer", "do_not_approve"]
ONCE = re.compile(r'<input [^>]*name="(_once|csrf_token)"[^>]*>|nonce="[^"]*"|<code>[0-9a-f]{16}</code>')
"""What differs each time a page is opened: its keys, and the reference under a refusal."""


def case_pages(app) -> list[str]:
    """Every page that is about a case and asks for nothing but its reference."""
    return sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.arguments == {"reference"}
    )


def seen(browser, person, application) -> dict[str, tuple[int, str, str]]:
    """What each page answers this person: status, where it leads, and its source but for what changes each time."""
    browser.sign_in(person)
    case = {"reference": application.reference}
    addresses = [browser.address(endpoint, **case) for endpoint in case_pages(browser.app)]
    addresses += [browser.address("applications.move", name=name, **case) for name in engine.BY_NAME]
    addresses += [browser.address(e) for e in ("accounts.home", "applications.start", "notifications.letters")]
    pages = {address: browser.send("GET", address) for address in addresses}
    return {
        address: (page.status, page.location, with_drafts_opened(ONCE.sub("", page.data.decode(errors="replace"))))
        for address, page in pages.items()
    }


@pytest.mark.crawl
@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("name", ["amina", "cora", "basil", "ezra"])
def test_every_page_of_the_school_is_the_same_before_and_after_the_decision(browser, cast, to_decide, outcome, name):
    application = to_decide({"1.2": "partly"})
    engine.perform(application, "hold", by=cast.carys, note="The school moved house.")
    engine.perform(application, "resume", by=cast.carys)
    application.due_on = engine.clocks.due_date(State.DETERMINATION)
    db.session.commit()

    before = seen(browser, getattr(cast, name), application)
    assert decide(browser, application, cast.dana, outcome, why_different="We weighed it.").status == 200
    after = seen(browser, getattr(cast, name), application)

    assert application.state is not State.DETERMINATION
    assert [place for place in before if before[place] != after[place]] == []


@pytest.mark.crawl
@pytest.mark.parametrize("name", ["amina", "basil"])
def test_every_page_of_the_school_is_the_same_when_the_decision_is_taken_back_and_made_anew(
    browser, cast, to_decide, clock, name
):
    application = to_decide({"1.2": "partly"})
    application.due_on = engine.clocks.due_date(State.DETERMINATION)
    db.session.commit()
    person = getattr(cast, name)
    decide(browser, application, cast.dana, "approve_with_conditions")
    decided = seen(browser, person, application)

    take_back(browser, application, cast.carys)
    taken_back = seen(browser, person, application)
    decide(browser, application, cast.dirk, "defer", why_different="We weighed it.")
    anew = seen(browser, person, application)

    assert application.state is State.DEFERRED
    assert [place for place in decided if not decided[place] == taken_back[place] == anew[place]] == []


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_refusal_is_worded_as_before_the_decision(browser, cast, to_decide, outcome):
    application = to_decide({"1.2": "partly"})

    def refusals():
        told = {}
        for move in engine.BY_NAME.values():
            if move.name != "withdraw":
                with pytest.raises(Refused) as refusal:
                    engine.perform(application, move.name, by=cast.amina, note="because")
                told[move.name] = str(refusal.value)
        return told

    before = refusals()
    decide(browser, application, cast.dana, outcome, why_different="We weighed it.")

    assert refusals() == before


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_principal_withdraws_and_what_was_decided_is_recalled(browser, cast, to_decide, outcome):
    application = to_decide({"1.2": "partly"})
    decide(browser, application, cast.dana, outcome, why_different="We weighed it.")

    browser.sign_in(cast.amina).open("applications.application", reference=application.reference)
    browser.open("applications.move", reference=application.reference, name="withdraw")
    page = browser.press("Withdraw the application", note="We chose another body.")
    db.session.expire_all()

    held = list(db.session.scalars(select(Letter).where(Letter.template == "determination")))
    assert page.status == 200
    assert application.state is State.WITHDRAWN
    assert held
    assert all(letter.recalled_at and not letter.released_at for letter in held)
    assert application.determinations[-1].recalled_at is not None
    assert {c.status for c in application.conditions} <= {"dropped"}
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "letters_recalled")).all()
    assert len(noted) == 1


def test_what_was_recalled_stays_unknown_to_the_school(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})
    decide(browser, application, cast.dana, "approve_with_conditions")
    engine.perform(application, "withdraw", by=cast.amina)
    db.session.commit()

    sources = " ".join(source for _, _, source in seen(browser, cast.amina, application).values())
    body = browser.sign_in(cast.carys).open("applications.history", reference=application.reference).text

    assert "Approve with conditions" not in sources
    assert "Approved with conditions" not in sources
    assert "Approve with conditions" in body


def test_nobody_can_release_what_was_recalled(browser, cast, to_decide):
    application = to_decide()
    decide(browser, application, cast.dana)
    browser.sign_in(cast.carys).open("decisions.determination", reference=application.reference)
    engine.perform(application, "withdraw", by=cast.amina)
    db.session.commit()

    page = browser.press("Release the letter")

    assert page.status == 403
    assert application.determinations[-1].released_at is None


def test_once_the_outcome_was_sent_nothing_is_left_to_withdraw(browser, cast, to_decide):
    application = to_decide()
    application.due_on = engine.clocks.due_date(State.DETERMINATION)
    decide(browser, application, cast.dana)
    release(browser, application, cast.carys)

    home = browser.sign_in(cast.amina).open("applications.application", reference=application.reference)
    with pytest.raises(Refused, match="stands at “Approved”"):
        engine.perform(application, "withdraw", by=cast.amina)

    assert "withdraw the application" not in home.text
    assert application.due_on is None
