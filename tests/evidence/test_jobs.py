"""What happens to evidence outside requests: scanning and sweeping."""

import os
from dataclasses import replace

import pytest

from registration.audit.models import AuditEntry
from registration.database import db
from registration.evidence import jobs
from registration.evidence.inspection.signatures import TEST_STRING
from registration.jobs.models import Job
from registration.jobs.running import run_waiting
from tests import factories
from tests.evidence import honest
from tests.evidence.sending import add, items
from tests.evidence.test_scanner import clamd, listening, take_file


@pytest.fixture
def scanner(app):
    """Sets the address of a scanner: `scanner("tcp://…")`."""
    before = app.config["SETTINGS"]

    def use(url):
        app.config["SETTINGS"] = replace(before, clamd_url=url)

    yield use
    app.config["SETTINGS"] = before


def upload(browser, application, person, content=None):
    add(browser.sign_in(person), application, content or honest.pdf())
    return items(application)[0].current


def test_without_a_scanner_a_file_is_ready_and_said_to_be_unscanned(browser, application, cast, store):
    version = upload(browser, application, cast.amina)

    assert (version.check_state, version.scan) == ("ready", "not scanned")
    assert "Not scanned" in browser.page.text
    assert db.session.query(Job).filter_by(kind="scan_evidence").count() == 0


def test_with_a_scanner_a_file_waits_for_its_verdict(browser, application, cast, store, scanner):
    with listening(clamd) as (host, port):
        scanner(f"tcp://{host}:{port}")
        version = upload(browser, application, cast.amina)
        waiting = version.check_state
        run_waiting()

    db.session.expire_all()
    assert waiting == "checking"
    assert (version.check_state, version.scan) == ("ready", "clean")


def test_an_infected_file_is_shut_away_and_noted(browser, application, cast, store, scanner):
    with listening(lambda line: (take_file(line), line.sendall(b"stream: Worm.Test FOUND\0"))) as (host, port):
        scanner(f"tcp://{host}:{port}")
        version = upload(browser, application, cast.amina)
        run_waiting()

    db.session.expire_all()
    page = browser.open("evidence.item", reference=application.reference, item_id=version.evidence.public_id)
    assert (version.check_state, version.scan) == ("refused", "infected")
    assert "The virus scanner found Worm.Test in this file" in page.text
    assert db.session.query(AuditEntry).filter_by(action="virus found").one().facts["virus"] == "Worm.Test"


def test_a_scanner_that_is_down_leaves_the_file_being_checked(browser, application, cast, store, scanner):
    scanner("tcp://127.0.0.1:9")
    version = upload(browser, application, cast.amina)

    run_waiting()

    db.session.expire_all()
    job = db.session.query(Job).filter_by(kind="scan_evidence").one()
    page = browser.open("evidence.download", reference=application.reference, version=version.public_id)
    assert version.check_state == "checking"
    assert (job.state, job.attempts) == ("waiting", 1)
    assert page.status == 409


def test_a_file_that_was_sent_without_a_scanner_is_not_scanned_twice(
    browser, application, cast, store, scanner
):
    with listening(clamd) as (host, port):
        scanner(f"tcp://{host}:{port}")
        version = upload(browser, application, cast.amina)
        run_waiting()
    job = db.session.query(Job).filter_by(kind="scan_evidence").one()

    assert jobs.scan_evidence(job) == {}
    assert version.scan == "clean"


def age(store, hours=25):
    """Everything in the store was written so many hours earlier."""
    for path in store.place.root.rglob("*"):
        if path.is_file():
            then = path.stat().st_mtime - hours * 3600
            os.utime(path, (then, then))


def test_the_sweep_removes_only_files_without_a_row(application, cast, store):
    kept, orphan = store.put([b"kept"]), store.put([TEST_STRING[:10]])
    factories.evidence(application, cast.amina, storage_key=kept.key)
    db.session.commit()
    there = []

    for _day in range(3):
        jobs.sweep_store()
        there.append(store.exists(orphan.key))
        age(store)

    assert there == [True, True, False]
    assert store.exists(kept.key)


def test_the_result_of_a_job_keeps_its_file(application, cast, store):
    stored = store.put([b"an application as PDF"])
    db.session.add(Job(kind="x", key="x", state="done", result={"key": stored.key, "pages": 3}))
    db.session.commit()

    for _day in range(3):
        jobs.sweep_store()
        age(store)

    assert store.exists(stored.key)
