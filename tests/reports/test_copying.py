"""The copy of a report as DOCX: what it says, that it says what it is, and that it names nobody."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace

from docx import Document

from registration.jobs.running import run_waiting
from registration.reports.content import Paragraph
from registration.reports.copying import MARK, said_in
from registration.reports.page import day, moment
from tests.reports import cases, sample


def at(application, **more):
    return {"reference": application.reference, **more}


def copied(browser, application, cast):
    """The file as the lead reviewer is handed it."""
    edition = cases.unprinted(application, cast)
    browser.sign_in(cast.leah).open("reports.editor", **at(application))
    browser.press("Copy to edit (DOCX) draft 1")
    run_waiting()
    return browser.open("reports.copy", **at(application, public_id=edition.public_id))


def test_a_copy_has_headings_the_table_of_judgements_and_numbered_paragraphs(browser, cast):
    application = cases.judged(cast)

    made = Document(io.BytesIO(copied(browser, application, cast).data))

    headings = [p.text for p in made.paragraphs if p.style.name.startswith("Heading")]
    judgements = next(table for table in made.tables if table.rows[0].cells[0].text == "Criterion")
    first = application.report.paragraphs[0]
    assert "Findings by criterion" in headings
    assert "2.3 " in " ".join(headings)
    assert len(judgements.rows) == 27
    assert judgements.rows[1].cells[0].text == "1.1"
    assert f"{first.number}  {first.text}" in [p.text for p in made.paragraphs]


def test_a_copy_says_everything_that_the_report_says():
    few = sample.content()
    content = sample.content(
        key_findings=(Paragraph("901", "Nothing but this is key."),),
        arrangements=(Paragraph("902", "Sittings are in Lisbon."),),
        visit=replace(few.visit, narrative=(Paragraph("903", "The line held."),), without_visit="No visit was held."),
        register=(replace(few.register[0], named_on=("904",)), *few.register[1:]),
    )
    days = [each.due for each in (*content.conditions, *(f.action for f in content.findings if f.action)) if each.due]

    copy = "\n".join(texts_of(said_in(content)))

    assert [(name, text) for name, text in texts_in(content) if text not in copy] == []
    assert all(text in copy for text in (day(content.dated), *map(day, days)))
    assert all(moment(step.when) in copy for step in content.approvals)
    assert all(text in copy for text in ("not stated", "Suggested outcome: ", "Not answered yet."))
    assert len(days) > 1


def texts_of(told):
    """Every text in what the program is given, however deep."""
    if isinstance(told, str):
        return [told]
    parts = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return [text for part in parts for text in texts_of(part)]


SHOWN_OTHERWISE = ("body", "tone", "judgement.code", "scale.code")
"""The name of the body and colours are the paper's; a judgement is told by its label."""


def texts_in(value, name=""):
    """Every text of a content but those, with the names that lead to it."""
    if isinstance(value, str) and not name.endswith(SHOWN_OTHERWISE):
        yield (name, value)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            yield from texts_in(each, name)
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts_in(getattr(value, each.name), f"{name}.{each.name}")


def test_a_copy_says_on_each_page_that_it_is_one(browser, cast):
    answer = copied(browser, cases.judged(cast), cast)

    made = Document(io.BytesIO(answer.data))

    assert made.sections[0].header.paragraphs[0].text == MARK
    assert "-copy-of-draft-1.docx" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_properties_of_a_copy_name_nobody_and_no_program(browser, cast):
    answer = copied(browser, cases.judged(cast), cast)

    made = Document(io.BytesIO(answer.data)).core_properties
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        core = parts.read("docProps/core.xml").decode()

    assert (made.author, made.last_modified_by, made.comments) == ("", "", "")
    assert made.title.startswith("Approval-visit report: ")
    assert "python-docx" not in core
    assert cast.leah.name not in core


def test_text_that_xml_cannot_hold_is_marked(browser, cast):
    application = cases.judged(cast)
    application.report.paragraphs[0].text = "one \x0b two \ufffe three <b>four</b>"

    made = Document(io.BytesIO(copied(browser, application, cast).data))

    assert any("one \ufffd two \ufffd three <b>four</b>" in p.text for p in made.paragraphs)


def test_there_is_no_copy_before_one_is_asked_for_and_none_for_the_school(browser, cast):
    application = cases.checking(cast)
    edition = application.report.editions[0]

    before = browser.sign_in(cast.leah).open("reports.copy", **at(application, public_id=edition.public_id))
    school = browser.sign_in(cast.amina).open("reports.copy", **at(application, public_id=edition.public_id))

    assert before.status == 404
    assert school.status == 403
