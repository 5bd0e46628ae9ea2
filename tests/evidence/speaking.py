"""Files that say something in every kind we read, made here: a text for each page, sheet or slide."""

from xml.sax.saxutils import escape

from tests.evidence import honest

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def pdf(*texts: str) -> bytes:
    """Latin letters only; an empty text is a page without any."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(texts)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>>>"
        % (len(texts), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, text in enumerate(texts):
        lines = b"".join(
            b"(%s) Tj 0 -16 Td " % line.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)")
            for line in text.split("\n")
        )
        objects.append(b"<</Type/Page/Parent 2 0 R/Contents %d 0 R>>" % (5 + 2 * number))
        objects.append(honest.packed(b"BT /F 12 Tf 72 720 Td %s ET" % (lines if text else b"")))
    return honest.pdf_of(objects)


def docx(*texts: str) -> bytes:
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for text in texts for line in text.split("\n")
    )
    members = honest.parts("docx")
    members["word/document.xml"] = (
        f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>'.encode()
    )
    return honest.zipped(members)


def xlsx(*texts: str) -> bytes:
    members = honest.parts("xlsx")
    for number, text in enumerate(texts, 1):
        rows = "".join(
            f'<row><c t="inlineStr"><is><t>{escape(line)}</t></is></c></row>' for line in text.split("\n")
        )
        members[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'.encode()
        )
    return honest.zipped(members)


def pptx(*texts: str) -> bytes:
    members = honest.parts("pptx")
    for number, text in enumerate(texts, 1):
        lines = "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in text.split("\n"))
        members[f"ppt/slides/slide{number}.xml"] = f'<p:sld xmlns:p="p" xmlns:a="{DRAWING}">{lines}</p:sld>'.encode()
    return honest.zipped(members)


MAKERS = {"pdf": pdf, "docx": docx, "xlsx": xlsx, "pptx": pptx}
