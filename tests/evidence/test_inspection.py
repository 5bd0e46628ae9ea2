"""What is taken, what is refused and in which words; hostile files come from hostile.py."""

import io
import re

import pikepdf
import pytest
from PIL import Image

from registration.evidence.inspection import Limits, inspect
from registration.evidence.inspection.outcome import DOCX, PPTX, XLSX
from tests.evidence import honest, hostile

SMALL = Limits(bytes=1_000_000)


@pytest.fixture
def inspected(tmp_path):
    def inspected(content, name, limits=None):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return inspect(path, name, limits)

    return inspected


TAKEN = [
    (honest.pdf, "policy.pdf", "application/pdf"),
    (honest.pdf, "POLICY.PDF", "application/pdf"),
    (honest.scanned_pdf, "scan.pdf", "application/pdf"),
    (honest.pdf_that_opens_on_its_first_page, "a.pdf", "application/pdf"),
    (honest.pdf_with_an_opening_action_that_turns_a_page, "a.pdf", "application/pdf"),
    (honest.pdf_with_a_wrong_directory, "a.pdf", "application/pdf"),
    (honest.pdf_whose_directory_is_elsewhere, "a.pdf", "application/pdf"),
    (hostile.pdf_that_is_also_a_page, "a.pdf", "application/pdf"),
    (honest.docx, "policy.docx", DOCX),
    (honest.docx_stored_without_compression, "policy.docx", DOCX),
    (honest.docx_with_a_link_to_a_web_page, "policy.docx", DOCX),
    (honest.docx_with_a_template_of_the_writers_own_disk, "policy.docx", DOCX),
    (honest.xlsx, "hours.xlsx", XLSX),
    (honest.pptx, "induction.pptx", PPTX),
    (honest.png, "plan.png", "image/png"),
    (honest.png_with_transparency, "plan.png", "image/png"),
    (honest.png_of_few_colours, "plan.png", "image/png"),
    (honest.jpeg, "plan.jpg", "image/jpeg"),
    (honest.jpeg, "plan.jpeg", "image/jpeg"),
    (honest.jpeg_for_printing, "plan.jpeg", "image/jpeg"),
    (honest.jpeg_of_a_phone, "gate.jpg", "image/jpeg"),
    (hostile.png_with_a_page_behind_it, "plan.png", "image/png"),
]


@pytest.mark.parametrize(
    ("made", "name", "media_type"), TAKEN, ids=lambda value: getattr(value, "__name__", None)
)
def test_an_honest_file_is_taken(inspected, made, name, media_type):
    found = inspected(made(), name)

    assert found.refused is None
    assert found.media_type == media_type
    assert found.active_content == ()
    assert not found.encrypted


