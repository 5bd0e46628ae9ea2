"""Tying evidence to criteria."""

import pytest

from registration.database import db
from registration.evidence.models import Citation
from registration.self_assessment.models import AreaAssignment
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def version(application, cast):
    made = factories.evidence(application, cast.amina, pages=12)
    db.session.commit()
    return made


def open_form(browser, application, code="2.7"):
    return browser.open("evidence.cite", reference=application.reference, code=code)


def cite(browser, application, version, code="2.7", **fields):
    open_form(browser, application, code)
    answers = {"item": version.evidence.public_id, "shows": "Names who leads", **fields}
    return browser.press("Cite it", **answers)


def test_pages_of_an_item_are_cited(browser, application, cast, version):
    page = cite(browser.sign_in(cast.amina), application, version, page_from="3", page_to="5")

    made = application.citations[0]
    assert (made.criterion_code, made.page_from, made.page_to, made.shows) == ("2.7", 3, 5, "Names who leads")
    assert (made.evidence_version, made.added_by_id) == (version, cast.amina.id)
    assert page.heading.startswith("2.7")
    assert "pages 3 to 5" in page.text


def test_one_item_is_cited_many_times(browser, application, cast, version):
    browser.sign_in(cast.amina)

    cite(browser, application, version, "2.7", page_from="3")
    cite(browser, application, version, "2.7", page_from="4")
    cite(browser, application, version, "4.1")

    assert [(c.criterion_code, c.where) for c in application.citations] == [
        ("2.7", "page 3"), ("2.7", "page 4"), ("4.1", "whole item"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"item": ""}, "Choose an item."),
        ({"item": "0" * 26}, "Choose from the answers that are listed."),
        ({"shows": ""}, "Say in one line what this shows."),
        ({"shows": "x" * 201}, "Use 200 characters or fewer."),
        ({"page_from": "13"}, "This file has 12 pages."),
        ({"page_from": "3", "page_to": "13"}, "This file has 12 pages."),
        ({"page_from": "5", "page_to": "3"}, "The last page must not lie before the first."),
        ({"page_to": "3"}, "Enter the first page as well."),
        ({"page_from": "0"}, "Enter a whole number from 1"),
        ({"page_from": "three"}, "Enter a whole number"),
        ({"page_from": "9" * 30}, "Enter a whole number"),
        ({"timestamp": "0:12:30"}, "A file has pages and no time"),
    ],
)
def test_a_citation_that_cannot_be_is_refused_in_words(browser, application, cast, version, fields, words):
    page = cite(browser.sign_in(cast.amina), application, version, **fields)

    assert page.status == 422
    assert words in page.text
    assert application.citations == []
    for name, value in fields.items():
        assert name == "item" or page.value(name) == value


def test_a_link_is_cited_with_a_time(browser, application, cast):
    link = factories.evidence(
        application,
        cast.amina,
        link="https://school.example/lesson",
        storage_key=None,
        pages=None,
        file_name="",
    )
    db.session.commit()
    browser.sign_in(cast.amina)

    wrong = cite(browser, application, link, timestamp="soon")
    paged = cite(browser, application, link, page_from="3")
    cite(browser, application, link, timestamp="0:12:30", page_from="")  # what was refused is offered again

    assert "Enter hours, minutes and seconds" in wrong.text
    assert "A link has no pages" in paged.text
    assert [c.where for c in application.citations] == ["at 0:12:30"]


def test_a_citation_is_changed(browser, application, cast, version):
    cite(browser.sign_in(cast.amina), application, version, page_from="3")
    made = application.citations[0]
    page = browser.open(
        "evidence.change_citation", reference=application.reference, citation_id=made.public_id
    )
    assert (page.value("page_from"), page.value("shows")) == ("3", "Names who leads")

    browser.press("Save the citation", page_from="4", page_to="6", shows="Says how")

    assert (made.page_from, made.page_to, made.shows) == (4, 6, "Says how")
    assert browser.page.heading.startswith("2.7")


