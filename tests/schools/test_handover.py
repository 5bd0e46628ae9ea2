"""The role of principal is handed over: offered by one, accepted by the other, and never lost on the way."""

import pytest
from sqlalchemy import select

from registration.access.roles import SchoolRole
from registration.accounts import links
from registration.accounts.models import OneTimeLink
from registration.database import db
from registration.notifications.composing import compose
from registration.notifications.models import Letter
from registration.schools import handover_service as service
from registration.schools.models import Handover
from registration.teamwork.models import CriterionAssignment
from tests import factories
from tests.browser import Browser


def offer(browser, cast, to):
    browser.sign_in(cast.amina).open("schools.people_hand_over")
    return browser.press("Offer the role", person=to.public_id)


def test_the_role_passes_when_the_colleague_accepts_and_not_before(browser, cast):
    page = offer(browser, cast, cast.basil)
    before = (cast.amina.school_role, cast.basil.school_role)
    phone = Browser(browser.app).sign_in(cast.basil)
    phone.open("schools.people")
    phone.open(phone.page.links()["Accept or decline"])

    accepted = phone.press("Accept the role")

    assert "You remain principal until they accept." in page.text
    assert before == ("principal", "contributor")
    assert "You are principal now." in accepted.text
    assert (cast.amina.school_role, cast.basil.school_role) == ("coordinator", "principal")
    assert [(x.template, x.person) for x in db.session.scalars(select(Letter).order_by(Letter.id))] == [
        ("role_offered", cast.basil), ("role_taken", cast.amina),
    ]
    assert all(compose(letter).body for letter in db.session.scalars(select(Letter)))


def test_whoever_declines_changes_nothing(browser, cast):
    offer(browser, cast, cast.cora)
    made = db.session.scalars(select(Handover)).one()
    browser.sign_in(cast.cora).open("schools.people_offer", public_id=made.public_id)

    browser.press("Decline")

    assert (cast.amina.school_role, cast.cora.school_role, made.outcome) == ("principal", "coordinator", "declined")


def test_an_offer_can_be_withdrawn_and_then_not_accepted(browser, cast):
    offer(browser, cast, cast.basil)
    made = db.session.scalars(select(Handover)).one()
    browser.open("schools.people_offer", public_id=made.public_id)

    browser.press("Withdraw the offer")
    late = Browser(browser.app).sign_in(cast.basil).post(
        "schools.people_answer_offer", public_id=made.public_id, answer="accept"
    )

    assert late.status == 404
    assert "This offer does not stand any more." in late.text
    assert cast.amina.school_role == "principal"


def test_a_second_offer_ends_the_first(browser, cast):
    offer(browser, cast, cast.basil)
    offer(browser, cast, cast.cora)

    assert [h.outcome for h in db.session.scalars(select(Handover).order_by(Handover.id))] == ["withdrawn", ""]


@pytest.mark.parametrize(("who", "answer"), [("cora", "accept"), ("olga", "accept"), ("amina", "accept"),
                                             ("basil", "withdraw"), ("carys", "accept")])
def test_nobody_answers_for_another(browser, cast, who, answer):
    offer(browser, cast, cast.basil)
    made = db.session.scalars(select(Handover)).one()

    page = browser.sign_in(getattr(cast, who)).post(
        "schools.people_answer_offer", public_id=made.public_id, answer=answer
    )

    assert page.status in (403, 404)
    assert (cast.amina.school_role, made.outcome) == ("principal", "")


@pytest.mark.parametrize("who", ["cora", "basil", "ezra"])
def test_only_the_principal_offers(browser, cast, who):
    browser.sign_in(getattr(cast, who))

    opened = browser.open("schools.people_hand_over")
    posted = browser.post("schools.people_hand_over", {"person": cast.basil.public_id})

    assert (opened.status, posted.status) == (403, 403)
    assert db.session.scalars(select(Handover)).all() == []


