"""The desk, one item, its versions, its details, and taking it away."""

import pytest

from registration.database import db, now
from registration.evidence.models import Citation, Evidence, EvidenceVersion
from registration.history import Revision
from registration.workflow.needs import every_criterion_evidenced
from registration.workflow.states import State
from tests import factories
from tests.evidence import honest
from tests.evidence.sending import add, file, items
from tests.queries import count_queries


def desk(browser, application, **more):
    return browser.open("evidence.desk", reference=application.reference, **more)


def open_item(browser, version):
    item = version.evidence
    return browser.open("evidence.item", reference=item.application.reference, item_id=item.public_id)


def cite(application, version, code, **place):
    made = Citation(
        application=application, criterion_code=code, evidence_version=version, shows="Who leads", **place
    )
    db.session.add(made)
    db.session.commit()
    return made


def test_an_empty_desk_says_what_to_do(browser, application, cast):
    page = desk(browser.sign_in(cast.amina), application)

    assert "Nothing is here yet" in page.text
    assert "Add a link, or one file with all its details" in page.links()


def test_the_desk_says_what_each_item_is_and_where_it_is_cited(browser, application, cast):
    version = factories.evidence(application, cast.amina, title='A "policy", final', has_text=False)
    cite(application, version, "2.10")
    cite(application, version, "2.9")

    page = desk(browser.sign_in(cast.basil), application)

    assert 'A "policy", final' in page.text
    assert "12 pages" in page.text
    assert "Scan without text" in page.text
    assert "2.9, 2.10" in page.text
    assert "1 of at most 500 items" in page.text


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_desk_asks_the_same_number_of_questions_whatever_it_shows(browser, application, cast, count):
    for _ in range(count):
        version = factories.evidence(application, cast.amina)
        cite(application, version, "2.7") if count < 10 else None
    db.session.commit()
    browser.sign_in(cast.amina)
    desk(browser, application)

    with count_queries() as said:
        page = desk(browser, application)

    assert page.status == 200
    assert len(said) <= 18, "\n".join(said)
    QUERIES.append(len(said))
    assert len(set(QUERIES)) == 1


QUERIES: list[int] = []


def test_long_desks_have_pages(browser, application, cast):
    for number in range(30):
        factories.evidence(application, cast.amina, title=f"Item {number:02}")

    first, second = desk(browser.sign_in(cast.amina), application), desk(browser, application, page=2)

    assert ("Item 29" in first.text, "Item 04" in first.text) == (True, False)
    assert ("Item 29" in second.text, "Item 04" in second.text) == (False, True)
    assert desk(browser, application, page=99).text == second.text


def test_the_body_has_no_desk_of_unsent_evidence(browser, cast):
    application = factories.application(cast, State.DESK_REVIEW)

    for name in ("leah", "rafael", "carys", "dana", "audrey"):
        assert desk(browser.sign_in(getattr(cast, name)), application).status == 403
    assert desk(browser.sign_in(cast.olga), application).status == 404


def test_details_are_changed_and_the_former_kept(browser, application, cast):
    version = factories.evidence(application, cast.amina)
    browser.sign_in(cast.basil)
    open_item(browser, version)
    browser.open("evidence.change", reference=application.reference, item_id=version.evidence.public_id)

    page = browser.press(
        "Save the details", title="Child protection policy", kind="policy", personal_data="yes", redacted="y",
        **{"valid_until-day": "31", "valid_until-month": "8", "valid_until-year": "2027"},
    )  # fmt: skip

    item = items(application)[0]
    assert page.heading == "Child protection policy"
    assert "31 August 2027" in page.text
    assert (item.updated_by_id, item.redacted, item.personal_data) == (cast.basil.id, True, "yes")
    assert (
        db.session.query(Revision).filter_by(record="evidence").one().content["title"]
        == "Safeguarding policy"
    )


def test_details_that_contradict_each_other_are_refused(browser, application, cast):
    version = factories.evidence(application, cast.amina)
    db.session.commit()
    browser.sign_in(cast.amina).open(
        "evidence.change", reference=application.reference, item_id=version.evidence.public_id
    )

    page = browser.press(
        "Save the details", title="",
        **{"period_from-day": "1", "period_from-month": "9", "period_from-year": "2026", "period_to-day": "1",
           "period_to-month": "9", "period_to-year": "2025"},
    )  # fmt: skip

    assert page.status == 422
    assert "Give the item a title." in page.text
    assert "The last day must not lie before the first." in page.text
    assert items(application)[0].title == "Safeguarding policy"


