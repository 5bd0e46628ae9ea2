"""Asking whether a report is genuine: by its file, by its hash, and by our signature when it was changed."""

import dataclasses
import hashlib
import io

import pytest

from registration.database import db, now
from registration.reports.models import Report, ReportEdition
from registration.reports.process import printed
from registration.reports.settings import signer
from registration.reports.signing import signed
from registration.workflow.states import State
from tests import factories

PAGE = '<!doctype html><html lang="en"><head><title>x</title></head><body><h1>x</h1><p>text</p></body></html>'


@pytest.fixture(scope="module")
def paper():
    return printed(PAGE)


@pytest.fixture
def report(app, paper):
    return signed(paper, signer())


def edition(application, content, number=1, kind="final"):
    made = application.report or Report(application=application)
    row = ReportEdition(
        report=made, number=number, kind=kind, content={}, content_sha256="c", storage_key="0" * 32,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def asked(browser, content):
    browser.open("register.verify")
    return browser.press("Check the file", file=(io.BytesIO(content), "report.pdf"))


def test_the_report_of_a_registered_school_is_named_with_its_day(browser, cast, registered):
    found = registered(name="Alpha School")
    factories.determination(found.application, cast.dana, released_by=cast.carys, released_at=now())
    made = edition(found.application, b"the report")

    page = browser.open(f"/verify?number={made.sha256}")

    assert "This report is genuine and final" in page.text
    assert f"our final report on Alpha School, exactly as it was frozen on {made.made_at.day} " in page.text


def test_a_school_that_the_register_does_not_name_is_not_named_here(browser, cast, approved):
    edition(approved, b"the report")

    page = asked(browser, b"the report")

    assert "This report is genuine and final" in page.text
    assert approved.school.name not in page.text


def test_a_draft_is_called_a_draft_and_nothing_else(browser, approved):
    edition(approved, b"the draft", kind="draft")

    page = asked(browser, b"the draft")

    assert "This is a draft of a report, not a final one" in page.text
    assert approved.school.name not in page.text


def test_a_report_that_was_frozen_again_is_replaced(browser, approved):
    edition(approved, b"the first")
    edition(approved, b"the second", number=2)

    assert "replaced by a later one" in asked(browser, b"the first").text
    assert "genuine and final" in asked(browser, b"the second").text


def test_a_final_report_before_its_outcome_is_released_is_not_known_by_its_hash(browser, cast):
    application = factories.application(cast, State.DETERMINATION)
    made = edition(application, b"the report")

    assert "We do not know this document" in browser.open(f"/verify?number={made.sha256}").text


def test_a_signed_file_with_one_byte_changed_is_told_to_be_changed(browser, report, approved):
    edition(approved, report)
    changed = bytearray(report)
    changed[900] ^= 1

    assert "genuine and final" in asked(browser, report).text
    assert "changed after we signed it" in asked(browser, bytes(changed)).text
    assert "changed after we signed it" in asked(browser, report + b"\n").text


def test_a_signed_file_that_was_never_let_out_is_told_apart_from_a_changed_one(browser, report):
    assert "have not released it" in asked(browser, report).text


def test_an_unsigned_file_is_unknown(browser, report, paper):
    assert "We do not know this document" in asked(browser, paper).text


def test_a_file_larger_than_any_of_ours_is_refused_in_words(app, browser, monkeypatch):
    settings = dataclasses.replace(app.config["SETTINGS"], evidence_bytes=1024 * 1024)
    monkeypatch.setitem(app.config, "SETTINGS", settings)

    page = asked(browser, b"%PDF-" + bytes(1024 * 1024))

    assert page.status == 422
    assert "The file is larger than 1 MB" in page.text


def test_the_root_is_published_and_is_no_key(browser, report):
    page = browser.open("register.verify")

    answer = browser.open("register.report_root")

    assert "/verify/root.pem" in page.links().values()
    assert answer.data.startswith(b"-----BEGIN CERTIFICATE-----")
    assert b"PRIVATE" not in answer.data


def test_before_anything_was_signed_there_is_no_root(app, browser, monkeypatch, tmp_path):
    settings = dataclasses.replace(app.config["SETTINGS"], signer_folder=tmp_path)
    monkeypatch.setitem(app.config, "SETTINGS", settings)

    assert browser.open("register.report_root").status == 404
    assert "root certificate" not in browser.open("register.verify").text
