"""A program of its own that reads one piece of evidence, for people who look at it in the browser.

    python -I reading.py KIND PAGE MEMORY SECONDS < file > answer

The answer is one line of JSON (`text`, `pages`, `cut`), then the picture of a PDF page as PNG. It is
started by `showing.py` for every page, with limits, because files from outside can break the
libraries that read them. It knows nothing of the rest of the service, and gets no secrets.

For PAGE 0 the answer is the text of every page, slide or sheet, each as one line of JSON (`text`), as far as
it came: `text_reading.py` asks for it, so that evidence can be searched.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

WIDTH, HEIGHT = 1100, 1600
SMALL = 168, 224
MOST_CHARACTERS = 60_000
MOST_BYTES = 40_000_000
MOST_ROWS = 2_000
MOST_OF_ALL = 5_000_000
PART = 6_000
CANNOT = 3

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
STRICT = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": WORD,
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}": SHEET,
    "{http://purl.oclc.org/ooxml/drawingml/main}": DRAWING,
}


def pdf(content: bytes, number: int, most: tuple[int, int] = (WIDTH, HEIGHT)) -> tuple[str, int, bytes]:
    """Text and picture of one page; forms and scripts are never run."""
    import pypdfium2  # noqa: PLC0415 - only this kind needs it, and every start counts

    document = pypdfium2.PdfDocument(content)
    page = document[min(max(1, number), len(document)) - 1]
    width, height = page.get_size()
    scale = min(most[0] / max(width, 1), most[1] / max(height, 1), 4)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    written = io.BytesIO()
    picture.quantize(64).save(written, "PNG")
    text = page.get_textpage().get_text_bounded()
    return text, len(document), written.getvalue()


def word(content: bytes) -> Iterator[str]:
    """One line a paragraph; cells of a table follow each other."""
    for paragraph in tree(content, "word/document.xml").iter(f"{WORD}p"):
        yield "".join(
            {f"{WORD}t": part.text or "", f"{WORD}tab": "\t", f"{WORD}br": "\n"}.get(part.tag, "")
            for part in paragraph.iter()
        )


def excel(content: bytes) -> Iterator[str]:
    """One line a row, sheet after sheet, cells apart by a bar."""
    for number, rows in enumerate(sheets(content), 1):
        yield f"Sheet {number}"
        yield from rows


def sheets(content: bytes) -> Iterator[Iterator[str]]:
    shared = [
        "".join(text.text or "" for text in entry.iter(f"{SHEET}t"))
        for entry in (tree(content, "xl/sharedStrings.xml") if holds(content, "xl/sharedStrings.xml") else ())
    ]
    for name in named(content, "xl/worksheets/sheet"):
        yield rows_of(tree(content, name), shared)


def rows_of(sheet: ElementTree.Element, shared: list[str]) -> Iterator[str]:
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


def powerpoint(content: bytes, number: int) -> Iterator[str]:
    """The text of one slide, a line a paragraph."""
    slides = named(content, "ppt/slides/slide")
    for paragraph in tree(content, slides[min(max(1, number), len(slides)) - 1]).iter(f"{DRAWING}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{DRAWING}t"))


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
    return ElementTree.fromstring(read)  # noqa: S314


def answer(kind: str, content: bytes, number: int) -> tuple[str, int | None, bytes]:
    if kind == "pdf":
        return pdf(content, number)
    if kind == "thumbnail":
        return pdf(content, number, SMALL)
    if kind == "pptx":
        return "\n".join(powerpoint(content, number)), len(named(content, "ppt/slides/slide")), b""
    return "\n".join(word(content) if kind == "docx" else excel(content)), None, b""


def every_page(kind: str, content: bytes) -> Iterator[str]:
    """The text of each page, slide or sheet; of a Word file, which has no pages, in parts of some length."""
    if kind == "pdf":
        yield from pdf_texts(content)
    elif kind == "pptx":
        for number in range(1, len(named(content, "ppt/slides/slide")) + 1):
            yield "\n".join(powerpoint(content, number))
    elif kind == "xlsx":
        for rows in sheets(content):
            yield "\n".join(rows)
    else:
        yield from parts(word(content))


def pdf_texts(content: bytes) -> Iterator[str]:
    import pypdfium2  # noqa: PLC0415 - as above

    document = pypdfium2.PdfDocument(content)
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
            yield text.get_text_bounded()
            text.close()
            page.close()
        except pypdfium2.PdfiumError:
            yield ""  # this page cannot be read; the others can


def parts(paragraphs: Iterator[str]) -> Iterator[str]:
    part, length = [""], 0
    for paragraph in paragraphs:
        if length > PART:
            yield "\n".join(part)
            part, length = [], 0
        part.append(paragraph)
        length += len(paragraph)
    yield "\n".join(part)


def plain(text: str) -> str:
    """Only what can be seen. A word that the line's end divides is made whole: PDFium marks most such hyphens."""
    whole = text.replace("\r\n", "\n")
    for hyphen in ("\ufffe\n", "\ufffe", "\u2010\n", "\u00ad\n"):
        whole = whole.replace(hyphen, "")
    return "".join(letter for letter in whole if letter.isprintable() or letter in "\n\t")


def write_every_page(kind: str, content: bytes) -> None:
    """Page by page, so that what was read is kept when a limit ends the program."""
    left = MOST_OF_ALL
    for text in every_page(kind, content):
        kept = plain(text)[: min(MOST_CHARACTERS, left)]
        sys.stdout.buffer.write(json.dumps({"text": kept}).encode() + b"\n")
        sys.stdout.buffer.flush()
        left -= len(kept)
        if left <= 0:
            return


def main() -> int:
    kind, number, memory, seconds = sys.argv[1], *(int(word) for word in sys.argv[2:5])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform != "darwin":  # macOS knows no limit of this kind
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        content = sys.stdin.buffer.read()
        if number == 0:
            write_every_page(kind, content)
            return 0
        text, pages, picture = answer(kind, content, number)
    except (Exception, RecursionError):  # noqa: BLE001 - whatever a library makes of a strange file
        return CANNOT
    seen = plain(text)
    head = {"text": seen[:MOST_CHARACTERS], "pages": pages, "cut": len(seen) > MOST_CHARACTERS}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
