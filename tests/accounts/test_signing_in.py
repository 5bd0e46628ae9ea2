"""Getting in, staying in, and getting out."""

from sqlalchemy import select

from registration.access.roles import SchoolRole
from registration.accounts import service
from registration.accounts.models import OneTimeLink, SignIn
from registration.database import db
from tests.factories import PASSWORD


def sign_in(browser, email, password=PASSWORD, **query):
    browser.open("accounts.sign_in", **query)
    return browser.press("Sign in", follow=False, email=email, password=password)


def test_the_right_password_lets_a_person_in(browser, cast):
    page = sign_in(browser, "amina@example.org")

    assert page.status == 302
    assert page.location == "/home"
    assert db.session.scalars(select(SignIn)).one().person == cast.amina


def test_signing_out_ends_the_session_on_the_server(browser, cast):
    browser.sign_in(cast.amina).open("accounts.account")

    page = browser.press("Sign out")

    assert page.heading == "Sign in"
    assert db.session.scalars(select(SignIn)).one().ended_at is not None


def test_an_invitation_makes_an_account_in_the_school(browser, cast):
    link = service.invite("new@example.org", "New Person", by=cast.amina, school=cast.amina.school, role=SchoolRole.CONTRIBUTOR)
    db.session.commit()

    assert db.session.scalars(select(OneTimeLink)).one() == link
