"""Markup and formulas in every text of the database appear as they were typed, on every page."""

import pytest
from sqlalchemy import Text, update

from registration.applications.snapshot import snapshot_of
from registration.database import db
from registration.workflow.states import State
from tests.browser import Browser
from tests.security.planted import OUTSIDE_THE_CASE, addresses, planted

pytestmark = pytest.mark.crawl

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}%(x)s{0.__class__}"
LINES = {
    "school": ("name", "town", "website"), "person": ("name",), "evidence": ("title", "language"),
    "evidence_version": ("file_name",), "citation": ("shows",), "agenda_item": ("title", "why"), "visit": ("place",),
    "lesson_observation": ("subject", "stage"), "sample": ("subject",), "condition": ("owner",),
    "declaration": ("typed_name",), "letter": ("subject",), "registration": ("centre_number",),
}


def type_it_everywhere(case) -> None:
    """Every text of every row, but those the database compares with something."""
    for table in db.metadata.sorted_tables:
        prose = [c.name for c in table.columns if isinstance(c.type, Text)]
        for name in {*prose, *LINES.get(table.name, ())}:
            db.session.execute(update(table).values({name: MARKUP}))
    db.session.commit()
    for sent in case.submissions:
        sent.snapshot = snapshot_of(case)
    for edition in case.report.editions if case.report else ():
        edition.content = typed_in(edition.content)
    db.session.commit()


def typed_in(content):
    """A frozen report with the markup in each of its texts and titles."""
    if isinstance(content, list):
        return [typed_in(item) for item in content]
    if isinstance(content, dict):
        texts = ("text", "title", "name", "heading", "finding", "caption")
        return {k: MARKUP if k in texts and isinstance(v, str) else typed_in(v) for k, v in content.items()}
    return content


@pytest.mark.parametrize(("name", "state"), [
    ("amina", State.FINALISING), ("leah", State.FINALISING), ("carys", State.APPROVED_WITH_CONDITIONS),
    ("rafael", State.DESK_REVIEW), ("dana", State.APPEAL), ("amina", State.DRAFT), ("audrey", State.REGISTERED),
])  # fmt: skip
def test_what_was_typed_is_shown_and_never_obeyed(app, cast, store, name, state):
    case = planted(app, cast, state, released=True)
    type_it_everywhere(case)
    browser = Browser(app).sign_in(getattr(cast, name))
    shown = 0

    for path in (*addresses(app, case, "GET"), *OUTSIDE_THE_CASE, "/register/"):
        page = browser.send("GET", path)
        if page.html is None:
            continue
        assert page.status < 500, path
        shown += MARKUP in page.text
        assert [s for s in page.all("script") if "alert" in "".join(s.itertext())] == [], path
        assert [e for e in page.html.iter() if any(k.lower().startswith("on") for k in e.attrib)] == [], path
        assert "{{7*7}}" in page.text or "49%(x)s" not in page.text, path

    assert shown >= 5
