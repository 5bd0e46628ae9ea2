"""Office documents for demonstration evidence: DOCX and XLSX, the least of each that opens everywhere.

An office document is a ZIP of XML parts. Written by hand, with one fixed time for every part, the
same material gives the same bytes.
"""

import io
import zipfile
from xml.sax.saxutils import escape

from registration.demonstration.papers import Page

MOMENT = (2026, 3, 2, 9, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument."

Rows = tuple[tuple[str, ...], ...]


def docx_of(title: str, pages: list[Page], *, right_to_left: bool = False) -> bytes:
    """A Word document: a title, then each page's heading, paragraphs, bullets and table."""
    body = [_paragraph(title, "Title", right_to_left)]
    for page in pages:
        body.append(_paragraph(page.heading, "Heading1", right_to_left))
        for block in page.text.strip().split("\n\n"):
            lines = block.splitlines() if block.startswith("- ") else [" ".join(block.split())]
            body += [
                _paragraph(line.replace("- ", "• ", 1) if line.startswith("- ") else line, "", right_to_left)
                for line in lines
                if line
            ]
        if page.table:
            body.append(_word_table(page.table))
    document = (
        f'<w:document xmlns:w="{WORD}"><w:body>{"".join(body)}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        "</w:sectPr></w:body></w:document>"
    )
    return package(
        ("word/document.xml", "wordprocessingml.document.main+xml", document),
        [("word/styles.xml", "wordprocessingml.styles+xml", _word_styles(), "styles")],
    )


def xlsx_of(sheets: dict[str, Rows]) -> bytes:
    """A workbook: one sheet a table, the first row bold and the column widths set from the content."""
    parts = [
        (f"xl/worksheets/sheet{n}.xml", "spreadsheetml.worksheet+xml", _sheet(rows), "worksheet")
        for n, rows in enumerate(sheets.values(), start=1)
    ]
    names = "".join(
        f'<sheet name="{escape(name[:31])}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    styles = (
        f'<styleSheet xmlns="{SHEET}"><fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
        '<font><b/><sz val="11"/><name val="Arial"/></font></fonts><fills count="2"><fill>'
        '<patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
        '<xf fontId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
        '<xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1">'
        '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
    book = f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'
    return package(
        ("xl/workbook.xml", "spreadsheetml.sheet.main+xml", book),
        [*parts, ("xl/styles.xml", "spreadsheetml.styles+xml", styles, "styles")],
    )


def package(
    main: tuple[str, str, str],
    parts: list[tuple[str, str, str, str]],
    loose: list[tuple[str, str, str]] | None = None,
    links: dict[str, list[tuple[str, str]]] | None = None,
) -> bytes:
    """The ZIP: content types first, then the main part, the parts it points at, and parts only others point at."""
    every = [main, *[(path, kind, text) for path, kind, text, _ in parts], *(loose or [])]
    overrides = "".join(
        f'<Override PartName="/{path}" ContentType="{MAIN}{kind}"/>' for path, kind, _ in every
    )
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    folder = main[0].split("/")[0]
    files = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", _links([("officeDocument", main[0])])),
        (main[0], main[2]),
    ]
    files.append(
        (
            _links_path(main[0]),
            _links([(kind, path.removeprefix(f"{folder}/")) for path, _, _, kind in parts]),
        )
    )
    files += [(path, text) for path, _, text in every[1:]]
    files += [(_links_path(path), _links(targets)) for path, targets in (links or {}).items()]
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for path, text in files:
            part = zipfile.ZipInfo(path, MOMENT)
            part.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(part, HEAD + text)
    return kept.getvalue()


def _links(targets: list[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _links_path(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _paragraph(words: str, style: str, right_to_left: bool) -> str:
    look = (f'<w:pStyle w:val="{style}"/>' if style else "") + ("<w:bidi/>" if right_to_left else "")
    run = "<w:rPr><w:rtl/></w:rPr>" if right_to_left else ""
    return f'<w:p><w:pPr>{look}</w:pPr><w:r>{run}<w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'


def _word_table(rows: Rows) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="999999"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    cells = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:tcPr/><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    grid = "".join("<w:gridCol/>" for _ in rows[0])
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}"
        f"</w:tblGrid>{cells}</w:tbl><w:p/>"
    )


def _word_styles() -> str:
    def style(key: str, name: str, size: int, bold: bool) -> str:
        heavy = "<w:b/>" if bold else ""
        return (
            f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:pPr>'
            '<w:spacing w:before="240" w:after="120"/></w:pPr>'
            f'<w:rPr>{heavy}<w:sz w:val="{size}"/></w:rPr></w:style>'
        )

    return (
        f'<w:styles xmlns:w="{WORD}">{style("Title", "Title", 40, True)}{style("Heading1", "heading 1", 28, True)}'
        "</w:styles>"
    )


def _sheet(rows: Rows) -> str:
    widths = [min(60, max(10, *(len(row[place]) for row in rows)) + 2) for place in range(len(rows[0]))]
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, start=1)
    )
    lines = "".join(
        f'<row r="{n}">{"".join(_cell(cell, place, n) for place, cell in enumerate(row))}</row>'
        for n, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{SHEET}"><cols>{columns}</cols><sheetData>{lines}</sheetData></worksheet>'


def _cell(value: str, place: int, row: int) -> str:
    name, style = f"{chr(65 + place)}{row}", ' s="1"' if row == 1 else ' s="0"'
    if row > 1 and value.isdecimal() and value.isascii() and len(value) < 12:
        return f'<c r="{name}"{style}><v>{value}</v></c>'
    return f'<c r="{name}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