def test_the_role_goes_to_nobody_of_another_school(browser, cast):
    page = offer(browser, cast, cast.olga)

    assert page.status == 422
    assert db.session.scalars(select(Handover)).all() == []


def test_an_offer_ends_when_the_colleague_leaves(browser, cast):
    offer(browser, cast, cast.basil)
    browser.open("schools.people_member", public_id=cast.basil.public_id)

    browser.press("Remove from the school")

    assert db.session.scalars(select(Handover)).one().outcome == "withdrawn"


def test_the_last_principal_is_told_how_to_leave(browser, cast):
    browser.sign_in(cast.amina).open("schools.people_member", public_id=cast.amina.public_id)

    page = browser.press("Remove from the school")

    assert page.status == 409
    assert "Hand over the role first" in page.text


def test_after_handing_over_the_former_principal_can_leave(browser, cast):
    offer(browser, cast, cast.basil)
    service.accept(db.session.scalars(select(Handover)).one(), by=cast.basil)
    db.session.commit()
    browser.sign_in(cast.amina).open("schools.people_member", public_id=cast.amina.public_id)

    browser.press("Remove from the school")

    assert cast.amina.school is None


def test_the_body_sees_no_letter_about_it(browser, cast):
    offer(browser, cast, cast.basil)

    for name in ("carys", "ada", "dana"):
        assert "role of principal" not in browser.sign_in(getattr(cast, name)).open("notifications.outbox").text


def test_an_invitation_is_sent_again_with_a_new_link(browser, cast):
    browser.sign_in(cast.cora).open("schools.people_invite")
    browser.press("Send the invitation", name="New", email="new@example.org", role="contributor")
    first = db.session.scalars(select(OneTimeLink)).one()
    token = links.token_of(first)

    page = browser.press("Send again the invitation of New")

    assert "Contributor" in page.text
    assert first.revoked_at is not None
    assert links.usable("invitation", token) is None
    assert db.session.query(OneTimeLink).filter_by(revoked_at=None).count() == 1


def test_an_invitation_that_is_too_old_says_so_and_can_be_sent_again(browser, cast, clock):
    browser.sign_in(cast.cora).open("schools.people_invite")
    browser.press("Send the invitation", name="New", email="new@example.org", role="contributor")
    link = db.session.scalars(select(OneTimeLink)).one()
    link.sent_at, link.ends_at = link.sent_at.replace(year=2026, month=11, day=1), link.ends_at.replace(
        year=2026, month=11, day=8
    )
    db.session.commit()
    clock.at(link.ends_at.replace(day=20))
    browser.sign_in(cast.cora)

    page = browser.open("schools.people")
    browser.press("Send again the invitation of New")

    assert "Too old" in page.text
    assert db.session.query(OneTimeLink).filter_by(revoked_at=None).one().ends_at.day == 27


def test_each_part_is_explained(browser, cast):
    page = browser.sign_in(cast.basil).open("schools.people")

    assert all(role.label in page.text for role in SchoolRole)
    assert "alone signs, submits and answers the report" in page.text


def test_what_a_removed_colleague_was_typing_is_kept_for_them(browser, cast):
    application = factories.application(cast)
    db.session.add(CriterionAssignment(application_id=application.id, criterion_code="2.7", person=cast.basil))
    db.session.commit()
    phone = Browser(browser.app).sign_in(cast.basil)
    phone.open("self_assessment.criterion", reference=application.reference, code="2.7")
    browser.sign_in(cast.amina).open("schools.people_member", public_id=cast.basil.public_id)
    browser.press("Remove from the school")

    late = phone.press("Save and stay", rating="met", statement="Typed to the end")
    kept = phone.sign_in(cast.basil).open("drafts.mine")

    assert late.status == 401
    assert "Typed to the end" in late.text
    assert "Typed to the end" in kept.text
    assert application.reference not in kept.text
    assert application.responses == []
    assert db.session.query(CriterionAssignment).count() == 0
