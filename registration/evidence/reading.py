"""A program of its own that reads one piece of evidence, for people who look at it in the browser.

    reading.py KIND PAGE < file > answer

The answer is one line of JSON (`text`, `pages`, `cut`, `sheets`), then the picture of a PDF page as PNG. It is
started by `showing.py` for every page, with limits, because files from outside can break the
libraries that read them. It knows nothing of the rest of the service, and gets no secrets.

For PAGE 0 the answer is the text of every page, slide or sheet, each as one line of JSON (`text`), as far as
it came: `text_reading.py` asks for it, so that evidence can be searched.

Only the reader of this kind of file is loaded: every start counts.
"""

import json
import runpy
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
READERS = {
    "pdf": "reading_pdf.py",
    "thumbnail": "reading_pdf.py",
    "docx": "reading_office.py",
    "xlsx": "reading_office.py",
    "pptx": "reading_office.py",
}
MOST_CHARACTERS = 60_000
MOST_OF_ALL = 5_000_000
ALL_PAGES = 0
CANNOT = 3


def plain(text: str) -> str:
    """Only what can be seen. A word that the line's end divides is made whole: PDFium marks most such hyphens."""
    whole = text.replace("\r\n", "\n")
    for hyphen in ("\ufffe\n", "\ufffe", "\u2010\n", "\u00ad\n"):
        whole = whole.replace(hyphen, "")
    return "".join(letter for letter in whole if letter.isprintable() or letter in "\n\t")


def plain_sheets(sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells likewise. No more letters in all than of a text: the row that would go over ends its sheet."""
    left, kept = MOST_CHARACTERS, []
    for sheet in sheets:
        rows = []
        for number, cells in sheet["rows"]:
            seen = [plain(cell) for cell in cells]
            left -= sum(map(len, seen))
            if left < 0:
                sheet["cut"] = True
                break
            rows.append((number, seen))
        kept.append({"name": plain(sheet["name"])[:100], "rows": rows, "cut": sheet["cut"]})
    return kept


def write_every_page(reader: dict[str, Any], kind: str, content: bytes) -> None:
    """Page by page, so that what was read is kept when a limit ends the program."""
    left = MOST_OF_ALL
    for text in reader["texts"](kind, content):
        kept = plain(text)[: min(MOST_CHARACTERS, left)]
        sys.stdout.buffer.write(json.dumps({"text": kept}).encode() + b"\n")
        sys.stdout.buffer.flush()
        left -= len(kept)
        if left <= 0:
            return


def write_one_page(reader: dict[str, Any], kind: str, content: bytes, number: int) -> None:
    found, picture = reader["page"](kind, content, number)
    seen = plain(found["text"])
    head = {
        "text": seen[:MOST_CHARACTERS],
        "cut": len(seen) > MOST_CHARACTERS,
        "pages": found.get("pages"),
        "sheets": plain_sheets(found.get("sheets", [])),
    }
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + picture)


def main() -> int:
    kind, number = sys.argv[1], int(sys.argv[2])
    try:
        reader, content = runpy.run_path(str(HERE / READERS[kind])), sys.stdin.buffer.read()
        if number == ALL_PAGES:
            write_every_page(reader, kind, content)
        else:
            write_one_page(reader, kind, content, number)
    except Exception:  # noqa: BLE001 - whatever a library makes of a strange file
        return CANNOT
    return 0


if __name__ == "__main__":
    sys.exit(main())
