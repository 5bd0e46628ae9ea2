"""Rules that hold for each of our templates, whatever it shows."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = sorted(p for p in TEMPLATES.rglob("*.html") if not {"reports", "letters"} & set(p.parts))  # printed, or mailed
EVERY = sorted(TEMPLATES.rglob("*.html"))
# These have an environment of their own.
PRINTED = [p for p in EVERY if re.search(r"\| (direction|soft)\b", p.read_text())]
ALONE = TEMPLATES / "applications/archive_index.html"  # opened from a folder, so it brings its style along

TRUSTED = re.compile(r"\|\s*safe\b|\bautoescape\b|\bMarkup\b")
INLINE = re.compile(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\bsrc=)")


def name(path):
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", EVERY, ids=name)
def test_no_template_trusts_what_it_shows(path):
    assert TRUSTED.findall(path.read_text()) == []


@pytest.mark.parametrize("path", [p for p in PAGES if p != ALONE], ids=name)
def test_no_template_has_inline_style_or_script(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", [p for p in EVERY if p not in PRINTED], ids=name)
def test_each_template_compiles_and_escapes(whole_app, path):
    assert whole_app.jinja_env.autoescape(name(path)) is True
    assert whole_app.jinja_env.get_template(name(path))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_template_fits_in_the_head(path):
    assert len(path.read_text().splitlines()) <= 150


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_form_that_writes_carries_its_token(path):
    text = path.read_text()

    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL):
        assert "csrf_token" in form or "hidden_tag" in form
