"""Uploads in pieces: kept over a cut line, and looked at like any other file."""

import hashlib
import io
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from registration.audit.models import AuditEntry
from registration.database import db, now
from registration.errors import NotFound
from registration.evidence import jobs, resumable, service
from registration.evidence.models import PartialUpload
from registration.evidence.spool import Elsewhere, Spool
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.evidence import honest, hostile
from tests.evidence.sending import Sender, add, b64, items, stored_files
from tests.evidence.test_inspection import REFUSED


@pytest.fixture
def sender(browser, application, cast, store):
    return Sender(browser.sign_in(cast.amina), application)


class Cut(io.BytesIO):
    """A line that is cut after 300 bytes."""

    def readinto(self, into):
        if self.tell() >= 300:
            raise ConnectionResetError
        return super().readinto(memoryview(into)[: 300 - self.tell()])


def in_spool(store) -> list:
    return list((store.place.root / "partial").glob("*"))


def checksum(body: bytes, name: str = "sha256") -> str:
    return f"{name} {b64(hashlib.new(name, body).digest())}"


def test_a_file_sent_in_pieces_becomes_an_item(sender, application, cast, store):
    content = honest.pdf(pages=3)

    told = sender.send(content, "Safeguarding_policy.pdf")

    item = items(application)[0]
    assert (told["outcome"], told["item"]) == ("taken", item.public_id)
    assert told["sentences"][0].startswith("It was added: PDF, 3 pages")
    assert (item.title, item.added_by, item.described) == ("Safeguarding policy", cast.amina, False)
    assert item.current.sha256 == hashlib.sha256(content).hexdigest()
    assert b"".join(store.verified(item.current.storage_key, item.current.sha256)) == content
    assert in_spool(store) == []


def test_after_a_cut_it_goes_on_where_it_was(sender, application, store):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    sender.part(path, 0, content[:700])

    stands = sender.ask("HEAD", path)
    answer = sender.part(path, 700, content[700:])

    assert (stands.status_code, stands.headers["Upload-Offset"]) == (200, "700")
    assert stands.headers["Upload-Length"] == str(len(content))
    assert stands.headers["Cache-Control"] == "no-store"
    assert answer.headers["Upload-Offset"] == str(len(content))
    assert items(application)[0].current.sha256 == hashlib.sha256(content).hexdigest()


def test_a_part_that_breaks_off_is_kept_as_far_as_it_came(sender, application, store):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]

    sender.browser.client.patch(
        path, input_stream=Cut(content), content_type="application/offset+octet-stream",
        headers={"Tus-Resumable": "1.0.0", "X-CSRFToken": sender.token, "Upload-Offset": "0"},
    )  # fmt: skip

    assert sender.ask("HEAD", path).headers["Upload-Offset"] == "300"


def test_the_same_file_begun_again_is_the_same_upload(sender, application, store):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    sender.part(path, 0, content[:500])

    again = sender.begin(content)

    assert again.headers["Location"] == path
    assert again.headers["Upload-Offset"] == "500"
    assert sender.begin(content, "other.pdf").headers["Location"] != path


def test_what_became_of_it_is_told_when_the_last_answer_was_lost(sender, application, store):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    sender.part(path, 0, content)

    again = sender.part(path, len(content), b"")

    assert sender.ask("HEAD", path).headers["Upload-Offset"] == str(len(content))
    assert again.status_code == 204
    assert sender.ask("GET", path).json["outcome"] == "taken"
    assert len(items(application)) == 1


def test_a_whole_file_that_nobody_looked_at_yet_is_taken_in_by_an_empty_part(sender, application, store):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    upload = db.session.query(PartialUpload).one()
    Spool(store.place.root / "partial").append(upload.public_id, 0, [content])

    before = sender.ask("GET", path).json["outcome"]
    sender.part(path, len(content), b"")

    assert before == ""
    assert sender.ask("GET", path).json["outcome"] == "taken"


