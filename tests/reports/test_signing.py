"""The body's signature on a final report: that readers know it, that any change is found, and who can read the key."""

import dataclasses
import io
import shutil
import stat
import subprocess

import pytest

import config
from registration.errors import Refused, Unavailable
from registration.jobs.running import run_waiting
from registration.programs import Bounds, places
from registration.reports import signing
from registration.reports.process import printed
from registration.reports.settings import signer
from registration.reports.signing import Seal, Signer, root_of, seal_on, signed
from tests import documented
from tests.reports import cases
from tests.reports.vera import broken_rules

PAGE = '<!doctype html><html lang="en"><head><title>x</title></head><body><h1>x</h1><p>text</p></body></html>'
OURS, CHANGED, NOT_OURS = Seal(ours=True, whole=True), Seal(ours=True, whole=False), Seal()


@pytest.fixture(scope="module")
def paper():
    return printed(PAGE)


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    return Signer(tmp_path_factory.mktemp("signer") / "ours", "A Body", may_make=True)


@pytest.fixture(scope="module")
def report(paper, ours):
    return signed(paper, ours)


def test_a_signed_file_is_ours_and_whole(paper, report, ours):
    assert report.startswith(paper)
    assert seal_on(io.BytesIO(report), ours) == OURS


@pytest.mark.parametrize("place", [20, 300, 2000, -40])
def test_one_changed_byte_is_found(report, ours, place):
    changed = bytearray(report)
    changed[place] ^= 1

    assert seal_on(io.BytesIO(bytes(changed)), ours) == CHANGED


def test_bytes_behind_the_end_are_found(report, ours):
    assert seal_on(io.BytesIO(report + b"\n% more"), ours) == CHANGED


def test_another_bodys_signature_is_not_ours(paper, ours, tmp_path):
    other = Signer(tmp_path / "other", "A Body", may_make=True)

    assert seal_on(io.BytesIO(signed(paper, other)), ours) == NOT_OURS


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no PDF", b"%PDF-1.7\n/ByteRange [0 1 2 3] /Contents <00>",
        b"%PDF-" + b"/ByteRange[" * 9000 + b"/Contents",
    ],
)
def test_a_file_that_confuses_has_no_signature_of_ours(report, ours, content):
    assert seal_on(io.BytesIO(content), ours) == NOT_OURS


def test_a_file_is_looked_at_one_at_a_time(report, ours):
    with places.one_of("checking", 1), pytest.raises(Unavailable, match="in a few seconds"):
        seal_on(io.BytesIO(report), ours)


def test_a_file_that_takes_too_long_is_not_called_false(report, ours, monkeypatch):
    monkeypatch.setattr(signing, "CHECKING", Bounds(signing.CHECKING.memory, signing.CHECKING.work, wait=0))

    with pytest.raises(Unavailable, match="took too long"):
        seal_on(io.BytesIO(report), ours)


def test_the_key_is_readable_by_the_service_alone(report, ours):
    assert stat.S_IMODE((ours.folder / "key.pem").stat().st_mode) == 0o600


def test_a_key_that_others_may_read_signs_nothing(paper, ours, report, tmp_path):
    folder = tmp_path / "open"
    shutil.copytree(ours.folder, folder)
    (folder / "key.pem").chmod(0o644)

    with pytest.raises(Refused, match="read by others"):
        signed(paper, Signer(folder, "A Body"))


def test_production_makes_no_key_of_its_own(paper, tmp_path):
    with pytest.raises(Refused, match=r"holds no key\.pem"):
        signed(paper, Signer(tmp_path, "A Body"))
    with pytest.raises(Refused, match="SIGNER_FOLDER"):
        signed(paper, Signer(None, "A Body"))


def test_outside_production_a_folder_is_chosen():
    production = {"REGISTRATION_ENV": "production", "SECRET_KEY": "9f2c" * 16, "PUBLIC_URL": "https://r.example.org",
                  "DATABASE_URL": "postgresql://r@db.example.org/r", "MAIL_URL": "smtp://m.example.org",
                  "SCANNING": "none", "BODY_NAME": "B", "BODY_ADDRESS": "b@example.org"}  # fmt: skip

    assert config.settings(production).signer_folder is None
    assert config.settings({**production, "SIGNER_FOLDER": "/keys"}).signer_folder.as_posix() == "/keys"
    assert config.settings({"REGISTRATION_ENV": "test"}).signer_folder == config.INSTANCE / "signer"


def test_an_independent_reader_finds_the_signature_right(report, tmp_path):
    (tmp_path / "report.pdf").write_bytes(report)

    said = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "report.pdf"], capture_output=True, text=True, check=False
    ).stdout

    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said


@pytest.mark.pdf
def test_a_frozen_report_is_signed_hashed_after_that_and_keeps_to_its_standards(cast, store, tmp_path):
    application = cases.finalising(cast)

    edition = cases.made(application, cast, "final")

    content = b"".join(store.verified(edition.storage_key, edition.sha256))
    (tmp_path / "final.pdf").write_bytes(content)
    assert seal_on(io.BytesIO(content), signer()) == OURS
    assert edition.size == len(content)
    assert b"pyHanko" not in content
    assert broken_rules([tmp_path / "final.pdf"]) == []


def test_a_draft_is_not_signed(cast, store):
    edition = cases.made(cases.judged(cast), cast)

    assert b"/ByteRange" not in b"".join(store.stream(edition.storage_key))


def test_nothing_is_frozen_while_it_cannot_be_signed(app, browser, cast, monkeypatch):
    application = cases.finalising(cast)
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(app.config["SETTINGS"], signer_folder=None))
    browser.sign_in(cast.leah).open("reports.editor", reference=application.reference)

    page = browser.press("Freeze the final report")
    run_waiting()

    assert page.status == 409
    assert "SIGNER_FOLDER" in page.text
    assert [e.kind for e in application.report.editions] == ["draft"]


def test_the_commands_we_give_to_check_a_report_without_us_know_it_and_no_other(paper, ours, tmp_path):
    report = signed(paper, ours)
    changed = bytearray(report)
    changed[300] ^= 1
    strange = signed(paper, Signer(tmp_path / "strange", "A Body", may_make=True))
    answers = {}

    for name, content in {"ours": report, "changed": changed, "strange": strange}.items():
        folder = tmp_path / f"of-{name}"
        folder.mkdir()
        (folder / "report.pdf").write_bytes(bytes(content))
        (folder / "root.pem").write_bytes(root_of(ours) or b"")
        answers[name] = documented.run("checking.md", "A final report", folder)

    assert answers["ours"].returncode == 0, answers["ours"].stderr
    assert "CMS Verification successful" in answers["ours"].stderr
    assert [answers[name].returncode == 0 for name in ("changed", "strange")] == [False, False]
