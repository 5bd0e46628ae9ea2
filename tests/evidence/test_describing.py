"""Many files in one plain post, and describing them afterwards on one page."""

import pytest

from registration.database import db
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.evidence import honest, hostile
from tests.evidence.sending import Sender, cite, file, items
from tests.queries import count_queries


def upload(browser, application, *files):
    browser.open("evidence.desk", reference=application.reference)
    return browser.press("Upload", files=[file(content, name) for content, name in files])


def test_many_files_come_in_one_plain_post(browser, application, cast, store):
    browser.sign_in(cast.amina)

    page = upload(browser, application, (honest.pdf(pages=3), "one.pdf"), (honest.docx(), "two.docx"))

    assert page.heading == "Describe your files"
    assert "It was added: PDF, 3 pages" in page.text
    assert [(item.title, item.described) for item in items(application)] == [("one", False), ("two", False)]


def test_what_was_refused_is_said_beside_what_was_taken(browser, application, cast, store):
    browser.sign_in(cast.amina)

    page = upload(browser, application, (honest.scanned_pdf(), "scan.pdf"), (hostile.gif(), "a.png"))

    assert "This PDF is a scan" in page.text
    assert "“a.png” was not added." in page.text
    assert len(items(application)) == 1


def test_when_all_are_refused_the_page_says_why(browser, application, cast, store):
    browser.sign_in(cast.amina)

    page = upload(browser, application, (b"", "empty.pdf"), (hostile.gif(), "a.png"))

    assert page.status == 422
    summary = [link.text for link in page.all("a") if link.get("href") == "#files" and "not added" in (link.text or "")]
    assert [text.partition(" was")[0] for text in summary] == ["“empty.pdf”", "“a.png”"]
    assert [" ".join(e.itertext()).count("was not added") for e in page.all("p", id="files-error")] == [2]
    assert page.all("p", id="files-error")[0].find("br") is not None


def test_no_file_chosen_is_said(browser, application, cast):
    browser.sign_in(cast.amina).open("evidence.upload_files", reference=application.reference)

    page = browser.press("Upload")

    assert page.status == 422
    assert "Choose at least one file." in page.text


def test_forty_files_are_described_with_three_answers(browser, application, cast, store):
    browser.sign_in(cast.amina)
    upload(browser, application, *[(honest.pdf(pages=1 + n), f"policy_{n}.pdf") for n in range(40)])

    page = browser.press("Save the details", kind="policy", language="Portuguese", personal_data="no")

    assert page.heading == "Evidence"
    found = items(application)
    assert {(i.kind, i.language, i.personal_data, i.described) for i in found} == {("policy", "Portuguese", "no", True)}
    assert found[39].title == "policy 39"


def test_what_is_said_at_a_file_wins_over_what_is_said_for_all(browser, application, cast, store):
    browser.sign_in(cast.amina)
    upload(browser, application, (honest.pdf(), "one.pdf"), (honest.docx(), "two.docx"))

    browser.press(
        "Save the details", kind="policy", personal_data="no",
        **{"files-1-kind": "plan", "files-1-personal_data": "yes", "files-1-language": "Welsh",
           "files-1-title": "Ours"},
    )  # fmt: skip

    assert [(i.title, i.kind, i.language, i.personal_data) for i in items(application)] == [
        ("one", "policy", "English", "no"), ("Ours", "plan", "Welsh", "yes"),
    ]  # fmt: skip


def test_an_answer_that_is_missing_is_asked_for_and_the_rest_kept(browser, application, cast, store):
    browser.sign_in(cast.amina)
    upload(browser, application, (honest.pdf(), "one.pdf"), (honest.docx(), "two.docx"))

    page = browser.press(
        "Save the details", kind="policy", **{"files-0-personal_data": "no", "files-0-title": "Our policy"}
    )

    assert page.status == 422
    assert "Say whether it holds personal data." in page.text
    assert page.value("files-0-title") == "Our policy"
    assert any(href == "#files-1-personal_data" for href in page.links().values())
    assert not any(item.described for item in items(application))


def test_two_people_describing_the_same_file_lose_nothing(browser, app, application, cast, store):
    browser.sign_in(cast.amina)
    upload(browser, application, (honest.pdf(), "one.pdf"))
    other = Browser(app).sign_in(cast.cora)
    other.open("evidence.describe", reference=application.reference)
    other.press("Save the details", kind="plan", personal_data="yes", **{"files-0-title": "Cora’s"})

    page = browser.press("Save the details", kind="policy", personal_data="no", **{"files-0-title": "Amina’s"})

    assert page.status == 409
    assert "Amina’s" in page.text
    assert (items(application)[0].title, items(application)[0].kind) == ("Cora’s", "plan")


def test_a_file_of_another_case_cannot_be_described_here(browser, application, cast, store):
    browser.sign_in(cast.amina)
    upload(browser, application, (honest.pdf(), "one.pdf"))
    foreign = factories.evidence(factories.application(cast), cast.amina).evidence

    page = browser.press("Save the details", kind="policy", personal_data="no", **{"files-0-item": foreign.public_id})

    assert page.status == 404
    assert foreign.kind == "document"