def test_a_citation_is_removed_and_the_item_stays(browser, application, cast, version):
    cite(browser.sign_in(cast.amina), application, version)
    made = application.citations[0]
    browser.open("evidence.change_citation", reference=application.reference, citation_id=made.public_id)

    browser.press("Remove this citation")

    assert db.session.query(Citation).count() == 0
    assert version.evidence.removed_at is None


def test_a_contributor_cites_in_their_own_areas_only(browser, application, cast, version):
    db.session.add(AreaAssignment(application_id=application.id, area=2, person=cast.basil))
    db.session.commit()
    browser.sign_in(cast.basil)

    cite(browser, application, version, "2.7")
    refused = open_form(browser, application, "4.1")
    posted = browser.post(
        "evidence.cite",
        {"item": version.evidence.public_id, "shows": "x"},
        reference=application.reference,
        code="4.1",
    )

    assert (refused.status, posted.status) == (403, 403)
    assert [c.criterion_code for c in application.citations] == ["2.7"]


def test_a_contributor_does_not_change_citations_elsewhere(browser, application, cast, version):
    cite(browser.sign_in(cast.amina), application, version)
    made = application.citations[0]
    browser.sign_in(cast.basil)

    opened = browser.open(
        "evidence.change_citation", reference=application.reference, citation_id=made.public_id
    )
    removed = browser.post(
        "evidence.remove_citation", reference=application.reference, citation_id=made.public_id
    )

    assert (opened.status, removed.status) == (403, 403)
    assert db.session.query(Citation).count() == 1


@pytest.mark.parametrize("endpoint", ["evidence.change_citation", "evidence.remove_citation"])
def test_a_foreign_citation_is_not_there(browser, application, cast, version, endpoint):
    other = factories.application(cast)
    foreign = factories.evidence(other, cast.amina)
    made = Citation(application=other, criterion_code="2.7", evidence_version=foreign, shows="x")
    db.session.add(made)
    db.session.commit()

    page = browser.sign_in(cast.amina).post(
        endpoint, reference=application.reference, citation_id=made.public_id
    )

    assert page.status == 404
    assert db.session.query(Citation).count() == 1


def test_evidence_of_another_application_cannot_be_cited(browser, application, cast, version):
    foreign = factories.evidence(factories.application(cast), cast.amina)
    db.session.commit()

    page = cite(browser.sign_in(cast.amina), application, foreign)

    assert page.status == 422
    assert application.citations == []


@pytest.mark.parametrize("code", ["9.9", "x", "2.7 ", "../2.7"])
def test_a_criterion_that_is_none_is_not_there(browser, application, cast, version, code):
    assert open_form(browser.sign_in(cast.amina), application, code).status == 404


def test_nothing_is_cited_after_submission(browser, cast):
    application = factories.application(cast, State.DESK_REVIEW)
    before = len(application.citations)

    page = browser.sign_in(cast.amina).post(
        "evidence.cite", {"item": application.evidence[0].public_id, "shows": "Late"},
        reference=application.reference, code="2.7",
    )  # fmt: skip

    assert page.status == 403
    assert "Late" in page.text
    assert len(application.citations) == before


def test_evidence_added_on_the_way_leads_back_to_the_citation(browser, application, cast, store):
    place = {"reference": application.reference}
    browser.sign_in(cast.amina)
    offered = browser.open("evidence.cite", code="2.7", **place).links()["Add evidence"]
    browser.open("evidence.add", **place, **{"for": "2.7"})

    page = browser.press("Add evidence", link="https://school.example/lesson", title="A lesson", kind="recording")

    assert offered == browser.address("evidence.add", **place, **{"for": "2.7"})
    assert page.heading == "Cite evidence"
    assert "2.7" in page.text
    chosen = [option.get("value") for option in page.all("option") if option.get("selected") is not None]
    assert chosen == [application.evidence[0].public_id]


def test_a_criterion_that_is_none_is_passed_over(browser, application, cast, store):
    place = {"reference": application.reference}
    browser.sign_in(cast.amina).open("evidence.add", **place, **{"for": "9.9"})

    page = browser.press("Add evidence", link="https://school.example/lesson", title="A lesson", kind="recording")

    assert page.heading == "A lesson"