def test_what_has_arrived_stays_until_it_is_written_down_what_became_of_it(sender, application, store):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]

    def busy(session, *_others):
        if any(isinstance(changed, PartialUpload) and changed.outcome for changed in session.dirty):
            raise OperationalError("UPDATE", {}, OSError("the database is busy"))

    event.listen(db.session, "before_flush", busy)
    try:
        failed = sender.part(path, 0, content).status_code
    finally:
        event.remove(db.session, "before_flush", busy)
    db.session.rollback()
    stood = sender.ask("HEAD", path).headers["Upload-Offset"]
    sender.part(path, len(content), b"")

    assert (failed, stood) == (503, str(len(content)))
    assert sender.ask("GET", path).json["outcome"] == "taken"
    assert in_spool(store) == []


@pytest.mark.parametrize("offset", [0, 499, 501, 10_000])
def test_a_part_for_another_place_is_a_409_and_changes_nothing(sender, application, store, offset):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    sender.part(path, 0, content[:500])

    answer = sender.part(path, offset, b"x")

    assert answer.status_code == 409
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert sender.ask("HEAD", path).headers["Upload-Offset"] == "500"


def test_more_than_the_file_has_is_a_413(sender, store):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]

    answer = sender.part(path, 0, content + b"x")

    assert answer.status_code == 413
    assert sender.ask("HEAD", path).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize("headers", [
    {"Tus_Resumable": ""}, {"Tus_Resumable": "0.2.2"}, {"Upload_Offset": ""}, {"Upload_Offset": "-1"},
    {"Upload_Offset": "1e3"}, {"Upload_Offset": "٣"}, {"Upload_Offset": "9" * 40}, {"Content_Type": "text/plain"},
    {"Upload_Checksum": "md5 AAAA"}, {"Upload_Checksum": "sha256 ?"},
])  # fmt: skip
def test_a_part_that_does_not_keep_to_the_protocol_is_refused(sender, store, headers):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    offset = headers.pop("Upload_Offset", "0")

    kind = {"Content_Type": "application/offset+octet-stream"}
    sent = {key: value.encode().decode("latin-1") for key, value in {**kind, **headers}.items()}
    answer = sender.ask("PATCH", path, content, Upload_Offset=offset.encode().decode("latin-1"), **sent)

    assert answer.status_code in (400, 412, 415)
    assert sender.ask("HEAD", path).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize("name", ["sha1", "sha256"])
def test_a_part_with_its_checksum_is_kept_and_with_another_is_not(sender, store, name):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]

    good = sender.part(path, 0, content[:500], Upload_Checksum=checksum(content[:500], name))
    bad = sender.part(path, 500, content[500:900], Upload_Checksum=checksum(b"something else", name))

    assert (good.status_code, bad.status_code) == (204, 460)
    assert sender.ask("HEAD", path).headers["Upload-Offset"] == "500"


def test_a_file_that_changed_on_its_way_is_refused(sender, application, store):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]

    sender.part(path, 0, content[:-1] + b" ")

    told = sender.ask("GET", path).json
    assert told["outcome"] == "refused"
    assert "not the file that was chosen" in told["sentences"][0]
    assert items(application) == []


@pytest.mark.parametrize(("made", "name", "_words"), REFUSED, ids=lambda value: getattr(value, "__name__", None))
def test_a_hostile_file_is_refused_in_the_words_of_a_plain_upload(
    browser, sender, application, cast, store, made, name, _words
):
    content = made()
    begun = sender.begin(content, name)
    if begun.status_code == 201:
        sender.part(begun.headers["Location"], 0, content)
        said = sender.ask("GET", begun.headers["Location"]).json["sentences"][0].partition("not added. ")[2]
    else:
        said = begun.json["sentence"]

    plain = add(browser, application, content, name)

    assert said
    assert said in plain.text
    assert items(application) == []
    assert stored_files(store) == []
    assert in_spool(store) == []


def test_the_test_virus_is_noted_for_administrators(sender, application, cast, store):
    sender.send(hostile.test_string_alone(), "a.pdf", pieces=1)

    noted = db.session.query(AuditEntry).filter_by(action="virus refused").one()
    assert (noted.person_id, noted.application_id) == (cast.amina.id, application.id)


