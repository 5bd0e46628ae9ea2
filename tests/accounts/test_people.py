"""The administrator's pages: people, roles, closed accounts; one administrator stays."""

import threading

import pytest
from sqlalchemy import select

from registration.access.roles import Role
from registration.accounts import service, staff
from registration.accounts.models import OneTimeLink, Person
from registration.database import db, writing
from registration.errors import Refused
from tests import factories
from tests.browser import Browser
from tests.queries import count_queries


def test_the_administrator_finds_people_by_name(browser, cast):
    page = browser.sign_in(cast.ada).open("/people/?words=Rafael")

    assert "Rafael Example" in page.links()
    assert "Leah Example" not in page.links()


def test_a_per_cent_sign_finds_a_per_cent_sign(browser, cast):
    page = browser.sign_in(cast.ada).open("/people/?words=%25&which=all")

    assert "Nobody fits." in page.text


@pytest.mark.parametrize("who", ["amina", "carys", "audrey", "rafael"])
def test_nobody_else_sees_people(browser, cast, who):
    browser.sign_in(getattr(cast, who))

    assert browser.open("accounts.people").status == 404
    assert browser.open("accounts.person", public_id=cast.leah.public_id).status == 404
    assert browser.post("accounts.person", {"roles": "administrator"}, public_id=cast.rafael.public_id).status == 404
    assert cast.rafael.roles == {Role.REVIEWER}


def test_an_invitation_to_the_body_names_its_roles(browser, cast):
    browser.sign_in(cast.ada).open("accounts.invite_staff")

    page = browser.press("Send the invitation", name="New", email="new@example.org", roles=["reviewer", "auditor"])

    assert page.heading == "People"
    assert set(service.invited_roles(db.session.scalars(select(OneTimeLink)).one())) == {Role.REVIEWER, Role.AUDITOR}


def test_changed_roles_hold_at_once(browser, cast):
    phone = Browser(browser.app).sign_in(cast.carys)
    browser.sign_in(cast.ada).open("accounts.person", public_id=cast.carys.public_id)

    browser.press("Save the roles", roles=["reviewer"])

    assert cast.carys.roles == {Role.REVIEWER}
    assert phone.open("accounts.account").heading == "Sign in"


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(browser, cast):
    phone = Browser(browser.app).sign_in(cast.carys)
    browser.sign_in(cast.ada).open("accounts.person", public_id=cast.carys.public_id)

    browser.press("Close the account")
    shut = phone.open("accounts.account")
    browser.press("Open the account again")

    assert shut.heading == "Sign in"
    assert phone.sign_in(cast.carys).open("accounts.account").heading == "Your account"


def test_the_last_administrator_stays(browser, cast):
    browser.sign_in(cast.ada).open("accounts.person", public_id=cast.ada.public_id)

    kept = browser.press("Save the roles", roles=["auditor"])
    browser.open("accounts.person", public_id=cast.ada.public_id)
    open_still = browser.press("Close the account")

    assert (kept.status, open_still.status) == (422, 409)
    assert "This is the last administrator." in kept.text
    assert (cast.ada.roles, cast.ada.active) == ({Role.ADMINISTRATOR}, True)


def test_of_two_administrators_who_demote_each_other_at_once_one_stays(app, cast):
    other = factories.person("second", roles={Role.ADMINISTRATOR})
    db.session.commit()
    ready, refused = threading.Barrier(2, timeout=20), []

    def demote(number, by_number):
        with app.app_context(), writing():
            ready.wait()
            try:
                person, by = db.session.get(Person, number), db.session.get(Person, by_number)
                staff.set_roles(person, [], by=by)
                db.session.commit()
            except Refused as error:
                refused.append(str(error))
            finally:
                db.session.rollback()

    pair = [(cast.ada.id, other.id), (other.id, cast.ada.id)]
    db.session.rollback()
    threads = [threading.Thread(target=demote, args=two) for two in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.expire_all()
    left = [p for p in (cast.ada, other) if Role.ADMINISTRATOR in p.roles]
    assert len(left) == 1
    assert refused == [staff.ONE_STAYS]


def test_an_invitation_to_a_school_is_not_the_administrators_to_withdraw(browser, cast):
    link = service.invite("n@example.org", "N", by=cast.amina, school=cast.amina.school, role=cast.basil.role_in_school)
    db.session.commit()

    assert browser.sign_in(cast.ada).post("accounts.revoke_invitation", public_id=link.public_id).status == 404


def test_the_list_of_people_takes_as_many_statements_for_three_as_for_many(browser, cast):
    browser.sign_in(cast.ada).open("/people/?words=Ada")

    with count_queries() as few:
        browser.open("/people/?words=Ada")
    with count_queries() as many:
        browser.open("/people/?which=all")

    assert len(many) == len(few)
    assert len(many) <= 8
