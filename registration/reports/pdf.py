"""HTML in, PDF out: tagged for screen readers (PDF/UA-1), made to last (PDF/A-3a), and shut off from the world.

This module stands alone: it needs nothing of the app, so that `process` can run it as a small program
that is stopped when it takes too long. It fetches nothing but the bundled font, names its own style
sheets, writes no link that is not `https:` or `mailto:`, and says neither who made the file nor with what.
"""

import json
import re
import string
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from pydyf import PDF
from weasyprint import CSS, HTML, Document
from weasyprint.text import ffi as libraries
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parents[1] / "static"
FONTS = STATIC / "build"
STYLES = {name: STATIC / f"{name}.css" for name in ("report", "application", "certificate")}
"""The style sheets a document can name. Nothing else is ever read as one."""

FONT_FILE = re.compile(r"inter-(\d{3})\.ttf")

LINKS = ("https:", "mailto:")
UNSHOWN = "\ufffd"
VARIANTS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Characters that choose a form of the one before them and are not drawn themselves."""
MEANINGLESS = frozenset({"Co", "Cn", "Cs"})

UA_XMP = b"""<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the standard</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li></rdf:Seq>
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""Says that the file is PDF/UA too, and declares that name as PDF/A requires."""


libraries.ffi.cdef("""
    typedef ... FcCharSet;
    FcResult FcPatternGetCharSet(FcPattern *pattern, const char *object, int n, FcCharSet **charset);
    int FcCharSetHasChar(const FcCharSet *charset, uint32_t letter);
""")


class Unprintable(Exception):
    """This document cannot be made. `str(error)` is a whole sentence."""


class OnlyOurFont(URLFetcher):
    """Hands out the bundled font files, refuses everything else, and counts what it refused.

    WeasyPrint swallows a refusal and leaves a hole in the page, so the count is looked at afterwards.
    """

    def __init__(self, allowed: Iterable[Path]):
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.allowed = {path.as_uri(): path for path in allowed}
        self.refused = 0

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url not in self.allowed:
            self.refused += 1
            raise ValueError("Documents load nothing.")
        return URLFetcherResponse(url, self.allowed[url].read_bytes())


def pdf(html: str, style: str = "report") -> bytes:
    """The PDF alone of what `laid_out` makes."""
    return laid_out(html, style)[0]


def laid_out(html: str, style: str) -> tuple[bytes, int]:
    """The document as PDF bytes, and the number of its pages. The same page gives the same bytes.

    Raises `Unprintable` when the page asks for anything from outside, or holds a link that leads elsewhere
    than `https:` or `mailto:`.
    """
    faces, fonts = font_files(), FontConfiguration()
    fetcher = OnlyOurFont(faces)
    sheets = [
        CSS(string=font_faces(faces), url_fetcher=fetcher, font_config=fonts),
        CSS(string=STYLES[style].read_text("utf-8"), url_fetcher=fetcher, font_config=fonts),
    ]
    page = HTML(string=with_known_characters(html, fonts), url_fetcher=fetcher, base_url=None)
    document = page.render(stylesheets=sheets, font_config=fonts, presentational_hints=False)
    check(document)
    document.metadata.authors, document.metadata.generator = [], None
    document.metadata.generate_rdf_metadata = partial(both_standards, document.metadata.generate_rdf_metadata)
    made: bytes = document.write_pdf(pdf_variant="pdf/a-3a", finisher=without_maker)
    if fetcher.refused:
        raise Unprintable("The document asks for something outside itself, so it was not made.")
    return made, len(document.pages)


def font_files() -> dict[Path, str]:
    """The files of the bundled font, and the weight of each. Without them the system's own font steps in."""
    return {
        path: name[1]
        for path in sorted(FONTS.glob("inter-*.ttf"))
        if (name := FONT_FILE.fullmatch(path.name))
    }


def font_faces(files: Mapping[Path, str]) -> str:
    rule = string.Template('@font-face { font-family: Inter; font-weight: $weight; src: url("$uri"); }')
    return "\n".join(rule.substitute(weight=weight, uri=path.as_uri()) for path, weight in files.items())


def both_standards(rdf: Callable[..., bytes], *about: object) -> bytes:
    """The file's description of itself, with PDF/UA added and the name and number of the program left out."""
    xml = rdf(*about)
    start = xml.index(b' pdf:Producer="')
    end = xml.index(b'"', start + 15) + 1
    return (xml[:start] + xml[end:]).replace(b"</rdf:RDF>", UA_XMP + b"</rdf:RDF>")


def without_maker(_document: Document, made: PDF) -> None:
    made.info.pop("Producer", None)


def check(document: Document) -> None:
    """Raise `Unprintable` when the document carries a file, or a link to anywhere but itself, `https:` or `mailto:`."""
    if document.metadata.attachments:
        raise Unprintable("The document carries a file, which it may not, so it was not made.")
    for page in document.pages:
        for kind, target, *_ in page.links:
            if kind != "internal" and not str(target).lower().startswith(LINKS):
                raise Unprintable("The document holds a link that it may not hold, so it was not made.")


def with_known_characters(html: str, fonts: FontConfiguration) -> str:
    """The page, with � for each character that no font here can draw.

    One such character would make the file invalid PDF/UA: a screen reader would meet a glyph without a meaning.
    Characters without a meaning of their own (private use, unassigned) are marked likewise.
    """
    drawn = {letter for letter in set(html) - VARIANTS if unicodedata.category(letter) not in {"Cf", "Cc"}}
    unusual = {letter for letter in drawn if ord(letter) > 0x17F}
    shown = drawable({*unusual, UNSHOWN}, fonts)
    mark = UNSHOWN if UNSHOWN in shown else "?"
    return html.translate({**{ord(letter): mark for letter in unusual - shown}, 0xFEFF: None})


def drawable(letters: Iterable[str], fonts: FontConfiguration) -> set[str]:
    """Those of the letters that have a meaning of their own and a glyph in at least one font."""
    wanted = {letter for letter in letters if unicodedata.category(letter) not in MEANINGLESS}
    found: set[str] = set()
    for charset in charsets(fonts):
        found |= {
            letter for letter in wanted - found if libraries.fontconfig.FcCharSetHasChar(charset, ord(letter))
        }
        if found == wanted:
            break
    return found


def charsets(fonts: FontConfiguration) -> Iterator[object]:
    """The characters of each font: first the bundled ones, then those of the system."""
    box = libraries.ffi.new("FcCharSet **")
    for origin in (libraries.fontconfig.FcSetApplication, libraries.fontconfig.FcSetSystem):
        known = libraries.fontconfig.FcConfigGetFonts(fonts._config, origin)
        for place in range(known.nfont if known else 0):
            if libraries.fontconfig.FcPatternGetCharSet(known.fonts[place], b"charset", 0, box) == 0:
                yield box[0]


def main() -> int:
    """Read a page from standard input; write a line of JSON (`pages`), then its PDF, to standard output.

    Exit code 3: the page cannot be printed, and one sentence on standard error says why.
    """
    try:
        made, pages = laid_out(sys.stdin.buffer.read().decode("utf-8"), sys.argv[1])
    except Unprintable as error:
        return refused(str(error))
    except MemoryError:
        return refused("The document needs more memory than a document may use.")
    except (RecursionError, ArithmeticError, ValueError) as error:
        return refused(f"The document holds something that cannot be laid out ({type(error).__name__}).")
    sys.stdout.buffer.write(json.dumps({"pages": pages}).encode() + b"\n" + made)
    return 0


def refused(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 3


if __name__ == "__main__":
    sys.exit(main())