REFUSED = [
    (hostile.nothing, "a.pdf", "empty"),
    (hostile.page_of_html, "a.pdf", "something else"),
    (hostile.page_of_html, "a.html", r"\.html are not taken"),
    (hostile.drawing_with_a_script, "a.svg", r"\.svg are not taken"),
    (hostile.drawing_with_a_script, "a.png", "something else"),
    (hostile.encapsulated_postscript, "a.png", "PostScript"),
    (hostile.program, "a.pdf", "a program"),
    (hostile.gif, "a.png", "GIF picture"),
    (hostile.heic, "a.jpg", "HEIC photograph"),
    (hostile.text, "a.docx", "something else"),
    (hostile.old_word_document, "a.docx", "old format"),
    (hostile.ordinary_zip, "a.docx", "damaged"),
    (hostile.open_document, "a.docx", "damaged"),
    (honest.docx, "a.pdf", "something else"),
    (honest.pdf, "a.docx", r"is a PDF document, but its name ends with \.docx"),
    (honest.jpeg, "a.png", "is a JPEG picture"),
    (honest.xlsx, "a.docx", "is an Excel workbook"),
    (hostile.pdf_behind_other_bytes, "a.pdf", "something else"),
    (hostile.pdf_cut_in_half, "a.pdf", "damaged or was cut short"),
    (hostile.pdf_cut_before_its_last_line, "a.pdf", "damaged or was cut short"),
    (hostile.pdf_that_is_only_a_beginning, "a.pdf", "damaged"),
    (hostile.pdf_with_noise_in_the_middle, "a.pdf", "damaged"),
    (hostile.pdf_without_pages, "a.pdf", "damaged"),
    (hostile.pdf_with_a_password, "a.pdf", "Remove the password"),
    (hostile.pdf_with_javascript, "a.pdf", "JavaScript"),
    (hostile.pdf_with_javascript_in_escaped_letters, "a.pdf", "JavaScript"),
    (hostile.pdf_with_javascript_by_name, "a.pdf", "JavaScript"),
    (hostile.pdf_with_javascript_deep_in_direct_objects, "a.pdf", "JavaScript"),
    (hostile.pdf_with_javascript_in_an_object_stream, "a.pdf", "JavaScript"),
    (hostile.pdf_that_starts_a_program, "a.pdf", "starts a program"),
    (hostile.pdf_that_starts_a_program_in_escaped_letters, "a.pdf", "starts a program"),
    (hostile.pdf_with_a_dynamic_form, "a.pdf", "dynamic form"),
    (hostile.pdf_with_a_film, "a.pdf", "film"),
    (hostile.pdf_that_reads_other_files, "a.pdf", "reads other files"),
    (hostile.pdf_that_unpacks_to_gigabytes, "a.pdf", "damaged"),
    (hostile.pdf_with_pages_that_go_round, "a.pdf", "damaged"),
    (hostile.pdf_nested_very_deep, "a.pdf", "too complicated"),
    (hostile.docx_cut_in_half, "a.docx", "damaged or was cut short"),
    (hostile.docx_cut_in_half_with_its_directory_put_back, "a.docx", "save a new copy"),
    (hostile.docx_with_one_wrong_byte, "a.docx", "holds another"),
    (hostile.docx_whose_members_say_another_size, "a.docx", "holds another"),
    (hostile.docx_with_bytes_hidden_behind_a_part, "a.docx", "holds another"),
    (hostile.docx_with_a_password, "a.docx", "Remove the password"),
    (hostile.docx_with_locked_members, "a.docx", "Remove the password"),
    (hostile.docx_that_unpacks_to_a_thousand_times_its_size, "a.docx", "far more than its size"),
    (hostile.docx_of_ten_thousand_members, "a.docx", "too many parts"),
    (hostile.docx_with_a_lying_directory, "a.docx", "holds another"),
    (hostile.docx_whose_directory_differs_from_its_members, "a.docx", "holds another"),
    (hostile.docx_with_a_name_twice, "a.docx", "names that no Office program writes"),
    (hostile.docx_that_climbs_out, "a.docx", "names that no Office program writes"),
    (hostile.docx_with_a_symbolic_link, "a.docx", "names that no Office program writes"),
    (hostile.docx_with_an_external_entity, "a.docx", "declarations"),
    (hostile.docx_with_entities_that_grow, "a.docx", "declarations"),
    (hostile.docx_with_a_declaration_in_utf_16, "a.docx", "declarations"),
    (hostile.docx_with_a_declaration_in_utf_7, "a.docx", "declarations"),
    (hostile.docx_with_a_declaration_late_in_a_part, "a.docx", "declarations"),
    (hostile.docx_with_macros, "a.docx", "macros"),
    (hostile.docx_that_says_it_has_macros, "a.docx", "macros"),
    (hostile.xlsx_with_sheets_of_macros, "a.xlsx", "macros"),
    (hostile.docx_with_a_remote_template, "a.docx", "another computer"),
    (hostile.docx_with_a_template_on_a_share, "a.docx", "another computer"),
    (hostile.docx_with_a_remote_object, "a.docx", "another computer"),
    (hostile.docx_with_a_broken_list_of_parts, "a.docx", "damaged"),
    (hostile.docx_without_a_list_of_parts, "a.docx", "damaged"),
    (hostile.png_of_sixty_thousand_squared, "a.png", "too many pixels"),
    (hostile.png_of_twelve_thousand_squared, "a.png", "too many pixels"),
    (hostile.png_of_one_long_line, "a.png", "too many pixels"),
    (hostile.png_that_claims_more_than_it_has, "a.png", "damaged or was cut short"),
    (hostile.png_cut_in_half, "a.png", "damaged or was cut short"),
    (hostile.jpeg_cut_in_half, "a.jpg", "damaged or was cut short"),
    (hostile.png_that_is_only_a_beginning, "a.png", "damaged or was cut short"),
    (hostile.postscript_behind_the_first_bytes_of_a_png, "a.png", "damaged or was cut short"),
    (hostile.test_string_alone, "a.pdf", "antivirus test string"),
    (hostile.test_string_behind_a_picture, "a.png", "antivirus test string"),
    (hostile.test_string_across_two_pieces_of_reading, "a.pdf", "antivirus test string"),
    (hostile.test_string_in_a_docx, "a.docx", "antivirus test string"),
    (hostile.test_string_across_two_pieces_of_a_docx, "a.docx", "antivirus test string"),
    (hostile.test_string_in_a_pdf, "a.pdf", "antivirus test string"),
    (hostile.test_string_in_a_packed_pdf_stream, "a.pdf", "antivirus test string"),
]