def test_two_people_changing_details_lose_nothing(browser, app, application, cast):
    version = factories.evidence(application, cast.amina)
    db.session.commit()
    browser.sign_in(cast.amina).open(
        "evidence.change", reference=application.reference, item_id=version.evidence.public_id
    )
    version.evidence.title = "What Basil wrote"
    db.session.commit()

    page = browser.press("Save the details", title="What Amina wrote")

    assert page.status == 409
    assert "What Amina wrote" in page.text
    assert items(application)[0].title == "What Basil wrote"


def test_a_new_version_keeps_the_old_one_and_its_citations(browser, application, cast, store):
    browser.sign_in(cast.amina)
    add(browser, application, honest.pdf(pages=5))
    first = items(application)[0].current
    cite(application, first, "2.7", page_from=3)
    browser.open("evidence.replace", reference=application.reference, item_id=first.evidence.public_id)

    page = browser.press("Add this version", file=file(honest.pdf(pages=4), "policy-v2.pdf"))

    item = items(application)[0]
    assert [version.number for version in item.versions] == [1, 2]
    assert item.versions[0].storage_key != item.versions[1].storage_key
    assert "page 3 of version 1: Who leads" in page.text
    assert application.citations[0].evidence_version.number == 1


def test_citations_move_to_the_newest_version_when_told(browser, application, cast, store):
    browser.sign_in(cast.amina)
    add(browser, application, honest.pdf(pages=5))
    first = items(application)[0].current
    cite(application, first, "2.7", page_from=3)
    cite(application, first, "4.1", page_from=4, page_to=5)
    browser.open("evidence.replace", reference=application.reference, item_id=first.evidence.public_id)
    browser.press("Add this version", file=file(honest.pdf(pages=4), "policy-v2.pdf"))
    asked = browser.open("evidence.move_citations", reference=application.reference, item_id=first.evidence.public_id)

    page = browser.press("Move these citations")

    db.session.expire_all()
    assert {c.criterion_code: c.evidence_version.number for c in application.citations} == {
        "2.7": 2,
        "4.1": 1,
    }
    assert "1 citation moved to version 2." in page.text
    said = "The citation for 4.1 stays: it names pages 4 to 5, and the newest version has 4 pages."
    assert said in asked.text
    assert "Cite version 2 for 4.1" in asked.links()


def test_citations_of_closed_criteria_do_not_move(browser, application, cast, store):
    version = factories.evidence(application, cast.amina)
    cite(application, version, "2.7")
    newer = EvidenceVersion(
        evidence=version.evidence, number=2, link="https://school.example/", check_state="ready"
    )
    db.session.add(newer)
    db.session.commit()
    browser.sign_in(cast.basil)
    where = {"reference": application.reference, "item_id": version.evidence.public_id}

    asked = browser.open("evidence.move_citations", **where)
    browser.post("evidence.move_citations", {"citation": application.citations[0].public_id}, **where)

    assert "The citation for 2.7 stays" in asked.text
    assert application.citations[0].evidence_version.number == 1


def test_a_refused_replacement_changes_nothing(browser, application, cast, store):
    version = factories.evidence(application, cast.amina)
    db.session.commit()
    browser.sign_in(cast.amina).open(
        "evidence.replace", reference=application.reference, item_id=version.evidence.public_id
    )

    page = browser.press("Add this version", file=file(b"", "empty.pdf"))

    assert page.status == 422
    assert "This file is empty" in page.text
    assert len(items(application)[0].versions) == 1


def test_an_unused_item_is_removed(browser, application, cast):
    version = factories.evidence(application, cast.amina)
    db.session.commit()
    browser.sign_in(cast.amina).open(
        "evidence.remove", reference=application.reference, item_id=version.evidence.public_id
    )

    page = browser.press("Remove this item")

    assert page.heading == "Evidence"
    assert items(application) == []
    assert db.session.query(Evidence).one().removed_at is not None
    assert open_item(browser, version).status == 404


