"""Finding the place of a citation beside its form, what coverage names, and which citations move."""

from datetime import timedelta

import pytest

from registration.database import db, now
from registration.evidence import service
from registration.evidence.intake import take
from registration.evidence.models import Citation, EvidenceVersion
from tests import factories
from tests.evidence import honest
from tests.evidence.sending import Sent, cite
from tests.queries import count_queries


def stored(application, by, store, content, name="policy.pdf"):
    """An item whose file really lies in the store."""
    made = service.add_file(application, take(Sent(name, content), store), by=by, scanning=False, facts={})
    db.session.commit()
    return made


@pytest.fixture
def version(application, cast, store):
    return stored(application, cast.amina, store, honest.pdf(pages=9))


def picker(browser, application, version=None, **more):
    item = {"item": version.evidence.public_id} if version else {}
    return browser.open("evidence.cite", reference=application.reference, code="2.7", **item, **more)


def pictures(page):
    return [image.get("src") for image in page.all("img") if "/versions/" in image.get("src")]


def test_the_pages_of_the_chosen_item_are_shown_beside_the_form(browser, application, cast, version):
    page = picker(browser.sign_in(cast.amina), application, version, page=4)

    assert "Page 4 of 9" in page.text
    assert "page=4" in pictures(page)[0]
    assert [f"page={n}" in source for n, source in zip(range(2, 8), pictures(page)[1:], strict=True)] == [True] * 6
    assert {browser.send("GET", source).headers["Content-Type"] for source in pictures(page)} == {"image/png"}


def test_a_small_picture_of_a_page_is_small(browser, application, cast, version):
    browser.sign_in(cast.amina)
    where = {"reference": application.reference, "version": version.public_id, "page": 2}

    small = browser.open("evidence.picture", small=1, **where)
    large = browser.open("evidence.picture", **where)

    assert len(small.data) < len(large.data) / 2


def test_pages_are_picked_without_losing_what_was_typed(browser, application, cast, version):
    picker(browser.sign_in(cast.amina), application)

    browser.press("Show its pages", item=version.evidence.public_id, shows="Names who leads")
    browser.press("Page 3")
    browser.press("Begin at page 3")
    browser.press("Show this page", see="7")
    page = browser.press("End at page 7")

    assert (page.status, page.value("page_from"), page.value("page_to")) == (200, "3", "7")
    assert page.value("shows") == "Names who leads"
    assert application.citations == []
    browser.press("Cite it")
    db.session.expire_all()
    assert [(c.page_from, c.page_to) for c in application.citations] == [(3, 7)]


@pytest.mark.parametrize("button", ["show-0", "show-99", "end-99999999", "begin-x", "", "typed", "' OR 1=1"])
def test_a_button_that_no_page_has_shows_a_page_all_the_same(browser, application, cast, version, button):
    picker(browser.sign_in(cast.amina), application, version)

    page = browser.post(
        "evidence.cite", {"item": version.evidence.public_id, "look": button, "see": "ten"},
        reference=application.reference, code="2.7",
    )  # fmt: skip

    assert page.status == 200
    assert " of 9" in page.text
    assert application.citations == []


def test_a_place_that_lies_before_the_other_takes_it_along(browser, application, cast, version):
    picker(browser.sign_in(cast.amina), application, version, page=6)
    browser.press("End at page 6")
    browser.press("Page 8")

    page = browser.press("Begin at page 8")

    assert (page.value("page_from"), page.value("page_to")) == ("8", "8")


@pytest.mark.parametrize(("made", "name", "words"), [
    (honest.docx, "a.docx", "Look into it"), (honest.png, "a.png", ""), (honest.pptx, "a.pptx", "Page 1 of"),
])  # fmt: skip
def test_other_kinds_of_files_are_shown_as_far_as_they_can_be(browser, application, cast, store, made, name, words):
    other = stored(application, cast.amina, store, made(), name)

    page = picker(browser.sign_in(cast.amina), application, other)

    assert page.status == 200
    assert "Look into it" in page.text
    assert words in page.text


def test_what_cannot_be_shown_says_why(browser, application, cast):
    link = factories.evidence(application, cast.amina, link="https://school.example/", storage_key=None, pages=None)
    unread = factories.evidence(application, cast.amina, active_content="files embedded in it")
    db.session.commit()
    browser.sign_in(cast.amina)

    assert "This is a link." in picker(browser, application, link).text
    assert "This file is not shown here." in picker(browser, application, unread).text


def test_a_citation_is_changed_beside_its_own_version(browser, application, cast, version):
    made = cite(application, version, "2.7", page_from=5)

    page = browser.sign_in(cast.amina).open(
        "evidence.change_citation", reference=application.reference, citation_id=made.public_id
    )

    assert "Page 5 of 9" in page.text


