"""The dossier as one ZIP: whole, provable, readable without the service, and honest about what it lacks."""

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from urllib.parse import unquote

import html5lib
import pytest

from registration.applications.archive import archive_of, safe_name
from registration.applications.archive_stream import INCOMPLETE, streamed
from registration.database import db, now
from registration.evidence.models import Citation, EvidenceVersion
from registration.jobs.models import Job
from registration.jobs.running import run_waiting
from registration.storage.store import path_of
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries

PDF = "application/pdf"
STATEMENT = "  Two spaces, a tab\t, <b>marks</b> & “quotes”,\n\n‏مدرسة‏ 😀 and 'an end'. "


@pytest.fixture
def files(store):
    """Stores bytes, and says how a version names them."""

    def put(content):
        kept = store.put([content])
        return {"storage_key": kept.key, "sha256": kept.sha256, "size": kept.size}

    return put


@pytest.fixture
def application(cast, files):
    """Sent: one cited file, one whose older version is cited, a link, and a file that came after it was sent."""
    made = factories.application(cast, answered=True)
    policy = made.evidence[0].current
    for name, value in files(b"%PDF-policy").items():
        setattr(policy, name, value)
    old = factories.evidence(made, cast.amina, "Minutes", file_name="minutes.pdf", **files(b"%PDF-old minutes"))
    new = EvidenceVersion(evidence_id=old.evidence_id, number=2, pages=3, media_type=PDF, file_name="minutes.pdf",
                          check_state="ready", **files(b"%PDF-new minutes"))
    link = factories.evidence(made, cast.amina, "Lesson", link="https://media.example/l", storage_key=None, sha256="",
                              size=0, pages=None, file_name="", media_type="")
    db.session.add_all([
        new,
        Citation(application=made, criterion_code="1.1", evidence_version=old, page_from=2, shows="The vote"),
        Citation(application=made, criterion_code="1.2", evidence_version=link, timestamp="0:10:00", shows="A start"),
    ])
    made.responses[0].statement = STATEMENT
    db.session.commit()
    send(made, cast)
    factories.evidence(made, cast.amina, "Later", file_name="later.pdf", **files(b"%PDF-later"))
    db.session.commit()
    return made


def send(application, cast):
    factories.submit(application, cast.amina)
    application.state, application.submitted_at = State.SUBMITTED, now()
    db.session.commit()


def archive(application, person, pdf=()):
    return archive_of(application, application.submission, person, dict(pdf))


def unzipped(application, person, store, pdf=()):
    return zipfile.ZipFile(io.BytesIO(b"".join(streamed(archive(application, person, pdf), store))))


def manifest_of(bundle):
    return json.loads(bundle.read("manifest.json"))


def test_every_version_that_was_sent_is_there_and_no_other(application, cast, store):
    bundle = unzipped(application, cast.amina, store)

    assert {name: bundle.read(name) for name in bundle.namelist() if name.startswith("evidence/")} == {
        "evidence/001 policy.pdf": b"%PDF-policy", "evidence/002 minutes.pdf": b"%PDF-new minutes",
        "evidence/004 minutes.pdf": b"%PDF-old minutes",
    }
    assert bundle.testzip() is None


def test_the_sums_prove_every_file(application, cast, store):
    bundle = unzipped(application, cast.amina, store)

    sums = dict(reversed(line.split("  ", 1)) for line in bundle.read("SHA256SUMS").decode().splitlines())

    assert set(sums) == set(bundle.namelist()) - {"SHA256SUMS"}
    assert all(hashlib.sha256(bundle.read(name)).hexdigest() == value for name, value in sums.items())


def test_the_manifest_holds_everything_letter_by_letter(application, cast, store):
    told = manifest_of(unzipped(application, cast.amina, store))

    code = application.responses[0].criterion_code
    [said] = [c for c in told["criteria"] if c["code"] == code]
    assert said["statement"] == STATEMENT
    assert said["rating"] == "met"
    assert told["complete"] is True
    assert told["sent"]["sha256_of_snapshot"] == application.submission.sha256
    assert told["edition"]["digest"] == application.standard.digest
    minutes = [row for row in told["evidence"] if row["title"] == "Minutes"]
    assert [(row["number"], row["cited_for"]) for row in minutes] == [
        (2, []),
        (1, [{"criterion": "1.1", "where": "page 2", "page_from": 2, "page_to": None, "timestamp": "",
              "shows": "The vote"}]),
    ]
    [link] = [row for row in told["evidence"] if row["link"]]
    assert (link["link"], link["included"], link["why_not"]) == ("https://media.example/l", False, "")


