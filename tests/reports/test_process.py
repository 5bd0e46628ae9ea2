"""Printing outside the request: its limits hold, and each hostile document is one clean failure."""

import io

import pikepdf
import pytest

from registration.programs import places
from registration.reports import process
from registration.reports.content import Paragraph
from registration.reports.page import html_of
from registration.reports.process import Busy, NotPrinted, printed, put_on_paper
from tests.reports import sample

PAGE = '<!doctype html><html lang="en"><head><title>x</title></head><body><h1>x</h1>{}</body></html>'


def test_a_page_becomes_a_pdf_in_another_process():
    assert printed(PAGE.format("<p>text</p>")).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<div>" * 4000 + "deep", "cannot be laid out"),
        ('<p style="font-size: 1e9px">big</p>', "cannot be laid out"),
        ('<img src="http://127.0.0.1:9/" alt="x">', "outside itself"),
        ("<p>\ud800</p>", "half a character"),
    ],
)
def test_a_hostile_document_fails_with_one_sentence(markup, said):
    with pytest.raises(NotPrinted, match=said):
        printed(PAGE.format(markup))


def test_a_document_that_takes_too_long_is_stopped():
    with pytest.raises(NotPrinted, match="longer than 2 seconds"):
        printed(PAGE.format("<p>" + "word " * 400_000 + "</p>"), seconds=2)


def test_a_document_that_takes_too_much_memory_is_stopped():
    with pytest.raises(NotPrinted):
        printed(PAGE.format("<p>" + "word " * 400_000 + "</p>"), memory=200_000_000)


def test_forty_thousand_letters_without_a_blank_are_printed_in_time():
    content = sample.content(areas=(), register=(), narrative=(Paragraph("1", "a" * 40_000),))

    assert printed(html_of(content), seconds=180).startswith(b"%PDF-")


def test_the_pages_are_counted_by_the_program_that_printed_them():
    paper = put_on_paper(PAGE.format('<p>one</p><p style="break-before: page">two</p>'))

    assert paper.pages == len(pikepdf.open(io.BytesIO(paper.content)).pages) == 2


def test_a_third_document_waits_for_a_place_and_then_gives_up(monkeypatch):
    monkeypatch.setattr(process, "LONGEST_WAIT", 0.2)

    with places.one_of("printing", 2), places.one_of("printing", 2), pytest.raises(Busy, match="Try again"):
        printed(PAGE.format(""))
