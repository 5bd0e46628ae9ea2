"""The mirror's page, and the way on from it: what the school sees is what the reviewer will read."""

import html5lib
import pytest

from registration.database import db
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries


def as_read(page):
    """The part that shows the application, as markup."""
    [part] = [e for e in page.html.iter("div") if e.get("id") == "as-read"]
    return html5lib.serialize(part, omit_optional_tags=False)


def mirror_of(browser, application, person):
    return browser.sign_in(person).open("applications.mirror", reference=application.reference)


def test_the_mirror_is_letter_for_letter_what_is_read_after_sending(browser, cast):
    application = factories.application(cast, answered=True)
    seen_before = as_read(mirror_of(browser, application, cast.amina))
    browser.open("applications.check_answers", reference=application.reference)
    browser.press("Submit the application")

    sent = browser.sign_in(cast.carys).open("applications.submission", reference=application.reference)

    assert as_read(sent) == seen_before
    assert len(seen_before) > 10_000


def test_each_gap_leads_to_where_it_is_mended(browser, application, cast):
    page = mirror_of(browser, application, cast.amina)
    links = page.links()

    base = f"/applications/{application.reference}"
    assert links["2.7"] == f"{base}/self-assessment/2.7"
    assert "These criteria have no rating yet: 1.1, 1.2, 1.3, 1.4, 2.1," in " ".join(page.exact.split())
    assert links["The address of your website is missing. Add it to the school's contacts."] == f"{base}/profile/1"
    for path in {path for text, path in links.items() if path.startswith(base)}:
        assert browser.open(path).status == 200, path


def test_a_gap_in_a_citation_leads_to_the_citation(browser, cast):
    application = factories.application(cast, answered=True)
    citation = application.citations[0]
    citation.page_from = citation.page_to = 99
    db.session.commit()

    page = mirror_of(browser, application, cast.amina)

    [(said, path)] = [(text, path) for text, path in page.links().items() if "you cite page 99" in text]
    assert said == "For 1.1 you cite page 99 of “Safeguarding policy”, which has 12 pages. Look up the page again."
    assert path.endswith(f"/citations/{citation.public_id}/")


def test_advice_does_not_stand_in_the_way(browser, cast):
    application = factories.application(cast, answered=True)

    page = mirror_of(browser, application, cast.amina)

    assert "Nothing is missing" in page.text
    assert "None of this holds you up." in page.text
    assert "is cited for 26 criteria" in page.text


def test_hard_gaps_stand_apart_from_advice(browser, application, cast):
    page = mirror_of(browser, application, cast.amina)

    headings = [" ".join("".join(h.itertext()).split()) for h in page.all("h2")]
    assert headings[:2] == ["To mend before it can be sent: 89", "No advice"]


def test_while_only_some_is_open_there_is_no_advice_on_the_rest(browser, cast):
    application = factories.application(cast, State.EVIDENCE_REQUESTED)

    page = mirror_of(browser, application, cast.amina)

    assert "is cited for 26 criteria" in page.text
    assert "The statement of" not in page.text


@pytest.mark.parametrize("name", ["carys", "rafael", "olga", "connor"])
def test_only_the_school_looks_into_its_mirror(browser, cast, name):
    application = factories.application(cast, State.DESK_REVIEW)

    page = mirror_of(browser, application, getattr(cast, name))

    assert page.status in (403, 404)


@pytest.mark.parametrize("endpoint", ["applications.mirror", "applications.check_answers"])
def test_it_asks_as_much_for_300_items_as_for_one(app, browser, cast, endpoint):
    counted = []
    for more in (0, 2, 297):
        application = counted_application(cast, more)
        path = browser.sign_in(cast.amina).address(endpoint, reference=application.reference)
        with count_queries() as said:
            browser.open(path)
        counted.append(len(said))

    assert len(set(counted)) == 1
    assert counted[0] <= 8


def counted_application(cast, more):
    application = factories.application(cast, answered=True)
    for number in range(more):
        factories.evidence(application, cast.amina, f"Item {number}")
    db.session.commit()
    return application


def test_the_way_leads_from_page_to_page(browser, cast):
    application = factories.application(cast, answered=True)

    page = mirror_of(browser, application, cast.amina)
    first = page.links()
    check = browser.open(first["Go on: check your answers"])
    declaration = browser.open(check.links()["Sign the declaration"])

    assert check.heading == "Check your answers"
    assert declaration.heading == "Declaration"
    assert "How was artificial intelligence used in preparing this application?" in declaration.text
    assert list(first)[list(first).index("Check your answers"):][:3] == [
        "Check your answers", "Sign the declaration", "Submit",
    ]


def test_once_sent_the_way_back_to_the_mirror_is_closed(browser, cast):
    application = factories.application(cast, State.SUBMITTED)

    page = mirror_of(browser, application, cast.amina)

    assert page.heading == "Check your answers"
    assert "Before you send" not in page.text
