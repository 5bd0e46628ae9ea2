"""Keeping a registration current: a declaration each year, and changes that the register follows."""

from datetime import date, timedelta

import pytest

from registration.database import db, today
from registration.errors import Refused
from registration.notifications.models import Letter
from registration.register import changes, yearly
from registration.register.models import ChangeNotice
from registration.register.service import content_of, years_after
from registration.workflow.states import State

WHEN = {"from_on-day": "1", "from_on-month": "3", "from_on-year": "2027"}


def place(found):
    return {"reference": found.application.reference}


@pytest.fixture
def a_year_old(registered):
    """Registered a year ago in ten days' time, for three years."""
    begun = years_after(today() + timedelta(days=10), -1)
    return registered(valid_from=begun, valid_until=years_after(begun, 3) - timedelta(days=1))


def letters():
    return [(letter.template, letter.person.name.split()[0]) for letter in db.session.query(Letter).order_by(Letter.id)]


def test_a_declaration_is_due_on_each_anniversary_but_the_last(a_year_old):
    due = [year.due_on for year in yearly.years_of(a_year_old)]

    assert due == [today() + timedelta(days=10), years_after(a_year_old.valid_from, 2)]


def test_the_principal_declares_that_nothing_has_changed(browser, cast, a_year_old):
    browser.sign_in(cast.amina).open("register.declare_year", **place(a_year_old))

    page = browser.press("Send the declaration", changed="no", changes="typed and left", declares=True)

    made = a_year_old.declarations[0]
    assert page.heading == "Keeping it current"
    assert (made.changes, made.due_on, made.declared_by) == ("", today() + timedelta(days=10), cast.amina)
    assert "Nothing has changed." in page.text
    assert letters() == [("declaration_received", "Carys"), ("declaration_received", "Nora")]


def test_a_declaration_names_what_changed_and_is_declared(browser, cast, a_year_old):
    browser.sign_in(cast.amina).open("register.declare_year", **place(a_year_old))

    page = browser.press("Send the declaration", changed="yes", changes="")

    assert page.status == 422
    assert "Say what has changed." in page.text
    assert "Tick the box to declare it." in page.text
    assert a_year_old.declarations == []


def test_a_year_is_declared_once(cast, a_year_old):
    yearly.declare(a_year_old, "", by=cast.amina)
    db.session.flush()
    db.session.refresh(a_year_old)

    with pytest.raises(Refused, match="No yearly declaration is due now"):
        yearly.declare(a_year_old, "", by=cast.amina)


def test_a_declaration_can_be_made_sixty_days_before_and_is_marked_when_late(registered):
    until = today() + timedelta(days=700)
    early = registered(valid_from=years_after(today() + timedelta(days=61), -1), valid_until=until)
    late = registered(valid_from=years_after(today() - timedelta(days=2), -1), valid_until=until)

    assert yearly.open_year(early) is None
    assert yearly.years_of(late)[0].status == ("Overdue", "bad")


def test_only_what_is_due_and_not_declared_is_reminded_of(cast, registered, a_year_old):
    registered(State.ENDED, valid_from=a_year_old.valid_from, valid_until=a_year_old.valid_until)
    until = today() + timedelta(days=28)

    before = [found for found, _year in yearly.due_until(until)]
    yearly.declare(a_year_old, "", by=cast.amina)
    db.session.commit()

    assert before == [a_year_old]
    assert list(yearly.due_until(until)) == []


def told(cast, found, kind="platform", **facts):
    made = changes.tell_of(found, kind, "We move.", date(2027, 3, 1), by=cast.amina, **facts)
    db.session.commit()
    return made


