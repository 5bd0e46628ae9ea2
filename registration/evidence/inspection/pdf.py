"""PDF documents: whole, without a password, without programs, and how much of it is text."""

import threading
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import settings

from registration.evidence.inspection import signatures
from registration.evidence.inspection.outcome import MEGABYTE, Inspection, Limits, Refusal

settings.set_qpdf_limits(
    flate_max_memory=Limits().pdf_stream,
    png_max_memory=Limits().pdf_stream,
    tiff_max_memory=Limits().pdf_stream,
    run_length_max_memory=Limits().pdf_stream,
)

KEYS = {
    "/JavaScript": "JavaScript",
    "/JS": "JavaScript",
    "/XFA": "a dynamic form",
    "/RichMedia": "a film or a game",
    "/EmbeddedFiles": "files embedded in it",
    "/EmbeddedFile": "files embedded in it",
    "/EF": "files embedded in it",
    "/AA": "actions that start by themselves",
}
"""What the key of a dictionary gives away."""

VALUES = {
    "/JavaScript": "JavaScript",
    "/Launch": "a command that starts a program",
    "/ImportData": "a command that reads other files",
    "/SubmitForm": "a form that sends itself somewhere",
    "/RichMedia": "a film or a game",
    "/RichMediaExecute": "a film or a game",
    "/GoToE": "files embedded in it",
}
"""What the kind of an action or annotation gives away."""

PROGRAMS = {
    "JavaScript",
    "a dynamic form",
    "a film or a game",
    "a command that starts a program",
    "a command that reads other files",
}
"""Refused. The rest is marked, and never shown inside a page."""

HARMLESS_AT_OPENING = {"/GoTo", "/Named"}

FROM_EACH_STREAM, FROM_ALL_STREAMS = 2 * MEGABYTE, 64 * MEGABYTE
ENDING = 2048
PAGES_READ = 12
LETTERS_OF_A_PAGE = 12
ONE_AT_A_TIME = threading.Lock()
"""PDFium may be used by one thread at a time."""

DAMAGED = (
    "This PDF is damaged or was cut short. Open it on your own computer; if it opens there, "
    "print it to a new PDF and upload that."
)
LOCKED = (
    "This PDF is protected with a password, so reviewers could not open it. "
    "Remove the password and upload it again."
)
TOO_COMPLICATED = (
    "This PDF is too complicated to check. Print it to a new PDF, or divide it, and upload that."
)


def inspect(path: Path, found: Inspection, limits: Limits) -> Inspection:
    check_ending(path)
    with opened(path) as pdf:
        try:
            pages = len(pdf.pages)
            check_pages(pages, limits)
            active = tuple(sorted(active_content(pdf, limits)))
            check_programs(active)
            check_streams(pdf)
            said, encrypted = list(warnings_of(pdf, active)), pdf.is_encrypted
        except pikepdf.PasswordError as error:
            raise Refusal(LOCKED, encrypted=True) from error
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
            raise Refusal(DAMAGED) from error
    has_text = holds_text(path)
    if not has_text:
        said.append(
            "This PDF is a scan: it holds pictures of text, and no text. Reviewers can read it, but they cannot search "
            "it, and a screen reader cannot read it aloud. If you have the original document, upload that instead."
        )
    return replace(
        found,
        pages=pages,
        has_text=has_text,
        encrypted=encrypted,
        active_content=active,
        warnings=found.warnings + tuple(said),
    )


def check_ending(path: Path) -> None:
    """A PDF says where it ends. One without that was cut off on its way."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - ENDING))
        if b"%%EOF" not in file.read():
            raise Refusal(DAMAGED)


def opened(path: Path) -> pikepdf.Pdf:
    """As strict as can be first; then as forgiving as any reader is of a slightly wrong directory."""
    for forgiving in (False, True):
        try:
            return pikepdf.open(path, attempt_recovery=forgiving)
        except pikepdf.PasswordError as error:
            raise Refusal(LOCKED, encrypted=True) from error
        except (pikepdf.PdfError, ValueError, RuntimeError) as error:
            failed: Exception = error
    raise Refusal(DAMAGED) from failed


def check_pages(pages: int, limits: Limits) -> None:
    if pages < 1:
        raise Refusal(DAMAGED)
    if pages > limits.pdf_pages:
        raise Refusal(
            f"This PDF has {pages:,} pages; the most is {limits.pdf_pages:,}. "
            "Divide it, or upload the pages that matter."
        )


def active_content(pdf: pikepdf.Pdf, limits: Limits) -> set[str]:
    """What the document could do by itself. Names come decoded, so `/Java#53cript` is found as well."""
    found: set[str] = set()
    for number, thing in enumerate(dictionaries(pdf)):
        if number > limits.pdf_objects:
            raise Refusal(TOO_COMPLICATED)
        keys = thing.keys()
        found.update(KEYS[key] for key in keys if key in KEYS)
        for key in ("/S", "/Subtype"):
            if key in keys and str(value := thing[key]) in VALUES and isinstance(value, pikepdf.Name):
                found.add(VALUES[str(value)])
        if "/OpenAction" in keys and acts(thing["/OpenAction"]):
            found.add("actions that start by themselves")
    if any("limits error" in said for said in pdf.get_warnings()):
        raise Refusal(TOO_COMPLICATED)
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


def check_programs(active: tuple[str, ...]) -> None:
    if programs := [one for one in active if one in PROGRAMS]:
        raise Refusal(
            f"This PDF holds {' and '.join(programs)}, which could do something on the reviewer's computer. "
            "Print it to a new PDF and upload that.",
            active=active,
        )


def check_streams(pdf: pikepdf.Pdf) -> None:
    """Look for the test string behind the most usual compression, as far as that is cheap."""
    left = FROM_ALL_STREAMS
    for thing in pdf.objects:
        if left <= 0:
            return
        if isinstance(thing, pikepdf.Stream) and "/FlateDecode" in str(thing.get("/Filter", "")):
            try:
                content = zlib.decompressobj().decompress(thing.read_raw_bytes(), FROM_EACH_STREAM)
            except zlib.error:
                continue
            left -= len(content)
            if signatures.TEST_STRING in content:
                raise Refusal(signatures.TEST_FOUND, alarm=True)


def warnings_of(pdf: pikepdf.Pdf, active: tuple[str, ...]) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "This PDF forbids copying or printing. Reviewers can open it, but may not be able to quote from it."
    if active:
        yield (
            f"This PDF has {' and '.join(active)}. It is kept, but reviewers are told to open it with care. "
            "A copy printed to a new PDF would have none."
        )


def holds_text(path: Path) -> bool:
    """Whether any of some pages, spread over the document, has letters that can be searched."""
    with ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise Refusal(DAMAGED) from error
        try:
            count = len(document)
            for number in sorted({at * count // PAGES_READ for at in range(PAGES_READ)}):
                if letters_on(document, number) >= LETTERS_OF_A_PAGE:
                    return True
            return False
        finally:
            document.close()


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
