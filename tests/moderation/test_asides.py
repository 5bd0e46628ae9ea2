"""Who has a conflict in one item leaves the meeting for it; who was in the meeting; what is left undecided."""

import pytest
from sqlalchemy import select

from registration.database import db
from registration.moderation import queries
from registration.moderation.models import AgreedFinding, StandAside
from registration.workflow import needs
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser

TIE = "Wrote the school’s complaints policy."


@pytest.fixture
def case(cast):
    made = factories.application(cast, State.MODERATION)
    for code in ("1.1", "2.7"):
        factories.finding(made, cast.leah, code, "met", rationale=f"Leah on {code}.")
        factories.finding(made, cast.rafael, code, "partly", rationale=f"Rafael on {code}.")
    db.session.commit()
    return made


def item(browser, person, case, code="2.7"):
    return browser.sign_in(person).open("moderation.criterion", reference=case.reference, code=code)


def leave(browser, who, case, code="2.7", **fields):
    item(browser, who, case, code)
    return browser.press("Stand aside for this item", **{"tie": TIE, **fields})


def agreed(code="2.7"):
    return db.session.scalar(select(AgreedFinding).where(AgreedFinding.criterion_code == code))


def asides():
    return db.session.scalars(select(StandAside)).all()


def test_a_member_stands_aside_and_their_finding_no_longer_counts(browser, cast, case):
    before = [d.code for d in queries.table(case).row("2.7").differences]

    page = leave(browser, cast.rafael, case)

    (kept,) = asides()
    assert (kept.person_id, kept.declared_by_id, kept.reason) == (cast.rafael.id, cast.rafael.id, TIE)
    assert "Please leave the meeting while the others talk about it." in page.text
    assert (before, queries.table(case).row("2.7").differences) == (["across"], [])
    assert [r.code for r in queries.table(case).row("2.7").ratings] == ["met"]


def test_the_lead_is_told_whom_to_ask_to_leave(browser, cast, case):
    leave(browser, cast.rafael, case)

    page = item(browser, cast.leah, case)
    table = browser.open("moderation.table", reference=case.reference, show="aside")

    assert "Ask Rafael Example to leave the meeting for this item." in page.text
    assert TIE in page.text
    assert "Leaves for this item" in table.text
    assert "1.1 " not in table.text.split("How the findings")[0].split("Findings by criterion")[1]


def test_who_stands_aside_reads_nothing_of_the_others_on_that_item(browser, cast, case):
    factories.agree(case, cast.leah, "desk")
    agreed().discussion = "We doubt the policy."
    leave(browser, cast.rafael, case)

    there, elsewhere = item(browser, cast.rafael, case), item(browser, cast.rafael, case, "1.1")
    table = browser.open("moderation.table", reference=case.reference)

    assert "Rafael on 2.7." in there.text
    for hidden in ("Leah on 2.7.", "We doubt the policy.", "What the panel agrees", "Met by some"):
        assert hidden not in there.text
    assert "Leah on 1.1." in elsewhere.text
    assert table.text.count("Not shown to you") == 2
    assert "1 with a difference" in table.text
    assert "25 of 26 criteria agreed" in table.text


def test_the_place_of_a_row_tells_nothing_to_who_stands_aside(cast, case):
    for code in case.standard.criteria:
        if code not in ("1.1", "2.7"):
            factories.finding(case, cast.leah, code)
            factories.finding(case, cast.rafael, code)
    db.session.add(StandAside(application_id=case.id, criterion_code="2.7", person_id=cast.rafael.id, reason=TIE,
                              declared_by_id=cast.rafael.id))  # fmt: skip
    db.session.commit()

    found = queries.read_by(case, queries.table(case), cast.rafael)

    places = [row.criterion.code for row in found.rows]
    assert places == ["1.1", *(code for code in case.standard.criteria if code != "1.1")]
    assert [f.reviewer for f in found.row("2.7").findings.values()] == [cast.rafael]


def test_saving_leads_on_to_no_item_that_one_stands_aside_for(browser, cast, case):
    for code in case.standard.criteria:
        if code not in ("1.1", "2.7"):
            factories.finding(case, cast.leah, code)
            factories.finding(case, cast.rafael, code)
    leave(browser, cast.leah, case, person=cast.leah.public_id)
    item(browser, cast.leah, case, "1.1")

    browser.press("Save and go to the next difference", rating="met", reason="Leah’s page 4.")

    assert agreed("1.1").rating == "met"
    assert browser.path.endswith("/moderation/1.2")


def test_nobody_of_the_panel_sends_a_colleague_out_but_the_lead(browser, cast, case):
    browser.sign_in(cast.rafael)

    theirs = browser.post(
        "moderation.stand_aside", {"person": cast.leah.public_id, "tie": TIE}, reference=case.reference, code="2.7"
    )

    assert theirs.status == 422
    assert asides() == []
    leave(browser, cast.leah, case, person=cast.rafael.public_id)
    assert [a.person_id for a in asides()] == [cast.rafael.id]


@pytest.mark.parametrize("name", ["carys", "audrey", "dana", "amina"])
def test_only_the_panel_stands_aside(browser, cast, case, name):
    browser.sign_in(getattr(cast, name))

    answer = browser.post("moderation.stand_aside", {"tie": TIE}, reference=case.reference, code="2.7")

    assert answer.status == 403
    assert asides() == []


