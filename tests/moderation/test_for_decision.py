"""What moderation names to the person who decides."""

import pytest
from sqlalchemy import select

from registration.database import db
from registration.moderation.for_decision import items_for_decision
from registration.moderation.models import AgreedFinding
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def case(cast):
    made = factories.application(cast, State.DETERMINATION)
    factories.findings(made, cast.leah, cast.rafael)
    factories.agree(made, cast.leah, "desk")
    factories.agree(made, cast.leah, "final")
    db.session.commit()
    return made


def change(code, stage="desk", **facts):
    wanted = select(AgreedFinding).where(AgreedFinding.criterion_code == code, AgreedFinding.stage == stage)
    found = db.session.scalars(wanted).one()
    for name, value in facts.items():
        setattr(found, name, value)
    db.session.commit()


def named(case):
    db.session.expire(case)
    return {item.criterion.code: item.why for item in items_for_decision(case)}


def test_nothing_is_named_where_all_is_met_and_agreed(case):
    assert named(case) == {}


@pytest.mark.parametrize("rating", ["partly", "not"])
def test_an_essential_below_met_is_named_and_another_is_not(case, rating):
    change("5.1", "final", rating=rating)
    change("1.1", "final", rating=rating)

    assert named(case) == {"5.1": ("Essential, and below Met",)}


def test_the_final_judgement_counts_over_that_of_the_desk(case):
    change("5.1", rating="not")

    assert named(case) == {}


def test_what_was_left_open_is_named_with_what_the_panel_wrote(case, cast):
    change("1.1", divided=True, reason="Two of us doubt it.")
    change("1.2", present=[cast.rafael.public_id])
    change("1.3", "final", rating="nee")

    assert named(case) == {
        "1.1": ("The panel was not of one mind",), "1.2": ("Agreed without the lead reviewer",),
        "1.3": ("Not enough evidence",),
    }  # fmt: skip
    assert items_for_decision(case)[0].said == "Two of us doubt it."


def test_essentials_below_met_come_first(case):
    change("1.1", divided=True)
    change("5.4", "final", rating="partly")

    assert list(named(case)) == ["5.4", "1.1"]


def test_whoever_decides_is_shown_them_and_nobody_of_the_school(browser, cast, case):
    change("1.1", divided=True, reason="Two of us doubt it.")

    page = browser.sign_in(cast.dana).open("decisions.decide", reference=case.reference)
    school = browser.sign_in(cast.amina).open("decisions.determination", reference=case.reference)

    assert "The panel names 1 criterion to you." in page.text
    assert "The panel was not of one mind. What the panel wrote: Two of us doubt it." in page.text
    assert "Two of us doubt it." not in school.text