def newer(version, **facts):
    made = EvidenceVersion(
        evidence=version.evidence, number=2, file_name="b.pdf", media_type="application/pdf",
        **{"check_state": "ready", "pages": 4, "storage_key": "newer", **facts},
    )  # fmt: skip
    db.session.add(made)
    db.session.commit()
    return made


def test_only_the_citations_that_were_ticked_move(browser, application, cast, version):
    cite(application, version, "2.7", page_from=1)
    stays = cite(application, version, "4.1", page_from=2)
    newer(version)
    where = {"reference": application.reference, "item_id": version.evidence.public_id}
    browser.sign_in(cast.amina).open("evidence.move_citations", **where)

    browser.press("Move these citations", citation=[c.public_id for c in application.citations if c is not stays])

    db.session.expire_all()
    assert {c.criterion_code: c.evidence_version.number for c in application.citations} == {"2.7": 2, "4.1": 1}


@pytest.mark.parametrize(("facts", "words"), [
    ({"check_state": "refused"}, "was refused"), ({"pages": 1}, "has 1 page."),
    ({"storage_key": None, "link": "https://school.example/", "pages": None}, "is a link"),
])  # fmt: skip
def test_a_citation_that_would_name_nothing_does_not_move(browser, application, cast, version, facts, words):
    made = cite(application, version, "2.7", page_from=3)
    newer(version, **facts)
    where = {"reference": application.reference, "item_id": version.evidence.public_id}

    page = browser.sign_in(cast.amina).open("evidence.move_citations", **where)
    browser.post("evidence.move_citations", {"citation": made.public_id}, **where)

    assert words in page.text
    db.session.expire_all()
    assert made.evidence_version.number == 1


def test_from_an_item_one_comes_to_the_criteria_that_are_open(browser, application, cast, version):
    browser.sign_in(cast.amina)
    where = {"reference": application.reference, "item_id": version.evidence.public_id}

    hers = browser.open("evidence.cite_item", **where)
    his = browser.sign_in(cast.basil).open("evidence.cite_item", **where)

    assert sum("/cite/" in href for href in hers.links().values()) == 26
    assert "No criterion is open to you just now." in his.text


def coverage(browser, application):
    return browser.open("evidence.coverage", reference=application.reference)


def test_coverage_names_claims_without_a_place_with_a_link_to_mend_them(browser, application, cast):
    long = factories.evidence(application, cast.amina, "Long")
    one = factories.evidence(application, cast.amina, "One page", pages=1)
    film = factories.evidence(application, cast.amina, "Film", link="https://a.example/", storage_key=None, pages=None)
    film.evidence.kind = "recording"
    claims = {v: cite(application, v, "2.7") for v in (long, one, film)}
    cite(application, long, "4.1", page_from=2)

    page = coverage(browser.sign_in(cast.amina), application)

    mended = [href for text, href in page.links().items() if text.startswith("Name the place")]
    assert "2 without a page" in page.text
    assert {claims[v].public_id in " ".join(mended) for v in (long, film)} == {True}
    assert claims[one].public_id not in " ".join(mended)


def test_coverage_names_what_is_cited_for_many(browser, application, cast):
    busy = factories.evidence(application, cast.amina, "Busy")
    fine = factories.evidence(application, cast.amina, "Fine")
    for code in ("1.1", "1.2", "2.7", "3.1", "4.1", "5.1"):
        cite(application, busy, code, page_from=1)
    for code in ("1.1", "1.2", "2.7", "3.1", "4.1"):
        cite(application, fine, code, page_from=1)

    page = coverage(browser.sign_in(cast.amina), application)

    assert "1 cited for many" in page.text
    assert "Busy : 1.1, 1.2, 2.7, 3.1, 4.1, 5.1" in page.text.replace("Busy:", "Busy :")


@pytest.mark.parametrize(("days", "running_out"), [(30, 1), (400, 0)])
def test_without_a_date_of_the_visit_coverage_looks_half_a_year_ahead(browser, application, cast, days, running_out):
    item = factories.evidence(application, cast.amina).evidence
    item.valid_until = now().date() + timedelta(days=days)
    db.session.commit()

    page = coverage(browser.sign_in(cast.amina), application)

    assert f"{running_out} running out" in page.text
    assert "half a year ahead" in page.text


def test_coverage_asks_the_same_number_of_questions_whatever_it_shows(browser, application, cast):
    counts = []
    browser.sign_in(cast.amina)
    for number in (1, 30):
        for n in range(number):
            cite(application, factories.evidence(application, cast.amina, f"Item {n}"), "2.7")
        coverage(browser, application)
        with count_queries() as said:
            coverage(browser, application)
        counts.append(len(said))

    assert counts[0] == counts[1]
    assert db.session.query(Citation).count() == 31
