"""A date in three boxes: read as people write dates, and never a failure of ours."""

import datetime as dt

import pytest

from registration.forms import Form, date_field


class Visit(Form):
    day = date_field("Visit", required="Enter the date of the visit.")


class Open(Form):
    day = date_field("Visit", earliest=dt.date(2026, 1, 1), latest=dt.date(2026, 12, 31))


def boxes(day="", month="", year=""):
    return {"day-day": day, "day-month": month, "day-year": year}


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "MARCH"])
def test_a_month_may_be_a_number_or_a_name(show, month):
    assert show(Visit, boxes("27", month, "2027")).form.day.data == dt.date(2027, 3, 27)


@pytest.mark.parametrize(
    ("typed", "sentence", "box"),
    [
        (("", "", ""), "Enter the date of the visit.", "day"),
        (("27", "3", ""), "The date must include a year.", "year"),
        (("", "", "2027"), "The date must include a day and a month.", "day"),
        (("31", "2", "2027"), "Enter a real date, as in 27 3 2027.", "day"),
        (("1", "13", "2027"), "Enter a real date, as in 27 3 2027.", "day"),
        (("1", "1", "27"), "The year must have four digits, as in 27 3 2027.", "year"),
        (("1", "Blob", "2027"), "Enter a real date, as in 27 3 2027.", "month"),
        (("-1", "1", "2027"), "Enter a real date, as in 27 3 2027.", "day"),
        (("9" * 5000, "1", "2027"), "Enter a real date, as in 27 3 2027.", "day"),
    ],
)
def test_a_date_that_is_none_is_refused_and_leads_to_the_box(show, typed, sentence, box):
    page = show(Visit, boxes(*typed))

    assert page.form.day.errors[0] == sentence
    assert page.form.day.data is None
    assert f"#day-{box}" in [link.href for link in page.form.error_links]
    assert list(page.form.day.typed.values()) == list(typed)


@pytest.mark.parametrize(
    "posted", [{}, {"day": "2027-03-27"}, {"day-day": "1"}, {"day-day": ["1", "2", "3"]}, {"day-month": [""] * 9}]
)
def test_any_number_of_values_is_answered(show, posted):
    page = show(Visit, posted)

    assert page.form.day.data is None
    assert page.form.day.errors


def test_a_date_that_need_not_be_given_may_be_left_out(show):
    assert show(Open, boxes()).form.day.errors in ((), [])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("31", "12", "2025"), "The date must be 1 January 2026 or later."),
        (("1", "1", "2027"), "The date must be 31 December 2026 or earlier."),
    ],
)
def test_a_date_out_of_bounds_is_refused_in_words(show, typed, sentence):
    assert show(Open, boxes(*typed)).form.day.errors == [sentence]