@pytest.mark.parametrize(
    ("made", "name", "words"), REFUSED, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_hostile_file_is_refused_in_words(inspected, made, name, words):
    found = inspected(made(), name)

    assert found.refused is not None
    assert re.search(words, found.refused)
    assert found.refused.endswith(".")
    assert len(re.split(r"[.;:] ", found.refused)) >= 2, "says what is wrong, but not what to do next"
    assert found.replacement is None


def test_a_password_is_seen(inspected):
    assert inspected(hostile.pdf_with_a_password(), "a.pdf").encrypted
    assert inspected(hostile.docx_with_a_password(), "a.docx").encrypted
    assert inspected(hostile.docx_with_locked_members(), "a.docx").encrypted


def test_a_pdf_that_only_forbids_copying_is_taken_with_a_warning(inspected):
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(honest.pdf())) as document:
        document.save(written, encryption=pikepdf.Encryption(owner="owner", user=""))

    found = inspected(written.getvalue(), "a.pdf")

    assert found.refused is None
    assert found.encrypted
    assert found.has_text
    assert "forbids copying" in found.warnings[0]


MARKED = [
    (hostile.pdf_with_a_file_inside, "a.pdf", "files embedded in it"),
    (hostile.pdf_with_actions_that_start_by_themselves, "a.pdf", "actions that start by themselves"),
    (hostile.pdf_that_opens_an_address, "a.pdf", "actions that start by themselves"),
    (hostile.docx_with_an_embedded_object, "a.docx", "a file embedded in it"),
    (hostile.docx_with_a_field_that_starts_a_program, "a.docx", "a field that starts another program"),
    (hostile.docx_with_a_picture_from_elsewhere, "a.docx", "a link to another file"),
]


@pytest.mark.parametrize(
    ("made", "name", "active"), MARKED, ids=lambda value: getattr(value, "__name__", None)
)
def test_active_content_is_marked_and_said(inspected, made, name, active):
    found = inspected(made(), name)

    assert found.refused is None
    assert found.active_content == (active,)
    assert active in found.warnings[0]


@pytest.mark.parametrize("made", [case[0] for case in REFUSED if case[0].__name__.startswith("test_string")])
def test_the_antivirus_test_string_raises_the_alarm(inspected, made):
    name = {"P": "a.docx", "%": "a.pdf"}.get(made()[:1].decode("latin-1"), "a.png")

    assert inspected(made(), name).alarm


