"""The fields WTForms lacks: a date in three boxes, and a whole number read as people write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from wtforms import Field, IntegerField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = dict(zip(_MONTHS, range(1, 13), strict=True))
_MOST_DIGITS = 15


class DateField(Field):
    """A date asked for as day, month and year, each in its own box.

    `data` is a date or None. Whatever is posted, the boxes are given back as
    they were filled in; a month may be a number or an English name.
    """

    widget = TextInput()
    BOXES = ("day", "month", "year")

    def __init__(
        self,
        label: str,
        validators: Iterable[Any] = (),
        *,
        earliest: dt.date | None = None,
        latest: dt.date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, list(validators), **kwargs)
        self.earliest = earliest
        self.latest = latest
        self.typed = dict.fromkeys(self.BOXES, "")
        self.wrong: frozenset[str] = frozenset()
        self.repeated = False

    def process(self, formdata: Any, data: Any = ..., extra_filters: Any = None) -> None:
        self.process_errors = []
        self.data = self._given(data)
        if self.data is not None:
            self.typed = {"day": str(self.data.day), "month": str(self.data.month), "year": str(self.data.year)}
        if formdata is None:
            return
        sent = {box: formdata.getlist(f"{self.name}-{box}") for box in self.BOXES}
        self.repeated = any(len(values) > 1 for values in sent.values())
        self.typed = {box: str(values[0]).strip() if values else "" for box, values in sent.items()}
        self.raw_data = [" ".join(self.typed.values()).strip()]
        self.data = None
        try:
            self.data = self._read()
        except ValueError as fault:
            self.process_errors.append(str(fault))

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        if self.earliest and self.data < self.earliest:
            raise ValidationError(f"The date must be {_in_words(self.earliest)} or later.")
        if self.latest and self.data > self.latest:
            raise ValidationError(f"The date must be {_in_words(self.latest)} or earlier.")

    @property
    def first_box(self) -> str:
        """The box an error leads to: the first that is wrong, else the day."""
        return next((f"{self.id}-{box}" for box in self.BOXES if box in self.wrong), f"{self.id}-day")

    def _given(self, data: Any) -> dt.date | None:
        if not isinstance(data, dt.date):
            data = self.default() if callable(self.default) else self.default
        return data if isinstance(data, dt.date) else None

    def _read(self) -> dt.date | None:
        missing = [box for box in self.BOXES if not self.typed[box]]
        if len(missing) == len(self.BOXES):
            return None
        if missing:
            self.wrong = frozenset(missing)
            raise ValueError(f"The date must include a {' and a '.join(missing)}.")
        day, month, year = (_number(self.typed[box]) for box in self.BOXES)
        month = month or _MONTH_NAMES.get(self.typed["month"].lower()[:3])
        found = {"day": day, "month": month, "year": year if year and year >= 1000 else None}
        self.wrong = frozenset(box for box, number in found.items() if number is None)
        if "year" in self.wrong and len(self.wrong) == 1:
            raise ValueError("The year must have four digits, as in 27 3 2027.")
        try:
            return dt.date(found["year"] or 0, found["month"] or 0, found["day"] or 0)
        except ValueError:
            self.wrong = self.wrong or frozenset(self.BOXES)
            raise ValueError("Enter a real date, as in 27 3 2027.") from None


class WholeNumberField(IntegerField):
    """A whole number; "1,200" and "1 200" are read as 1200. Anything else is refused in words."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = None
        digits = valuelist[0].strip().replace(",", "").replace(" ", "").replace("\u00a0", "")
        if not digits:
            return
        if not digits.removeprefix("-").isdecimal() or len(digits) > _MOST_DIGITS:
            raise ValueError("Enter a whole number, as in 1200.")
        self.data = int(digits)


def version_typed(text: object) -> int:
    """The version a form says it was opened with; 0, which no record has, when that is no such number."""
    typed = text if isinstance(text, str) else ""  # a form that was sent without it holds the record's own number
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _in_words(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"
