"""Many files at once in a real browser: over a line that is cut, and without scripts."""

import hashlib
import os
import zlib
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, writing
from registration.evidence.models import Evidence, PartialUpload
from tests import cast as people, factories, live
from tests.browser import Browser
from tests.evidence import honest
from tests.journeys.cutting import bad_line

pytestmark = pytest.mark.browser
MEGABYTE = 1024 * 1024
FILES = 40
CUTS = [3 * MEGABYTE, 9 * MEGABYTE, 16 * MEGABYTE, 22 * MEGABYTE, 29 * MEGABYTE]


def document(number: int, size: int) -> bytes:
    """A PDF of about this size that cannot be packed smaller, and none like another."""
    ballast = honest.stream(os.urandom(size), b"/Filter/FlateDecode") if size else honest.stream(b"")
    return honest.pdf(pages=1 + number % 5, words=b"Policy %d of the school" % number, more=[ballast])


def written(folder: Path, sizes: list[int]) -> dict[str, str]:
    """Files to choose, and the hash of each by its name."""
    hashes = {}
    for number, size in enumerate(sizes):
        content = document(number, size)
        (folder / f"policy_{number}.pdf").write_bytes(content)
        hashes[f"policy_{number}.pdf"] = hashlib.sha256(content).hexdigest()
    return hashes


@pytest.fixture(scope="module")
def own_service(tmp_path_factory):
    """A service of these tests' own, with the cast in it."""
    with live.service(tmp_path_factory.mktemp("uploading")) as running:
        with running.inside(), writing():
            people.gather()
            db.session.commit()
        yield running


@pytest.fixture
def case(own_service):
    """The running app, an application of its own, and the cookie of its principal."""
    with own_service.inside() as app:
        with writing():
            amina = db.session.query(Person).filter_by(email="amina@example.org").one()
            application = factories.application(SimpleNamespace(amina=amina), panel=False)
            name = app.config["SESSION_COOKIE_NAME"]
            kept = Browser(app).sign_in(amina).client.get_cookie(name)
        yield app, application, {"name": name, "value": kept.value, "domain": "127.0.0.1", "path": "/"}


def stored(app, application) -> dict[str, str]:
    """The hash of each file in the store, after it was read and found to be so."""
    db.session.rollback()
    items = db.session.query(Evidence).filter_by(application_id=application.id).all()
    store = app.extensions["store"]
    assert all(store.verify(item.current.storage_key, item.current.sha256) for item in items)
    return {item.current.file_name: item.current.sha256 for item in items}


def test_forty_files_over_a_line_that_is_cut_five_times_are_whole(own_service, chromium, case, tmp_path):
    app, application, cookie = case
    hashes = written(tmp_path, [(n % 8) * 256 * 1024 for n in range(FILES - 1)] + [5 * MEGABYTE])
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([cookie])
    page = context.new_page()
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))

    with bad_line(urlsplit(own_service.url).port, CUTS) as line:
        page.goto(f"http://127.0.0.1:{line.port}/applications/{application.reference}/evidence/")
        page.set_input_files("input[type=file]", [tmp_path / name for name in hashes])
        page.wait_for_selector("form[data-ended=yes]", timeout=600_000)
        summary = page.text_content("[role=status].app-uploads__summary")
        page.click("text=Describe the 40 files")
        page.wait_for_url("**/describe")

    assert line.times_cut == 5
    assert said == []
    assert summary == f"{FILES} of {FILES} files added. Everything has ended."
    assert page.locator("fieldset.app-describe--one").count() == FILES
    assert stored(app, application) == hashes
    assert db.session.query(PartialUpload).filter_by(outcome="taken").count() == FILES


def test_what_is_refused_says_so_and_a_cancelled_upload_is_forgotten(own_service, chromium, case, tmp_path):
    app, application, cookie = case
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "picture.pdf").write_bytes(zlib.compress(b"no document"))
    context = chromium.new_context(viewport={"width": 375, "height": 800})
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{own_service.url}/applications/{application.reference}/evidence/")

    page.set_input_files("input[type=file]", [tmp_path / "empty.pdf", tmp_path / "picture.pdf"])
    page.wait_for_selector("form[data-ended=yes]")
    text = page.text_content(".app-uploads")

    assert "This file is empty: it has 0 bytes." in text
    assert "the content is something else or is damaged" in text
    assert stored(app, application) == {}


def test_a_newer_version_comes_with_its_progress_too(own_service, chromium, case, tmp_path):
    _app, application, cookie = case
    with writing():
        version = factories.evidence(application, application.started_by)
        db.session.commit()
    item = version.evidence
    hashes = written(tmp_path, [3 * MEGABYTE])
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{own_service.url}/applications/{application.reference}/evidence/{item.public_id}/replace")

    page.set_input_files("input[type=file]", [tmp_path / name for name in hashes])
    page.click("text=Go on to the item")
    page.wait_for_selector("h1:has-text('Safeguarding policy')")

    db.session.rollback()
    db.session.expire_all()
    assert [v.sha256 for v in item.versions][1:] == list(hashes.values())


def test_files_sent_in_parts_for_a_criterion_lead_back_to_it(own_service, chromium, case, tmp_path):
    _app, application, cookie = case
    hashes = written(tmp_path, [2 * MEGABYTE])
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{own_service.url}/applications/{application.reference}/evidence/cite/2.7")

    page.get_by_role("button", name="Add evidence").click()
    with page.expect_navigation():  # to its end: the script that takes the files is there only then
        page.click("text=Upload files with progress")
    page.set_input_files("input[type=file]", [tmp_path / name for name in hashes])
    page.click("text=Describe the file")
    page.select_option("#kind", "policy")
    page.select_option("#personal_data", "no")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the details").click()

    assert page.text_content("h1") == "Cite evidence"
    assert "/evidence/cite/2.7?item=" in page.url


def test_forty_files_come_in_one_plain_post_without_scripts(own_service, chromium, case, tmp_path):
    app, application, cookie = case
    hashes = written(tmp_path, [20_000] * FILES)
    context = chromium.new_context(viewport={"width": 375, "height": 800}, java_script_enabled=False)
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{own_service.url}/applications/{application.reference}/evidence/")

    page.set_input_files("input[type=file]", [tmp_path / name for name in hashes])
    page.set_default_timeout(600_000)  # one answer to forty files that are looked into
    with page.expect_navigation():
        page.get_by_role("button", name="Upload", exact=True).click()
    page.select_option("#kind", "policy")
    page.select_option("#personal_data", "no")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the details").click()

    assert page.text_content("h1") == "Evidence"
    assert stored(app, application) == hashes
    assert db.session.get(Application, application.id).evidence[0].kind == "policy"
