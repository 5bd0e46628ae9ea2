"""A first view stays light: stylesheet, scripts and fonts together, as they travel."""

import gzip
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "registration/static"
FIRST_VIEW = ("build/theme.css", "build/govuk-frontend.min.js", "site.js", "ui/mark.svg", "build/inter.woff2",
              "build/spectral.woff2")  # fmt: skip
MOST = 60 * 1024


def test_a_first_view_is_at_most_60_kilobytes():
    if not (STATIC / "build/theme.css").exists():
        pytest.skip("the theme is not built: ./manage builds it")

    travels = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in FIRST_VIEW)

    assert travels <= MOST


def test_the_stylesheet_holds_nothing_that_is_reserved():
    if not (STATIC / "build/theme.css").exists():
        pytest.skip("the theme is not built: ./manage builds it")
    css = (STATIC / "build/theme.css").read_text()

    assert "GDS Transport" not in css
    assert "crown" not in css.lower()
    assert "url(http" not in css
