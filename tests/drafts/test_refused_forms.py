"""A form that is refused, whatever the reason, gives its text back and leaves a draft behind."""

from io import BytesIO

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict

from registration.applications.models import Application
from registration.database import db
from registration.drafts.models import Draft
from registration.review.queries import finding_by
from registration.self_assessment.models import AreaAssignment, Response
from registration.self_assessment.queries import response_to
from registration.storage import StoreFull, StoreUnavailable
from registration.workflow.states import State
from tests import factories
from tests.drafts.typing import typed

TEXT = "An hour of work."


def kept():
    return [dict(d.answers) for d in db.session.scalars(select(Draft))]


def given_area(application, person, area=1):
    db.session.add(AreaAssignment(application_id=application.id, area=area, person=person))
    db.session.commit()


def test_an_area_that_was_reassigned_while_typing(browser, application, cast):
    given_area(application, cast.basil)
    at = {"reference": application.reference, "code": "1.1"}
    page = browser.sign_in(cast.basil).open("self_assessment.criterion", **at)
    sent, here = typed(page, statement=TEXT), browser.path
    db.session.execute(delete(AreaAssignment))
    given_area(application, cast.ezra)

    refused = browser.send("POST", here, sent)

    assert refused.status == 403
    assert "is with Ezra Example." in refused.text
    assert TEXT in refused.exact
    assert response_to(application, "1.1") is None
    assert TEXT in browser.open(refused.links()["Your drafts"]).exact


def test_a_deadline_that_passed_while_the_form_was_open(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW, answered=True)
    at = {"reference": case.reference, "code": "2.1"}
    page = browser.sign_in(cast.rafael).open("review.criterion", **at)
    sent, here = typed(page, rationale=TEXT, rating="met", confidence="high", sources="document"), browser.path
    db.session.execute(update(Application).values(state=State.MODERATION))
    db.session.commit()

    refused = browser.send("POST", here, sent)

    assert refused.status == 409
    assert "Moderation" in refused.text
    assert TEXT in refused.exact
    assert finding_by(cast.rafael, case, "2.1") is None
    assert [k["rationale"] for k in kept()] == [TEXT]


def test_a_form_with_a_mistake_in_it(browser, application, cast):
    browser.sign_in(cast.amina).open("schools.section", reference=application.reference, number=1)

    page = browser.press("Save and stay", website="no address", school_name="Harbour & Lights")

    assert page.status == 422
    assert page.value("school_name") == "Harbour & Lights"
    assert kept()[0]["school_name"] == "Harbour & Lights"
    browser.press("Save and stay", website="https://school.example")
    assert kept() == []


@pytest.mark.parametrize(("error", "status"), [
    (OperationalError("select", {}, Exception("database is locked")), 503),
    (StoreUnavailable(), 503), (StoreFull(), 507), (RuntimeError("a bug"), 500),
])  # fmt: skip
def test_a_service_that_cannot_just_now(app, browser, application, cast, monkeypatch, error, status):
    def fail(*_args, **_values):
        raise error

    browser.sign_in(cast.amina).open("self_assessment.criterion", reference=application.reference, code="1.1")
    monkeypatch.setattr("registration.self_assessment.service.save_response", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    page = browser.press("Save and stay", statement=TEXT)

    assert page.status == status
    assert TEXT in page.exact
    assert [k["statement"] for k in kept()] == [TEXT]


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_text_in_a_form_that_is_too_large_is_given_back(app, browser, application, cast, monkeypatch, kind):
    page = browser.sign_in(cast.amina).open("self_assessment.criterion", reference=application.reference, code="1.1")
    sent = typed(page, statement=TEXT, then="")
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 30_000)
    if kind.startswith("multipart"):
        sent = MultiDict([("file", (BytesIO(b"%PDF" * 50_000), "large.pdf")), *sent.items(multi=True)])
    else:
        sent.add("more", "x" * 40_000)

    late = browser.send("POST", browser.path, sent)

    assert late.status == 413
    assert TEXT in late.exact
    assert [k["statement"] for k in kept()] == [TEXT]


def test_a_stale_form_is_kept_as_a_draft_until_both_are_brought_together(app, browser, application, cast):
    at = {"reference": application.reference, "code": "1.1"}
    browser.sign_in(cast.amina).open("self_assessment.criterion", **at)
    db.session.add(
        Response(application=application, criterion_code="1.1", statement="Hers.", updated_by_id=cast.cora.id)
    )
    db.session.commit()

    browser.press("Save and stay", statement=TEXT)

    assert [k["statement"] for k in kept()] == [TEXT]
    again = browser.open("self_assessment.criterion", **at)
    assert "The saved text has been changed since you began" in again.text
    assert browser.press("Save and stay").status == 409
    browser.press("Save what stands in the boxes")
    assert kept() == []
    assert response_to(application, "1.1").statement == TEXT
