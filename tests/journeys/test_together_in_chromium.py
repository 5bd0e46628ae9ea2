"""Three colleagues fill one application together, in two time zones, at one running service."""

import re

import pytest
from playwright.sync_api import Browser

from registration import create_app
from registration.database import db, writing
from registration.self_assessment.models import Response
from registration.teamwork.models import Mark, Remark
from standards import load
from tests import cast as people, factories, live
from tests.journeys.drivers import InChromium, sign_in

pytestmark = pytest.mark.browser

CODES = list(load("2023").criteria)
ZONES = {"amina": "Europe/Lisbon", "ezra": "Europe/Lisbon", "basil": "Asia/Tokyo"}
BOTH = "2.7"
"""Two of them write this one at once."""

SHARES = {"basil": ("1", "2"), "ezra": ("3", "4.1")}
MERGED = "Our deputy stands in. The head of pastoral care answers.\n\nمرحبا 🎓"


def text_of(code: str, name: str) -> str:
    return f"Criterion {code}, by {name}.\n\n  “Quoted”, é, 每节课, مرحبا, 🎓 & <b>not bold</b>.\nLast line of {code}"


def has(name: str, code: str) -> bool:
    return any(what in (code, code[0]) for what in SHARES[name])


def writer_of(code: str) -> str:
    return next((name for name in SHARES if has(name, code)), "amina")


class Colleagues:
    """The three, each in a browser of their own, and the case they write."""

    def __init__(self, chromium: Browser, running: live.Live):
        self.app = create_app(running.environment)
        with writing(), self.app.app_context():
            cast = people.gather()
            for name, zone in ZONES.items():
                getattr(cast, name).time_zone = zone
            self.reference = factories.application(cast, panel=False).reference
            self.ids = {name: getattr(cast, name).public_id for name in ZONES}
            db.session.commit()
        self.drivers = {
            name: InChromium(self.app, chromium.new_context(timezone_id=zone).new_page(), running.url)
            for name, zone in ZONES.items()
        }
        for name, driver in self.drivers.items():
            sign_in(driver, f"{name}@example.org")

    def open(self, name: str, endpoint: str, **values):
        self.drivers[name].open(endpoint, reference=self.reference, **values)
        return self.drivers[name]

    def share_out(self) -> None:
        cells = [f"{what}:{self.ids[name]}" for name, whats in SHARES.items() for what in whats]
        due = {"due_on-day": 1, "due_on-month": 12, "due_on-year": 2027}
        self.open("amina", "teamwork.shares").press("Save who has what", cells=cells, **due)

    def write(self, name: str, code: str) -> None:
        self.open(name, "self_assessment.criterion", code=code).press(
            "Save and mark as ready", rating="met", statement=text_of(code, name),
            no_evidence_reason=f"It begins with our first pupils ({code}).",
        )

    def write_at_once(self) -> None:
        """Basil and Amina have one criterion open; each sees the other, and the later one meets both texts."""
        amina, basil = (self.open(name, "self_assessment.criterion", code=BOTH) for name in ("amina", "basil"))
        amina.page.reload()
        amina.page.get_by_text(re.compile(r"Basil Example is on this page since \d\d:\d\d\.")).wait_for()
        basil.page.reload()
        basil.page.get_by_text(re.compile(r"Amina Example is on this page since \d\d:\d\d\.")).wait_for()
        reason = f"It begins with our first pupils ({BOTH})."
        basil.press(
            "Save and mark as ready", rating="met", statement="Our deputy stands in.", no_evidence_reason=reason
        )
        amina.press("Save and stay", rating="met", statement="The head of pastoral care answers.",
                    no_evidence_reason=reason)
        assert "Basil Example saved this while you were writing" in amina.text()
        assert "Our deputy stands in." in amina.text()
        amina.press("Save what stands in the boxes", statement=MERGED)

    def talk(self) -> None:
        self.open("ezra", "teamwork.colleagues", code="4.1").press("Say it to your colleagues", text="Which log? 🎓")
        assert "1 open remark" in self.open("amina", "self_assessment.task_list").text()
        amina = self.open("amina", "teamwork.colleagues", code="4.1")
        amina.page.get_by_role("link", name=re.compile("^Answer the remark of Ezra")).click()
        amina.press("Answer", text="The one of 2026.")
        amina.page.get_by_role("button", name=re.compile("^Settled")).click()
        amina.page.get_by_text("Settled on").wait_for()


def test_three_colleagues_in_two_zones_fill_one_application_letter_by_letter(chromium, tmp_path):
    with live.service(tmp_path) as running:
        school = Colleagues(chromium, running)
        school.share_out()
        left = {name: [c for c in CODES if writer_of(c) == name and c != BOTH] for name in ZONES}

        while any(left.values()):
            for name, codes in left.items():  # in turn, so that each saves between two saves of the others
                if codes:
                    school.write(name, codes.pop(0))
        school.write_at_once()
        school.talk()
        school.open("amina", "teamwork.colleagues", code="1.1").press("Accept the answer")

        listed = school.open("amina", "self_assessment.task_list").text()
        with school.app.app_context():
            found = {r.criterion_code: r for r in db.session.scalars(db.select(Response))}
            writers = {code: r.updated_by.name.split()[0].lower() for code, r in found.items()}
            texts = {code: r.statement for code, r in found.items()}
            reasons = {code: r.no_evidence_reason for code, r in found.items()}
            marks = [m.kind for m in db.session.scalars(db.select(Mark))]
            remarks = [r.text for r in db.session.scalars(db.select(Remark).order_by(Remark.id))]
            db.session.remove()
            db.engine.dispose()

    assert "26 of 26 criteria are complete" in listed
    assert texts == {c: MERGED if c == BOTH else text_of(c, writer_of(c)) for c in CODES}
    assert reasons == {c: f"It begins with our first pupils ({c})." for c in CODES}
    assert writers == {c: "amina" if c == BOTH else writer_of(c) for c in CODES}
    assert (marks.count("ready"), marks.count("accepted")) == (26, 1)
    assert remarks == ["Which log? 🎓", "The one of 2026."]
