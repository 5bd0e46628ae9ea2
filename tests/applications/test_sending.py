"""A school begins, checks, signs and sends: what it needs, what it gets, and what is refused in words."""

import pytest

from registration.applications import service
from registration.applications.models import Application, InformationRequest, RequestItem
from registration.applications.service import new_reference
from registration.database import db, today
from registration.errors import Refused
from registration.self_assessment.models import AreaAssignment
from registration.workflow.states import State
from tests import factories


def asked(application, kind, *, code=None, section=None):
    request = InformationRequest(application=application, kind=kind, due_on=today(), asked_by=application.started_by)
    request.items = [RequestItem(criterion_code=code, section=section, question="Who checks it?")]
    db.session.add(request)
    db.session.commit()
    return request.items[0]


def test_a_principal_begins_an_application(browser, cast):
    browser.sign_in(cast.amina).open("applications.start")

    page = browser.press("Begin the application")

    begun = db.session.query(Application).one()
    assert begun.state is State.DRAFT
    assert begun.standard_edition == "2023"
    assert begun.reference in page.text
    assert [e.move for e in begun.events] == ["start"]


@pytest.mark.parametrize("name", ["basil", "ezra"])
def test_a_contributor_is_told_who_begins_it(browser, cast, name):
    page = browser.sign_in(getattr(cast, name)).open("applications.start")

    assert "Begin the application" not in [b.text for b in page.all("button")]
    assert browser.post("applications.start", {}).status == 403
    assert not db.session.query(Application).count()


def test_staff_have_nothing_to_begin(browser, cast):
    assert browser.sign_in(cast.carys).open("applications.start").status == 404


def test_a_school_has_one_application_under_way(browser, application, cast):
    page = browser.sign_in(cast.amina).open("applications.start")

    assert application.reference in page.text
    with pytest.raises(Refused, match=application.reference):
        service.start_application(cast.amina.school, cast.amina)


def test_a_reference_is_drawn_and_not_counted(app):
    drawn = {new_reference() for _ in range(50)}

    assert len(drawn) == 50
    assert all(set(r[9:]) <= set(service.LETTERS) and len(r) == 15 for r in drawn)


def test_the_mirror_names_each_gap_and_where_to_close_it(browser, application, cast):
    page = browser.sign_in(cast.amina).open("applications.check_answers", reference=application.reference)

    links = page.links()
    assert "Complete each section of the profile first: the profile page shows which are left." in links
    assert "Submit the application" not in [b.text for b in page.all("button")]


def test_a_complete_application_is_sent_and_frozen(browser, cast):
    application = factories.application(cast, answered=True)
    browser.sign_in(cast.amina).open("applications.check_answers", reference=application.reference)

    page = browser.press("Submit the application")

    assert page.heading == "We have received it"
    assert application.state is State.SUBMITTED
    assert application.submission.round == 1
    assert application.submission.sha256 in page.text
    assert application.submitted_at is not None


def test_sent_twice_is_sent_once(browser, cast):
    application = factories.application(cast, answered=True)
    browser.sign_in(cast.amina).open("applications.check_answers", reference=application.reference)
    before = browser.page
    browser.press("Submit the application")
    browser.page, browser.path = before, f"/applications/{application.reference}/check"

    browser.press("Submit the application")

    assert len(application.submissions) == 1
    assert [e.move for e in application.events].count("submit") == 1


def test_a_second_form_says_that_it_was_sent_already(browser, cast):
    application = factories.application(cast, State.SUBMITTED)

    page = browser.sign_in(cast.amina).post("applications.check_answers", {}, reference=application.reference)

    assert page.status == 409
    assert "sent already" in page.text


@pytest.mark.parametrize("name", ["cora", "basil"])
def test_only_the_principal_sends(browser, cast, name):
    application = factories.application(cast, answered=True)

    page = browser.sign_in(getattr(cast, name)).post(
        "applications.check_answers", {}, reference=application.reference
    )

    assert page.status == 403
    assert application.state is State.DRAFT


