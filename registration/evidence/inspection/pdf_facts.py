"""A program of its own that says what is in a PDF. It never judges: `pdf.py` does, in words.

    pdf_facts.py FILE PAGES OBJECTS STREAM < MARK > answer

The answer is one line of JSON with `pages`, `active` (what it could do by itself, by the format's own names),
`encrypted`, `alarm` (MARK is in it), `has_text`, and `trouble` where the look ended early. More than PAGES pages are
counted and not looked at; more than OBJECTS parts are trouble, and so is a part that unpacks to over STREAM bytes.
It knows nothing of the rest of the service, and gets no secrets.
"""

import json
import sys
import zlib
from collections.abc import Iterator

import pikepdf
import pypdfium2
from pikepdf import settings

KEYS = frozenset(
    {"/JavaScript", "/JS", "/XFA", "/RichMedia", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/AA"}
)
"""Keys of a dictionary that give something away."""

VALUES = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMedia", "/RichMediaExecute", "/GoToE"}
)
"""The kinds of an action or annotation that do."""

OPENING = "/OpenAction"
HARMLESS_AT_OPENING = {"/GoTo", "/Named"}

FROM_EACH_STREAM, FROM_ALL_STREAMS = 2 * 1024 * 1024, 64 * 1024 * 1024
PAGES_READ = 12
LETTERS_OF_A_PAGE = 12

DAMAGED, LOCKED, TOO_COMPLICATED = "damaged", "locked", "too complicated"
Facts = dict[str, object]


class Trouble(Exception):
    """The look ends here, and why."""


def look(path: str, mark: bytes, most_pages: int, most_objects: int) -> Facts:
    facts: Facts = {"pages": None, "active": [], "encrypted": False, "alarm": False, "has_text": None, "trouble": ""}
    try:
        with opened(path) as pdf:
            look_into(pdf, facts, mark, most_pages, most_objects)
        if facts["pages"] in range(1, most_pages + 1) and not facts["alarm"]:
            facts["has_text"] = holds_text(path)
    except Trouble as trouble:
        facts["trouble"] = str(trouble)
    except pikepdf.PasswordError:
        facts["trouble"] = LOCKED
    except (MemoryError, RecursionError):
        facts["trouble"] = TOO_COMPLICATED
    except Exception:  # noqa: BLE001 - whatever a library makes of a strange file
        facts["trouble"] = DAMAGED
    return facts


def look_into(pdf: pikepdf.Pdf, facts: Facts, mark: bytes, most_pages: int, most_objects: int) -> None:
    """Each fact is written as soon as it is known: it stands when a later look fails."""
    facts["pages"] = len(pdf.pages)
    if len(pdf.pages) > most_pages:
        return
    facts["active"] = sorted(active_names(pdf, most_objects))
    facts["encrypted"] = pdf.is_encrypted
    facts["alarm"] = holds_mark(pdf, mark)


def opened(path: str) -> pikepdf.Pdf:
    """As strict as can be first; then as forgiving as any reader is of a slightly wrong directory."""
    try:
        return pikepdf.open(path, attempt_recovery=False)
    except pikepdf.PasswordError:
        raise
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return pikepdf.open(path, attempt_recovery=True)


def active_names(pdf: pikepdf.Pdf, most_objects: int) -> set[str]:
    """What the document could do by itself. Names come decoded, so `/Java#53cript` is found as well."""
    found: set[str] = set()
    for number, thing in enumerate(dictionaries(pdf)):
        if number > most_objects:
            raise Trouble(TOO_COMPLICATED)
        keys = thing.keys()
        found |= KEYS & keys
        for key in ("/S", "/Subtype"):
            if key in keys and str(value := thing[key]) in VALUES and isinstance(value, pikepdf.Name):
                found.add(str(value))
        if OPENING in keys and acts(thing[OPENING]):
            found.add(OPENING)
    if any("limits error" in said for said in pdf.get_warnings()):
        raise Trouble(TOO_COMPLICATED)
    return found


def acts(action: pikepdf.Object) -> bool:
    """Most programs write an opening action that only turns to the first page: that is no action."""
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) not in HARMLESS_AT_OPENING


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, the direct ones inside others too, each once."""
    waiting = [pdf.trailer, *pdf.objects]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
            yield thing
            inner = [value for _key, value in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            inner = list(thing)
        else:
            continue
        waiting.extend(
            one
            for one in inner
            if isinstance(one, pikepdf.Dictionary | pikepdf.Array) and not one.is_indirect
        )


def holds_mark(pdf: pikepdf.Pdf, mark: bytes) -> bool:
    """Look for the mark behind the most usual compression, as far as that is cheap."""
    left = FROM_ALL_STREAMS
    for thing in pdf.objects:
        if left <= 0:
            return False
        if isinstance(thing, pikepdf.Stream) and "/FlateDecode" in str(thing.get("/Filter", "")):
            try:
                content = zlib.decompressobj().decompress(thing.read_raw_bytes(), FROM_EACH_STREAM)
            except zlib.error:
                continue
            left -= len(content)
            if mark in content:
                return True
    return False


def holds_text(path: str) -> bool:
    """Whether any of some pages, spread over the document, has letters that can be searched."""
    document = pypdfium2.PdfDocument(path)
    count = len(document)
    numbers = sorted({at * count // PAGES_READ for at in range(PAGES_READ)})
    return any(letters_on(document, number) >= LETTERS_OF_A_PAGE for number in numbers)


def letters_on(document: pypdfium2.PdfDocument, number: int) -> int:
    try:
        page = document[number]
        text = page.get_textpage()
        letters = sum(not letter.isspace() for letter in text.get_text_bounded()[:2_000])
    except pypdfium2.PdfiumError:
        return 0
    text.close()
    page.close()
    return letters


def main() -> int:
    pages, objects, stream = (int(word) for word in sys.argv[2:5])
    settings.set_qpdf_limits(
        flate_max_memory=stream, png_max_memory=stream, tiff_max_memory=stream, run_length_max_memory=stream
    )
    facts = look(sys.argv[1], sys.stdin.buffer.read(), pages, objects)
    sys.stdout.write(json.dumps(facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
