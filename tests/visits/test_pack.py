"""The visit on paper: the fields of the pages, empty, and nothing of what anybody noted."""

import pypdfium2
import pytest

from registration.database import db
from registration.jobs.running import run_waiting
from registration.reports.process import printed
from registration.visits import agenda, pack, records, sampling
from registration.visits.closing_forms import ClosingForm
from registration.visits.forms import LessonForm, NoteForm
from registration.visits.lesson_forms import MarkForm
from registration.workflow.states import State
from tests import factories
from tests.reports.vera import broken_rules


def test_it_is_printed_outside_the_request_and_downloaded(browser, case, cast, store):
    browser.sign_in(cast.carys).open("visits.plan", reference=case.reference)
    browser.press("Print it on paper (PDF)")
    run_waiting()

    page = browser.open(browser.path)
    paper = browser.open(page.links()["Download the paper pack"])

    assert paper.data.startswith(b"%PDF-")
    assert paper.headers["Content-Disposition"] == f"attachment; filename=visit-{case.reference}.pdf"


def test_it_has_the_fields_of_the_pages(app, case, cast):
    sampling.draw_sample(case, subject="staff files", population=24, size=5, by=cast.leah)

    with app.test_request_context():
        forms = [NoteForm(), LessonForm(), MarkForm(), ClosingForm()]
        shown = (field for form in forms for field in form if field.type not in ("HiddenField", "CSRFTokenField"))
        asked = {str(field.label.text) for field in shown}
    paper = pack.pack_of(case)

    assert {label for label in asked if label not in paper} == {"The words named above state facts"}
    assert all(f"{code} " in paper for code in case.standard.criteria)
    assert "Of 24, drawn:" in paper


def test_it_holds_nothing_of_what_was_noted_or_doubted(case, cast):
    records.write_note(case, "2.7", "Quillnote", version=0, by=cast.leah)
    for item in case.visit.agenda:
        item.why = "Quillwhy"

    assert "Quill" not in pack.pack_of(case)


def test_asked_for_twice_it_is_printed_once_and_anew_when_the_plan_has_changed(case, cast):
    first = pack.ask_for_pack(case, by=cast.leah)
    second = pack.ask_for_pack(case, by=cast.carys)
    agenda.add(case.visit, cast.leah)
    db.session.flush()

    third = pack.ask_for_pack(case, by=cast.leah)

    assert first is second
    assert third is not first


@pytest.mark.pdf
def test_what_is_printed_is_what_was_asked_for_though_the_plan_changed_meanwhile(case, cast, store):
    item = case.visit.agenda[0]
    item.title = "Welcome by the swans"
    asked = pack.ask_for_pack(case, by=cast.leah)
    item.title = "Welcome by the herons"
    db.session.commit()

    run_waiting()
    made = pack.pack_made(case, asked.public_id)
    paper = pypdfium2.PdfDocument(b"".join(store.verified(made["storage_key"], made["sha256"])))
    text = " ".join(page.get_textpage().get_text_range() for page in paper)

    assert "swans" in text
    assert "herons" not in text
    assert asked.argument == {}


@pytest.mark.parametrize(("name", "status"), [("amina", 403), ("olga", 404), ("ravi", 404)])
def test_no_school_and_no_stranger_gets_it(browser, case, cast, store, name, status):
    made = pack.ask_for_pack(case, by=cast.leah)
    db.session.commit()
    run_waiting()

    page = browser.sign_in(getattr(cast, name)).open("visits.download_pack", reference=case.reference,
                                                     pack_id=made.public_id)

    assert page.status == status


def test_the_pack_of_one_case_is_not_found_under_another(browser, case, cast, store):
    made = pack.ask_for_pack(case, by=cast.leah)
    other = factories.application(cast, State.VISIT_ARRANGED)
    db.session.commit()
    run_waiting()

    page = browser.sign_in(cast.leah).open("visits.download_pack", reference=other.reference, pack_id=made.public_id)

    assert page.status == 404


@pytest.mark.pdf
def test_it_is_tagged_and_keeps_the_rules_for_accessible_files(case, cast, tmp_path):
    case.visit.place, case.school.name = "مدرسة \U0001f989", "在线学校"
    (tmp_path / "pack.pdf").write_bytes(printed(pack.pack_of(case), "application"))

    assert broken_rules([tmp_path / "pack.pdf"]) == []
