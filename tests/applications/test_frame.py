"""What stands over every page of a case, for each side."""

import pytest

from registration.workflow.states import State
from tests import factories


def test_the_frame_names_school_reference_and_state(browser, application, cast):
    page = browser.sign_in(cast.amina).open("applications.application", reference=application.reference)

    assert page.status == 200
    assert application.school.name in page.text
    assert application.reference in page.text
    assert "Draft" in page.text
    assert "Your turn" in page.text


def test_the_body_is_told_whose_turn_it_is(browser, cast):
    application = factories.application(cast, State.EVIDENCE_REQUESTED)

    page = browser.sign_in(cast.carys).open("applications.application", reference=application.reference)

    assert "Waiting for the school" in page.text


def test_an_outcome_that_was_not_released_is_not_shown_to_the_school(browser, cast):
    application = factories.application(cast, State.APPROVED)
    factories.determination(application, cast.dana)

    page = browser.sign_in(cast.amina).open("applications.application", reference=application.reference)

    assert "Approved" not in page.text
    assert "Awaiting determination" in page.text


@pytest.mark.parametrize("name", ["olga", "connor", "ada", "ravi"])
def test_to_strangers_there_is_no_such_application(browser, cast, name):
    application = factories.application(cast, State.SUBMITTED)

    page = browser.sign_in(getattr(cast, name)).open("applications.application", reference=application.reference)

    assert page.status == 404


def test_every_link_of_the_frame_opens(browser, application, cast):
    page = browser.sign_in(cast.amina).open("applications.application", reference=application.reference)
    links = [a.get("href") for nav in page.all("nav", **{"aria-label": "This application"}) for a in nav.iter("a")]

    for href in links:
        assert browser.open(href).status == 200, href
    assert links[0] == f"/applications/{application.reference}/"
