"""The certificate on paper: its content as a page, with the address of its public page as a QR code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno

from registration.register.signing import Signed
from registration.reports.page import document

STYLE = "certificate"
MOST_NAMES = 10
QUIET = 4
"""Empty modules around a QR code; a reader needs them."""


@dataclass(frozen=True)
class Code:
    """A QR code as one vector path in a square of `side` modules."""

    side: int
    path: str


def html_of(content: Mapping[str, Any], signed: Signed | None = None) -> str:
    """The certificate as a page for printing; the same content and signature give the same page."""
    dates = {name: date.fromisoformat(content[name]) for name in ("valid_from", "valid_until")}
    programmes = shortened([row["programme"] for row in content["programmes"]])
    shown = {**content, **dates, "programmes": programmes, "territories": shortened(content["territories"])}
    return document("register/certificate_pdf.html", certificate=shown, signed=signed, code=code_of(content["address"]))


def shortened(names: Sequence[str]) -> str:
    """The names in one line; of a long list the first ten, and how many more the public page shows."""
    different = list(dict.fromkeys(name for name in names if name))
    if len(different) <= MOST_NAMES:
        return ", ".join(different) or "None named"
    return f"{', '.join(different[:MOST_NAMES])} and {len(different) - MOST_NAMES} more, listed at the address below"


def code_of(text: str) -> Code:
    """The QR code of a text, with a quarter of it to spare against scratches."""
    rows = [list(row) for row in segno.make(text, error="q", micro=False).matrix]
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return Code(len(rows) + 2 * QUIET, path)