def test_what_was_found_is_told_at_once(sender, application, store):
    sender.send(honest.scanned_pdf(), "first.pdf")

    told = sender.send(honest.scanned_pdf(), "second.pdf")

    assert any("This PDF is a scan" in sentence for sentence in told["sentences"])
    assert any("already here as “first”" in sentence for sentence in told["sentences"])


@pytest.mark.parametrize(("size", "name", "status"), [
    (31 * 1024 * 1024, "a.pdf", 413), (10**11, "a.pdf", 413), (0, "a.pdf", 422), (10, "a.exe", 422),
    (10, "a.pdf.exe", 422), (10, "a", 422), (10, "", 422), (10, "a\0.pdf", 422),
])  # fmt: skip
def test_what_cannot_be_taken_is_said_before_it_is_sent(sender, store, size, name, status):
    answer = sender.ask("POST", Upload_Length=str(size), Upload_Metadata=f"filename {b64(name)}")

    assert answer.status_code == status
    assert answer.json["sentence"].endswith(".")
    assert db.session.query(PartialUpload).count() == 0


@pytest.mark.parametrize("headers", [
    {"Upload_Length": ""}, {"Upload_Length": "many"}, {"Upload_Metadata": "filename ???"},
    {"Upload_Length": "10", "Upload_Metadata": ""},
])  # fmt: skip
def test_a_beginning_that_says_too_little_is_refused(sender, store, headers):
    answer = sender.ask("POST", **{"Upload_Length": "10", "Upload_Metadata": f"filename {b64('a.pdf')}", **headers})

    assert answer.status_code in (400, 422)
    assert db.session.query(PartialUpload).count() == 0


def test_a_newer_version_may_come_in_pieces(sender, application, cast, store):
    sender.send(honest.pdf(pages=2))
    item = items(application)[0]

    sender.send(honest.pdf(pages=4), "policy-2.pdf", item=item.public_id)

    assert [version.pages for version in items(application)[0].versions] == [2, 4]


def test_a_newer_version_of_somebody_elses_item_is_a_404(sender, cast, store):
    foreign = factories.evidence(factories.application(cast), cast.amina)

    answer = sender.begin(honest.pdf(), item=foreign.evidence.public_id)

    assert answer.status_code == 404
    assert db.session.query(PartialUpload).count() == 0


@pytest.mark.parametrize("method", ["GET", "HEAD", "PATCH", "DELETE"])
@pytest.mark.parametrize("who", ["cora", "olga", "amina elsewhere", "unknown"])
def test_somebody_elses_upload_is_a_404(app, sender, application, cast, store, method, who):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    if who == "amina elsewhere":
        path = path.replace(application.reference, factories.application(cast).reference)
        other = sender
    elif who == "unknown":
        path, other = path[:-26] + "0" * 26, sender
    else:
        other = Sender(Browser(app).sign_in(getattr(cast, who)), application)

    kind = {"Content_Type": "application/offset+octet-stream", "Upload_Offset": "0"} if method == "PATCH" else {}
    answer = other.ask(method, path, content if method == "PATCH" else b"", **kind)

    assert answer.status_code == 404
    assert resumable.open_uploads(application, cast.amina)
    assert [file.stat().st_size for file in in_spool(store)] in ([], [0])


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_without_the_token_of_the_page_nothing_is_taken(sender, store, method):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"] if method != "POST" else ""

    answer = sender.ask(method, path, X_CSRFToken="", Upload_Offset="0", Upload_Length="10")

    assert answer.status_code == 400
    assert db.session.query(PartialUpload).count() == (method != "POST")


@pytest.mark.parametrize("name", ["olga", "leah", "carys", "dana", "ada"])
def test_only_who_may_add_evidence_begins_an_upload(app, cast, store, name):
    application = factories.application(cast, State.EVIDENCE_REQUESTED)
    sender = Sender(Browser(app).sign_in(getattr(cast, name)), application)

    answer = sender.begin(honest.pdf())

    assert answer.status_code in (403, 404)
    assert db.session.query(PartialUpload).count() == 0