def test_a_change_after_the_signature_asks_for_a_new_one(browser, cast):
    application = factories.application(cast, answered=True)
    application.responses[0].statement = "Changed."
    db.session.commit()

    page = browser.sign_in(cast.amina).open("applications.check_answers", reference=application.reference)

    assert "sign it again" in page.text


def test_the_principal_signs_with_their_own_name(browser, application, cast):
    browser.sign_in(cast.amina).open("applications.declaration", reference=application.reference)

    page = browser.press(
        "Sign the declaration", true="y", changes="y", ai_statement="None.", typed_name="Somebody Else"
    )
    assert page.status == 422
    assert cast.amina.name in page.text
    assert page.value("ai_statement") == "None."

    browser.press("Sign the declaration", true="y", changes="y", ai_statement="None.", typed_name=" amina  EXAMPLE ")
    assert application.declarations[-1].signed_by == cast.amina


def test_nobody_else_signs(browser, application, cast):
    page = browser.sign_in(cast.cora).post(
        "applications.declaration", {"true": "y", "typed_name": cast.cora.name}, reference=application.reference
    )

    assert page.status == 409
    assert not application.declarations


def test_a_request_is_answered_and_sent_as_a_new_round(browser, cast):
    application = factories.application(cast, State.EVIDENCE_REQUESTED)
    item = asked(application, "evidence", code="2.7")
    db.session.add(AreaAssignment(application_id=application.id, area=2, person=cast.basil))
    browser.sign_in(cast.basil).open("applications.answer_item", reference=application.reference, item=item.public_id)
    browser.press("Save the answer", answer="The safeguarding lead, each month.")

    browser.sign_in(cast.amina).open("applications.answer_request", reference=application.reference)
    page = browser.press("Send the evidence")

    assert page.heading == "We have received it"
    assert application.state is State.DESK_REVIEW
    assert application.submission.round == 2
    assert application.requests[0].closed_at is not None


def test_answering_leads_on_and_says_how_much_is_left(browser, cast):
    application = factories.application(cast, State.EVIDENCE_REQUESTED)
    first = asked(application, "evidence", code="2.7")
    first.request.items.append(RequestItem(criterion_code="4.1", question="Who reads it?"))
    db.session.commit()
    browser.sign_in(cast.amina).open("applications.answer_item", reference=application.reference, item=first.public_id)

    page = browser.press("Save and go to the next", answer="The lead, each month.")

    assert "1 more point to answer" in page.text
    assert "Who reads it?" in page.text
    assert "Point 2 of 2" in page.text
    page = browser.open("applications.answer_request", reference=application.reference)
    assert "1 of 2 answered" in page.text
    assert page.status == 200


def test_a_contributor_answers_for_their_own_areas_only(browser, cast):
    application = factories.application(cast, State.EVIDENCE_REQUESTED)
    item = asked(application, "evidence", code="2.7")
    browser.sign_in(cast.basil).open("applications.answer_item", reference=application.reference, item=item.public_id)

    page = browser.press("Save the answer", answer="I answer for others.")

    assert page.status == 403
    assert "I answer for others." in page.text
    assert item.answer == ""


def test_an_unanswered_request_is_not_sent(browser, cast):
    application = factories.application(cast, State.EVIDENCE_REQUESTED)
    asked(application, "evidence", code="2.7")

    page = browser.sign_in(cast.amina).post("applications.answer_request", {}, reference=application.reference)

    assert page.status == 409
    assert "Answer every item" in page.text
    assert application.state is State.EVIDENCE_REQUESTED


def test_the_item_of_another_case_is_not_there(browser, cast):
    application = factories.application(cast, State.EVIDENCE_REQUESTED)
    asked(application, "evidence", code="2.7")

    page = browser.sign_in(cast.amina).open(
        "applications.answer_item", reference=application.reference, item="0" * 26
    )

    assert page.status == 404