def test_the_index_opens_without_the_service(application, cast, store):
    bundle = unzipped(application, cast.amina, store)

    page = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(bundle.read("index.html").decode())

    assert not list(page.iter("script")) + list(page.iter("img")) + list(page.iter("link"))
    assert len(list(page.iter("h1"))) == 1
    assert STATEMENT in ["".join(e.itertext()) for e in page.iter("div")]
    targets = {a.get("href") for a in page.iter("a")}
    ids = {e.get("id") for e in page.iter() if e.get("id")}
    assert {t[1:] for t in targets if t.startswith("#")} <= ids
    named = {unquote(t.partition("#")[0]) for t in targets if not t.startswith(("#", "https://media.example"))}
    assert named <= set(bundle.namelist())
    assert "evidence/001%20policy.pdf#page=3" in targets
    assert len([i for i in ids if i.startswith("criterion-")]) == 26


@pytest.mark.pdf
def test_the_school_prepares_and_downloads_it(browser, application, cast, store):
    browser.sign_in(cast.amina).open("applications.archive", reference=application.reference)
    browser.press("Prepare the ZIP")
    run_waiting()
    page = browser.open(f"/applications/{application.reference}/dossier/1.zip")

    assert page.status == 200
    assert page.headers["Content-Disposition"] == f'attachment; filename="{application.reference}-1.zip"'
    bundle = zipfile.ZipFile(io.BytesIO(page.data))
    assert bundle.read("application.pdf").startswith(b"%PDF-")
    assert "application.pdf" in bundle.read("SHA256SUMS").decode()


def test_before_it_is_prepared_there_is_nothing(browser, application, cast):
    page = browser.sign_in(cast.amina).open(f"/applications/{application.reference}/dossier/1.zip")

    assert page.status == 404


@pytest.mark.parametrize("name", ["olga", "connor", "ada", "ravi"])
def test_whoever_has_nothing_to_do_with_the_case_gets_none(browser, application, cast, name):
    browser.sign_in(getattr(cast, name))

    assert browser.open("applications.archive", reference=application.reference).status in (403, 404)
    assert browser.open(f"/applications/{application.reference}/dossier/1.zip").status in (403, 404)


def test_a_reviewer_who_has_not_judged_gets_no_self_ratings(application, cast, store):
    application.state = State.DESK_REVIEW
    db.session.commit()

    bundle = unzipped(application, cast.rafael, store)

    assert {row["rating"] for row in manifest_of(bundle)["criteria"]} == {None}
    assert b"<strong>Met</strong>" not in bundle.read("index.html")


@pytest.mark.parametrize("harm", ["damaged", "gone"])
def test_a_broken_file_is_left_out_and_said_so(browser, application, cast, store, harm):
    version = next(v for item in application.evidence for v in item.versions if v.file_name == "policy.pdf")
    path = store.place.root / path_of(version.storage_key)
    if harm == "damaged":
        path.write_bytes(b"%PDF-POLICY")
    else:
        path.unlink()

    bundle = unzipped(application, cast.amina, store)

    assert "evidence/001 policy.pdf" not in bundle.namelist()
    assert "evidence/002 minutes.pdf" in bundle.namelist()
    [lost] = [row for row in manifest_of(bundle)["evidence"] if row["title"] == "Safeguarding policy"]
    assert (manifest_of(bundle)["complete"], lost["included"], lost["file"]) == (False, False, None)
    assert lost["why_not"]
    assert "evidence/001 policy.pdf" in bundle.read(INCOMPLETE).decode()
    assert "This archive is not complete" in bundle.read("index.html").decode()
    assert bundle.testzip() is None


def test_the_answer_says_when_a_file_is_gone(browser, application, cast, store, files):
    printed(application, files(b"%PDF-1.7"))
    version = next(v for item in application.evidence for v in item.versions if v.file_name == "policy.pdf")
    (store.place.root / path_of(version.storage_key)).unlink()

    page = browser.sign_in(cast.amina).open("applications.archive", reference=application.reference)
    sent = browser.open(f"/applications/{application.reference}/dossier/1.zip")

    assert "The archive will not be complete." in page.text
    assert "Safeguarding policy: it is missing or damaged in our store." in page.text
    assert sent.headers["Content-Disposition"].endswith('-1-incomplete.zip"')
    assert sent.headers["X-Files-Left-Out"] == "1"


def printed(application, pdf):
    """The printed application, as its job left it."""
    key = f"application_pdf:{application.id}:1:whole"
    from_job = Job(kind="application_pdf", key=key, argument={}, state="done", application=application,
                                  result=pdf)
    db.session.add(from_job)
    db.session.commit()


