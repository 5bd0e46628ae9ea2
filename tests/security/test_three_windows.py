"""One person with many windows on one form: none of them loses what another keeps, and none is told a falsehood."""

import pytest
from sqlalchemy import select

from registration.database import db
from registration.drafts import service
from registration.drafts.models import Draft
from tests.browser import Browser
from tests.drafts.typing import autosave, typed


@pytest.fixture
def window(app, application, cast):
    """Opens one more window of Amina's on the same form; returns it, with what types into it."""
    browser = Browser(app).sign_in(cast.amina)

    def opened():
        page = browser.open("self_assessment.criterion", reference=application.reference, code="1.1")
        return lambda text: autosave(browser, typed(page, statement=text)), page

    opened.browser = browser
    return opened


def kept() -> set[str]:
    db.session.expire_all()
    return {dict(draft.answers)["statement"] for draft in db.session.scalars(select(Draft))}


def test_a_window_that_was_overtaken_twice_still_keeps_what_it_says_it_keeps(window):
    types, _page = window()
    types("First")
    second, _page = window()
    second("Second")
    types("First goes on")
    third, _page = window()
    third("Third")

    answer = types("First goes on and on")
    types("First goes on and on, to the end")

    assert answer.status == 200
    assert kept() == {"Second", "Third", "First goes on and on, to the end"}


def test_saving_in_one_window_leaves_what_another_typed(window):
    types, page = window()
    types("First")
    second, _page = window()
    second("Second")
    types("First goes on")
    third, _page = window()
    third("Third")
    browser = window.browser

    browser.page = page
    browser.press("Save and stay", statement="First is saved")

    assert kept() == {"Second", "Third"}


def test_no_tool_fills_the_disk_with_windows_that_were_never_open(window, monkeypatch):
    monkeypatch.setattr(service, "MOST_DRAFTS", 5)
    _types, page = window()
    sent = typed(page, statement="x" * 1_000)
    answers = []

    for number in range(12):
        sent["_view"] = f"{number:020}"
        answers.append(window.browser.send("POST", "/drafts", sent).status)

    assert answers == [200] * 5 + [409] * 7
    assert db.session.query(Draft).count() == 5
