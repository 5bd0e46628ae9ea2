"""The minutes of moderation: what they say, who makes and reads them, and that they are made to last."""

import pypdfium2
import pytest
from sqlalchemy import select

from registration.database import db
from registration.jobs.running import run_waiting
from registration.moderation.minutes import content_of
from registration.moderation.models import AgreedFinding, Minutes, StandAside
from registration.reports.page import document
from registration.reports.process import printed
from registration.reports.settings import names
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries
from tests.reports.vera import broken_rules


@pytest.fixture
def case(cast):
    """All 26 are agreed; on 2.7 the panel was not of one mind, on 5.1 Rafael has left the meeting."""
    made = factories.application(cast, State.MODERATION)
    factories.findings(made, cast.leah, cast.rafael)
    factories.agree(made, cast.leah, "desk", {"5.1": "partly"})
    divided = agreed("2.7")
    divided.divided, divided.reason, divided.discussion = True, "Rafael wants dates.", "We read page 4 again."
    divided.present, divided.also_present = [cast.leah.public_id, cast.rafael.public_id], "case officer"
    db.session.add(StandAside(application_id=made.id, criterion_code="5.1", person_id=cast.rafael.id,
                              reason="Wrote the policy.", declared_by_id=cast.rafael.id))  # fmt: skip
    db.session.commit()
    return made


def agreed(code):
    return db.session.scalar(select(AgreedFinding).where(AgreedFinding.criterion_code == code))


def said(case, code):
    areas = content_of(case, names())["areas"]
    return next(item for area in areas for item in area["items"] if item["code"] == code)


def make(browser, person, case):
    browser.sign_in(person).open("moderation.table", reference=case.reference)
    return browser.press("Make the minutes as it stands now")


def test_each_item_says_who_was_there_who_left_and_what_was_agreed(case):
    there, left, plain = said(case, "2.7"), said(case, "5.1"), said(case, "1.1")

    assert there["present"] == ["Leah Example", "Rafael Example", "case officer"]
    assert (there["agreed"]["divided"], there["agreed"]["discussion"]) == (True, "We read page 4 again.")
    assert [(a["name"], "Wrote the policy." in a["said"]) for a in left["asides"]] == [("Rafael Example", True)]
    assert [f["counts"] for f in left["findings"]] == [True, False]
    assert (plain["present"], plain["asides"], plain["before"]) == ([], [], [])


def test_what_was_agreed_before_is_kept_in_the_minutes(case):
    agreed("1.1").rating = "exceeds"
    db.session.commit()

    assert [(one["rating"], one["reason"]) for one in said(case, "1.1")["before"]] == [("3 Met", "Agreed.")]


def test_the_minutes_name_what_goes_to_whoever_decides(case):
    named = content_of(case, names())["named"]

    assert [(one["code"], one["why"]) for one in named] == [
        ("5.1", ["Essential, and below Met"]), ("2.7", ["The panel was not of one mind"]),
    ]  # fmt: skip


@pytest.mark.pdf
def test_the_lead_makes_the_minutes_and_the_desk_downloads_them(browser, cast, case, store):
    waiting = make(browser, cast.leah, case)
    run_waiting()

    page = browser.sign_in(cast.carys).open("moderation.minutes", reference=case.reference,
                                            public_id=db.session.scalar(select(Minutes)).public_id)  # fmt: skip

    paper = pypdfium2.PdfDocument(page.data)
    text = "".join(paper[n].get_textpage().get_text_range() for n in range(len(paper)))
    assert waiting.status == 200
    assert page.headers["Content-Disposition"].endswith(f"{case.reference}-minutes-1.pdf")
    for shown in (case.school.name, "Rafael wants dates.", "Left the meeting: Rafael Example.", "case officer"):
        assert shown in text
    assert "Minutes 1 (PDF)" in browser.open("moderation.table", reference=case.reference).text


@pytest.mark.pdf
def test_the_minutes_are_accessible_and_made_to_last(cast, case, tmp_path):
    agreed("1.1").discussion = "مدرسة الميناء\n港湾 <b>&amp;"
    content = {**content_of(case, names()), "number": 1, "dated": "1 March 2027", "made_by": "Leah Example"}
    paper = tmp_path / "minutes.pdf"

    paper.write_bytes(printed(document("moderation/minutes.html", minutes=content), seconds=300))

    assert broken_rules([paper]) == []


def test_minutes_that_would_say_the_same_are_not_made_again(browser, cast, case):
    make(browser, cast.leah, case)
    made = db.session.scalar(select(Minutes))
    made.storage_key, made.sha256, made.size = "key", "hash", 1
    db.session.commit()

    again = make(browser, cast.carys, case)
    agreed("1.1").reason = "Said better."
    db.session.commit()
    make(browser, cast.carys, case)

    assert "Nothing has changed since minutes 1" in again.text
    assert [m.number for m in db.session.scalars(select(Minutes).order_by(Minutes.number))] == [1, 2]


def test_what_was_frozen_is_not_changed_by_a_later_agreement(browser, cast, case):
    make(browser, cast.leah, case)

    agreed("2.7").discussion = "Something else."
    db.session.commit()

    assert "We read page 4 again." in str(db.session.scalar(select(Minutes)).content)


@pytest.mark.parametrize(("name", "status"), [("rafael", 403), ("dana", 403), ("audrey", 403), ("amina", 403),
                                              ("olga", 404), ("connor", 404)])  # fmt: skip
def test_only_the_lead_and_the_case_officer_make_minutes(browser, cast, case, name, status):
    answer = browser.sign_in(getattr(cast, name)).post("moderation.make_minutes", reference=case.reference)

    assert answer.status == status
    assert db.session.scalar(select(Minutes)) is None


def test_who_stood_aside_does_not_read_the_whole_minutes(browser, cast, case):
    make(browser, cast.leah, case)
    made = db.session.scalar(select(Minutes))

    page = browser.sign_in(cast.rafael).open("moderation.minutes", reference=case.reference, public_id=made.public_id)

    assert page.status == 403
    assert "You stand aside for 5.1, and the minutes tell what the others said there." in page.text


def test_minutes_of_another_case_are_not_there(browser, cast, case):
    make(browser, cast.leah, case)
    made = db.session.scalar(select(Minutes))
    other = factories.application(cast, State.MODERATION)

    page = browser.sign_in(cast.carys).open("moderation.minutes", reference=other.reference, public_id=made.public_id)

    assert page.status == 404


def test_putting_the_minutes_together_asks_as_much_for_one_change_as_for_many(case):
    db.session.expire_all()
    with count_queries() as few:
        content_of(case, names())
    for code in case.standard.criteria:
        agreed(code).reason = "Once more."
    db.session.commit()
    db.session.expire_all()

    with count_queries() as many:
        content_of(case, names())

    assert len(many) == len(few)
