"""A program of its own that reads one piece of evidence, for people who look at it in the browser.

    python -I reading.py KIND PAGE MEMORY SECONDS < file > answer

The answer is one line of JSON (`text`, `pages`, `cut`), then the picture of a PDF page as PNG. It is
started by `showing.py` for every page, with limits, because files from outside can break the
libraries that read them. It knows nothing of the rest of the service, and gets no secrets.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

WIDTH, HEIGHT = 1100, 1600
MOST_CHARACTERS = 60_000
MOST_BYTES = 40_000_000
MOST_ROWS = 2_000
CANNOT = 3

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
STRICT = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": WORD,
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}": SHEET,
    "{http://purl.oclc.org/ooxml/drawingml/main}": DRAWING,
}


def pdf(content: bytes, number: int) -> tuple[str, int, bytes]:
    """Text and picture of one page; forms and scripts are never run."""
    import pypdfium2  # noqa: PLC0415 - only this kind needs it, and every start counts

    document = pypdfium2.PdfDocument(content)
    page = document[min(max(1, number), len(document)) - 1]
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), HEIGHT / max(height, 1), 4)
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
    shared = [
        "".join(text.text or "" for text in entry.iter(f"{SHEET}t"))
        for entry in (tree(content, "xl/sharedStrings.xml") if holds(content, "xl/sharedStrings.xml") else ())
    ]
    for number, name in enumerate(named(content, "xl/worksheets/sheet"), 1):
        yield f"Sheet {number}"
        for count, row in enumerate(tree(content, name).iter(f"{SHEET}row")):
            if count == MOST_ROWS:
                yield "…"
                break
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
    if kind == "pptx":
        return "\n".join(powerpoint(content, number)), len(named(content, "ppt/slides/slide")), b""
    return "\n".join(word(content) if kind == "docx" else excel(content)), None, b""


def main() -> int:
    kind, number, memory, seconds = sys.argv[1], *(int(word) for word in sys.argv[2:5])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform != "darwin":  # macOS knows no limit of this kind
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        text, pages, picture = answer(kind, sys.stdin.buffer.read(), number)
    except (Exception, RecursionError):  # noqa: BLE001 - whatever a library makes of a strange file
        return CANNOT
    plain = "".join(
        letter for letter in text.replace("\r\n", "\n") if letter.isprintable() or letter in "\n\t"
    )
    head = {"text": plain[:MOST_CHARACTERS], "pages": pages, "cut": len(plain) > MOST_CHARACTERS}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
