"""A refusal says which of the two it is, the state or the part, and whom to ask."""

import pytest

from registration.access.policy import POLICY, Action, allowed
from registration.access.refusing import why_not
from registration.access.standing import capacities
from registration.workflow.states import State
from tests import factories


def test_a_step_that_is_not_there_yet_is_named_with_those_where_it_can_be_done(browser, cast):
    application = factories.application(cast, State.DESK_REVIEW)

    page = browser.sign_in(cast.amina).open("evidence.add", reference=application.reference)

    assert page.status == 403
    assert "You cannot add or change evidence while the application stands at “Desk review”." in page.text
    assert "Ask the case officer if you think it is time for it." in page.text
    assert why_not(cast.amina, Action.SIGN_DECLARATION, application) == (
        "You cannot sign the declaration while the application stands at “Desk review”. You can do it at the step "
        "“Draft” or “Returned for completion”. Ask the case officer if you think it is time for it."
    )


def test_a_draft_sends_nobody_to_a_case_officer_it_does_not_have(browser, application, cast):
    page = browser.sign_in(cast.amina).open("messages.thread", reference=application.reference)

    assert page.status == 403
    assert "That can come only once your principal has submitted it." in page.text
    assert "case officer if you think" not in page.text


def test_the_part_of_another_is_named_with_whom_to_ask(browser, application, cast):
    page = browser.sign_in(cast.basil).open("visits.slots", reference=application.reference)

    assert page.status == 403
    assert (
        "You cannot choose a time for the visit: that is the part of the principal or the registration coordinator. "
        "Ask them to do it, or ask your principal if it should be your part." in page.text
    )
    assert "stands at" not in page.text


@pytest.mark.parametrize(
    ("name", "action", "sentence"),
    [
        ("amina", Action.MODERATE, "You cannot agree findings: the registration body does. "
         "If you have a question, ask the case officer."),
        ("carys", Action.APPEAL, "You cannot appeal: only the school can. Ask its principal to do it."),
        ("carys", Action.MODERATE, "You cannot agree findings: that is the part of the lead reviewer. "
         "Ask them to do it."),
        ("rafael", Action.PLAN_VISIT, "You cannot plan the visit: that is the part of the case officer or the lead "
         "reviewer. Ask them to do it, or ask the case officer if it should be your part."),
    ],
)  # fmt: skip
def test_each_side_is_told_whose_part_it_is(cast, name, action, sentence):
    application = factories.application(cast, State.MODERATION)

    assert why_not(getattr(cast, name), action, application) == sentence


def test_who_decided_is_sent_to_another_decision_maker(cast):
    application = factories.application(cast, State.APPEAL)
    factories.determination(application, cast.dana, "do_not_approve", released_by=cast.carys)
    factories.appeal(application, cast.amina)

    assert why_not(cast.dana, Action.DECIDE_APPEAL, application) == (
        "You cannot decide the appeal: the appeal is against your decision. Ask another decision maker to do it."
    )


def test_who_decided_is_sent_to_a_colleague_to_release_the_letter(cast):
    application = factories.application(cast, State.APPROVED)
    factories.determination(application, cast.dana)

    assert why_not(cast.dana, Action.RELEASE_LETTER, application) == (
        "You cannot release the determination letter: you decided, and somebody else must look at it. "
        "Ask a colleague to do it."
    )


def test_every_refusal_is_whole_whoever_asks_and_wherever_it_stands(cast):
    for state in State:
        application = factories.application(cast, state)
        for name in ("amina", "basil", "rafael", "leah", "carys", "dana", "audrey"):
            person = getattr(cast, name)
            for action in POLICY:
                if capacities(person, application) and not allowed(person, action, application):
                    sentence = why_not(person, action, application)
                    assert sentence.startswith(f"You cannot {action.label}")
                    assert sentence.endswith(".")
                    assert "  " not in sentence
