"""The application as a PDF: made outside the request, kept, and without what the reader may not know."""

import io

import pypdfium2
import pytest

from registration.database import db
from registration.jobs.models import Job
from registration.jobs.running import run_waiting
from registration.workflow.states import State
from tests import factories


def asked_for(browser, application, person):
    browser.sign_in(person).open("applications.pdf", reference=application.reference)
    browser.press("Make the PDF")
    run_waiting()
    return browser.open(f"/applications/{application.reference}/pdf/1")


def words(page):
    document = pypdfium2.PdfDocument(io.BytesIO(page.data))
    return " ".join(" ".join(p.get_textpage().get_text_range().split()) for p in document)


@pytest.mark.pdf
def test_the_application_is_printed_once_for_the_school_and_the_desk(browser, cast, store):
    application = factories.application(cast, State.SUBMITTED)

    page = asked_for(browser, application, cast.amina)

    assert page.status == 200
    assert page.data.startswith(b"%PDF-")
    assert page.headers["Content-Disposition"] == f"attachment; filename={application.reference}-1.pdf"
    text = words(page)
    assert application.reference in text
    assert text.count("rating: Met") == 26
    assert asked_for(browser, application, cast.carys).data == page.data
    assert db.session.query(Job).count() == 1


@pytest.mark.pdf
def test_a_reviewer_who_has_not_judged_gets_no_self_ratings(browser, cast, store):
    application = factories.application(cast, State.DESK_REVIEW)

    assert "rating: Met" not in words(asked_for(browser, application, cast.rafael))


def test_before_it_is_made_there_is_nothing_to_download(browser, cast):
    application = factories.application(cast, State.SUBMITTED)

    page = browser.sign_in(cast.amina).open(f"/applications/{application.reference}/pdf/1")

    assert page.status == 404


def test_a_stranger_gets_none(browser, cast):
    application = factories.application(cast, State.SUBMITTED)

    assert browser.sign_in(cast.olga).open("applications.pdf", reference=application.reference).status == 404