def test_an_upload_that_ends_after_the_submission_is_refused(sender, application, store):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    sender.part(path, 0, content[:500])
    application.submitted_at, application.state = application.started_at, State.SUBMITTED
    db.session.commit()

    answer = sender.part(path, 500, content[500:])

    assert answer.status_code == 403
    assert items(application) == []


def test_a_cancelled_upload_is_gone(sender, store):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    sender.part(path, 0, content[:500])

    answer = sender.ask("DELETE", path)

    assert answer.status_code == 204
    assert sender.ask("HEAD", path).status_code == 404
    assert in_spool(store) == []


def test_after_a_day_it_is_forgotten(sender, clock, store):
    content = honest.pdf()
    sender.part(sender.begin(content).headers["Location"], 0, content[:500])
    upload = db.session.query(PartialUpload).one()
    clock.at(now() + timedelta(hours=25))

    with pytest.raises(NotFound):
        resumable.upload_of(upload.application, upload.person, upload.public_id)
    jobs.forget_uploads()
    db.session.commit()

    assert db.session.query(PartialUpload).count() == 0
    assert in_spool(store) == []


def test_files_in_the_spool_that_no_upload_names_are_removed(app, clock, store):
    spool = Spool(store.place.root / "partial")
    spool.append("left", 0, [b"x"])
    jobs.forget_uploads()
    kept = in_spool(store)
    clock.at(now() + timedelta(hours=25))

    jobs.forget_uploads()

    assert len(kept) == 1
    assert in_spool(store) == []


def test_the_number_of_open_uploads_is_limited(sender, store, monkeypatch):
    monkeypatch.setattr(resumable, "MOST_OPEN", 2)

    statuses = [sender.begin(honest.pdf(), f"{n}.pdf").status_code for n in range(3)]

    assert statuses == [201, 201, 429]


def test_the_quota_is_kept_at_the_beginning_and_at_the_end(sender, application, store, monkeypatch):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    monkeypatch.setattr(service, "MOST_BYTES", 100)

    begun = sender.begin(content, "another.pdf")
    sender.part(path, 0, content)

    assert begun.status_code == 409
    assert "which is the most" in begun.json["sentence"]
    assert "which is the most" in sender.ask("GET", path).json["sentences"][0]
    assert items(application) == []


def test_a_full_disk_keeps_what_has_come(sender, application, store):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    sender.part(path, 0, content[:500])
    store.least_free = 10**18

    full = sender.part(path, 500, content[500:])
    store.least_free = 0
    sender.part(path, 500, content[500:])

    assert full.status_code == 507
    assert "What you type is still saved" in full.json["sentence"]
    assert len(items(application)) == 1


def test_what_the_service_can_do_is_told(sender, store):
    answer = sender.ask("OPTIONS", Tus_Resumable="")

    assert answer.status_code == 204
    assert answer.headers["Tus-Extension"] == "creation,termination,checksum,expiration"
    assert answer.headers["Tus-Max-Size"] == str(30 * 1024 * 1024)


def test_two_who_send_the_same_part_write_it_once(tmp_path):
    spool, ended = Spool(tmp_path / "spool"), []

    def send():
        try:
            ended.append(spool.append("a", 0, [b"x" * 1000] * 50))
        except Elsewhere:
            ended.append(None)

    threads = [Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert spool.length("a") == 50_000
    assert ended.count(50_000) == 1


def test_what_was_added_behind_a_wrong_part_stays(tmp_path):
    spool = Spool(tmp_path / "spool")
    spool.append("a", 0, [b"one"])
    spool.append("a", 3, [b"two"])

    spool.take_back("a", 0, 3)

    assert spool.length("a") == 6


def test_metadata_may_have_any_letters(sender, application, store):
    sender.send(honest.pdf(), "سياسة الحماية 安全.pdf")

    assert items(application)[0].title == "سياسة الحماية 安全"