def test_leaving_without_a_reason_comes_back(browser, cast, case):
    page = leave(browser, cast.rafael, case, tie=" ")

    assert page.status == 422
    assert "Say in one line what the conflict is" in page.text
    assert asides() == []


def test_what_was_agreed_with_somebody_who_leaves_is_agreed_again(browser, cast, case):
    factories.agree(case, cast.leah, "desk")
    db.session.commit()
    before = needs.every_desk_finding_agreed.holds(case)

    leave(browser, cast.rafael, case)

    assert before
    assert not needs.every_desk_finding_agreed.holds(case)
    page = item(browser, cast.leah, case)
    assert "Agreed before, but whose finding counts has changed since. Agree it again." in page.text
    browser.press("Save and stay")
    assert needs.every_desk_finding_agreed.holds(case)


def test_when_the_lead_stands_aside_another_member_agrees_in_their_place(app, browser, cast, case):
    leave(browser, cast.leah, case, person=cast.leah.public_id)
    rafael = Browser(app)

    page = item(rafael, cast.rafael, case)
    refused = browser.post("moderation.criterion", {"rating": "met", "reason": "Mine."},
                           reference=case.reference, code="2.7")  # fmt: skip
    rafael.press("Save and stay", rating="partly", reason="As I found it.")
    elsewhere = item(rafael, cast.rafael, case, "1.1")

    assert "Rafael Example writes down what is agreed here, in the lead reviewer’s place:" in page.text
    assert (refused.status, "Rafael Example agrees it in your place" in refused.text) == (409, True)
    assert (agreed().rating, agreed().updated_by, agreed().present) == ("partly", cast.rafael, [cast.rafael.public_id])
    assert elsewhere.all("textarea") == []


def test_when_all_stand_aside_the_page_says_what_to_do(browser, cast, case):
    leave(browser, cast.rafael, case)
    leave(browser, cast.leah, case, person=cast.leah.public_id)

    page = item(browser, cast.carys, case)

    assert "The case officer has to assign another reviewer." in page.text


def test_somebody_is_called_back_with_a_reason_and_both_are_kept(browser, cast, case):
    leave(browser, cast.rafael, case)
    item(browser, cast.leah, case)

    browser.press("Call back for this item", whom=asides()[0].public_id, why_back="It was another school.")

    (kept,) = asides()
    assert (kept.ended_by_id, kept.end_reason) == (cast.leah.id, "It was another school.")
    assert [d.code for d in queries.table(case).row("2.7").differences] == ["across"]


def test_nobody_calls_themselves_back(browser, cast, case):
    leave(browser, cast.rafael, case)
    fields = {"whom": asides()[0].public_id, "why_back": "I want to."}

    answer = browser.post("moderation.come_back", fields, reference=case.reference, code="2.7")

    assert answer.status == 409
    assert asides()[0].ended_at is None


def test_who_was_in_the_meeting_is_kept_by_item_and_offered_for_the_next(browser, cast, case):
    item(browser, cast.leah, case)
    browser.press("Save and stay", rating="met", reason="Page 4.", present=[cast.leah.public_id],
                  also_present="Case officer, taking notes")  # fmt: skip

    following = item(browser, cast.leah, case, "1.1")
    boxes = [box for box in following.all("input") if box.get("name") == "present"]
    ticked = [box.get("value") for box in boxes if "checked" in box.attrib]
    read = item(browser, cast.audrey, case)

    assert agreed().present == [cast.leah.public_id]
    assert ticked == [cast.leah.public_id]
    assert "Leah Example; Case officer, taking notes" in read.text


def test_somebody_who_stands_aside_cannot_be_ticked_as_present(browser, cast, case):
    item(browser, cast.leah, case)
    elsewhere = StandAside(application_id=case.id, criterion_code="2.7", person_id=cast.rafael.id, reason=TIE,
                           declared_by_id=cast.rafael.id)  # fmt: skip
    db.session.add(elsewhere)
    db.session.commit()

    page = browser.press("Save and stay", rating="met", reason="Page 4.",
                         present=[cast.leah.public_id, cast.rafael.public_id])  # fmt: skip

    assert page.status == 422
    assert agreed() is None


def test_a_panel_that_is_not_of_one_mind_says_why(browser, cast, case):
    item(browser, cast.leah, case)

    without = browser.press("Save and stay", rating="met", accord="divided", reason=" ")
    browser.press("Save and stay", rating="met", accord="divided", reason="Rafael wants the dates.")
    table = browser.open("moderation.table", reference=case.reference)

    assert without.status == 422
    assert agreed().divided
    assert "not of one mind" in table.text


def test_the_second_of_two_windows_sees_both_texts_and_what_was_ticked(app, browser, cast, case):
    item(browser, cast.leah, case)
    other = Browser(app)
    item(other, cast.leah, case)
    other.press("Save and stay", rating="partly", reason="First.", accord="divided")

    page = browser.press("Save and stay", rating="met", reason="Second.")

    assert page.status == 409
    assert "First." in page.exact
    assert page.value("reason") == "Second."
    assert "Yes, the panel agrees" in page.text
    assert (agreed().rating, agreed().divided) == ("partly", True)
