"""The evidence files of the demonstration, made in code: real, valid, and the same bytes each time.

A file is made when it is asked for and kept for the life of the process, as one paper serves
several schools of the same kind only in its form: the school's own name stands on each page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from registration.demonstration import documents, office, papers, pictures, schools, slides
from registration.demonstration.material import read

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
COMPLETE = "tamarisk-lane"

Item = dict[str, Any]
Made = tuple[str, bytes, int]
"""Media type, bytes, and how many pages can be cited."""


@dataclass(frozen=True)
class MadeFile:
    """A file as a school would upload it. `pages` is 0 where pages cannot be cited; a scan has no text."""

    name: str
    media_type: str
    data: bytes
    pages: int = 0
    has_text: bool = True


@cache
def complete_file(key: str) -> MadeFile:
    """One file of the complete case, by its key in `texts/complete/evidence.toml`. Links have none."""
    item = read("complete/evidence.toml")[key]
    media_type, data, pages = MAKERS[item["made"]](key, item)
    return MadeFile(item["file"], media_type, data, pages, has_text=item["made"] != "scan")


def paper(key: str, item: Item) -> Made:
    pages, school = documents.pages_of(key), schools.school(COMPLETE).plain_name
    return PDF, papers.pdf_of(item["title"], school, pages, notes=documents.notes_of(key)), len(pages) + 1


def word(key: str, item: Item) -> Made:
    return (
        WORD,
        office.docx_of(item["title"], documents.pages_of(key), right_to_left=item.get("language") == "ar"),
        0,
    )


def workbook(key: str, _item: Item) -> Made:
    return SHEET, office.xlsx_of(documents.sheets_of(key)), 0


def show(key: str, item: Item) -> Made:
    return SLIDES, slides.pptx_of(item["title"], documents.pages_of(key)), 0


def platform(_key: str, _item: Item) -> Made:
    return "image/png", platform_picture(schools.school(COMPLETE).plain_name), 0


def lesson(_key: str, _item: Item) -> Made:
    rooms = ["Room 1: author", "Room 2: date", "Room 3: purpose", "Room 4: silence"]
    return (
        "image/jpeg",
        pictures.jpeg(pictures.lesson_screen("Year 9 history: which would you trust?", rooms)),
        0,
    )


def scanned(_key: str, item: Item) -> Made:
    return PDF, scan(COMPLETE, item["title"]), 1


MAKERS: dict[str, Callable[[str, Item], Made]] = {
    "pdf": paper, "docx": word, "xlsx": workbook, "pptx": show, "platform": platform, "lesson": lesson,
    "scan": scanned,
}  # fmt: skip


@cache
def short_file(key: str, template: str) -> MadeFile:
    """One small file of another school, from the templates of `texts/papers.toml`."""
    school, written = schools.school(key), read("papers.toml")[template]
    words = schools.words_for(school)
    name, title = written["file"].format(**words), written["title"].format(**words)
    if written["made"] == "platform":
        return MadeFile(name, "image/png", platform_picture(school.plain_name))
    if written["made"] == "scan":
        return MadeFile(name, PDF, scan(key, title), 1, has_text=False)
    if written["made"] == "xlsx":
        return MadeFile(name, SHEET, office.xlsx_of({"Territories": schools.territory_rows(school)}))
    pages = [
        papers.Page(
            each["heading"], each["text"].format(**words), tuple(tuple(row) for row in each.get("table", ()))
        )
        for each in written["pages"]
    ]
    if written["made"] == "docx":
        return MadeFile(name, WORD, office.docx_of(title, pages))
    return MadeFile(
        name,
        PDF,
        papers.pdf_of(title, school.plain_name, pages, notes=written.get("notes", "").format(**words)),
        len(pages) + 1,
    )


def platform_picture(school: str) -> bytes:
    courses = [
        "Mathematics",
        "English",
        "Science",
        "History",
        "Geography",
        "Computing",
        "Languages",
        "Art and design",
        "Tutor group",
    ]
    return pictures.png(pictures.platform_page(school, "Good morning. Three live lessons today", courses))


def scan(key: str, title: str) -> bytes:
    """A certificate as a scanner gives it: a picture, with no text that can be searched."""
    school = schools.school(key)
    lines = [
        "Certificate of incorporation", "", "This is to certify that", school.plain_legal_name, "was incorporated",
        f"in the year {school.established}", "and is registered under number", school.registration_number, "",
        school.country_name,
    ]  # fmt: skip
    sheet = pictures.paper(lines, seal="REGISTRAR")
    return papers.pdf_of_picture(title, school.plain_name, pictures.jpeg(sheet), sheet.size)