def test_a_cited_item_is_not_removed(browser, application, cast):
    version = factories.evidence(application, cast.amina)
    cite(application, version, "2.7")
    where = {"reference": application.reference, "item_id": version.evidence.public_id}

    asked = browser.sign_in(cast.amina).open("evidence.remove", **where)
    page = browser.post("evidence.remove", **where)

    assert "2.7, whole item" in asked.links()
    assert page.status == 409
    assert "This item is cited for 2.7" in page.text
    assert len(items(application)) == 1


def test_an_item_that_was_sent_stays(browser, cast):
    application = factories.application(cast, State.EVIDENCE_REQUESTED)
    item = application.evidence[0]
    where = {"reference": application.reference, "item_id": item.public_id}

    asked = browser.sign_in(cast.amina).open("evidence.remove", **where)
    page = browser.post("evidence.remove", **where)

    assert "part of what your school has sent" in asked.text
    assert page.status == 409
    assert "part of what your school has sent" in page.text
    assert item.removed_at is None


@pytest.mark.parametrize(
    "endpoint", ["evidence.item", "evidence.change", "evidence.replace", "evidence.remove"]
)
def test_a_foreign_or_unknown_item_is_not_there(browser, application, cast, endpoint):
    other = factories.application(cast)
    foreign = factories.evidence(other, cast.amina).evidence
    removed = factories.evidence(application, cast.amina).evidence
    removed.removed_at = now()
    db.session.commit()
    browser.sign_in(cast.amina)

    for item_id in (foreign.public_id, removed.public_id, "0" * 26, "1", "%00"):
        assert browser.open(endpoint, reference=application.reference, item_id=item_id).status == 404
    assert (
        browser.sign_in(cast.olga).open(endpoint, reference=other.reference, item_id=foreign.public_id).status
        == 404
    )


@pytest.mark.parametrize("state", [State.SUBMITTED, State.DESK_REVIEW, State.REPORTING, State.REGISTERED])
def test_after_submission_nothing_is_replaced_or_removed_by_address(browser, cast, state):
    application = factories.application(cast, state)
    item = application.evidence[0]
    browser.sign_in(cast.amina)

    for endpoint in ("evidence.change", "evidence.replace", "evidence.remove", "evidence.move_citations"):
        page = browser.post(
            endpoint, {"title": "Changed"}, reference=application.reference, item_id=item.public_id
        )
        assert page.status == 403

    db.session.expire_all()
    assert (item.title, len(item.versions), item.removed_at) == ("Safeguarding policy", 1, None)


def test_what_a_submission_lacks_names_the_page_by_its_heading(browser, application, cast):
    page = browser.sign_in(cast.amina).open("evidence.coverage", reference=application.reference)

    assert f"the page “{page.heading}” shows" in every_criterion_evidenced.otherwise


def test_coverage_names_what_is_missing(browser, application, cast):
    unused = factories.evidence(application, cast.amina, title="Used nowhere")
    old = factories.evidence(application, cast.amina, title="Run out", check_state="checking")
    old.evidence.valid_until = now().date().replace(year=2020)
    cite(application, old, "2.7")

    page = browser.sign_in(cast.amina).open("evidence.coverage", reference=application.reference)

    assert "25 without evidence" in page.text
    assert not any(text.startswith("2.7 ") for text in page.links())
    assert unused.evidence.title in page.links()
    assert "Run out : valid until" in page.text.replace("Run out:", "Run out :")
    assert "being checked" in page.text


def test_markup_in_titles_and_names_is_shown_as_typed(browser, application, cast):
    nasty = "<script>alert(1)</script>{{7*7}}"
    version = factories.evidence(application, cast.amina, title=nasty, file_name=f"{nasty}.pdf")
    cite(application, version, "2.7")
    browser.sign_in(cast.amina)

    pages = [
        desk(browser, application), open_item(browser, version),
        browser.open("evidence.coverage", reference=application.reference),
        browser.open("evidence.open_version", reference=application.reference, version=version.public_id),
        browser.open("evidence.cite", reference=application.reference, code="2.7"),
        browser.open("self_assessment.criterion", reference=application.reference, code="2.7"),
    ]  # fmt: skip

    for page in pages[:2] + pages[3:]:
        assert nasty in page.text
    assert all("alert(1)" not in "".join(s.itertext()) for page in pages for s in page.all("script"))
