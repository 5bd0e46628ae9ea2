"""Workbooks are shown as tables: each cell in its column, each row with its number, and only so much of it."""

import pytest

from registration.evidence import showing
from tests.evidence import honest
from tests.evidence.sending import add, items

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def row(number, **cells):
    return f'<row r="{number}">' + "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in cells.items()
    ) + "</row>"  # fmt: skip


def workbook(*sheets, names=()):
    members = honest.parts("xlsx")
    for number, rows in enumerate(sheets, 1):
        members[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'.encode()
        )
    listed = "".join(f'<sheet name="{name}" r:id="r{n}"/>' for n, name in enumerate(names, 1))
    members["xl/workbook.xml"] = (
        f'<workbook xmlns="{SHEET}" xmlns:r="{RELATION}"><sheets>{listed}</sheets></workbook>'.encode()
    )
    targets = "".join(
        f'<Relationship Id="r{n}" Type="sheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in enumerate(names, 1)
    )
    members["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{targets}</Relationships>'.encode()
    return honest.zipped(members)


def sheets_of(content):
    return showing.answer_from("xlsx", content, 1).sheets


def cells_of(sheet):
    return [(one.number, one.cells) for one in sheet.rows]


def test_the_first_row_heads_the_columns_when_it_names_each():
    [sheet] = sheets_of(workbook(row(1, A="Subject", B="Hours") + row(2, A="Art", B="3"), names=["Timetable"]))

    assert (sheet.name, sheet.heads, sheet.cut) == ("Sheet 1: Timetable", ("Subject", "Hours"), False)
    assert cells_of(sheet) == [(2, ("Art", "3"))]


@pytest.mark.parametrize("first", [row(1, A="A title over all"), row(1, A="Year", B="2026"), ""])
def test_other_sheets_are_headed_by_letters(first):
    [sheet] = sheets_of(workbook(first + row(2, A="Art", B="3")))

    assert (sheet.name, sheet.heads) == ("Sheet 1", ("A", "B"))
    assert cells_of(sheet)[-1] == (2, ("Art", "3"))


def test_a_cell_stands_in_its_own_column_and_row():
    [sheet] = sheets_of(workbook(row(3, B="here", D="there") + row(9, AA="far")))

    assert cells_of(sheet)[0] == (3, ("", "here", "", "there", *[""] * 23))
    assert cells_of(sheet)[1] == (9, (*[""] * 26, "far"))
    assert sheet.heads[-2:] == ("Z", "AA")


@pytest.mark.parametrize("place", ["", "A0", "ZZZZ9", "7", "a1", "A99999999"])
def test_a_cell_without_a_sensible_place_follows_the_one_before(place):
    odd = f'<row><c r="A1"><v>1</v></c><c r="{place}"><v>2</v></c></row>'

    assert cells_of(sheets_of(workbook(odd))[0]) == [(1, ("1", "2"))]


def test_a_long_workbook_is_cut_and_says_so():
    long = "".join(row(number, A=f"Line {number}", B="x") for number in range(1, 2_102))

    first, second = sheets_of(workbook(long, row(1, A="more")))

    assert len(first.rows) + 1 == 2_000  # the first row is the heads
    assert (first.cut, second.cut, second.rows) == (True, True, ())


def test_a_wide_row_is_cut_and_says_so():
    [sheet] = sheets_of(workbook("<row>" + "<c><v>1</v></c>" * 300 + "</row>"))

    assert (len(sheet.heads), sheet.cut) == (50, True)


def test_a_sheet_of_endless_text_is_cut():
    [sheet] = sheets_of(workbook("".join(row(number, A="word " * 400) for number in range(1, 200))))

    assert sheet.cut
    assert sum(len(cell) for one in sheet.rows for cell in one.cells) <= 60_000


def test_a_reviewer_meets_a_table_with_a_name_and_heads(browser, application, cast, store):
    browser.sign_in(cast.amina)
    made = workbook(row(1, A="Subject", B="Hours") + row(2, A="Art &lt;b&gt;", B="3"), "", names=["Timetable", "Notes"])
    add(browser, application, made, "hours.xlsx")
    version = items(application)[0].current

    page = browser.open("evidence.open_version", reference=application.reference, version=version.public_id)

    html = page.data.decode()
    assert 'role="region" aria-label="Sheet 1: Timetable" tabindex="0"' in html
    assert '<th scope="col" class="govuk-table__header">Subject</th>' in html
    assert '<th scope="row" class="govuk-table__header">2</th>' in html
    assert "Art &lt;b&gt;" in html
    assert "Sheet 2: Notes: this sheet is empty." in page.text
