"""The PDF: that it keeps to its standards, holds nothing it must not, and is made the same each time."""

import io
import re

import pikepdf
import pypdfium2
import pytest

from registration.reports.page import document, html_of
from registration.reports.pdf import Unprintable, pdf
from tests.reports import sample
from tests.reports.vera import broken_rules

# WeasyPrint leaves the file of its colour profile for Python to close.
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")

ODD = "Ꙡ 𓀀 ⼀ 🦉 👩\u200d🏫 \ue000 \U0010ffff \u0378 \ufeff e\u0301 ﷽ ‮txt‬ \u00ad soft"
ODD += " Ωμέγα Việt Кириллица हिन्दी ไทย 한국어 日本語 中文 עברית"
PAGE = '<!doctype html><html lang="en"><head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>'


@pytest.fixture(scope="module")
def report() -> bytes:
    return pdf(html_of(sample.content()))


def words(made: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made))


def outline(made: bytes) -> list[tuple[int, str]]:
    return [(item.level, item.get_title()) for item in pypdfium2.PdfDocument(made).get_toc()]


@pytest.mark.pdf
def test_a_report_is_accessible_and_made_to_last(report, tmp_path):
    odd = pdf(PAGE.format("Characters", f"<p>{ODD}</p><p>{'x' * 5}\u200b{'y' * 5}</p>"))
    final = pdf(html_of(sample.content(draft=False)))
    bare = pdf(html_of(sample.empty()))
    files = {"report.pdf": report, "odd.pdf": odd, "final.pdf": final, "bare.pdf": bare}
    for name, made in files.items():
        (tmp_path / name).write_bytes(made)

    assert broken_rules(tmp_path / name for name in files) == []


def test_a_report_has_its_pages_with_numbers_and_running_titles(report):
    pages = pypdfium2.PdfDocument(report)

    last = pages[len(pages) - 1].get_textpage().get_text_bounded()

    assert len(pages) >= 15
    assert f"Page {len(pages)} of {len(pages)}" in last
    assert "Meridian Online School" in last
    assert "Draft 2, not final" in last


def test_bookmarks_lead_to_sections_areas_and_criteria(report):
    titles = outline(report)

    assert (0, "5 Findings by criterion") in titles
    assert (1, "Area 2: Management and leadership") in titles
    assert (2, "2.5 Effective complaints procedure") in titles
    assert len([title for level, title in titles if level == 2]) == 26


def test_the_contents_name_the_page_each_section_is_on(report):
    pages = pypdfium2.PdfDocument(report)
    place = next(
        item.get_dest().get_index() + 1 for item in pages.get_toc() if item.get_title() == "6 Conditions"
    )

    contents = pages[1].get_textpage().get_text_bounded()

    assert re.search(r"6 Conditions[ .]+(\d+)", contents)[1] == str(place)


def test_a_report_names_its_title_school_and_date_and_nothing_of_how_it_was_made(report):
    opened = pikepdf.open(io.BytesIO(report))

    about = {name: str(opened.docinfo[name]) for name in set(opened.docinfo)}

    assert about == {
        "/Title": "Approval-visit report: Meridian Online School, OSR-2026-K7QX4M, draft 2",
        "/Subject": "Meridian Online School",
        "/CreationDate": "D:20270312140500Z",
    }
    assert b"WeasyPrint" not in opened.Root.Metadata.read_bytes()


def test_a_report_is_made_the_same_each_time(report):
    assert pdf(html_of(sample.content())) == report


def test_a_report_carries_no_files_and_no_links_to_elsewhere(report):
    opened = pikepdf.open(io.BytesIO(report))

    assert "/EmbeddedFiles" not in opened.Root.Names
    assert not [note for page in opened.pages for note in page.get("/Annots", []) if "/A" in note]


def test_a_report_is_set_in_its_own_font(report):
    opened = pikepdf.open(io.BytesIO(report))

    fonts = {str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()}

    assert any(name.endswith("+Inter") for name in fonts)


def test_text_in_other_scripts_arrives_in_the_file(report):
    assert "在线学习指南" in words(report)


def test_a_character_without_a_glyph_or_a_meaning_is_marked():
    said = words(pdf(PAGE.format("Odd", "<p>one \ue000 two \u0378 three</p>")))

    assert "\ue000" not in said
    assert said.count("\ufffd") == 2


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="file:///etc/hostname" alt="x">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<style>@import "http://127.0.0.1:9/x.css";</style>',
        '<style>@font-face { font-family: X; src: url("file:///etc/hostname") } p { font-family: X }</style><p>x</p>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>'
        '<image href="file:///etc/hostname" width="9" height="9"/></svg>',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<a rel="attachment" href="file:///etc/hostname">x</a>',
        '<p><a href="javascript:alert(1)">x</a></p>',
        '<p><a href="file:///etc/passwd">x</a></p>',
        '<p><a href="data:text/html,x">x</a></p>',
    ],
)
def test_markup_that_asks_for_something_outside_stops_the_document(markup):
    """Only a fault of a template could bring such markup here; then there is no document, not one with a hole."""
    with pytest.raises(Unprintable):
        pdf(PAGE.format("Title", markup))


def test_hints_of_old_markup_are_not_followed():
    plain = pdf(PAGE.format("Title", "<p><font>x</font></p>"))

    assert pdf(PAGE.format("Title", '<p><font size="7" color="red">x</font></p>')) == plain


def test_documents_are_escaped_and_complete_by_default():
    with pytest.raises(Exception, match="undefined"):
        document("reports/report.html")
