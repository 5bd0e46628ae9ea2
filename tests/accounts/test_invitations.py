"""Invitations and links to set a password: for one person, one purpose and one use."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from registration.access.roles import Role, SchoolRole
from registration.accounts import service
from registration.accounts.models import OneTimeLink, Person, SignIn
from registration.database import db, now
from registration.errors import NotAllowed, Refused
from registration.notifications.composing import address_of_link, compose
from registration.notifications.models import Letter
from tests.browser import Browser
from tests.factories import PASSWORD

GOOD = "seven violet tractors hum"


@pytest.fixture
def link(cast):
    made = service.invite(
        "new@example.org", "New Person", by=cast.amina, school=cast.amina.school, role=SchoolRole.CONTRIBUTOR
    )
    db.session.commit()
    return made


@pytest.fixture
def where(app, link):
    return urlsplit(address_of_link(link)).path


def test_an_invitation_makes_an_account_in_the_school(browser, cast, where):
    browser.open(where)

    page = browser.press("Accept the invitation", follow=False, name="New Person", password=GOOD)

    made = db.session.scalars(select(Person).where(Person.email_key == "new@example.org")).one()
    assert page.location == "/home"
    assert (made.school, made.role_in_school) == (cast.amina.school, SchoolRole.CONTRIBUTOR)
    assert browser.open("accounts.account").heading == "Your account"


def test_the_token_leaves_the_address_and_looking_does_not_use_it_up(browser, where):
    browser.send("GET", where)
    browser.send("GET", where)

    page = browser.open(where)

    assert browser.path == "/invitation"
    assert page.heading == "You are invited to Harbour Lights Online School"


def test_an_invitation_works_once(browser, where):
    browser.open(where)
    browser.press("Accept the invitation", name="New Person", password=GOOD)

    page = Browser(browser.app).open(where)

    assert page.status == 404
    assert page.heading == "This invitation cannot be used"


@pytest.mark.parametrize(
    "fate", ["revoked", "old", "inviter left", "inviter lost the role", "account of inviter closed"]
)
def test_a_dead_invitation_lets_nobody_in(browser, cast, link, where, clock, fate):
    browser.open(where)
    if fate == "revoked":
        service.revoke(link, by=cast.cora)
    elif fate == "old":
        clock.at(now() + timedelta(days=7, minutes=1))
    elif fate == "inviter left":
        cast.amina.school, cast.amina.school_role = None, None
    elif fate == "inviter lost the role":
        cast.amina.school_role = "contributor"
    else:
        cast.amina.active = False
    db.session.commit()

    page = browser.press("Accept the invitation", name="New Person", password=GOOD)

    assert page.status == 404
    assert db.session.scalars(select(Person).where(Person.email_key == "new@example.org")).all() == []


def test_the_service_too_refuses_an_invitation_whose_sender_could_not_send_it_today(cast, link):
    cast.amina.school_role = "contributor"

    with pytest.raises(Refused):
        service.accept_invitation(link, name="New Person", password=GOOD)


def test_a_bad_password_keeps_the_invitation_and_the_name(browser, where):
    browser.open(where)

    page = browser.press("Accept the invitation", name="New Person Junior", password="password1234")

    assert page.status == 422
    assert page.value("name") == "New Person Junior"
    assert browser.press("Accept the invitation", password=GOOD, follow=False).location == "/home"


def test_an_address_or_a_role_sent_along_changes_nothing(browser, cast, where):
    browser.open(where)

    browser.press(
        "Accept the invitation",
        name="New Person",
        password=GOOD,
        email="evil@example.org",
        role="principal",
        school_id="2",
    )

    made = db.session.scalars(select(Person).where(Person.email_key == "new@example.org")).one()
    assert made.school_role == "contributor"
    assert db.session.scalars(select(Person).where(Person.email_key == "evil@example.org")).all() == []


def test_whoever_has_an_account_must_know_its_password(browser, cast):
    made = service.invite(
        "rafael@example.org", "Rafael", by=cast.amina, school=cast.amina.school, role=SchoolRole.CONTRIBUTOR
    )
    db.session.commit()
    browser.open(urlsplit(address_of_link(made)).path)

    refused = browser.press("Accept the invitation", password="not the password at all")
    accepted = browser.press("Accept the invitation", password=PASSWORD, follow=False)

    assert refused.status == 422
    assert accepted.status == 302
    assert cast.rafael.school == cast.amina.school


def test_somebody_of_another_school_is_not_taken_from_it(browser, cast):
    made = service.invite(
        "olga@example.org", "Olga", by=cast.amina, school=cast.amina.school, role=SchoolRole.COORDINATOR
    )
    db.session.commit()
    browser.open(urlsplit(address_of_link(made)).path)

    page = browser.press("Accept the invitation", password=PASSWORD)

    assert page.status == 422
    assert cast.olga.school.name == "Cedar Tree Virtual Academy"
    assert db.session.get(OneTimeLink, made.id).used_at is None


def test_a_new_invitation_of_the_same_person_ends_the_older(cast, link):
    newer = service.invite(
        "NEW@example.org", "New Person", by=cast.amina, school=cast.amina.school, role=SchoolRole.COORDINATOR
    )

    assert link.revoked_at is not None
    assert newer.revoked_at is None


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("basil", SchoolRole.CONTRIBUTOR),
        ("ezra", SchoolRole.CONTRIBUTOR),
        ("cora", SchoolRole.PRINCIPAL),
        ("olga", SchoolRole.CONTRIBUTOR),
        ("rafael", SchoolRole.CONTRIBUTOR),
        ("ada", SchoolRole.CONTRIBUTOR),
        ("carys", Role.REVIEWER),
        ("amina", Role.REVIEWER),
    ],
)
def test_nobody_invites_beyond_their_part(cast, who, role):
    school = cast.amina.school if isinstance(role, SchoolRole) else None

    with pytest.raises(NotAllowed):
        service.invite("new@example.org", "New", by=getattr(cast, who), school=school, role=role)


def test_the_letter_carries_the_link_only_when_it_leaves(cast, link, where):
    letter = db.session.scalars(select(Letter)).one()
    token = where.rpartition("/")[2]

    assert token in compose(letter, with_link=True).body
    assert token not in compose(letter).body
    assert token not in str(letter.facts)
    assert token != link.token_hash


def test_an_invitation_is_no_link_to_set_a_password_and_the_other_way_round(browser, cast, where):
    reset = service.send_password_link(cast.amina)
    db.session.commit()
    token, other = where.rpartition("/")[2], urlsplit(address_of_link(reset)).path.rpartition("/")[2]

    assert browser.open(f"/password/{token}").status == 404
    assert browser.open(f"/invitation/{other}").status == 404


def test_a_forgotten_password_is_answered_alike_for_everybody(browser, cast):
    cast.ezra.active = False
    db.session.commit()
    answers = []
    for email in ("amina@example.org", "nobody@example.org", "ezra@example.org"):
        browser.open("accounts.forgotten")
        answers.append(browser.press("Send me a link", email=email))

    letters = db.session.scalars(select(Letter)).all()
    assert len({(page.status, page.text) for page in answers}) == 1
    assert [letter.person for letter in letters] == [cast.amina]


def test_a_link_sets_the_password_once_and_ends_every_session(browser, cast):
    thief = Browser(browser.app).sign_in(cast.amina)
    path = urlsplit(address_of_link(service.send_password_link(cast.amina))).path
    db.session.commit()
    browser.open(path)

    browser.press("Set the password", password=GOOD)

    assert thief.open("accounts.account").heading == "Sign in"
    assert Browser(browser.app).open(path).status == 404
    assert len(db.session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()) == 1


def test_the_link_of_a_former_address_is_dead(browser, cast):
    path = urlsplit(address_of_link(service.send_password_link(cast.amina))).path
    cast.amina.email = cast.amina.email_key = "new-address@example.org"
    db.session.commit()
    browser.open(path)

    page = browser.press("Set the password", password=GOOD)

    assert page.status == 422
    assert "cannot be used" in page.text


def test_a_request_for_another_host_writes_no_letter(browser, cast):
    browser.open("accounts.forgotten")
    token = browser.page.value("csrf_token")

    answer = browser.client.post(
        "/forgotten",
        data={"csrf_token": token, "email": "amina@example.org"},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )

    assert answer.status_code == 400
    assert db.session.scalars(select(Letter)).all() == []


def test_a_proxy_that_is_not_ours_does_not_name_the_host_of_a_link(browser, app, cast):
    browser.open("accounts.forgotten")
    token = browser.page.value("csrf_token")

    browser.client.post(
        "/forgotten", data={"csrf_token": token, "email": "amina@example.org"},
        headers={"X-Forwarded-Host": "evil.example"},
    )  # fmt: skip

    letter = db.session.scalars(select(Letter)).one()
    body = compose(letter, with_link=True).body
    assert "evil" not in body
    assert app.config["SETTINGS"].public_url in body


def test_many_letters_to_one_address_are_slowed_without_a_word(browser, cast):
    for _ in range(6):
        browser.open("accounts.forgotten")
        browser.press("Send me a link", email="amina@example.org")

    assert len(db.session.scalars(select(Letter)).all()) == 3


def test_the_operator_invites_the_first_administrator(app, cast):
    result = app.test_cli_runner().invoke(
        args=["accounts", "invite", "first@example.org", "First", "administrator"]
    )

    assert result.exit_code == 0
    assert "/invitation/" in result.output


def test_the_operator_lets_somebody_back_in(app, cast):
    known = app.test_cli_runner().invoke(args=["accounts", "password", "ADA@example.org"])
    unknown = app.test_cli_runner().invoke(args=["accounts", "password", "nobody@example.org"])

    assert "/password/" in known.output
    assert unknown.exit_code == 1
