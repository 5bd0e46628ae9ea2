"""Paper: a small PDF writer for demonstration evidence.

It sets headed text, bullets and tables in the fonts every PDF reader has, so that a policy of ten
pages is made in milliseconds and is the same bytes each time. Each page of the material
is a page of the file, so that a citation of page 4 finds what it names. It is not meant for the approval-visit report,
which needs tags, embedded fonts and layout: that is WeasyPrint's work.
"""

import unicodedata
import zlib
from dataclasses import dataclass, field

A4 = (595, 842)
MARGIN = 64
MEASURE = A4[0] - 2 * MARGIN
FOOT = 70
MOMENT = "D:20260302090000Z"
DARK = "0.13 0.16 0.22 rg"
QUIET = "0.38 0.42 0.48 rg"

# Widths of Helvetica from "space" to "~", in thousandths of the type size (Adobe font metrics).
WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
WIDTH = {chr(32 + place): int(width) for place, width in enumerate(WIDTHS.split())}
NEAREST = str.maketrans(
    {"ł": "l", "Ł": "L", "ı": "i", "İ": "I", "ğ": "g", "ş": "s", "Ş": "S", "→": ">", "≥": ">=", "\u202f": " "}
)


@dataclass(frozen=True)
class Page:
    """One page as written in the material: text in paragraphs, lines that start with "- " as bullets, one table."""

    heading: str
    text: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    columns: tuple[int, ...] = ()


@dataclass
class Ink:
    """The drawing commands of one page, and how far down it has come."""

    commands: list[str] = field(default_factory=list)
    height: float = A4[1] - 104

    def line(
        self, words: str, *, size: float = 10.5, left: float = MARGIN, font: str = "F1", colour: str = DARK
    ) -> None:
        """Set one line where the pen stands, without moving it."""
        self.commands.append(
            f"BT {colour} /{font} {size} Tf {left:.1f} {self.height:.1f} Td ({_escaped(words)}) Tj ET"
        )

    def paragraph(self, words: str, *, size: float = 10.5, left: float = MARGIN, font: str = "F1") -> None:
        for line in wrapped(words, size, MARGIN + MEASURE - left, bold=font == "F2"):
            self.line(line, size=size, left=left, font=font)
            self.height -= size * 1.45
        self.height -= size * 0.55


def pdf_of(title: str, author: str, pages: list[Page], *, notes: str = "") -> bytes:
    """A text PDF: a cover, the pages given, each on a page of its own, and running lines above and below."""
    inks = [_cover(title, author, notes)] + [_inner(page) for page in pages]
    for number, ink in enumerate(inks, start=1):
        _running_lines(ink, title, author, number, len(inks))
    return assembled(title, author, [("\n".join(ink.commands)).encode("cp1252", "replace") for ink in inks])


def pdf_of_picture(title: str, author: str, jpeg: bytes, size: tuple[int, int]) -> bytes:
    """A scan: one page that is a photograph, with no text to select or search."""
    drawing = f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /Scan Do Q".encode()
    head = f"<< /Type /XObject /Subtype /Image /Width {size[0]} /Height {size[1]} /ColorSpace /DeviceRGB "
    head += f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(jpeg)} >>\nstream\n"
    picture = head.encode() + jpeg + b"\nendstream"
    return assembled(title, author, [drawing], picture=picture)


def assembled(title: str, author: str, contents: list[bytes], picture: bytes | None = None) -> bytes:
    """The objects of a PDF, numbered, with their table of positions. Fonts and any picture are shared by all pages."""
    first = 6
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(contents)))
    resources = "/Font << /F1 3 0 R /F2 4 0 R >>" + (
        f" /XObject << /Scan {first + 2 * len(contents)} 0 R >>" if picture else ""
    )
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        f"<< /Title {_unicode(title)} /Author {_unicode(author)} /CreationDate ({MOMENT}) >>".encode(),
    ]
    for place, content in enumerate(contents):
        body = zlib.compress(content, 6)
        box = f"/MediaBox [0 0 {A4[0]} {A4[1]}] /Resources << {resources} >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {box} /Contents {first + 2 * place + 1} 0 R >>".encode()
        )
        objects.append(
            f"<< /Length {len(body)} /Filter /FlateDecode >>\nstream\n".encode() + body + b"\nendstream"
        )
    if picture:
        objects.append(picture)
    return _written(objects)


