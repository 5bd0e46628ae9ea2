"""The log: what is noted, the chain, and who reads it."""

from datetime import timedelta

from sqlalchemy import select

from registration.audit import service
from registration.audit.models import AuditEntry
from registration.database import db, now
from tests.queries import count_queries


def chain(cast, clock, entries=5):
    """A log of so many entries, sealed."""
    for number in range(entries):
        service.note("tried", cast.ada, number=number)
    db.session.commit()
    later = now() + timedelta(minutes=1)
    clock.at(later)
    service.seal()
    db.session.commit()
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def test_a_whole_chain_passes_and_goes_on_after_more_entries(cast, clock):
    chain(cast, clock)
    head = service.check().head
    chain(cast, clock, 3)

    verdict = service.check(known=head)

    assert (verdict.sealed, verdict.unsealed, verdict.problems) == (8, 0, [])


def test_a_changed_entry_is_named(cast, clock):
    entries = chain(cast, clock)
    entries[2].facts = {"number": 7}
    db.session.commit()

    assert service.check().problems == [f"Entry {entries[2].id} was changed after it was sealed."]


def test_an_entry_taken_out_leaves_a_gap(cast, clock):
    entries = chain(cast, clock)
    db.session.delete(entries[2])
    db.session.commit()

    assert "do not hang on the chain" in service.check().problems[0]


def test_a_cut_end_shows_when_a_hash_was_kept_elsewhere(cast, clock):
    entries = chain(cast, clock)
    head = service.check().head
    db.session.delete(entries[-1])
    db.session.commit()

    assert service.check().problems == []
    assert "not in the chain" in service.check(known=head).problems[0]


def test_sealing_again_changes_nothing(cast, clock):
    before = [entry.sha256 for entry in chain(cast, clock)]

    assert service.seal() == 0
    assert [e.sha256 for e in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))] == before


def test_an_entry_nobody_seals_is_reported(cast, clock):
    service.note("tried", cast.ada)
    db.session.commit()
    clock.at(now() + timedelta(hours=1))

    assert "never sealed" in service.check().problems[0]


def test_the_command_says_whether_the_chain_is_whole(app, cast, clock):
    entries = chain(cast, clock)
    whole = app.test_cli_runner().invoke(args=["audit", "check"])
    entries = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    entries[0].action = "other"
    db.session.commit()
    broken = app.test_cli_runner().invoke(args=["audit", "check"])

    assert whole.exit_code == 0
    assert "5 entries are sealed" in whole.output
    assert broken.exit_code == 1


def test_auditors_read_the_log_and_nobody_else(browser, cast, application):
    service.note("panel_assigned", cast.carys, application, reviewers=2)
    db.session.commit()

    page = browser.sign_in(cast.audrey).open("audit.log")

    assert page.heading == "Log"
    assert "Panel assigned" in page.text
    for other in (cast.amina, cast.carys, cast.ada, cast.dana):
        assert browser.sign_in(other).open("audit.log").status == 404


def test_the_log_takes_as_many_statements_for_one_entry_as_for_many(browser, cast):
    service.note("tried", cast.ada)
    browser.sign_in(cast.audrey).open("audit.log")

    with count_queries() as few:
        browser.open("audit.log")
    for person in (cast.ada, cast.carys, cast.dana):
        service.note("tried", person)
    db.session.commit()
    with count_queries() as many:
        browser.open("audit.log")

    assert len(many) == len(few)


def test_no_password_or_token_is_noted(browser, cast):
    browser.open("accounts.sign_in")
    browser.press("Sign in", email="amina@example.org", password="correct horse battery staple")
    browser.open("accounts.forgotten")

    noted = str([entry.facts for entry in db.session.scalars(select(AuditEntry))])

    assert "horse" not in noted
