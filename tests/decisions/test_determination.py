"""A decision: suggested by rules, made by a person, released by another."""

import pytest

from registration.database import db
from registration.decisions import service
from registration.decisions.models import Condition, Determination
from registration.notifications.models import Letter
from registration.workflow.states import State
from tests import factories
from tests.browser import words

REASONS = "The report shows it."


def decide(browser, application, person, outcome="approve", **fields):
    browser.sign_in(person).open("decisions.decide", reference=application.reference)
    return browser.press("Record the decision", outcome=outcome, **{"reasons": REASONS, **fields})


def release(browser, application, person, **fields):
    browser.sign_in(person).open("decisions.determination", reference=application.reference)
    return browser.press("Release the letter", **fields)


def take_back(browser, application, person, why="The date of the condition is wrong."):
    browser.sign_in(person).open("decisions.take_back", reference=application.reference)
    return browser.press("Take back the decision", why=why)


def letters():
    return db.session.query(Letter).filter_by(template="determination").all()


def test_deciding_as_suggested_moves_the_case_and_keeps_the_letter_back(browser, cast, to_decide):
    application = to_decide()

    page = decide(browser, application, cast.dana)

    made = db.session.query(Determination).one()
    assert page.status == 200
    assert application.state is State.APPROVED
    assert (made.outcome, made.suggested, made.decided_by, made.released_at) == (
        "approve",
        "approve",
        cast.dana,
        None,
    )
    assert made.rule == "No criterion is rated below Met."
    assert {letter.person for letter in letters()} == {cast.amina, cast.cora}
    assert all(letter.needs_release and letter.released_at is None for letter in letters())


def test_every_rule_is_shown_with_whether_it_matched(browser, cast, to_decide):
    application = to_decide({"5.3": "partly", "1.1": "not"})

    page = browser.sign_in(cast.dana).open("decisions.decide", reference=application.reference)

    assert "Suggested: Defer" in page.text
    for rule in application.standard.outcomes:
        assert rule.statement in page.text
    assert "Essential and partly met: 5.3." in page.text
    assert "Fewer than two criteria are rated Not met." in page.text


def test_essentials_below_the_bar_come_first(browser, cast, to_decide):
    application = to_decide({"5.3": "partly", "1.1": "not"})

    page = browser.sign_in(cast.dana).open("decisions.decide", reference=application.reference)

    headers = [" ".join("".join(e.itertext()).split()) for e in page.all("th", scope="row")]
    judgements = headers[len(application.standard.outcomes) :]
    assert judgements[0].startswith("5.3 ")
    assert judgements[1].startswith("1.1 ")
    assert len(judgements) == 26


@pytest.mark.parametrize("name", ["dana", "leah", "carys", "audrey"])
def test_what_if_answers_and_saves_nothing(browser, cast, to_decide, name):
    application = to_decide({"5.3": "not"})
    address = browser.address("decisions.suggestion", reference=application.reference)

    page = browser.sign_in(getattr(cast, name)).open(f"{address}?c-5.3=met&c-1.1=partly&c-9.9=met&c-1.2=splendid")

    assert "Then: Approve with conditions" in page.text
    assert "Changed: 5.3 to Met, 1.1 to Partly met" in page.text
    assert "Suggested: Do not approve" in page.text
    assert {f.rating for f in application.agreed_findings if f.criterion_code == "5.3"} == {"not"}


def test_what_if_is_asked_by_a_form_that_needs_no_script(browser, cast, to_decide):
    application = to_decide({"5.3": "not"})
    page = browser.sign_in(cast.dana).open("decisions.suggestion", reference=application.reference)
    form = next(f for f in page.all("form") if f.get("method") == "get" and f.get("action", "").endswith("#then"))

    fields = {s.get("name"): o.get("value") for s in form.iter("select") for o in s.iter("option")
              if o.get("selected") is not None}  # fmt: skip
    asked = "&".join(f"{name}={value}" for name, value in (fields | {"c-5.3": "partly"}).items())
    then = browser.open(f"{form.get('action').partition('#')[0]}?{asked}")

    assert len(fields) == 26
    assert "Then: Defer" in then.text
    assert "Changed: 5.3 to Partly met." in then.text
    assert "Essential and partly met: 5.3." in then.text


def test_each_criterion_says_what_it_alone_would_change(browser, cast, to_decide):
    application = to_decide({"1.1": "not"})

    page = browser.sign_in(cast.dana).open("decisions.suggestion", reference=application.reference)

    cells = {words(row.find("th")).split()[0]: words(row) for row in page.all("tr") if row.find("th") is not None}
    assert "Exceeds or Met: ApprovePartly met: Approve with conditions" in cells["1.1"]
    assert "Not met: Do not approve" in cells["1.2"]


