"""Areas and single criteria given to colleagues: on one page, told by letter, and open to whoever has them."""

from datetime import date

import pytest
from sqlalchemy import select

from registration.access.scope import open_criteria
from registration.database import db
from registration.notifications.composing import compose
from registration.notifications.models import Letter
from registration.self_assessment.models import AreaAssignment
from registration.teamwork.models import CriterionAssignment
from tests.browser import Browser
from tests.queries import count_queries

DAY = {"due_on-day": "1", "due_on-month": "12", "due_on-year": "2026"}


def share_out(browser, application, cells, **fields):
    browser.open("teamwork.shares", reference=application.reference)
    return browser.press("Save who has what", cells=cells, **fields)


def letters():
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_an_area_and_a_criterion_are_given_on_one_page_and_one_letter_says_so(browser, application, cast):
    browser.sign_in(cast.cora)

    page = share_out(
        browser, application, [f"2:{cast.basil.public_id}", f"4.1:{cast.basil.public_id}"], note="With the new policy",
        **DAY,
    )

    assert "2 things given" in page.text
    area, criterion = db.session.query(AreaAssignment).one(), db.session.query(CriterionAssignment).one()
    assert (area.area, area.person, area.due_on, area.note) == (
        2, cast.basil, date(2026, 12, 1), "With the new policy",
    )
    assert (criterion.criterion_code, criterion.due_on) == ("4.1", date(2026, 12, 1))
    [letter] = letters()
    body = compose(letter).body
    assert letter.person == cast.basil
    assert "Area 2," in body
    assert "4.1 " in body
    assert "1 December 2026" in body
    assert "new policy" not in body


def test_whoever_has_a_criterion_may_write_it_and_no_other(given, cast):
    assert open_criteria(cast.basil, given) == {"2.7"}
    assert open_criteria(cast.ezra, given) == frozenset()


def test_what_is_no_longer_ticked_is_taken_back(browser, given, cast):
    browser.sign_in(cast.amina)

    page = share_out(browser, given, [])

    assert "1 thing taken back" in page.text
    assert open_criteria(cast.basil, given) == frozenset()
    assert letters() == []


def test_two_who_share_out_at_once_do_not_overrule_each_other(app, application, cast):
    amina, cora = Browser(app).sign_in(cast.amina), Browser(app).sign_in(cast.cora)
    amina.open("teamwork.shares", reference=application.reference)
    cora.open("teamwork.shares", reference=application.reference)

    amina.press("Save who has what", cells=[f"2.7:{cast.basil.public_id}"])
    cora.press("Save who has what", cells=[f"4.1:{cast.ezra.public_id}"])

    given = {(g.criterion_code, g.person) for g in db.session.query(CriterionAssignment)}
    assert given == {("2.7", cast.basil), ("4.1", cast.ezra)}


def test_date_and_note_can_be_changed_later(browser, given, cast):
    browser.sign_in(cast.cora).open("teamwork.share", reference=given.reference, cell=f"2.7:{cast.basil.public_id}")

    browser.press("Save", note="Only the second part", **DAY)

    row = db.session.query(CriterionAssignment).one()
    assert (row.due_on, row.note) == (date(2026, 12, 1), "Only the second part")


@pytest.mark.parametrize("cell", ["2.7:{olga}", "9.9:{basil}", "9:{basil}", "2.7:", "nonsense", "2.7:{basil}:x"])
def test_a_cell_that_is_none_gives_nothing(browser, application, cast, cell):
    browser.sign_in(cast.amina)

    page = share_out(
        browser, application, [cell.format(olga=cast.olga.public_id, basil=cast.basil.public_id)], note="Kept",
    )

    assert page.status == 422
    assert page.value("note") == "Kept"
    assert db.session.query(CriterionAssignment).count() == 0


def test_a_wrong_date_gives_the_ticks_back(browser, application, cast):
    browser.sign_in(cast.amina)
    cell = f"2.7:{cast.basil.public_id}"

    page = share_out(browser, application, [cell], **{**DAY, "due_on-month": "13"})

    assert page.status == 422
    assert page.all("input", value=cell)[0].get("checked") is not None


@pytest.mark.parametrize("endpoint", ["teamwork.shares", "teamwork.share"])
@pytest.mark.parametrize("name", ["basil", "ezra"])
def test_a_contributor_gives_nothing_to_anybody(browser, given, cast, name, endpoint):
    cell = {"cell": f"2.7:{cast.basil.public_id}"} if endpoint.endswith("share") else {}
    browser.sign_in(getattr(cast, name))

    opened = browser.open(endpoint, reference=given.reference, **cell)
    posted = browser.post(endpoint, {"cells": "4.1:" + cast.basil.public_id}, reference=given.reference, **cell)

    assert (opened.status, posted.status) == (403, 403)


def test_whoever_has_something_sees_that_first(browser, given, cast):
    page = browser.sign_in(cast.basil).open("self_assessment.task_list", reference=given.reference)

    codes = [text for text in page.links() if text[:1].isdigit() and "." in text[:3]]
    assert [code[:3] for code in codes] == ["2.7"]
    assert "With you" in page.text
    assert "All criteria" in page.links()


def test_the_leads_see_all_and_can_ask_for_their_own(browser, given, cast):
    browser.sign_in(cast.amina)

    everything = browser.open("self_assessment.task_list", reference=given.reference)
    mine = browser.open(f"/applications/{given.reference}/self-assessment/?show=mine")
    nonsense = browser.open(f"/applications/{given.reference}/self-assessment/?show=x")

    assert "With Basil Example" in everything.text
    assert "Nothing is yours in particular." in mine.text
    assert nonsense.status == 404


def test_a_page_says_who_has_a_criterion_that_is_closed(browser, given, cast):
    page = browser.sign_in(cast.ezra).open("self_assessment.criterion", reference=given.reference, code="2.7")

    assert "It is with Basil Example." in page.text


def test_what_was_typed_is_given_back_when_the_criterion_was_given_to_another(browser, given, cast):
    browser.sign_in(cast.basil).open("self_assessment.criterion", reference=given.reference, code="2.7")
    db.session.query(CriterionAssignment).update({"person_id": cast.ezra.id})
    db.session.commit()

    page = browser.press("Save and stay", rating="met", statement="Typed while it was given away")

    assert page.status == 403
    assert "It is with Ezra Example." in page.text
    assert "Typed while it was given away" in page.text
    assert "Typed while it was given away" in browser.open("drafts.mine").text


@pytest.mark.parametrize("endpoint", ["self_assessment.task_list", "self_assessment.criterion", "teamwork.shares",
                                      "teamwork.colleagues"])
def test_a_page_asks_little_of_the_database(browser, written, cast, endpoint):
    application = written.application
    code = {"code": "2.7"} if endpoint in ("self_assessment.criterion", "teamwork.colleagues") else {}
    reference = application.reference
    browser.sign_in(cast.basil if endpoint != "teamwork.shares" else cast.cora)
    path = browser.address(endpoint, reference=reference, **code)
    browser.open(path)

    with count_queries() as said:
        browser.open(path)

    assert len(said) <= 8, "\n".join(said)
