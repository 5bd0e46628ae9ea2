"""Who may open which version, and how it is handed out."""

import pytest

from registration.database import db, now
from registration.evidence.models import Evidence
from registration.workflow.states import State
from tests import factories
from tests.evidence import honest
from tests.evidence.sending import add, items


def put(store, application, by, content, **facts):
    stored = store.put([content])
    return factories.evidence(
        application, by, storage_key=stored.key, sha256=stored.sha256, size=stored.size, **facts
    )


@pytest.fixture
def sent(cast, store):
    """An application under desk review, whose submission names one PDF of three pages."""
    application = factories.application(cast)
    factories.answer_everything(application, cast.amina)
    version = application.evidence[0].current
    stored = store.put([honest.pdf(pages=3)])
    version.storage_key, version.sha256, version.size, version.pages = (
        stored.key,
        stored.sha256,
        stored.size,
        3,
    )
    for citation in application.citations:
        citation.page_from, citation.page_to = 2, 3
    factories.submit(application, cast.amina)
    application.submitted_at, application.state = now(), State.DESK_REVIEW
    db.session.commit()
    return application


def version_of(application):
    return application.evidence[0].current


def test_a_download_is_an_attachment_that_can_do_nothing(browser, sent, cast):
    version = version_of(sent)
    version.file_name = "Política, “2026” 策.pdf"

    page = browser.sign_in(cast.rafael).open(
        "evidence.download", reference=sent.reference, version=version.public_id
    )

    assert page.status == 200
    assert page.data == honest.pdf(pages=3)
    assert page.headers["Content-Length"] == str(len(page.data))
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''Pol%C3%ADtica" in page.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "more", ["?inline=1", "?save=0", "?type=text/html", "?page=../../x", "?inline=1&as=text/html"]
)
def test_nothing_in_the_address_makes_it_open_in_the_browser(browser, sent, cast, more):
    version = version_of(sent)
    path = f"/applications/{sent.reference}/evidence/versions/{version.public_id}/download{more}"

    page = browser.sign_in(cast.amina).open(path)

    assert page.headers["Content-Disposition"].startswith("attachment")
    assert page.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("name", "status"),
    [("amina", 200), ("basil", 200), ("rafael", 200), ("leah", 200), ("carys", 200), ("audrey", 200), ("dana", 200),
     ("olga", 404), ("ravi", 404), ("connor", 404), ("ada", 404)],
)  # fmt: skip
@pytest.mark.parametrize("endpoint", ["evidence.download", "evidence.open_version", "evidence.picture"])
def test_who_opens_what_was_sent(browser, sent, cast, endpoint, name, status):
    version = version_of(sent)

    page = browser.sign_in(getattr(cast, name)).open(
        endpoint, reference=sent.reference, version=version.public_id
    )

    assert page.status == status


def test_the_body_opens_only_what_was_sent(browser, sent, cast, store):
    unsent = put(store, sent, cast.amina, honest.pdf(), title="Not sent")
    db.session.commit()

    theirs = browser.sign_in(cast.rafael).open(
        "evidence.download", reference=sent.reference, version=unsent.public_id
    )
    own = browser.sign_in(cast.amina).open(
        "evidence.download", reference=sent.reference, version=unsent.public_id
    )

    assert (theirs.status, own.status) == (404, 200)


def test_a_newer_version_stays_with_the_school_until_it_is_sent(browser, sent, cast, store):
    item = sent.evidence[0]
    newer = put(store, sent, cast.amina, honest.pdf(pages=9)).evidence.current
    newer.evidence, newer.number = item, 2
    db.session.commit()

    page = browser.sign_in(cast.leah).open(
        "evidence.open_version", reference=sent.reference, version=newer.public_id
    )

    assert page.status == 404


def test_a_foreign_version_behind_ones_own_reference_is_not_there(browser, sent, cast):
    other = factories.application(cast)
    foreign = factories.evidence(other, cast.amina)
    db.session.commit()

    for name in ("amina", "carys"):
        browser.sign_in(getattr(cast, name))
        for endpoint in ("evidence.download", "evidence.open_version", "evidence.picture"):
            page = browser.open(endpoint, reference=sent.reference, version=foreign.public_id)
            assert page.status == 404


def test_nobody_opens_a_file_that_is_being_checked(browser, sent, cast):
    version = version_of(sent)
    version.check_state = "checking"

    shown = browser.sign_in(cast.rafael).open(
        "evidence.open_version", reference=sent.reference, version=version.public_id
    )
    page = browser.open("evidence.download", reference=sent.reference, version=version.public_id)
    own = browser.sign_in(cast.amina).open(
        "evidence.download", reference=sent.reference, version=version.public_id
    )

    assert "still being checked" in shown.text
    assert (page.status, own.status) == (409, 409)


