"""The queue as a file: what the filters show, whole, counted, harmless, and no more than the person may know."""

import csv
import io
import tracemalloc
from datetime import timedelta
from string import ascii_uppercase
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from registration.database import db, now
from registration.errors import Unavailable
from registration.review import queue_files
from registration.review.queue_files import Lines
from registration.review.queue_filters import COLUMNS, Filters
from registration.workbooks import write_workbook
from registration.workflow.states import State
from tests import factories
from tests.review.test_queue import case, references

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ALL = "&".join(f"column={name}" for name in COLUMNS)


def csv_rows(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def sheet(data, number=1):
    """The rows of a sheet, as a program for spreadsheets reads them: by place, as empty cells are left out."""
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        tree = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    rows = [{c.get("r"): "".join(c.itertext()) for c in row.iter(f"{MAIN}c")} for row in tree.iter(f"{MAIN}row")]
    width = len(rows[0])
    return [[row.get(f"{ascii_uppercase[at]}{n}", "") for at in range(width)] for n, row in enumerate(rows, start=1)]


@pytest.mark.parametrize("asked", ["", "?state=every", "?clock=held", "?q=cedar", "?show=unassigned&sort=reference"])
def test_both_files_hold_the_cases_of_the_list_in_its_order(cast, browser, asked):
    for n, state in enumerate([State.SUBMITTED, State.DESK_REVIEW, State.MODERATION, State.REGISTERED] * 8):
        made = factories.application(cast, state)
        made.held, made.case_officer = n % 3 == 0, cast.carys if n % 5 == 0 else None
        made.school = cast.olga.school if n % 4 == 1 else made.school
    db.session.commit()
    browser.sign_in(cast.carys)
    separator = "&" if asked else "?"
    pages = [browser.open(f"/queue{asked}{separator}page={n}") for n in (1, 2)]
    listed = [e.get("value") for page in pages for e in page.all("input", name="case")]

    table = browser.send("GET", f"/queue/cases.csv{asked}")
    book = browser.send("GET", f"/queue/cases.xlsx{asked}")

    assert [row["Reference"] for row in csv_rows(table)] == listed
    assert [row[0] for row in sheet(book.data)[1:]] == listed
    assert ["Rows", str(len(listed))] in sheet(book.data, 2)
    assert f"-{len(listed)}-cases.csv" in table.headers["Content-Disposition"]
    assert f"-{len(listed)}-cases.xlsx" in book.headers["Content-Disposition"]


def test_the_columns_are_those_chosen(cast, browser):
    made = case(cast, due_on=now().date() - timedelta(days=14), case_officer=cast.nora, submitted_at=now())

    browser.sign_in(cast.carys)
    (row,) = csv_rows(browser.send("GET", f"/queue/cases.csv?{ALL}"))
    (short,) = csv_rows(browser.send("GET", "/queue/cases.csv?column=waited"))

    assert list(short) == ["Reference", "School", "Working days waited"]
    assert row["School"] == made.school.name
    assert (row["State"], row["Case officer"], row["Working days overdue"]) == ("Desk review", "Nora Example", "10")
    assert row["Panel"] == "Leah Example, lead: 0 of 26; Rafael Example: 0 of 26"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_tells_nobody_more_than_their_page(cast, browser, kind):
    judged = case(cast)
    case(cast, school=cast.olga.school)
    factories.finding(judged, cast.leah, "1.1")
    db.session.commit()
    told = {}
    for name in ("rafael", "dana", "connor"):
        data = browser.sign_in(getattr(cast, name)).send("GET", f"/queue/cases.{kind}?{ALL}").data
        told[name] = data.decode("utf-8-sig") if kind == "csv" else str(sheet(data))

    assert "Rafael Example: 0 of 26" in told["rafael"]
    assert "Leah Example, lead: " not in told["rafael"]
    assert " of 26" not in told["dana"]
    assert judged.reference not in told["connor"]


@pytest.mark.parametrize("name", ["amina", "ada"])
def test_there_is_no_file_for_whom_there_is_no_queue(cast, browser, name):
    browser.sign_in(getattr(cast, name))

    assert [browser.send("GET", f"/queue/cases.{kind}").status for kind in ("csv", "xlsx")] == [404, 404]


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "  =cmd|' /C calc'!A0", "<b>&]]>", "\x01Nul"])
def test_a_name_is_only_text_in_either_file(cast, browser, name):
    case(cast, school=factories.school(name))

    browser.sign_in(cast.carys)
    (row,) = csv_rows(browser.send("GET", "/queue/cases.csv"))
    book = browser.send("GET", "/queue/cases.xlsx").data

    assert row["School"] == (f"'{name}" if name.strip()[0] in "=@" else name)
    assert sheet(book)[1][1] == name.replace("\x01", "")
    with ZipFile(io.BytesIO(book)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_file_with_fewer_rows_than_were_counted_is_refused(cast, monkeypatch):
    for _ in range(3):
        case(cast)
    whole = queue_files.parts_of
    monkeypatch.setattr(queue_files, "parts_of", lambda *of: (part[:-1] for part in whole(*of)))

    with pytest.raises(Unavailable):
        list(Lines(cast.carys, Filters()))


def test_a_list_is_read_in_parts(cast, monkeypatch):
    for _ in range(5):
        case(cast)
    monkeypatch.setattr(queue_files, "IN_ONE_PART", 2)

    lines = Lines(cast.carys, Filters())

    assert [row[0] for row in lines] == references(cast.carys)
    assert lines.number == 5


def test_a_workbook_is_written_in_pieces_that_do_not_grow(tmp_path):
    rows = ([f"{n} " + "x" * 90] * 12 for n in range(5_000))
    tracemalloc.start()

    with (tmp_path / "long.xlsx").open("wb") as file:
        write_workbook(file, ["head"] * 12, rows, [("Rows", 5_000)])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(sheet((tmp_path / "long.xlsx").read_bytes())) == 5_001
    assert most < 4_000_000
