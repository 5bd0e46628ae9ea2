"""One page of a long list: the rows, and where in the list they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func

from registration.database import db

Row = TypeVar("Row")
ROWS = 25
FURTHEST = 10_000
LARGEST = 2**31 - 1  # what a column of whole numbers holds


def whole(text: str) -> int:
    """A number out of an address or a form, for `args.get(…, type=whole)`.

    Raises ValueError, which gives what is asked for by default, when no column could hold it.
    """
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError(f"No column holds {number}.")
    return number


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list; `templates/macros/lists.html` shows the way to the others."""

    items: Sequence[Row]
    number: int
    total: int
    rows: int = ROWS

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.rows))


def page_of(wanted: Select[Any], number: int, *, rows: int = ROWS) -> Page[Any]:
    """The records of a query on one page, in two statements; not for grouped queries.

    A number past the end gives the last page.
    """
    counted = wanted.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    total = db.session.scalar(counted) or 0
    last = max(1, -(-total // rows))
    number = min(max(1, number), last, FURTHEST)
    found = db.session.scalars(wanted.limit(rows).offset((number - 1) * rows)).unique().all()
    return Page(found, number, total, rows)