@pytest.mark.parametrize("name", ["amina", "olga", "connor", "rhea"])
def test_nobody_else_sees_what_is_suggested(browser, cast, to_decide, name):
    application = to_decide()

    page = browser.sign_in(getattr(cast, name)).open("decisions.suggestion", reference=application.reference)

    assert page.status in (403, 404)


def test_deciding_otherwise_needs_a_reason_of_its_own(browser, cast, to_decide):
    application = to_decide()

    refused = decide(browser, application, cast.dana, "defer")
    accepted = browser.press("Record the decision", why_different="We await the licence.")

    assert refused.status == 422
    assert "The rules suggest “Approve”. Say why you decide otherwise." in refused.text
    assert refused.value("reasons").strip() == REASONS
    assert accepted.status == 200
    assert application.state is State.DEFERRED
    assert application.determinations[-1].why_different == "We await the licence."


@pytest.mark.parametrize("reasons", ["", "  \n "])
def test_a_decision_needs_reasons(browser, cast, to_decide, reasons):
    application = to_decide()

    page = decide(browser, application, cast.dana, reasons=reasons)

    assert page.status == 422
    assert application.state is State.DETERMINATION
    assert db.session.query(Determination).count() == 0


def test_conditions_are_proposed_from_the_actions_and_set_as_worded(browser, cast, to_decide):
    application = to_decide({"1.2": "partly", "3.2": "partly"})
    browser.sign_in(cast.dana).open("decisions.decide", reference=application.reference)

    browser.press(
        "Record the decision", outcome="approve_with_conditions", reasons=REASONS,
        **{"conditions-0-what": "Publish the plan.", "conditions-0-due_on-day": "1", "conditions-0-due_on-month": "3",
           "conditions-0-due_on-year": "2031", "conditions-1-keep": [],
           "conditions-1-why_not": "It is in hand already."},
    )  # fmt: skip

    only = db.session.query(Condition).filter_by(status="open").one()
    dropped = db.session.query(Condition).filter_by(status="dropped").one()
    assert (dropped.criterion_code, dropped.closing_note) == ("3.2", "It is in hand already.")
    assert application.state is State.APPROVED_WITH_CONDITIONS
    assert (only.criterion_code, only.what, only.status, only.due_on.year) == (
        "1.2",
        "Publish the plan.",
        "open",
        2031,
    )
    assert letters()[0].facts["conditions"][0]["what"] == "Publish the plan."


def test_a_condition_is_not_left_out_without_a_reason(browser, cast, to_decide):
    application = to_decide({"1.2": "partly", "3.2": "partly"})

    page = decide(browser, application, cast.dana, "approve_with_conditions", **{"conditions-1-keep": []})

    assert page.status == 422
    assert "Say why the condition on 3.2 is left out." in page.text
    assert application.state is State.DETERMINATION


def test_a_decision_maker_adds_a_condition_of_their_own(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})
    own = {"own-0-code": "4.1", "own-0-what": "Name a deputy.", "own-0-proof": "The policy.", "own-0-due_on-day": "1",
           "own-0-due_on-month": "3", "own-0-due_on-year": "2031"}  # fmt: skip

    half = decide(browser, application, cast.dana, "approve_with_conditions", **{"own-0-what": "Name a deputy."})
    decide(browser, application, cast.dana, "approve_with_conditions", **own)

    assert half.status == 422
    assert "Choose the criterion that this condition is about." in half.text
    assert [(c.criterion_code, c.what, c.status) for c in application.conditions] == [
        ("1.2", "Write it down.", "open"), ("4.1", "Name a deputy.", "open"),
    ]  # fmt: skip
    assert [c["code"] for c in letters()[0].facts["conditions"]] == ["1.2", "4.1"]


def own_conditions_shown(page):
    folded = (each for each in page.all("details") if "Add conditions of your own" in "".join(each.itertext()))
    return [each.get("open") is not None for each in folded]


def test_conditions_of_ones_own_are_out_of_the_way_until_one_is_begun(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})
    proposed = browser.sign_in(cast.dana).open("decisions.decide", reference=application.reference)
    half = decide(browser, application, cast.dana, "approve_with_conditions", **{"own-0-what": "Name a deputy."})
    no_day = decide(browser, application, cast.dana, "approve_with_conditions", **{"own-0-due_on-day": "soon"})
    nothing_proposed = browser.open("decisions.decide", reference=to_decide().reference)

    assert [own_conditions_shown(page) for page in (proposed, half, no_day, nothing_proposed)] == [
        [False], [True], [True], [True],
    ]  # fmt: skip


def test_an_approval_with_conditions_needs_one(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})

    page = decide(browser, application, cast.dana, "approve_with_conditions", **{"conditions-0-keep": []})

    assert page.status == 422
    assert "Set at least one condition below" in page.text
    assert application.state is State.DETERMINATION