def test_described_once_it_is_no_longer_asked(browser, application, cast, store):
    browser.sign_in(cast.amina)
    upload(browser, application, (honest.pdf(), "one.pdf"))
    item = items(application)[0]
    browser.open("evidence.change", reference=application.reference, item_id=item.public_id)
    browser.press("Save the details", personal_data="no")

    page = browser.open("evidence.describe", reference=application.reference)

    assert "Every file is described." in page.text


def test_an_upload_that_did_not_end_is_shown_and_can_be_cancelled(browser, application, cast, store):
    sender = Sender(browser.sign_in(cast.amina), application)
    content = honest.pdf()
    sender.part(sender.begin(content).headers["Location"], 0, content[:500])
    page = browser.open("evidence.desk", reference=application.reference)

    after = browser.press("Cancel the upload of policy.pdf")

    assert "policy.pdf : 500 bytes of" in page.text.replace("policy.pdf:", "policy.pdf :")
    assert "was cancelled" in after.text
    assert "did not end" not in after.text
    assert list((store.place.root / "partial").glob("*")) == []


@pytest.mark.parametrize(("filters", "shown"), [
    ({}, {"Cited policy", "Uncited plan", "Other area"}), ({"cited": "yes"}, {"Cited policy", "Other area"}),
    ({"cited": "no"}, {"Uncited plan"}), ({"kind": "plan"}, {"Uncited plan"}), ({"area": "2"}, {"Cited policy"}),
    ({"area": "5", "cited": "yes"}, {"Other area"}), ({"area": "2", "kind": "plan"}, set()),
    ({"area": "nine", "kind": "'", "cited": "maybe"}, {"Cited policy", "Uncited plan", "Other area"}),
])  # fmt: skip
def test_the_desk_shows_what_is_asked_for(browser, application, cast, filters, shown):
    titles = ("Cited policy", "Uncited plan", "Other area")
    made = {title: factories.evidence(application, cast.amina, title) for title in titles}
    made["Uncited plan"].evidence.kind = "plan"
    cite(application, made["Cited policy"], "2.7")
    cite(application, made["Other area"], "5.1")
    db.session.commit()

    page = browser.sign_in(cast.amina).open("evidence.desk", reference=application.reference, **filters)

    assert {title for title in made if title in page.links()} == shown


@pytest.mark.parametrize("endpoint", ["evidence.desk", "accounts.home", "applications.application"])
def test_five_hundred_items_cost_as_many_statements_as_one(app, cast, endpoint):
    application, counts = factories.application(cast), []
    values = {} if endpoint == "accounts.home" else {"reference": application.reference}
    browser = Browser(app).sign_in(cast.amina)
    for number in (1, 499):
        for n in range(number):
            factories.evidence(application, cast.amina, f"Item {n}")
        db.session.commit()
        browser.open(endpoint, **values)
        with count_queries() as said:
            browser.open(endpoint, **values)
        counts.append(len(said))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("endpoint", ["evidence.upload_files", "evidence.describe"])
@pytest.mark.parametrize(("name", "status"), [("amina", 403), ("olga", 404), ("carys", 403)])
def test_after_the_submission_nothing_is_uploaded(browser, cast, endpoint, name, status):
    application = factories.application(cast, State.SUBMITTED)

    page = browser.sign_in(getattr(cast, name)).open(endpoint, reference=application.reference)

    assert page.status == status


def test_who_came_from_a_criterion_is_led_back_to_cite_for_it(browser, application, cast, store):
    place = {"reference": application.reference}
    browser.sign_in(cast.amina).open("evidence.add", **place, **{"for": "2.7"})
    offered = browser.address("evidence.upload_files", **place, **{"for": "2.7"})
    assert offered in browser.page.links().values()

    page = browser.open(offered)
    afterwards = [form.get("data-afterwards") for form in page.all("form", id="upload")]
    described = browser.press("Upload", files=[file(honest.pdf(), "one.pdf"), file(honest.docx(), "two.docx")])
    assert browser.path == afterwards[0] == browser.address("evidence.describe", **place, **{"for": "2.7"})
    assert described.heading == "Describe your files"
    page = browser.press("Save the details", kind="policy", personal_data="no")

    first = items(application)[0].public_id
    assert browser.path == browser.address("evidence.cite", **place, code="2.7", item=first)
    assert page.heading == "Cite evidence"


def test_a_page_that_is_sent_back_keeps_the_way_to_its_criterion(browser, application, cast, store):
    place = {"reference": application.reference}
    browser.sign_in(cast.amina).open("evidence.upload_files", **place, **{"for": "2.7"})
    browser.press("Upload", files=[file(honest.pdf(), "one.pdf")])

    refused = browser.press("Save the details", kind="")
    browser.press("Save the details", kind="policy", personal_data="no")

    assert refused.status == 422
    assert browser.path.startswith(browser.address("evidence.cite", **place, code="2.7"))


def test_a_criterion_that_is_none_leads_to_the_desk(browser, application, cast, store):
    browser.sign_in(cast.amina).open("evidence.upload_files", reference=application.reference, **{"for": "9.9"})
    browser.press("Upload", files=[file(honest.pdf(), "one.pdf")])

    page = browser.press("Save the details", kind="policy", personal_data="no")

    assert page.heading == "Evidence"
