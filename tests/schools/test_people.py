"""The people of a school: invited, changed and removed by those who lead it; one principal stays."""

import pytest
from sqlalchemy import select

from registration.access.roles import SchoolRole
from registration.accounts import service as accounts
from registration.accounts.models import OneTimeLink
from registration.database import db
from registration.errors import Refused
from registration.notifications.models import Letter
from registration.schools import people_service as service
from registration.self_assessment.models import AreaAssignment
from tests.browser import Browser


def test_a_coordinator_invites_a_contributor(browser, cast):
    browser.sign_in(cast.cora).open("schools.people_invite")

    page = browser.press("Send the invitation", name="New", email="new@example.org", role="contributor")

    assert page.heading == "Colleagues"
    assert db.session.scalars(select(OneTimeLink)).one().school == cast.amina.school
    assert db.session.scalars(select(Letter)).one().email == "new@example.org"


def test_where_no_mail_leaves_the_link_is_shown_once(browser, cast):
    browser.sign_in(cast.cora).open("schools.people_invite")

    page = browser.press("Send the invitation", name="New", email="new@example.org", role="contributor")

    assert "/invitation/" in page.text
    assert "/invitation/" not in browser.open("schools.people").text


def test_an_address_of_mixed_alphabets_is_pointed_out(browser, cast):
    browser.sign_in(cast.cora).open("schools.people_invite")

    page = browser.press("Send the invitation", name="New", email="cоra@example.org", role="contributor")

    assert "different alphabets" in page.text


@pytest.mark.parametrize("who", ["basil", "ezra"])
def test_a_contributor_sees_colleagues_and_changes_nothing(browser, cast, who):
    browser.sign_in(getattr(cast, who))

    assert browser.open("schools.people").status == 200
    assert browser.open("schools.people_invite").status == 403
    fields = {"name": "New", "email": "new@example.org", "role": "principal"}
    assert browser.post("schools.people_invite", fields).status == 403
    assert browser.post("schools.people_member", {"role": "principal"}, public_id=cast.basil.public_id).status == 403
    assert browser.post("schools.people_remove", public_id=cast.amina.public_id).status == 403
    assert cast.amina.school is not None
    assert db.session.scalars(select(OneTimeLink)).all() == []


def test_a_coordinator_neither_makes_nor_removes_a_principal(browser, cast):
    browser.sign_in(cast.cora)

    made = browser.post("schools.people_member", {"role": "principal"}, public_id=cast.basil.public_id)
    invited = browser.post(
        "schools.people_invite", {"name": "New", "email": "new@example.org", "role": "principal"}
    )
    changed = browser.post("schools.people_member", {"role": "contributor"}, public_id=cast.amina.public_id)
    removed = browser.post("schools.people_remove", public_id=cast.amina.public_id)

    assert (made.status, invited.status, changed.status, removed.status) == (422, 422, 403, 403)
    assert (cast.amina.school_role, cast.basil.school_role) == ("principal", "contributor")


def test_nobody_is_made_principal_without_having_accepted(browser, cast):
    page = browser.sign_in(cast.amina).open("schools.people_member", public_id=cast.basil.public_id)
    offered = [radio.get("value") for radio in page.all("input", name="role")]

    posted = browser.post("schools.people_member", {"role": "principal"}, public_id=cast.basil.public_id)
    with pytest.raises(Refused, match="Nobody becomes principal without having accepted"):
        service.change_role(cast.basil, SchoolRole.PRINCIPAL, by=cast.amina)

    assert offered == ["coordinator", "contributor", "exams_officer"]
    assert (posted.status, cast.basil.school_role) == (422, "contributor")


def test_the_page_of_a_colleague_leads_to_the_offer_with_them_chosen(browser, cast):
    page = browser.sign_in(cast.amina).open("schools.people_member", public_id=cast.basil.public_id)

    browser.open(page.links()["Offer the role of principal"])
    page = browser.press("Offer the role")

    assert "The role is offered to Basil" in page.text
    assert cast.basil.school_role == "contributor"
    assert "Offer the role of principal" not in browser.sign_in(cast.cora).open(
        "schools.people_member", public_id=cast.basil.public_id
    ).text


def test_people_of_another_school_do_not_exist(browser, cast):
    browser.sign_in(cast.amina)
    theirs = accounts.invite("new@example.org", "N", by=cast.olga, school=cast.olga.school, role=SchoolRole.CONTRIBUTOR)
    db.session.commit()

    assert browser.open("schools.people_member", public_id=cast.olga.public_id).status == 404
    assert browser.post("schools.people_remove", public_id=cast.olga.public_id).status == 404
    assert browser.post("schools.people_revoke", public_id=theirs.public_id).status == 404
    assert "Olga" not in browser.open("schools.people").text
    assert theirs.revoked_at is None


def test_the_body_has_no_colleagues_page(browser, cast):
    assert browser.sign_in(cast.carys).open("schools.people").status == 404


def test_a_removed_colleague_is_out_at_once_and_their_areas_do_not_come_back(browser, cast, application):
    db.session.add(AreaAssignment(application_id=application.id, area=1, person_id=cast.basil.id))
    phone = Browser(browser.app).sign_in(cast.basil)
    browser.sign_in(cast.amina).open("schools.people_member", public_id=cast.basil.public_id)

    page = browser.press("Remove from the school")

    assert "no longer belongs" in page.text
    assert phone.open("accounts.account").heading == "Sign in"
    assert phone.sign_in(cast.basil).open("applications.application", reference=application.reference).status == 404
    assert db.session.scalars(select(AreaAssignment)).all() == []


def test_a_changed_role_holds_at_once(browser, cast):
    phone = Browser(browser.app).sign_in(cast.cora)
    browser.sign_in(cast.amina).open("schools.people_member", public_id=cast.cora.public_id)

    browser.press("Save", role="contributor")

    assert cast.cora.role_in_school is SchoolRole.CONTRIBUTOR
    assert phone.open("schools.people_invite").heading == "Sign in"


@pytest.mark.parametrize("button", ["Save", "Remove from the school"])
def test_the_last_principal_stays(browser, cast, button):
    browser.sign_in(cast.amina).open("schools.people_member", public_id=cast.amina.public_id)

    page = browser.press(button, role="contributor")

    assert page.status in (409, 422)
    assert "A school always has a principal." in page.text
    assert cast.amina.school_role == "principal"


def test_of_two_principals_one_may_leave(browser, cast):
    cast.cora.school_role = "principal"
    browser.sign_in(cast.amina).open("schools.people_member", public_id=cast.amina.public_id)

    browser.press("Remove from the school")

    assert cast.amina.school is None


def test_a_withdrawn_invitation_is_gone_from_the_list(browser, cast):
    service.invite_colleague("new@example.org", "New", SchoolRole.CONTRIBUTOR, by=cast.amina)
    browser.sign_in(cast.cora).open("schools.people")

    page = browser.press("Withdraw the invitation of New")

    assert "Invitations that are still open" not in page.text
    assert db.session.scalars(select(OneTimeLink)).one().revoked_at is not None


def test_a_wrong_address_is_given_back(browser, cast):
    browser.sign_in(cast.amina).open("schools.people_invite")

    page = browser.press("Send the invitation", name="New Person", email="not an address", role="contributor")

    assert page.status == 422
    assert page.value("email") == "not an address"
    assert page.value("name") == "New Person"
