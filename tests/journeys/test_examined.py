"""What axe went through once is passed over when it comes again to the letter; what is around it is not."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.crawl import Examined, violations

pytestmark = pytest.mark.browser

PAGE = """<!DOCTYPE html><html lang="en"><title>A page</title>
<header>{around}</header><main><h1>A page</h1><input type="hidden" value="{token}">{main}</main>"""
WHOLE, FAULT = "<p>Text</p>", "<p><img src='data:,'></p>"


@pytest.mark.parametrize(("around", "main", "first", "again"), [
    (WHOLE, WHOLE, 0, 0), (WHOLE, FAULT, 1, 0), (FAULT, WHOLE, 1, 1), (FAULT, FAULT, 1, 1),
])  # fmt: skip
def test_the_same_main_part_is_examined_once_and_what_is_around_it_each_time(
    chromium: Browser, tmp_path, around: str, main: str, first: int, again: int
):
    examined, found = Examined(tmp_path / "examined"), []
    with chromium.new_page() as page:
        for token in ("one", "another"):
            page.set_content(PAGE.format(around=around, main=main, token=token))
            found.append(violations(page, but_not_main=examined.before(page)))

    assert [len([line for line in lines if line.startswith("image-alt")]) for lines in found] == [first, again]


def test_a_main_part_that_differs_in_a_letter_is_examined(chromium: Browser, tmp_path):
    examined = Examined(tmp_path / "examined")
    with chromium.new_page() as page:
        met = []
        for main in ("<p>Text</p>", "<p>Text.</p>", "<p>Text</p>"):
            page.set_content(PAGE.format(around=WHOLE, main=main, token=""))
            met.append(examined.before(page))

    assert met == [False, False, True]


def test_a_page_without_a_main_part_is_never_passed_over(chromium: Browser, tmp_path):
    examined = Examined(tmp_path / "examined")
    with chromium.new_page() as page:
        page.set_content("<!DOCTYPE html><html lang=en><title>A page</title><h1>A page</h1>")

        assert [examined.before(page), examined.before(page)] == [False, False]
