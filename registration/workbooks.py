"""A workbook (XLSX) of one table, written row by row: a long table takes no more memory than a short one.

Every text is put down as text, never as a formula, so nothing in a cell is ever worked out. A second sheet says what
the table is: what was asked for, when, and how many rows there are.
"""

from collections.abc import Iterable, Sequence
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MOST_ROWS = 1_048_575
"""What a sheet holds below its head."""

LONGEST = 32_767
"""What a cell holds."""

UNKEEPABLE = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}
WIDTH = 18
AS_IT_COMES = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
}  # fmt: skip


def write_workbook(
    into: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[object]], about: Iterable[Sequence[object]]
) -> None:
    """The whole file; `about` is asked for after the last row, so that it can say how many there were."""
    with Workbook(into, AS_IT_COMES) as book:
        bold = book.add_format({"bold": True})
        write_sheet(book.add_worksheet("List"), bold, heads, rows)
        write_sheet(book.add_worksheet("About this list"), bold, ("About", ""), about)


def write_sheet(sheet: Worksheet, bold: Format, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sheet.set_column(0, len(heads) - 1, WIDTH)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, heads, bold)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(number, place, value)
            elif value is not None and value != "":
                sheet.write_string(number, place, str(value).translate(UNKEEPABLE)[:LONGEST])
