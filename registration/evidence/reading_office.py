"""The reader of Word and PowerPoint files and Excel workbooks: a part of `reading.py`, which loads it from here."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from xml.etree import ElementTree

MOST_BYTES = 40_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 50
MOST_CELLS = 40_000
LONGEST_CELL = 2_000
PART = 6_000

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STRICT = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": WORD,
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}": SHEET,
    "{http://purl.oclc.org/ooxml/drawingml/main}": DRAWING,
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}": RELATION,
}
PLACE = re.compile(r"([A-Z]{1,3})[1-9]\d{0,6}")


def page(kind: str, content: bytes, number: int) -> tuple[dict[str, object], bytes]:
    """One slide, the whole of a Word file, or every sheet of a workbook as a table; there is never a picture."""
    if kind == "pptx":
        return {"text": "\n".join(slide(content, number)), "pages": len(named(content, "ppt/slides/slide"))}, b""
    if kind == "xlsx":
        return {"text": "", "sheets": list(tables(content))}, b""
    return {"text": "\n".join(word(content))}, b""


def texts(kind: str, content: bytes) -> Iterator[str]:
    """The text of each slide or sheet; of a Word file, which has no pages, in parts of some length."""
    if kind == "pptx":
        for number in range(1, len(named(content, "ppt/slides/slide")) + 1):
            yield "\n".join(slide(content, number))
    elif kind == "xlsx":
        shared = shared_strings(content)
        for name in named(content, "xl/worksheets/sheet"):
            yield "\n".join(lines_of(tree(content, name), shared))
    else:
        yield from parts(word(content))


def word(content: bytes) -> Iterator[str]:
    """One line a paragraph; cells of a table follow each other."""
    for paragraph in tree(content, "word/document.xml").iter(f"{WORD}p"):
        yield "".join(
            {f"{WORD}t": part.text or "", f"{WORD}tab": "\t", f"{WORD}br": "\n"}.get(part.tag, "")
            for part in paragraph.iter()
        )


def parts(paragraphs: Iterator[str]) -> Iterator[str]:
    part, length = [""], 0
    for paragraph in paragraphs:
        if length > PART:
            yield "\n".join(part)
            part, length = [], 0
        part.append(paragraph)
        length += len(paragraph)
    yield "\n".join(part)


def slide(content: bytes, number: int) -> Iterator[str]:
    """The text of one slide, a line a paragraph."""
    slides = named(content, "ppt/slides/slide")
    for paragraph in tree(content, slides[min(max(1, number), len(slides)) - 1]).iter(f"{DRAWING}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{DRAWING}t"))


def shared_strings(content: bytes) -> list[str]:
    if not holds(content, "xl/sharedStrings.xml"):
        return []
    entries = tree(content, "xl/sharedStrings.xml")
    return ["".join(text.text or "" for text in entry.iter(f"{SHEET}t")) for entry in entries]


def lines_of(sheet: ElementTree.Element, shared: list[str]) -> Iterator[str]:
    """One line a row, cells apart by a bar: this is what a search looks through."""
    for count, row in enumerate(sheet.iter(f"{SHEET}row")):
        if count == MOST_ROWS:
            yield "…"
            return
        yield " | ".join(cell_text(cell, shared) for cell in row)


def cell_text(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{SHEET}t"))
    value = cell.findtext(f"{SHEET}v") or ""
    if cell.get("t") == "s" and value.isdecimal() and int(value) < len(shared):
        return shared[int(value)]
    return value


def tables(content: bytes) -> Iterator[dict[str, object]]:
    """Each sheet: its name, its filled rows with their numbers, and whether some were left out.

    The limits are for all sheets together: a page that holds more is too long to read.
    """
    shared, names = shared_strings(content), names_of_sheets(content)
    rows_left, cells_left = MOST_ROWS, MOST_CELLS
    for part in named(content, "xl/worksheets/sheet"):
        rows: list[tuple[int, list[str]]] = []
        cut = False
        for number, cells in filled_rows(tree(content, part), shared):
            if not rows_left or cells_left < len(cells):
                cut = True
                break
            rows_left, cells_left = rows_left - 1, cells_left - len(cells)
            cut = cut or len(cells) > MOST_COLUMNS
            rows.append((number, cells[:MOST_COLUMNS]))
        yield {"name": names.get(part, ""), "rows": rows, "cut": cut}


def filled_rows(sheet: ElementTree.Element, shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The number of each row that holds something, and its cells, each in the column where it stands."""
    last = 0
    for row in sheet.iter(f"{SHEET}row"):
        said = row.get("r", "")
        last = int(said) if said.isdecimal() and len(said) < 8 else last + 1
        cells: list[str] = []
        for cell in islice(row, MOST_CELLS):
            column = min(column_of(cell, len(cells)), MOST_COLUMNS)
            if text := cell_text(cell, shared).strip()[:LONGEST_CELL]:
                cells += [""] * (column - len(cells)) + [text]
            elif column == len(cells):
                cells.append("")
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield last, cells


def column_of(cell: ElementTree.Element, following: int) -> int:
    """From 0: the column its place names, such as C of C7; else the next one. It never goes back."""
    place = PLACE.fullmatch(cell.get("r", ""))
    if place is None:
        return following
    column = 0
    for letter in place[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return max(column - 1, following)


def names_of_sheets(content: bytes) -> dict[str, str]:
    """Part → the name on the sheet's tab. Empty where the workbook does not say it in the usual way."""
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not (holds(content, book) and holds(content, relations)):
        return {}
    targets = {one.get("Id"): one.get("Target", "") for one in tree(content, relations)}
    return {
        posixpath.normpath(posixpath.join("/xl", targets.get(one.get(f"{RELATION}id"), ""))).lstrip("/"): name
        for one in tree(content, book).iter(f"{SHEET}sheet")
        if (name := one.get("name", ""))
    }


def holds(content: bytes, name: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return name in archive.namelist()


def named(content: bytes, beginning: str) -> list[str]:
    """Parts whose name is this and a number, in the order of the numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = [n for n in archive.namelist() if n.startswith(beginning) and n.endswith(".xml")]
    numbered = {n.removeprefix(beginning).removesuffix(".xml"): n for n in found}
    return [numbered[number] for number in sorted((n for n in numbered if n.isdecimal()), key=int)]


def tree(content: bytes, name: str) -> ElementTree.Element:
    """A part, parsed. The inspection took no file with a declaration in it, so nothing can grow or fetch."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(name) as part:
        read = part.read(MOST_BYTES + 1)
    if len(read) > MOST_BYTES:
        raise ValueError("too long")
    for strict, usual in STRICT.items():
        read = read.replace(strict.strip("{}").encode(), usual.strip("{}").encode())
    return ElementTree.fromstring(read)  # noqa: S314 - no declaration is in it, see above