def test_a_condition_says_what_and_by_when(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})

    page = decide(
        browser, application, cast.dana, "approve_with_conditions",
        **{"conditions-0-what": "", "conditions-0-due_on-day": "31", "conditions-0-due_on-month": "2"},
    )  # fmt: skip

    assert page.status == 422
    assert "Say what the school must do about 1.2." in page.text
    assert application.state is State.DETERMINATION


def test_conditions_count_only_for_an_approval_with_conditions(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})
    db.session.add(
        Condition(
            application=application,
            criterion_code="1.2",
            what="Proposed",
            due_on=application.started_at.date(),
        )
    )

    decide(browser, application, cast.dana, "approve", why_different="It was put right since.")

    assert [c.status for c in application.conditions] == ["dropped"]
    assert letters()[0].facts["conditions"] == []


def test_only_a_decision_maker_who_took_no_part_decides(browser, cast, to_decide):
    application = to_decide()

    for person, status in [(cast.amina, 403), (cast.leah, 403), (cast.carys, 403), (cast.audrey, 403), (cast.rhea, 404),
                           (cast.connor, 404), (cast.olga, 404), (cast.ravi, 404)]:  # fmt: skip
        assert (
            browser.sign_in(person).open("decisions.decide", reference=application.reference).status == status
        )


def test_the_school_knows_nothing_before_the_release_and_all_afterwards(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})
    decide(browser, application, cast.dana, "approve_with_conditions")
    pages = ["decisions.determination", "decisions.conditions", "decisions.appeal", "applications.application",
             "applications.history", "notifications.case_letters", "notifications.letters"]  # fmt: skip
    browser.sign_in(cast.amina)

    for endpoint in pages:
        place = {} if endpoint == "notifications.letters" else {"reference": application.reference}
        text = browser.open(endpoint, **place).text
        assert "Approve with conditions" not in text, endpoint
        assert "Approved with conditions" not in text, endpoint
        assert REASONS not in text, endpoint
    condition = application.conditions[0].public_id
    before = browser.open("decisions.condition", reference=application.reference, public_id=condition)
    release(browser, application, cast.carys)
    browser.sign_in(cast.amina)
    after = browser.open("decisions.determination", reference=application.reference)

    assert before.status in (403, 404)
    assert "Approved with conditions" in [h.text for h in after.all("h2")]
    assert REASONS in after.text
    assert "Suggested" not in after.text


def test_a_second_decision_is_kept_back_while_the_first_can_be_read(browser, cast, to_decide):
    application = to_decide({"1.2": "partly"})
    factories.determination(application, cast.dana, "defer", released_by=cast.carys, released_at=application.started_at)
    factories.appeal(application, cast.amina, outcome="upheld", reasons="Right.", decided_by=cast.dirk)
    decide(browser, application, cast.dirk, "approve_with_conditions")

    page = browser.sign_in(cast.amina).open("decisions.determination", reference=application.reference)

    assert "Deferred" in [h.text for h in page.all("h2")]
    assert "Approved with conditions" not in page.text
    assert "Write it down." not in page.text


def test_a_move_that_is_refused_does_not_give_the_outcome_away(browser, cast, to_decide):
    application = to_decide()
    decide(browser, application, cast.dana)
    browser.sign_in(cast.amina)

    page = browser.post("decisions.appeal", {"grounds": "We disagree."}, reference=application.reference)
    home = browser.open("applications.application", reference=application.reference)

    assert page.status in (403, 409)
    assert "Approved" not in page.text
    buttons = [a for a in home.all("a") if "button" in a.get("class", "")]
    assert not [b for b in buttons if "Appeal" in "".join(b.itertext())]
    assert "released" not in home.text


def test_the_school_is_not_shown_who_decided_or_what_the_rules_suggested(browser, cast, to_decide):
    application = to_decide(state=State.APPROVED)
    factories.determination(
        application, cast.dana, released_by=cast.carys, released_at=application.state_since
    )

    page = browser.sign_in(cast.amina).open("decisions.determination", reference=application.reference)

    assert cast.dana.name not in page.text
    assert "rules suggested" not in page.text


def test_a_page_that_was_open_while_somebody_else_decided_says_so_and_gives_the_words_back(browser, cast, to_decide):
    application = to_decide()
    browser.sign_in(cast.dirk).open("decisions.decide", reference=application.reference)
    service.issue_determination(
        application, "approve", reasons="First.", why_different="", conditions=(), by=cast.dana
    )
    db.session.commit()

    page = browser.press("Record the decision", outcome="approve", reasons=REASONS)

    assert page.status == 403
    assert "while this page was open the next step was taken" in page.text
    assert REASONS in page.text
    assert [made.reasons for made in application.determinations] == ["First."]
