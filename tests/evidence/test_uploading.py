"""Adding evidence through the pages, honest and hostile."""

import io
from contextvars import Context
from threading import Thread

import pytest

from registration.audit.models import AuditEntry
from registration.database import db, now
from registration.evidence import service
from registration.evidence.models import Evidence
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser, filled, form_with
from tests.evidence import honest, hostile
from tests.evidence.sending import add, file, items, stored_files
from tests.evidence.test_inspection import MARKED, REFUSED


def test_a_file_is_added_and_described(browser, application, cast, store):
    browser.sign_in(cast.amina)

    page = add(
        browser,
        application,
        honest.pdf(pages=3),
        "safeguarding_policy.pdf",
        kind="policy",
        language="Portuguese",
    )

    item = items(application)[0]
    assert page.heading == "safeguarding policy"
    assert (item.kind, item.language, item.added_by) == ("policy", "Portuguese", cast.amina)
    assert (item.current.pages, item.current.has_text, item.current.check_state) == (3, True, "ready")
    assert store.verify(item.current.storage_key, item.current.sha256)
    assert item.current.size == len(honest.pdf(pages=3))


def test_what_was_found_is_told_at_once(browser, application, cast, store):
    browser.sign_in(cast.amina)

    page = add(browser, application, honest.scanned_pdf())

    assert "This PDF is a scan" in page.text
    assert "This PDF is a scan" in items(application)[0].current.told


def test_a_picture_is_stored_without_what_was_hidden_in_it(browser, application, cast, store):
    browser.sign_in(cast.amina)

    page = add(browser, application, honest.jpeg_of_a_phone(), "gate.jpg")

    version = items(application)[0].current
    kept = b"".join(store.verified(version.storage_key, version.sha256))
    assert "The place where this photograph was taken was removed" in page.text
    assert b"A phone" not in kept
    assert version.size == len(kept)


def test_several_files_are_added_at_once(browser, application, cast, store):
    browser.sign_in(cast.amina).open("evidence.add", reference=application.reference)

    page = browser.press(
        "Add evidence", files=[file(honest.pdf(), "one.pdf"), file(honest.docx(), "two.docx")], title="x"
    )

    assert page.heading == "Evidence"
    assert sorted(item.title for item in items(application)) == ["one", "two"]


def test_of_several_files_the_good_ones_are_kept_and_the_others_named(browser, application, cast, store):
    browser.sign_in(cast.amina).open("evidence.add", reference=application.reference)

    page = browser.press("Add evidence", files=[file(honest.pdf(), "good.pdf"), file(b"", "empty.pdf")])

    assert [item.title for item in items(application)] == ["good"]
    assert "“empty.pdf” was not added. This file is empty" in page.text


def test_a_link_is_added(browser, application, cast):
    browser.sign_in(cast.amina).open("evidence.add", reference=application.reference)

    page = browser.press(
        "Add evidence", link="https://school.example/lesson", title="A lesson", kind="recording"
    )

    version = items(application)[0].current
    assert page.heading == "A lesson"
    assert (version.link, version.storage_key, version.check_state) == (
        "https://school.example/lesson",
        None,
        "ready",
    )


@pytest.mark.parametrize(
    "link",
    ["http://school.example/", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://localhost/",
     "https://name:password@school.example/", "https://school.example/a b", "//school.example", "https://[bad/"],
)  # fmt: skip
def test_a_link_that_is_none_is_refused_in_words(browser, application, cast, link):
    browser.sign_in(cast.amina).open("evidence.add", reference=application.reference)

    page = browser.press("Add evidence", link=link, title="A lesson")

    assert page.status == 422
    assert "begins with https://" in page.text
    assert page.value("link") == link
    assert items(application) == []