def wrapped(words: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The words in lines that fit the room given, in points."""
    lines, line = [], ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and _length(longer, size, bold) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def _cover(title: str, author: str, notes: str) -> Ink:
    ink = Ink(height=A4[1] - 250)
    ink.commands.append(f"0.16 0.34 0.42 rg {MARGIN} {A4[1] - 200} {MEASURE} 5 re f")
    ink.paragraph(title, size=25, font="F2")
    ink.height -= 8
    ink.paragraph(author, size=14)
    ink.height -= 22
    for note in notes.splitlines():
        ink.paragraph(note, size=10.5)
    return ink


def _inner(page: Page) -> Ink:
    ink = Ink()
    ink.paragraph(page.heading, size=15, font="F2")
    ink.height -= 4
    for block in page.text.strip().split("\n\n") if page.text.strip() else []:
        for line in block.splitlines() if block.startswith("- ") else [block]:
            if line.startswith("- "):
                ink.line("•", left=MARGIN + 4)
                ink.paragraph(line[2:], left=MARGIN + 18)
            else:
                ink.paragraph(" ".join(line.split()))
    if page.table:
        _table(ink, page)
    if ink.height < FOOT:
        raise ValueError(f"“{page.heading}” does not fit on one page.")
    return ink


def _table(ink: Ink, page: Page) -> None:
    """Rows with a rule under each; the first row is the heading. Column shares are given, or equal."""
    shares = page.columns or tuple(1 for _ in page.table[0])
    widths = [MEASURE * share / sum(shares) for share in shares]
    ink.height -= 4
    for number, row in enumerate(page.table):
        cells = [
            wrapped(cell, 9, width - 8, bold=number == 0) for cell, width in zip(row, widths, strict=True)
        ]
        top, left = ink.height, float(MARGIN)
        for lines, width in zip(cells, widths, strict=True):
            for place, line in enumerate(lines):
                ink.height = top - place * 12
                ink.line(line, size=9, left=left, font="F2" if number == 0 else "F1")
            left += width
        ink.height = top - max(len(lines) for lines in cells) * 12 + 5
        ink.commands.append(
            f"0.75 0.78 0.82 RG 0.5 w {MARGIN} {ink.height:.1f} m {A4[0] - MARGIN} {ink.height:.1f} l S"
        )
        ink.height -= 12


def _running_lines(ink: Ink, title: str, author: str, number: int, total: int) -> None:
    ink.height = A4[1] - 54
    if number > 1:
        ink.line(f"{author}  |  {title}", size=8.5, colour=QUIET)
    ink.height = FOOT - 24
    ink.line(f"Page {number} of {total}", size=8.5, left=A4[0] - MARGIN - 52, colour=QUIET)
    ink.line("Demonstration document: the school and all people are invented", size=8.5, colour=QUIET)


def _length(words: str, size: float, bold: bool) -> float:
    return sum(WIDTH.get(letter, 556) for letter in words) * size / 1000 * (1.06 if bold else 1)


def _escaped(words: str) -> str:
    """Words as a PDF string in the Western encoding; a letter outside it is set as its nearest plain letter."""
    kept = []
    for letter in words.translate(NEAREST):
        try:
            letter.encode("cp1252")
            kept.append(letter)
        except UnicodeEncodeError:
            plain = unicodedata.normalize("NFKD", letter)
            kept.append("".join(part for part in plain if part.isascii()) or ("•" if letter == "•" else ""))
    return "".join(kept).replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _unicode(words: str) -> str:
    return "<FEFF" + words.encode("utf-16-be").hex().upper() + ">"


def _written(objects: list[bytes]) -> bytes:
    data, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)
