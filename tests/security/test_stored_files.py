"""A file that is lost or damaged in the store is said in words, wherever it would be handed out."""

import pytest

from registration.workflow.states import State
from tests.security.planted import planted


@pytest.mark.parametrize("harm", ["lost", "damaged"])
def test_a_report_whose_bytes_are_not_right_is_not_handed_out(browser, app, cast, store, tmp_path, harm):
    case = planted(app, cast, State.FINALISING)
    edition = case.report.editions[0]
    file = next(path for path in tmp_path.rglob(f"*{edition.storage_key[-20:]}"))
    file.chmod(0o600)
    file.unlink() if harm == "lost" else file.write_bytes(b"%PDF-1.7 not what was stored")

    page = browser.sign_in(cast.amina).open("reports.download", reference=case.reference, public_id=edition.public_id)

    assert page.status == 503
    assert "file" in page.text


def test_a_comment_stands_beside_the_words_it_is_about(browser, app, cast, store):
    case = planted(app, cast, State.FINALISING)
    about = case.report.comments[0].paragraph

    page = browser.sign_in(cast.amina).open("reports.comments", reference=case.reference)

    assert about.text not in page.text
    assert about.text.replace(" Quillunsent", "")[:60] in page.text
