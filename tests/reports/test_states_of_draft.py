"""A report in every state of its draft: fifteen pages or more, and judged by the rules of both standards.

From the first moment, when nothing is judged, to the frozen file; the bytes are those of the job that prints it.
"""

import pytest

from registration.database import db
from registration.reports import service
from registration.reports.sections import CONTEXT
from registration.workflow import engine
from tests.reports import cases
from tests.reports.vera import broken_rules

FEWEST = 15
EVERY_SCRIPT = "السلامة, 在线学校, Ελληνικά, हिन्दी, \U0001f989, and a word of " + "many" * 60


def begun(cast):
    """Just begun: no judgement yet, and the notes as they were written."""
    application = cases.reporting(cast)
    cases.begin_report(application, cast.leah)
    return application


def half_judged(cast):
    application = begun(cast)
    for code in list(application.standard.criteria)[:13]:
        service.judge(application, code, rating="met", finding="It is in place.", strengths="", action="", version=None,
                      by=cast.leah)  # fmt: skip
    return application


def without_a_paragraph(cast):
    """Judged, and every paragraph that may be removed is removed."""
    application = cases.judged(cast)
    for paragraph in application.report.paragraphs:
        if paragraph.part not in service.JUDGED:
            service.remove_paragraph(paragraph, by=cast.leah)
    return application


def in_every_script(cast):
    application = cases.judged(cast)
    for _each in range(3):
        service.add_paragraph(application.report, CONTEXT, EVERY_SCRIPT, by=cast.leah)
    return application


def answered(cast):
    """The school has commented; some comments have a reply."""
    application = cases.finalising(cast, "عدد الموظفين خمسون.", "A date is wrong.")
    cases.facts.reply_to(application.report.comments[0], reply="partly", reason="See the register.", by=cast.leah)
    return application


def returned(cast):
    """Frozen, and given back by the decision maker: it is frozen again."""
    application = cases.finalising(cast, "A date is wrong.")
    cases.facts.reply_to(application.report.comments[0], reply="accepted", reason="Mended.", by=cast.leah)
    cases.unprinted(application, cast, "final")
    engine.perform(application, "send_to_decision", by=cast.leah)
    engine.perform(application, "return_report", by=cast.dana, note="Say more of the visit.")
    service.add_paragraph(application.report, CONTEXT, "More was said of the visit.", by=cast.leah)
    return application


STATES = {
    "begun": (begun, "draft"), "half judged": (half_judged, "draft"), "judged": (cases.judged, "draft"),
    "without a paragraph": (without_a_paragraph, "draft"), "in every script": (in_every_script, "draft"),
    "with the school": (cases.checking, "draft"), "answered": (answered, "draft"), "returned": (returned, "final"),
}  # fmt: skip


@pytest.mark.pdf
def test_a_report_is_long_accessible_and_made_to_last_in_every_state_of_its_draft(cast, store, tmp_path):
    pages = {}

    for name, (state, kind) in STATES.items():
        application = state(cast)
        db.session.commit()
        edition = cases.made(application, cast, kind)
        pages[name] = edition.pages
        content = b"".join(store.verified(edition.storage_key, edition.sha256))
        (tmp_path / f"{name}.pdf").write_bytes(content)
        assert (b"/ByteRange" in content) is (kind == "final")

    assert {name: number for name, number in pages.items() if number < FEWEST} == {}
    assert broken_rules(sorted(tmp_path.glob("*.pdf"))) == []
