"""Registered again: another certificate, another term, one entry in the register, and the history kept."""

from datetime import timedelta

import pytest

from registration.database import db, now, today
from registration.errors import Refused
from registration.register import public_queries, queries, service, verdict_queries
from registration.register.public_queries import Asked
from registration.workflow import engine
from registration.workflow.states import State
from tests import factories

BODY = {"body": "The Body", "address": "https://example.org/register/{number}"}


@pytest.fixture
def approved(again, cast):
    factories.submit(again, cast.amina)
    again.state, again.submitted_at = State.APPROVED, now()
    factories.determination(again, cast.dana, released_by=cast.carys, released_at=now())
    db.session.commit()
    return again


def renew(approved, cast):
    service.register_school(approved, agreement_on=today(), centre_number="PT123", by=cast.carys, **BODY)
    db.session.commit()
    db.session.expire_all()
    return approved.registration


def test_the_new_certificate_has_its_own_number_and_a_whole_term_after_the_old(registered, approved, cast):
    ends = registered.registration.valid_until

    made = renew(approved, cast)

    assert made.certificate_number != registered.registration.certificate_number
    assert made.valid_from == today()
    assert made.valid_until == service.years_after(ends + timedelta(days=1), service.YEARS) - timedelta(days=1)


def test_the_old_registration_ends_and_says_what_took_its_place(registered, approved, cast):
    made = renew(approved, cast)

    assert registered.state is State.RENEWED
    assert registered.registration.renewed_by is made
    assert registered.events[-1].move == "renew"
    assert registered.events[-1].facts == {"by": approved.reference}


def test_the_case_before_says_under_which_it_is_renewed_and_leads_there(browser, registered, approved, cast):
    renew(approved, cast)

    page = browser.sign_in(cast.amina).open("applications.application", reference=registered.reference)

    assert f"Renewed by {approved.reference}" in page.text
    assert "Registration ended" not in page.text
    assert page.links()[approved.reference].endswith(f"/applications/{approved.reference}/")


def test_who_may_not_see_the_renewal_is_not_led_there(registered, approved, cast):
    renew(approved, cast)

    assert queries.renewed_under(cast.amina, registered) == approved.reference
    assert queries.renewed_under(cast.leah, registered) is None


def test_a_case_that_was_renewed_is_not_said_to_be_registered_still(browser, registered, approved, cast):
    renew(approved, cast)

    page = browser.sign_in(cast.amina).open("applications.application", reference=approved.reference)

    assert f"This application follows {registered.reference}" in page.text
    assert "under which the school is registered" not in page.text


def test_the_register_has_one_entry_and_finds_it_by_the_old_number_too(registered, approved, cast):
    old = registered.registration.certificate_number
    made = renew(approved, cast)

    assert public_queries.register(Asked(), 1).items == [made]
    assert public_queries.register(Asked(name=old), 1).items == [made]
    assert [count for _code, _name, count in public_queries.countries()] == [1]
    assert [line["certificate number"] for line in public_queries.lines(Asked())] == [made.certificate_number]


def test_the_old_certificate_is_told_as_replaced_and_leads_to_the_new(browser, registered, approved, cast):
    old = registered.registration
    made = renew(approved, cast)

    page = browser.open("register.school", number=old.certificate_number)

    assert queries.status_of(old) is queries.RENEWED
    assert verdict_queries.verdict_on(old.certificate_number).kind == "replaced"
    assert "Replaced" in page.text
    assert made.certificate_number in page.text


def test_the_public_page_keeps_the_history(browser, registered, approved, cast):
    made = renew(approved, cast)

    page = browser.open("register.school", number=made.certificate_number)

    assert "Earlier certificates" in page.text
    assert registered.registration.certificate_number in page.text
    assert "Valid" in page.text


def test_a_suspended_registration_is_not_renewed_in_passing(registered, approved, cast):
    engine.perform(registered, "suspend", by=cast.dana, note="The licence has lapsed.")
    db.session.commit()

    with pytest.raises(Refused, match="suspended"):
        service.register_school(approved, agreement_on=today(), centre_number="PT123", by=cast.carys, **BODY)


def test_after_a_withdrawn_registration_the_school_is_registered_afresh(registered, approved, cast):
    engine.perform(registered, "end_registration", by=cast.dana, note="Withdrawn.")
    db.session.commit()

    made = renew(approved, cast)

    assert registered.registration.renewed_by is None
    assert made.valid_until == service.years_after(today(), service.YEARS) - timedelta(days=1)


def test_nobody_renews_a_registration_by_hand(registered, cast):
    with pytest.raises(Refused):
        engine.perform(registered, "renew", by=cast.carys)


def test_the_desk_registers_with_the_centre_number_the_school_has(browser, registered, approved, cast):
    page = browser.sign_in(cast.carys).open("register.registration", reference=approved.reference)

    assert page.value("centre_number") == "PT123"
    assert registered.registration.certificate_number in page.text


def test_parents_are_told_that_only_what_changed_was_judged_again(browser, approved, cast):
    made = renew(approved, cast)

    page = browser.open("register.in_plain_words", number=made.certificate_number)

    assert "What was unchanged stood as it was agreed." in page.text
    assert "read all of it" not in page.text