def test_nobody_opens_a_file_that_was_refused(browser, sent, cast):
    version = version_of(sent)
    version.check_state = "refused"

    page = browser.sign_in(cast.amina).open(
        "evidence.download", reference=sent.reference, version=version.public_id
    )

    assert page.status == 409
    assert "did not pass" in page.text


def test_a_file_that_changed_in_the_store_is_not_handed_out(browser, sent, cast, store):
    version = version_of(sent)
    path = store.place.root / version.storage_key[:2] / version.storage_key[2:]
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    page = browser.sign_in(cast.amina).open(
        "evidence.download", reference=sent.reference, version=version.public_id
    )

    assert page.status == 503
    assert "damaged in our store" in page.text


def test_a_file_that_is_lost_is_said_in_words(browser, sent, cast):
    version_of(sent).storage_key = "0" * 32

    page = browser.sign_in(cast.amina).open(
        "evidence.open_version", reference=sent.reference, version=version_of(sent).public_id
    )

    assert page.status == 200
    assert "This file is not here" in page.text


def test_the_cited_page_is_drawn_with_its_text_beside_it(browser, sent, cast):
    version = version_of(sent)

    page = browser.sign_in(cast.rafael).open(
        "evidence.open_version", reference=sent.reference, version=version.public_id, page=2
    )
    picture = browser.open("evidence.picture", reference=sent.reference, version=version.public_id, page=2)

    assert "Page 2 of 3" in page.text
    assert "The safeguarding policy of the school, page 2" in page.text
    assert "2.7, pages 2 to 3: Who is responsible" in page.text.replace(" ,", ",")
    assert {"page=1", "page=3"} <= {link.partition("?")[2] for link in page.links().values()}
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.data.startswith(b"\x89PNG")


@pytest.mark.parametrize("number", ["0", "-4", "99", "x", "2.5", "9" * 30])
def test_a_page_that_is_none_shows_the_nearest(browser, sent, cast, number):
    version = version_of(sent)
    path = f"/applications/{sent.reference}/evidence/versions/{version.public_id}/?page={number}"

    page = browser.sign_in(cast.rafael).open(path)

    assert page.status == 200
    assert "of 3" in page.text


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (honest.zipped(honest.parts("docx") | {"word/document.xml": (
            b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            b"<w:p><w:r><w:t>How we keep pupils safe &lt;script&gt;</w:t></w:r></w:p></w:document>")}),
         "a.docx", "How we keep pupils safe <script>"),
        (honest.zipped(honest.parts("xlsx") | {"xl/worksheets/sheet1.xml": (
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
            b'<c t="inlineStr"><is><t>Mathematics</t></is></c><c><v>42</v></c></row></sheetData></worksheet>')}),
         "a.xlsx", "Mathematics 42"),
        (honest.zipped(honest.parts("pptx") | {"ppt/slides/slide1.xml": (
            b'<p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>Welcome</a:t></a:r></a:p></p>')}),
         "a.pptx", "Welcome"),
    ],
    ids=["docx", "xlsx", "pptx"],
)  # fmt: skip
def test_the_text_of_an_office_file_is_shown_as_text(browser, application, cast, store, content, name, words):
    browser.sign_in(cast.amina)
    add(browser, application, content, name)
    version = items(application)[0].current

    page = browser.open("evidence.open_version", reference=application.reference, version=version.public_id)

    assert words in page.text


def test_a_picture_is_shown_as_we_drew_it(browser, application, cast, store):
    browser.sign_in(cast.amina)
    add(browser, application, honest.jpeg_of_a_phone(), "gate.jpg")
    version = items(application)[0].current

    page = browser.open("evidence.picture", reference=application.reference, version=version.public_id)

    assert page.headers["Content-Type"] == "image/jpeg"
    assert b"A phone" not in page.data


def test_a_link_is_shown_and_never_opened_by_us(browser, application, cast):
    browser.sign_in(cast.amina).open("evidence.add", reference=application.reference)
    browser.press("Add evidence", link="https://school.example/lesson", title="A lesson")
    version = items(application)[0].current

    page = browser.open("evidence.open_version", reference=application.reference, version=version.public_id)
    download = browser.open("evidence.download", reference=application.reference, version=version.public_id)

    assert page.links()["https://school.example/lesson"] == "https://school.example/lesson"
    assert download.status == 404


def test_a_removed_item_is_gone_for_the_school(browser, application, cast, store):
    version = put(store, application, cast.amina, honest.pdf())
    version.evidence.removed_at = now()
    db.session.commit()

    page = browser.sign_in(cast.amina).open(
        "evidence.download", reference=application.reference, version=version.public_id
    )

    assert page.status == 404
    assert db.session.query(Evidence).count() == 1
