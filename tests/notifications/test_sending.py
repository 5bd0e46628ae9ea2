"""Sending letters: to a real mail server on the loopback, and to one that is not there."""

from datetime import timedelta

from sqlalchemy import select

from registration.access.roles import SchoolRole
from registration.accounts import service as accounts
from registration.database import db, now
from registration.notifications import sending, service
from registration.notifications.composing import address_of_link
from registration.notifications.models import Letter
from registration.workflow import engine
from tests import factories, live


def letter(cast, **facts):
    given = {
        "name": "Amina",
        "school": "Harbour Lights",
        "reference": "OSR-2026-ABCDEF",
        "note": "",
        "due_on": "",
    }
    made = Letter(
        **{
            "template": "put_on_hold",
            "facts": given,
            "email": "amina@example.org",
            "person": cast.amina,
            **facts,
        }
    )
    db.session.add(made)
    db.session.commit()
    return made


def plain(mail):
    return mail.get_body(("plain",)).get_content()


def test_a_letter_leaves_once_as_text_and_html_under_its_own_id(cast, post):
    made = letter(cast)

    first, second = sending.send_due(), sending.send_due()

    assert (first, second) == (1, 0)
    ((to, mail),) = post.mails
    assert to == ["amina@example.org"]
    assert mail["Subject"] == "OSR-2026-ABCDEF: on hold for the time being"
    assert mail["Message-ID"] == f"<{made.public_id}@127.0.0.1>"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert plain(mail).startswith("Dear Amina,")
    assert "<p>Dear Amina,</p>" in mail.get_body(("html",)).get_content()
    assert (made.sent_at is not None, made.attempts, made.problem) == (True, 1, "")


def test_an_invitation_leaves_with_its_link_and_is_kept_without_it(cast, post):
    link = accounts.invite(
        "new@example.org", "New", by=cast.amina, school=cast.amina.school, role=SchoolRole.CONTRIBUTOR
    )
    db.session.commit()

    sending.send_due()

    kept = db.session.scalars(select(Letter)).one()
    assert address_of_link(link) in plain(post.mails[0][1])
    assert f'href="{address_of_link(link)}"' in post.mails[0][1].get_body(("html",)).get_content()
    assert address_of_link(link) not in kept.body
    assert kept.sent_at is not None


def test_a_letter_that_waits_for_release_never_leaves_by_itself(cast, post, application):
    made = letter(cast, needs_release=True, application=application)
    before = sending.send_due()

    service.release_letters(application, by=cast.carys)
    db.session.commit()

    assert (before, sending.send_due()) == (0, 1)
    assert made.sent_at is not None


def test_a_recalled_letter_never_leaves_not_even_when_released_later(cast, post, application):
    letter(cast, needs_release=True, application=application)
    engine.recall(application, cast.carys)
    released = service.release_letters(application, by=cast.dana)
    db.session.commit()

    assert db.session.scalars(select(Letter)).one().recalled_at is not None
    assert (released, sending.send_due()) == (0, 0)
    assert post.mails == []


def test_a_busy_server_is_tried_again_with_the_same_id_and_longer_pauses(cast, post, clock):
    made = letter(cast)
    post.busy, pauses = True, []
    for _ in range(4):
        sending.send_due()
        pauses.append(round((made.next_try_at - now()).total_seconds() / 60))
        clock.at(made.next_try_at + timedelta(seconds=1))
    post.busy = False

    sending.send_due()

    assert pauses == [1, 2, 4, 8]
    assert post.mails[0][1]["Message-ID"] == f"<{made.public_id}@127.0.0.1>"
    assert (made.attempts, made.problem) == (5, "")


def test_after_three_days_a_letter_counts_as_failed_and_staff_can_send_it_again(cast, post, clock, browser):
    made = letter(cast)
    post.refuses = {"amina@example.org"}
    sending.send_due()
    clock.at(now() + timedelta(hours=73))
    given_up = sending.send_due()
    page = browser.sign_in(cast.carys).open("notifications.outbox", standing="failed")
    post.refuses = set()

    browser.press("Try again to send to amina@example.org")

    assert given_up == 0
    assert "does not take letters for this address" in page.text
    assert sending.send_due() == 1
    assert made.sent_at is not None


def test_one_bad_address_does_not_hold_up_the_others(cast, post):
    bad = letter(cast, email="nobody at all\r\nBcc: everybody@example.org")
    good = letter(cast)

    assert sending.send_due() == 1
    assert "not a whole e-mail address" in bad.problem
    assert good.sent_at is not None
    assert len(post.mails) == 1


def test_words_that_are_missing_hold_up_only_their_own_letter(cast, post):
    bad = letter(cast, template="no_such_letter")
    letter(cast)

    assert sending.send_due() == 1
    assert "cannot be composed" in bad.problem


def test_a_line_break_in_a_school_name_makes_no_second_header(cast, post):
    facts = {
        "name": "Amina",
        "school": "Harbour\r\nBcc: everybody@example.org",
        "reference": "OSR-2026-ABCDEF",
    }
    letter(cast, template="application_received", facts=facts)

    sending.send_due()

    ((to, mail),) = post.mails
    assert to == ["amina@example.org"]
    assert mail["Bcc"] is None


def test_an_address_of_other_letters_arrives(cast, post):
    letter(cast, email="josé@example.org")

    assert sending.send_due() == 1
    assert post.mails[0][0] == ["josé@example.org"]


def test_a_server_that_is_not_there_leaves_every_letter_waiting(use_server, cast):
    made = letter(cast)
    use_server(f"smtp://127.0.0.1:{live.free_port()}")

    sent = sending.send_due()

    assert sent == 0
    assert "could not be reached" in made.problem
    assert made.next_try_at > now()


def test_nothing_leaves_a_demonstration(app, cast, post, use_server):
    letter(cast)
    use_server(app.config["SETTINGS"].mail_url, environment="demonstration")

    sent = sending.send_due()

    assert (sent, post.mails) == (0, [])


def test_without_a_mail_server_letters_are_kept_and_readable(browser, cast, application):
    letter(cast, application=application, capacity="principal")

    assert sending.send_due() == 0
    assert "on hold for the time being" in browser.sign_in(cast.amina).open("notifications.letters").text
    page = browser.open("notifications.case_letters", reference=application.reference)
    assert "Kept here, not mailed" in page.text


def test_a_move_and_its_letters_are_one_transaction(cast, post):
    application = factories.application(cast, engine.State.SUBMITTED)
    engine.perform(application, "hold", by=cast.carys, note="The school asked for it.")
    db.session.rollback()

    assert sending.send_due() == 0