def test_an_error_half_way_leaves_nothing_that_looks_whole(application, cast, store, monkeypatch):
    """Not one of the store's own errors: the line to it is cut, or the worker is out of memory."""
    read, seen = store.place.read, []

    def cut(path):
        seen.append(path)
        if len(seen) == 2:
            raise MemoryError
        return read(path)

    monkeypatch.setattr(store.place, "read", cut)
    received = bytearray()

    with pytest.raises(MemoryError):
        receive(streamed(archive(application, cast.amina), store), received)

    assert b"%PDF-policy" in received
    assert not zipfile.is_zipfile(io.BytesIO(received))


def receive(stream, into):
    for piece in stream:
        into += piece


def test_the_stream_asks_nothing_of_the_database(application, cast, store):
    stream = streamed(archive(application, cast.amina), store)
    db.session.remove()

    with count_queries() as said:
        pieces = list(stream)

    assert said == []
    assert db.engine.pool.checkedout() == 0
    assert zipfile.is_zipfile(io.BytesIO(b"".join(pieces)))


def test_reading_what_it_holds_takes_as_many_statements_for_many_files(application, cast, files):
    counted = []
    for more in (0, 40):
        for n in range(more):
            factories.evidence(application, cast.amina, f"Item {n}", **files(f"%PDF-{n}".encode()))
        submission = factories.submit(application, cast.amina)
        db.session.commit()
        assert submission.sent_by.school == cast.amina.school == application.school
        with count_queries() as said:
            archive(application, cast.amina)
        counted.append(len(said))

    assert counted[0] == counted[1] <= 4


def test_an_archive_beyond_four_gigabytes_has_the_larger_tables(application, cast, store, tmp_path, monkeypatch):
    """As if a ZIP could hold but a few bytes: offsets and sizes are then written in the larger form."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    path = tmp_path / "large.zip"
    path.write_bytes(b"".join(streamed(archive(application, cast.amina), store)))
    monkeypatch.undo()

    with zipfile.ZipFile(path) as bundle:
        assert bundle.testzip() is None
        assert bundle.read("evidence/001 policy.pdf") == b"%PDF-policy"
    assert b"PK\x06\x06" in path.read_bytes()
    if tool := shutil.which("unzip"):
        assert subprocess.run([tool, "-tq", str(path)], capture_output=True, check=False).returncode == 0


HOSTILE = [
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\boot.ini", "CON.pdf", "aux", ".htaccess",
    "a\x00b.pdf", "line\nbreak.pdf", "%2e%2e%2f.pdf", "SHA256SUMS", "index.html",
    "invoice\u202efdp.exe", "‏دليل الأسرة‏.docx", "家长指南 2025-26.docx", "😀" * 300, "x" * 500,
    " . ", "", "a:b*c?d<e>f|g\"h.pdf", "trailing dot.pdf.", "\u2066hidden\u2069.pdf", "same.pdf", "same.pdf", "é" * 250,
    "\u200b\u200b", "nul", "a/b/c.pdf",
]  # fmt: skip


def test_hostile_names_become_safe_and_unique():
    names = [safe_name(number, name, PDF) for number, name in enumerate(HOSTILE, start=1)]

    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name[:3].isdigit()
        assert name.endswith(".pdf")
        assert len(name.encode()) <= 170
        assert not set(name) & set('<>:"/\\|?*\0\n\u202e\u2066\u2069\u200b\u200f')
        assert all(letter.isprintable() for letter in name)
    assert names[HOSTILE.index("家长指南 2025-26.docx")] == "015 家长指南 2025-26.pdf"


def test_a_version_of_another_school_is_never_taken_along(application, cast, store, files):
    """Even if a snapshot named it: what is not of this application is not there."""
    other = factories.application(cast, panel=False)
    foreign = factories.evidence(other, cast.amina, "Of another case", file_name="other.pdf", **files(b"%PDF-other"))
    submission = application.submission
    row = {**submission.snapshot["evidence"][0], "version": foreign.public_id, "title": "Of another case"}
    submission.snapshot = {**submission.snapshot, "evidence": [*submission.snapshot["evidence"], row]}
    db.session.commit()

    bundle = unzipped(application, cast.amina, store)

    assert b"%PDF-other" not in {bundle.read(name) for name in bundle.namelist()}
    [told] = [each for each in manifest_of(bundle)["evidence"] if each["title"] == "Of another case"]
    assert told["why_not"] == "This file is no longer in the service."


def test_what_has_not_passed_its_check_is_left_out(application, cast, store):
    version = next(v for item in application.evidence for v in item.versions if v.file_name == "policy.pdf")
    version.check_state = "refused"
    db.session.commit()

    bundle = unzipped(application, cast.carys, store)

    assert not any("policy" in name for name in bundle.namelist())
    [row] = [row for row in manifest_of(bundle)["evidence"] if row["title"] == "Safeguarding policy"]
    assert row["why_not"] == "This file had not passed its check when the archive was made."
