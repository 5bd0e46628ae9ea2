"""A first view stays light: stylesheet, scripts and fonts together, as they travel."""

import gzip
from pathlib import Path

STATIC = Path(__file__).parents[2] / "registration/static"
FIRST_VIEW = ("build/theme.css", "site.js", "counting.js", "autosave.js", "ui/mark.svg", "build/inter.woff2",
              "build/spectral.woff2")  # fmt: skip
MOST = 47 * 1024


def test_what_comes_with_the_first_page_leaves_room_for_the_page():
    """Of 60 KB. What whole pages weigh is measured where a browser opens each: `tests/journeys/test_every_page.py`."""
    travels = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in FIRST_VIEW)

    assert travels <= MOST


def test_the_stylesheet_holds_nothing_that_is_reserved():
    css = (STATIC / "build/theme.css").read_text()

    assert "GDS Transport" not in css
    assert "crown" not in css.lower()
    assert "url(http" not in css