def test_an_ordinary_refusal_raises_no_alarm(inspected):
    assert not inspected(hostile.gif(), "a.png").alarm


def test_pages_and_slides_are_counted(inspected):
    assert inspected(honest.pdf(pages=60), "a.pdf").pages == 60
    assert inspected(honest.pptx(slides=3), "a.pptx").pages == 3
    assert inspected(honest.docx(), "a.docx").pages is None
    assert inspected(honest.png(), "a.png").pages is None


def test_a_scan_is_told_from_text(inspected):
    scan, text = inspected(honest.scanned_pdf(), "a.pdf"), inspected(honest.pdf(), "a.pdf")

    assert (scan.has_text, text.has_text) == (False, True)
    assert "This PDF is a scan" in scan.warnings[0]
    assert text.warnings == ()


def test_text_on_the_last_page_alone_is_found(inspected):
    blank_then_text = io.BytesIO()
    with pikepdf.new() as document, pikepdf.open(io.BytesIO(honest.pdf(pages=1))) as last:
        for _page in range(3):
            document.add_blank_page()
        document.pages.extend(last.pages)
        document.save(blank_then_text)

    assert inspected(blank_then_text.getvalue(), "a.pdf").has_text


def test_too_many_pages_are_refused(inspected):
    found = inspected(honest.pdf(pages=4), "a.pdf", Limits(pdf_pages=3))

    assert found.refused is not None
    assert "has 4 pages; the most is 3" in found.refused


def test_a_file_over_the_limit_is_refused(inspected):
    exact, over = b"%PDF-" + b"x" * 999_995, b"%PDF-" + b"x" * 999_996

    assert "damaged" in inspected(exact, "a.pdf", SMALL).refused
    assert "the most is" in inspected(over, "a.pdf", SMALL).refused


def test_a_picture_is_drawn_again_without_what_was_hidden(inspected):
    found = inspected(honest.jpeg_of_a_phone(), "gate.jpg")

    with Image.open(found.replacement) as drawn:
        assert dict(drawn.getexif()) == {}
        assert "comment" not in drawn.info
        assert drawn.size == (found.width, found.height)
    assert b"A phone" not in found.replacement.read_bytes()
    assert "The place where this photograph was taken was removed" in found.warnings[0]


def test_a_picture_that_lies_on_its_side_is_put_upright(inspected):
    found = inspected(honest.jpeg_of_a_phone(), "gate.jpg")

    assert (found.width, found.height) == (48, 64)


def test_what_hangs_behind_a_picture_is_dropped(inspected):
    found = inspected(hostile.png_with_a_page_behind_it(), "plan.png")

    assert b"<?php" in hostile.png_with_a_page_behind_it()
    assert b"<?php" not in found.replacement.read_bytes()
    assert b"<script>" not in found.replacement.read_bytes()


@pytest.mark.parametrize("made", [honest.png, honest.png_with_transparency, honest.png_of_few_colours])
def test_a_png_drawn_again_looks_the_same(inspected, made):
    found = inspected(made(), "plan.png")

    with Image.open(io.BytesIO(made())) as before, Image.open(found.replacement) as after:
        assert after.mode == before.mode
        assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


def test_any_beginning_of_a_file_is_answered_in_words(inspected):
    for made, name in (
        (honest.pdf, "a.pdf"),
        (honest.docx, "a.docx"),
        (honest.png, "a.png"),
        (honest.jpeg, "a.jpg"),
    ):
        content = made()
        steps = 8 if name in ("a.png", "a.jpg") else 40  # a picture is drawn by a process of its own
        for end in range(0, len(content) * 4 // 5, max(1, len(content) // steps)):
            found = inspected(content[:end], name)

            assert found.refused, f"{name} cut at {end} of {len(content)}"
