"""A workbook (XLSX) of one table, written row by row: a long table takes no more memory than a short one.

Every text is put down as text, never as a formula, so nothing in a cell is ever worked out. A second sheet says what
the table is: what was asked for, when, and how many rows there are.
"""

from collections.abc import Iterable, Sequence
from io import BufferedIOBase
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MOST_ROWS = 1_048_575
"""What a sheet holds below its head."""

IN_ONE_PIECE = 200
LONGEST = 32_767
UNKEEPABLE = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEETS = ("List", "About this list")
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(SHEETS, 1))
    + "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in (1, 2)
    )
    + f'<Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>',
}  # fmt: skip


def write_workbook(
    into: IO[bytes] | BufferedIOBase, heads: Sequence[str], rows: Iterable[Sequence[object]],
    about: Iterable[Sequence[object]],
) -> None:
    """The whole file; `about` is asked for after the last row, so that it can say how many there were."""
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, HEAD + text)
        write_sheet(archive, 1, heads, rows)
        write_sheet(archive, 2, ("About", ""), about)


def write_sheet(archive: ZipFile, number: int, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as sheet:
        frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        sheet.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">{frozen}'.encode())
        sheet.write(b'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15" baseColWidth="18"/><sheetData>')
        held = [row_of(heads, ' s="1"')]
        for row in rows:
            held.append(row_of(row))
            if len(held) >= IN_ONE_PIECE:
                sheet.write("".join(held).encode())
                held.clear()
        sheet.write("".join(held).encode())
        sheet.write(b"</sheetData></worksheet>")


def row_of(values: Sequence[object], style: str = "") -> str:
    return f"<row>{''.join(cell(value, style) for value in values)}</row>"


def cell(value: object, style: str) -> str:
    if value is None or value == "":
        return f"<c{style}/>"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"<c{style}><v>{value}</v></c>"
    text = escape(str(value).translate(UNKEEPABLE)[:LONGEST])
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