@pytest.mark.parametrize(
    ("made", "name", "_words"), REFUSED, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_hostile_file_is_refused_and_what_was_typed_is_kept(
    browser, application, cast, store, made, name, _words
):
    browser.sign_in(cast.amina)

    page = add(browser, application, made(), name, title="Our policy", note="Please look at page 3")

    assert page.status == 422
    assert "was not added." in page.text
    assert page.value("title") == "Our policy"
    assert page.value("note").strip() == "Please look at page 3"
    assert items(application) == []
    assert stored_files(store) == []


@pytest.mark.parametrize("name", ["a.pdf.exe", "a.exe\0.pdf", "a.pdf.", "a", "a.exe%00.pdf", "a.svg"])
def test_a_name_that_hides_something_is_refused(browser, application, cast, store, name):
    browser.sign_in(cast.amina)

    page = add(browser, application, honest.pdf(), name)

    assert page.status == 422
    assert items(application) == []


@pytest.mark.parametrize(
    ("made", "name", "active"), MARKED, ids=lambda value: getattr(value, "__name__", None)
)
def test_active_content_is_stored_and_never_shown(browser, application, cast, store, made, name, active):
    browser.sign_in(cast.amina)
    add(browser, application, made(), name)
    version = items(application)[0].current

    page = browser.open("evidence.open_version", reference=application.reference, version=version.public_id)
    picture = browser.open("evidence.picture", reference=application.reference, version=version.public_id)

    assert "It is not shown here" in page.text
    assert active in page.text
    assert picture.status == 404


def test_the_test_virus_is_noted_for_administrators(browser, application, cast, store):
    browser.sign_in(cast.amina)

    add(browser, application, hostile.test_string_alone(), "a.pdf")

    noted = db.session.query(AuditEntry).filter_by(action="virus refused").one()
    assert (noted.person_id, noted.application_id) == (cast.amina.id, application.id)


def test_the_same_file_is_noticed_within_the_application_only(browser, application, cast, store):
    browser.sign_in(cast.amina)
    add(browser, application, honest.pdf(), "first.pdf")

    page = add(browser, application, honest.pdf(), "second.pdf")

    assert "The same file is already here as “first”" in page.text
    assert len(items(application)) == 2


def test_another_schools_file_is_not_given_away(browser, application, cast, store):
    factories.evidence(factories.application(cast), cast.amina)
    other = factories.application(cast)
    browser.sign_in(cast.amina)
    add(browser, application, honest.pdf(), "first.pdf")

    page = add(browser, other, honest.pdf(), "second.pdf")

    assert "already here" not in page.text


def test_nothing_chosen_is_said(browser, application, cast):
    browser.sign_in(cast.amina).open("evidence.add", reference=application.reference)

    page = browser.press("Add evidence", title="Nothing")

    assert page.status == 422
    assert "Choose a file, or enter a link." in page.text
    assert page.value("title") == "Nothing"


def test_a_file_of_31_mb_is_refused(browser, application, cast, store):
    browser.sign_in(cast.amina)

    page = add(browser, application, b"%PDF-" + b"x" * 31 * 1024 * 1024)

    assert page.status in (413, 422)
    assert "30 MB" in page.text
    assert items(application) == []


def test_a_request_larger_than_any_form_is_413(browser, application, cast, store):
    browser.sign_in(cast.amina)

    page = add(browser, application, b"%PDF-" + b"x" * 33 * 1024 * 1024)

    assert page.status == 413
    assert stored_files(store) == []


def test_a_full_disk_is_507_and_gives_the_text_back(browser, application, cast, store):
    store.least_free = 10**18
    browser.sign_in(cast.amina)

    page = add(browser, application, honest.pdf(), note="Forty minutes of typing")

    assert page.status == 507
    assert "What you type is still saved" in page.text
    assert "Forty minutes of typing" in page.text


def test_a_store_that_is_down_is_503_and_gives_the_text_back(browser, application, cast, store, tmp_path):
    store.place.root = tmp_path / "not a folder"
    (tmp_path / "not a folder").write_text("x")
    browser.sign_in(cast.amina)

    page = add(browser, application, honest.pdf(), note="Forty minutes of typing")

    assert page.status == 503
    assert "Forty minutes of typing" in page.text
    assert items(application) == []


def test_the_quota_of_items_is_kept(browser, application, cast, store, monkeypatch):
    monkeypatch.setattr(service, "MOST_ITEMS", 1)
    browser.sign_in(cast.amina)
    add(browser, application, honest.pdf(), "one.pdf")

    page = add(browser, application, honest.docx(), "two.docx")

    assert page.status == 409
    assert "which is the most" in page.text
    assert len(items(application)) == 1


def test_the_quota_of_bytes_is_kept(browser, application, cast, store, monkeypatch):
    monkeypatch.setattr(service, "MOST_BYTES", 100)
    browser.sign_in(cast.amina)

    page = add(browser, application, honest.pdf())

    assert page.status == 409
    assert "which is the most" in page.text
    assert items(application) == []


@pytest.mark.parametrize(
    ("state", "status"),
    [(State.DRAFT, 200), (State.EVIDENCE_REQUESTED, 200), (State.COMPLETING, 200),
     (State.APPROVED_WITH_CONDITIONS, 200), (State.SUBMITTED, 403), (State.DESK_REVIEW, 403), (State.REGISTERED, 403)],
)  # fmt: skip
def test_evidence_is_added_only_while_the_school_is_asked(browser, cast, state, status):
    application = factories.application(cast, state)
    if state is State.APPROVED_WITH_CONDITIONS:
        factories.determination(application, cast.dana, released_at=now())
        db.session.commit()

    page = browser.sign_in(cast.amina).open("evidence.add", reference=application.reference)

    assert page.status == status


def test_an_upload_that_races_with_the_submission_is_refused_with_its_text(browser, application, cast, store):
    browser.sign_in(cast.amina).open("evidence.add", reference=application.reference)
    application.submitted_at, application.state = application.started_at, State.SUBMITTED
    db.session.commit()

    page = browser.press("Add evidence", files=file(honest.pdf()), note="Just too late")

    assert page.status == 403
    assert "Just too late" in page.text
    assert items(application) == []


@pytest.mark.parametrize("name", ["olga", "leah", "rafael", "carys", "dana", "ada"])
def test_nobody_else_adds_evidence(browser, cast, name):
    application = factories.application(cast, State.EVIDENCE_REQUESTED)

    page = browser.sign_in(getattr(cast, name)).open("evidence.add", reference=application.reference)

    assert page.status in (403, 404)
    assert db.session.query(Evidence).filter(Evidence.title == "x").count() == 0


def test_the_limits_are_printed_where_files_are_asked_for(browser, application, cast):
    page = browser.sign_in(cast.amina).open("evidence.add", reference=application.reference)

    for words in ("30 MB", "50 million pixels", "300 MB", "PDF, Word (DOCX)"):
        assert words in page.text


def test_the_temporary_file_is_removed(browser, application, cast, store, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    browser.sign_in(cast.amina)

    add(browser, application, honest.pdf())
    add(browser, application, hostile.gif(), "a.png")

    assert list(tmp_path.glob("upload-*")) == []


def test_more_than_the_form_asks_is_ignored(browser, application, cast, store):
    browser.sign_in(cast.amina).open("evidence.add", reference=application.reference)

    browser.press(
        "Add evidence",
        files=file(honest.pdf()),
        check_state="ready",
        application_id="99",
        public_id="mine",
        scan="clean",
    )

    item = items(application)[0]
    assert item.application == application
    assert item.public_id != "mine"
    assert item.current.scan == "not scanned"


def test_two_thousand_parts_are_refused_quickly(browser, application, cast):
    browser.sign_in(cast.amina)

    page = browser.post(
        "evidence.add",
        {f"field{n}": (io.BytesIO(b"x"), "x.pdf") for n in range(1_500)},
        reference=application.reference,
    )

    assert page.status in (400, 413)


def test_uploads_at_the_same_moment_do_not_pass_the_quota(app, application, cast, store, monkeypatch):
    monkeypatch.setattr(service, "MOST_ITEMS", 3)
    browsers = [Browser(app).sign_in(cast.amina) for _ in range(8)]
    for one in browsers:
        one.open("evidence.add", reference=application.reference)
    posts = [
        (
            b.path,
            filled(
                form_with(b.page, "Add evidence"), "Add evidence", {"files": file(honest.pdf(), f"{n}.pdf")}
            ),
        )
        for n, b in enumerate(browsers)
    ]
    db.session.commit()
    statuses = []

    def send(one, path, data):
        answer = one.client.post(path, data=data)
        statuses.append(answer.status_code)
        answer.close()
        answer.request.environ["wsgi.input"].close()

    threads = [
        Thread(target=Context().run, args=(send, b, *post)) for b, post in zip(browsers, posts, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [302] * 3 + [409] * 5
    assert len(items(application)) == 3
