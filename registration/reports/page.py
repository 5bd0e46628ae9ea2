"""A report as one HTML page: what the printing process turns into a PDF.

The page is made without a request and loads nothing: no pictures, no scripts, and only the
style sheets that the printing process itself names. All wording is shown as typed.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from registration.reports.charts import stacked_bars
from registration.reports.content import ReportContent

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

LONG_WORD = re.compile(r"[^\s\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]{25,}")
"""A run that no line break divides. Scripts that are written without blanks break anywhere by themselves."""

PIECE = 16
GOOD_END = frozenset("/._-?&=:,;@")
ZERO_WIDTH_SPACE = "\u200b"
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def html_of(content: ReportContent) -> str:
    """The whole report as an HTML page; the same content gives the same page, byte for byte."""
    chart = stacked_bars(content.areas, content.used_scale)
    return document("reports/report.html", report=content, chart=chart)


def document(template: str, **shown: object) -> str:
    """Any document of the service as an HTML page for printing."""
    return PAPER.get_template(template).render(**shown)


def day(value: date | None) -> str:
    """12 March 2027; nothing when there is no date."""
    return f"{value.day} {value:%B %Y}" if value else ""


def moment(value: datetime | None, zone: str = "UTC") -> str:
    """12 March 2027, 14:05 UTC: never a time without its zone."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local)}, {local:%H:%M %Z}"


def soft(text: object) -> str:
    """The text, with places where a very long word may be broken; control characters are shown as �.

    Without these places a word of thousands of letters takes the layout minutes.
    """
    return LONG_WORD.sub(lambda word: broken(word[0]), UNSEEN.sub("\ufffd", str(text)))


def broken(word: str) -> str:
    """A long word with zero-width spaces, best after a slash or the like, never inside a composed letter."""
    pieces, length = [], 0
    for place, letter in enumerate(word):
        pieces.append(letter)
        length += 1
        following = word[place + 1 : place + 2]
        joined = not following or unicodedata.category(following)[0] == "M" or "\u200d" in (letter, following)
        if not joined and (length >= PIECE or (length >= 4 and letter in GOOD_END)):
            pieces.append(ZERO_WIDTH_SPACE)
            length = 0
    return "".join(pieces)


def direction(text: object) -> str:
    """`rtl` or `ltr`, by the first letter that has a direction of its own, as browsers do for `dir=auto`."""
    for letter in str(text):
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def paper() -> Environment:
    """Jinja for paper: everything is escaped, and a name that is missing is an error, not a blank."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "day": day,
        "moment": moment,
        "soft": soft,
        "direction": direction,
    }
    environment.filters.update(filters)
    return environment


PAPER = paper()
