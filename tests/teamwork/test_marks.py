"""Ready, accepted, returned: marks on an answer, which never hold anything up."""

import pytest
from sqlalchemy import select

from registration.database import db
from registration.errors import NotAllowed, Refused
from registration.notifications.composing import compose
from registration.notifications.models import Letter
from registration.teamwork import marks_service as service, queries
from registration.teamwork.models import Mark
from registration.teamwork.stands import Stand, stand_of
from tests import factories
from tests.browser import Browser


def stand(answer) -> Stand:
    db.session.flush()
    return stand_of(*queries.response_and_mark(answer.application, answer.criterion_code))


def test_an_answer_is_saved_and_marked_in_one_go(browser, given, cast):
    browser.sign_in(cast.basil).open("self_assessment.criterion", reference=given.reference, code="2.7")

    page = browser.press("Save and mark as ready", rating="met", statement="We do.")

    assert "Saved and marked as ready 2.7" in page.text
    mark = db.session.query(Mark).one()
    assert (mark.kind, mark.person, mark.version) == ("ready", cast.basil, mark.response.version)


def test_half_an_answer_is_not_marked_and_not_lost(browser, given, cast):
    browser.sign_in(cast.basil).open("self_assessment.criterion", reference=given.reference, code="2.7")

    page = browser.press("Save and mark as ready", statement="Half a thought")

    assert page.status == 409
    assert "needs a rating and a text" in page.text
    assert "Half a thought" in page.text


def test_a_change_ends_a_mark_and_saving_the_same_does_not(browser, written, cast):
    service.mark_ready(written.application, "2.7", by=cast.basil)
    db.session.commit()
    browser.sign_in(cast.amina).open("self_assessment.criterion", reference=written.application.reference, code="2.7")

    browser.press("Save and stay")
    same = stand(written)
    browser.press("Save and stay", statement="Something else")
    page = browser.open("self_assessment.task_list", reference=written.application.reference)

    assert same is Stand.READY
    assert stand(written) is Stand.WRITING
    assert "Changed since Basil Example marked it as ready" in page.text


def test_the_coordinator_returns_it_with_a_note_and_whoever_has_it_is_told(browser, written, cast):
    service.mark_ready(written.application, "2.7", by=cast.basil)
    db.session.commit()
    browser.sign_in(cast.cora).open("teamwork.give_back", reference=written.application.reference, code="2.7")

    page = browser.press("Return the answer", note="Name the deputy too.")

    assert "returned with your note" in page.text
    assert stand(written) is Stand.RETURNED
    letter = db.session.scalars(select(Letter)).one()
    assert letter.person == cast.basil
    assert "Name the deputy" not in compose(letter).body
    seen = Browser(browser.app).sign_in(cast.basil).open(
        "self_assessment.criterion", reference=written.application.reference, code="2.7"
    )
    assert "Name the deputy too." in seen.text


def test_a_return_needs_its_note(browser, written, cast):
    service.mark_ready(written.application, "2.7", by=cast.basil)
    db.session.commit()
    browser.sign_in(cast.amina).open("teamwork.give_back", reference=written.application.reference, code="2.7")

    page = browser.press("Return the answer", note=" ")

    assert page.status == 422
    assert stand(written) is Stand.READY


def test_the_principal_accepts_what_they_have_read(browser, written, cast):
    service.mark_ready(written.application, "2.7", by=cast.basil)
    db.session.commit()
    browser.sign_in(cast.amina).open("teamwork.colleagues", reference=written.application.reference, code="2.7")

    browser.press("Accept the answer")

    assert stand(written) is Stand.ACCEPTED
    assert [m.kind for m in queries.marks(written.application, "2.7")] == ["accepted", "ready"]


def test_what_was_changed_while_it_was_read_is_not_accepted(browser, written, cast):
    browser.sign_in(cast.amina).open("teamwork.colleagues", reference=written.application.reference, code="2.7")
    written.statement = "Changed meanwhile"
    db.session.commit()

    page = browser.press("Accept the answer")

    assert page.status == 409
    assert "changed while you were reading it" in page.text
    assert db.session.query(Mark).count() == 0


@pytest.mark.parametrize("name", ["basil", "ezra"])
def test_a_contributor_neither_accepts_nor_returns(browser, written, cast, name):
    browser.sign_in(getattr(cast, name))
    reference = written.application.reference

    accepted = browser.post("teamwork.accept", {"version": str(written.version)}, reference=reference, code="2.7")
    returned = browser.post("teamwork.give_back", {"note": "x"}, reference=reference, code="2.7")

    assert (accepted.status, returned.status) == (403, 403)
    assert db.session.query(Mark).count() == 0


def test_nobody_marks_what_is_not_open_to_them(written, cast):
    with pytest.raises(NotAllowed, match="not open to you"):
        service.mark_ready(written.application, "2.7", by=cast.ezra)


def test_what_is_being_written_cannot_be_returned(written, cast):
    with pytest.raises(Refused, match="not marked as ready"):
        service.give_back(written.application, "2.7", by=cast.amina, note="Why?", version=written.version)


def test_how_many_are_not_ready_is_said_only_where_marks_are_used(cast):
    application = factories.application(cast, answered=True)

    before = queries.not_ready(application)
    service.mark_ready(application, "2.7", by=cast.amina)
    db.session.flush()

    assert (before, queries.not_ready(application)) == (0, 25)


def test_before_sending_it_is_said_how_many_are_not_ready_and_holds_nothing_up(browser, cast):
    application = factories.application(cast, answered=True)
    browser.sign_in(cast.amina)
    without = browser.open("applications.check_answers", reference=application.reference)
    service.mark_ready(application, "2.7", by=cast.amina)
    db.session.commit()

    page = browser.open("applications.check_answers", reference=application.reference)
    sent = browser.press("Submit the application")

    assert "marked as ready" not in without.text
    assert "25 criteria are not marked as ready" in page.text
    assert sent.status == 200
    assert application.state == "submitted"


def test_ready_answers_can_be_listed_alone(browser, written, cast):
    service.mark_ready(written.application, "2.7", by=cast.basil)
    db.session.commit()

    page = browser.sign_in(cast.amina).open(
        f"/applications/{written.application.reference}/self-assessment/?show=ready"
    )

    assert [t[:3] for t in page.links() if t[:1].isdigit() and "." in t[:3]] == ["2.7"]
    assert "Marked by Basil Example" in page.text
