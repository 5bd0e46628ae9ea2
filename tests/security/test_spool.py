"""Uploads in pieces made to fill the disk, or to break a name: refused, and text goes on being saved."""

import pytest

from registration.database import db
from registration.evidence.models import PartialUpload
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.evidence import honest
from tests.evidence.sending import Sender, b64


@pytest.fixture
def sender(browser, application, cast, store):
    return Sender(browser.sign_in(cast.amina), application)


def test_below_the_mark_no_part_is_written_that_would_take_the_room_of_text(sender, store):
    content = honest.pdf(pages=3)
    path = sender.begin(content).headers["Location"]
    sender.part(path, 0, content[:100])
    store.least_free = 10**18

    full = sender.part(path, 100, content[100:200])

    assert full.status_code == 507
    assert sender.ask("HEAD", path).headers["Upload-Offset"] == "100"


@pytest.mark.parametrize("name", [
    "a\x00.pdf", "\ud800.pdf", "\u202efdp.exe", "a.pdf\r\nX-Evil: 1", "../" * 900 + "a.pdf", "=1+1.pdf",
    "a" * 5_000 + ".pdf",
])  # fmt: skip
def test_a_hostile_name_is_no_fault_of_ours(sender, name):
    content = honest.pdf()
    words = f"filename {b64(name.encode('utf-8', 'surrogatepass'))}"

    begun = sender.ask("POST", Upload_Length=str(len(content)), Upload_Metadata=words)
    if begun.status_code == 201:
        ended = sender.part(begun.headers["Location"], 0, content)
        assert ended.status_code < 500

    assert begun.status_code < 500
    assert "X-Evil" not in begun.headers


@pytest.mark.parametrize("said", [
    "item AA==", "item 7aCA", "filename", "filename !!!", ",,,", "a " * 3_000, "item " + "QUFB" * 1_000,
])  # fmt: skip
def test_odd_words_about_a_file_are_no_fault_of_ours(sender, said):
    assert 400 <= sender.ask("POST", Upload_Length="9", Upload_Metadata=said).status_code < 500


@pytest.mark.parametrize("who", ["olga", "leah", "carys", "ada", "audrey", "connor"])
def test_nobody_else_finds_or_touches_an_upload(app, cast, application, sender, who):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    other = Sender(Browser(app).sign_in(getattr(cast, who)), application)

    answers = [other.ask("HEAD", path), other.part(path, 0, content), other.ask("DELETE", path), other.begin(content)]

    assert {answer.status_code for answer in answers} <= {403, 404}
    assert sender.ask("HEAD", path).headers["Upload-Offset"] == "0"


def test_a_colleague_neither_finds_nor_ends_an_upload(app, cast, application, sender):
    path = sender.begin(honest.pdf()).headers["Location"]
    colleague = Sender(Browser(app).sign_in(cast.cora), application)

    assert colleague.ask("HEAD", path).status_code == colleague.ask("DELETE", path).status_code == 404
    assert db.session.query(PartialUpload).count() == 1


def test_a_part_that_comes_after_the_application_was_sent_is_refused(app, cast, store):
    case = factories.application(cast, State.DRAFT, answered=True)
    sender = Sender(Browser(app).sign_in(cast.amina), case)
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]
    case.state = State.SUBMITTED
    db.session.commit()

    assert sender.part(path, 0, content).status_code in (403, 404)


def test_a_part_without_the_token_of_the_session_is_refused(sender):
    content = honest.pdf()
    path = sender.begin(content).headers["Location"]

    assert sender.part(path, 0, content, X_CSRFToken="forged").status_code == 400
    assert sender.part(path, 0, content, Sec_Fetch_Site="cross-site").status_code == 409
