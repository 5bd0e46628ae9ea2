"""The evidence files of the demonstration are valid, varied, and the same bytes each time."""

import hashlib
import io
import zipfile
from xml.etree import ElementTree

import filetype
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from registration.demonstration import files, own_files, papers, schools
from registration.demonstration.material import read
from registration.evidence.intake import take
from registration.evidence.text_reading import texts_of

MADE = [key for key, item in read("complete/evidence.toml").items() if "made" in item]
PDFS = [key for key in MADE if read("complete/evidence.toml")[key]["made"] in ("pdf", "scan")]
OFFICE = [key for key in MADE if read("complete/evidence.toml")[key]["made"] in ("docx", "xlsx", "pptx")]
SHORT = next(key for key, item in read("papers.toml").items() if item["made"] == "pdf")
PICTURES = [key for key in MADE if read("complete/evidence.toml")[key]["made"] in ("platform", "lesson")]


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    finally:
        document.close()


@pytest.mark.parametrize("key", PDFS)
def test_a_pdf_opens_and_has_the_pages_it_says(key):
    made = files.complete_file(key)

    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        count = len(pdf.pages)

    assert count == made.pages


@pytest.mark.parametrize("key", OFFICE)
def test_an_office_file_is_a_whole_package_of_readable_parts(key):
    made = files.complete_file(key)

    with zipfile.ZipFile(io.BytesIO(made.data)) as package:
        names = package.namelist()
        for name in names:
            ElementTree.fromstring(package.read(name))

    assert names[0] == "[Content_Types].xml"
    assert filetype.guess_mime(made.data) == made.media_type


@pytest.mark.parametrize("key", PICTURES)
def test_a_picture_opens(key):
    made = files.complete_file(key)

    with Image.open(io.BytesIO(made.data)) as picture:
        picture.load()

    assert f"image/{picture.format.lower()}" == made.media_type


@pytest.mark.parametrize("key", MADE)
def test_a_file_is_the_same_bytes_each_time(key):
    once = files.complete_file.__wrapped__(key).data
    again = files.complete_file.__wrapped__(key).data

    assert hashlib.sha256(once).digest() == hashlib.sha256(again).digest()


def test_one_pdf_has_sixty_pages():
    assert files.complete_file("curriculum").pages == 60


def test_the_scan_has_no_text_to_search():
    text = text_of(files.complete_file("incorporation").data)

    assert text.strip() == ""


def test_the_text_of_a_pdf_can_be_found():
    text = text_of(files.complete_file("safeguarding").data)

    assert "Designated safeguarding lead" in text


def test_file_names_hold_commas_quotation_marks_arabic_and_chinese():
    names = [files.complete_file(key).name for key in MADE]

    assert any("," in name for name in names)
    assert any('"' in name for name in names)
    assert any("دليل" in name for name in names)
    assert any("家长" in name for name in names)


@pytest.mark.parametrize("template", read("papers.toml"))
@pytest.mark.parametrize("key", ["qamar-al-sahra", "yunzhan", "cinaralti"])
def test_a_school_of_any_script_has_its_small_files(key, template):
    made = files.short_file(key, template)

    assert filetype.guess_mime(made.data) == made.media_type
    assert "{" not in made.name


@pytest.mark.parametrize(
    "made",
    [
        lambda: files.complete_file("curriculum"), lambda: files.complete_file("incorporation"),
        lambda: files.short_file("yunzhan", SHORT),
    ],
)  # fmt: skip
def test_what_is_said_of_a_pdf_is_what_its_inspection_finds(made, store):
    taken = take(own_files.Sent(made().name, made().data), store)

    assert own_files.found_in(made()) == taken.found


@pytest.mark.parametrize("key", ["safeguarding", "incorporation", "staffing", "family-arabic"])
def test_the_text_of_a_file_is_what_its_reading_gives(key):
    made = files.complete_file(key)

    assert own_files.texts_in(made.data, made.media_type) == texts_of([made.data], made.media_type)


def test_a_page_that_would_run_over_is_refused():
    page = papers.Page("Too long", "\n\n".join(["A paragraph."] * 60))

    with pytest.raises(ValueError, match="does not fit"):
        papers.pdf_of("Title", "School", [page])


def test_a_name_in_an_address_is_plain():
    assert schools.plain_letters("Żółkiewska") == "zolkiewska"
