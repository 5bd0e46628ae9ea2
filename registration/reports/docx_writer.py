"""The program that writes a copy of a report as DOCX. It stands alone, and is given JSON: what the copy says, in order.

Its properties name nobody: neither who asked for the copy nor what wrote it.
"""

import io
import json
import sys
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as Copy
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

STYLE = "Table Grid"


def written(copy: dict[str, Any]) -> bytes:
    """The file: `title`, `mark` on top of every page, `dated` (ISO 8601), and `blocks`."""
    made = Document()
    about(made, copy["title"], datetime.fromisoformat(copy["dated"]).replace(tzinfo=None))
    made.sections[0].header.paragraphs[0].text = copy["mark"]
    made.add_heading(copy["title"], 0)
    for block in copy["blocks"]:
        if block["kind"] == "heading":
            made.add_heading(block["text"], block["level"])
        elif block["kind"] == "table":
            table(made, block["columns"], block["rows"])
        else:
            paragraph(made, block["number"], block["text"])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def about(made: Copy, title: str, dated: datetime) -> None:
    """Replace every property of the library's own template."""
    properties = made.core_properties
    properties.title, properties.language = title, "en-GB"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = dated
    properties.revision = 1
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Calibri", Pt(11)


def paragraph(made: Copy, number: str, text: str) -> None:
    """One paragraph; a line break stays one. Its number stands before it, as in the report."""
    written = made.add_paragraph()
    if number:
        written.add_run(f"{number}  ").bold = True
    written.add_run(text)


def table(made: Copy, columns: list[str], rows: list[list[str]]) -> None:
    grid = made.add_table(rows=1, cols=len(columns), style=STYLE)
    for cell, name in zip(grid.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    head = OxmlElement("w:tblHeader")  # the row is said again on each page, and read out as the heads of columns
    head.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(head)
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    made.add_paragraph()


def main() -> int:
    sys.stdout.buffer.write(written(json.load(sys.stdin)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