@pytest.mark.parametrize("name", ["amina", "cora", "ezra"])
def test_the_school_tells_of_a_change(browser, cast, registered, name):
    found = registered()
    browser.sign_in(getattr(cast, name)).open("register.tell_change", **place(found))

    page = browser.press("Send", kind="principal", what="Ms Ito succeeds Mr Oak.", **WHEN)

    assert "A new principal" in page.text
    assert [(c.kind, c.from_on, c.status) for c in found.changes] == [("principal", date(2027, 3, 1), "told")]
    assert {template for template, _ in letters()} == {"change_told"}


def test_a_territory_is_named(browser, cast, registered):
    found = registered()
    browser.sign_in(cast.amina).open("register.tell_change", **place(found))

    page = browser.press("Send", kind="territory", what="We begin in Kenya.", **WHEN)

    assert page.status == 422
    assert "Choose the territory that begins or ends." in page.text
    assert found.changes == []


def test_the_public_register_follows_a_territory_when_it_is_noted(browser, cast, registered):
    found = registered()
    notice = told(cast, found, "territory", territory="KE")
    before = browser.open("register.school", number=found.certificate_number).text

    browser.sign_in(cast.carys).open("register.change", public_id=notice.public_id, **place(found))
    browser.press("Take note of it", text="Welcome to Kenya.")
    after = browser.open("register.school", number=found.certificate_number).text

    assert ("Kenya" in before, "Kenya" in after) == (False, True)
    assert found.scope["territories"] == ["Portugal", "Kenya"]
    assert found.certificates[-1].content == content_of(found, "Demonstration Registration Body",
                                                        "http://127.0.0.1:8000/register/{number}")  # fmt: skip


def test_a_territory_that_is_left_leaves_the_register(cast, registered):
    found = registered()
    notice = told(cast, found, "territory", territory="PT", leaves=True)

    changes.take_note(notice, "", by=cast.carys, body="B", address="https://b.example/{number}")

    assert found.scope["territories"] == []


def test_any_other_change_leaves_the_register_and_the_certificate_alone(cast, registered):
    found = registered()
    before = (dict(found.scope), len(found.certificates))

    changes.take_note(told(cast, found), "", by=cast.carys, body="B", address="https://b.example/{number}")

    assert (found.scope, len(found.certificates)) == before


def test_a_question_goes_to_the_school_and_its_answer_comes_back(browser, cast, registered):
    found = registered()
    notice = told(cast, found)
    where = {"public_id": notice.public_id, **place(found)}

    browser.sign_in(cast.carys).open("register.change", **where)
    empty = browser.press("Ask the school", text="")
    browser.press("Ask the school", text="Who keeps the recordings?")
    browser.sign_in(cast.cora).open("register.change", **where)
    browser.press("Send the answer", text="We do, for a year.")
    page = browser.sign_in(cast.carys).open("register.change", **where)

    assert empty.status == 422
    assert (notice.status, notice.answer) == ("told", "We do, for a year.")
    assert all(text in page.text for text in ("Who keeps the recordings?", "We do, for a year."))
    assert [t for t, _ in letters()].count("change_question") == 2


def test_a_change_is_noted_once(cast, registered):
    notice = told(cast, registered())
    changes.take_note(notice, "", by=cast.carys, body="B", address="https://b.example/{number}")

    with pytest.raises(Refused, match="already noted"):
        changes.take_note(notice, "", by=cast.carys, body="B", address="https://b.example/{number}")


@pytest.mark.parametrize("name", ["olga", "leah", "ravi", "connor", "ada"])
def test_others_see_no_changes(browser, cast, registered, name):
    found = registered()
    notice = told(cast, found)
    browser.sign_in(getattr(cast, name))

    assert browser.open("register.upkeep", **place(found)).status in (403, 404)
    assert browser.open("register.change", public_id=notice.public_id, **place(found)).status in (403, 404)


def test_a_change_of_another_case_is_not_found_here(browser, cast, registered):
    found, other = registered(), registered()
    notice = told(cast, other)

    assert browser.sign_in(cast.amina).open("register.change", public_id=notice.public_id, **place(found)).status == 404
    assert db.session.query(ChangeNotice).count() == 1
