"""The queue as a file: CSV and XLSX."""

from collections.abc import Callable
from functools import partial
from typing import IO

from flask import Response
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.downloads import list_file
from registration.review.queue_files import Lines, as_csv, as_workbook
from registration.review.queue_views import STAFF, asked_here
from registration.review.views import bp
from registration.workbooks import TYPE
from registration.workflow import calendar


@bp.route("/queue/cases.csv")
@allow_role(*STAFF)
def queue_csv() -> ResponseReturnValue:
    return file_of(as_csv, "text/csv; charset=utf-8", "csv")


@bp.route("/queue/cases.xlsx")
@allow_role(*STAFF)
def queue_workbook() -> ResponseReturnValue:
    return file_of(as_workbook, f"{TYPE}.sheet", "xlsx")


def file_of(make: Callable[[Lines, IO[bytes]], None], media_type: str, ending: str) -> Response:
    """Its name says the day and how many cases there are, so that a cut-off copy is seen as one."""
    lines = Lines(signed_in(), asked_here())

    def name() -> str:
        cases = "1-case" if lines.number == 1 else f"{lines.number}-cases"
        return f"queue-{calendar.in_force.today().isoformat()}-{cases}.{ending}"

    return list_file(partial(make, lines), media_type, name)
