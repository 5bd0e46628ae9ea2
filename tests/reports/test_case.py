"""The report of a whole case, from the records to a file that is judged by the standards' own rules."""

import pytest

from registration.database import now
from registration.reports.builder import content_of
from registration.reports.page import html_of
from registration.reports.process import printed
from registration.reports.settings import names
from tests.reports import cases
from tests.reports.vera import broken_rules


@pytest.mark.pdf
def test_the_report_of_a_case_is_whole_accessible_and_made_to_last(cast, store, tmp_path):
    application = cases.finalising(cast, "عدد الموظفين خمسون.", "在线学校", "A \U0001f989 and a \ue000.")
    for comment in application.report.comments:
        cases.facts.reply_to(comment, reply="partly", reason="See the register.", by=cast.leah)
    edition = cases.made(application, cast, "final")

    final = b"".join(store.verified(edition.storage_key, edition.sha256))
    draft = printed(html_of(content_of(application.report, names(), number=9, draft=True, dated=now())))

    (tmp_path / "final.pdf").write_bytes(final)
    (tmp_path / "draft.pdf").write_bytes(draft)
    assert edition.pages >= 15
    assert broken_rules([tmp_path / "final.pdf", tmp_path / "draft.pdf"]) == []
