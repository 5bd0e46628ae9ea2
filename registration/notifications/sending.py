"""Sending letters by mail: a row at a time, tried for three days, the same message however often it is tried."""

import logging
import smtplib
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from urllib.parse import unquote, urlsplit

from flask import current_app
from jinja2 import TemplateError
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from registration.database import db, now, rows_met
from registration.notifications.composing import Words, as_html, compose, forget_words, readable
from registration.notifications.kinds import DAILY, Way
from registration.notifications.models import Letter
from registration.notifications.queries import TRIED_FOR, due_since, unsent
from registration.notifications.ways import decide_ways

log = logging.getLogger(__name__)

TAKEN_FOR = timedelta(minutes=10)
"""A letter that a worker has taken is nobody else's for so long; after a crash it is then tried again."""

PAUSES = (1, 5, 20)
"""Seconds between the tries to write down that a letter has left; together far less than `TAKEN_FOR`."""

SECONDS = 20
MOST_AT_ONCE = 100


def letters_leave() -> bool:
    """There is a mail server, and this is no demonstration: there nothing is sent to anybody."""
    settings = current_app.config["SETTINGS"]
    return settings.mail_url is not None and not settings.is_demonstration


def send_due() -> int:
    """Send what is due. Says how many letters left. Without a mail server, or in a demonstration, none does."""
    if not letters_leave():
        return 0
    forget_words()
    decide_ways()
    numbers = db.session.scalars(
        select(Letter.id)
        .where(unsent, Letter.way == Way.AT_ONCE, Letter.next_try_at <= now(), due_since > now() - TRIED_FOR)
        .order_by(Letter.next_try_at, Letter.id).limit(MOST_AT_ONCE)
    ).all()
    db.session.commit()
    if not numbers:
        return 0
    sent = 0
    try:
        with server(current_app.config["SETTINGS"].mail_url) as post:
            for number in numbers:
                sent += send_one(post, number)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail server did not answer: %s", type(error).__name__)
        for number in numbers:
            postpone(number, f"The mail server could not be reached ({type(error).__name__}).")
    return sent


def send_one(post: smtplib.SMTP, number: int) -> int:
    """Take one letter, send it, write down what became of it; each in its own transaction.

    Everything that can go wrong with words goes wrong before the letter leaves.
    """
    letter = taken(number)
    if letter is None:
        return 0
    try:
        words = {number: compose(letter), **words_listed(letter)}
        message = message_of(letter, compose(letter, with_link=True))
        db.session.commit()
        post.send_message(message)
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, TemplateError, ValueError, OSError) as error:
        postpone(number, said(error))
        return 0
    write_down(number, words)
    return 1


def words_listed(letter: Letter) -> dict[int, Words]:
    """The letters that a daily one lists leave with it, and read from then on as they read today."""
    if letter.template != DAILY:
        return {}
    listed = db.session.scalars(select(Letter).where(Letter.in_letter_id == letter.id, Letter.sent_at.is_(None)))
    return {each.id: readable(each) for each in listed}


def write_down(number: int, words: Mapping[int, Words]) -> None:
    """Mark a letter that has left, and try that again while the database does not answer.

    One that cannot be marked at all leaves a second time after `TAKEN_FOR`, as the same message. What the
    database said last is raised, so that the letters after it wait, and it stays the only one.
    """
    for pause in PAUSES:
        try:
            return mark_as_sent(number, words)
        except SQLAlchemyError as error:
            db.session.rollback()
            log.warning("letter %s has left and is not marked yet: %s", number, type(error).__name__)
            time.sleep(pause)
    return mark_as_sent(number, words)


def mark_as_sent(number: int, words: Mapping[int, Words]) -> None:
    for letter in db.session.scalars(select(Letter).where(Letter.id.in_(words), Letter.sent_at.is_(None))):
        letter.sent_at, letter.subject, letter.body = now(), words[letter.id].subject, words[letter.id].body
        if letter.id == number:
            letter.attempts, letter.problem = letter.attempts + 1, ""
    db.session.commit()


def taken(number: int) -> Letter | None:
    """The letter, ours for ten minutes; None when another worker has it, or it was recalled meanwhile."""
    mine = rows_met(
        update(Letter)
        .where(Letter.id == number, unsent, Letter.way == Way.AT_ONCE, Letter.next_try_at <= now())
        .values(next_try_at=now() + TAKEN_FOR)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    if mine:
        return db.session.get(Letter, number, populate_existing=True)
    return None


def postpone(number: int, problem: str) -> None:
    """Try a letter again later: after 1, 2, 4 … minutes, at most every six hours."""
    letter = db.session.get(Letter, number, populate_existing=True)
    if letter is None or letter.sent_at:
        return
    letter.attempts += 1
    letter.problem = problem
    letter.next_try_at = now() + pause_after(letter.attempts)
    db.session.commit()


def pause_after(attempts: int) -> timedelta:
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), timedelta(hours=6))


def said(error: Exception) -> str:
    """What went wrong, in one line that staff can act on."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "The mail server does not take letters for this address."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"The mail server answered {error.smtp_code}."
    if isinstance(error, TemplateError | FileNotFoundError):
        return "The words of this letter cannot be composed: tell the administrator."
    if isinstance(error, ValueError):
        return "The address cannot be written to: it is not a whole e-mail address."
    return f"The letter could not be handed over ({type(error).__name__})."


def message_of(letter: Letter, words: Words) -> EmailMessage:
    """The letter as mail: plain text and HTML, one recipient, and one id, however often it is tried."""
    settings = current_app.config["SETTINGS"]
    plain = letter.email.isascii()
    message = EmailMessage(policy=SMTP if plain else SMTPUTF8)
    message["From"] = settings.body_address
    message["To"] = letter.email
    message["Subject"] = words.subject
    message["Date"] = written(letter.written_at)
    message["Message-ID"] = f"<{letter.public_id}@{settings.host or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words.body, cte="quoted-printable")
    message.add_alternative(as_html(words), subtype="html", cte="quoted-printable")
    return message


def written(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


@contextmanager
def server(address: str) -> Iterator[smtplib.SMTP]:
    """The mail server of the settings: smtps:// is encrypted from the start, smtp:// where the server offers it."""
    parts = urlsplit(address)
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        post: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        post = smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
    with post:
        post.ehlo()
        if parts.scheme == "smtp" and post.has_extn("starttls"):
            post.starttls(context=ssl.create_default_context())
            post.ehlo()
        if parts.username:
            post.login(unquote(parts.username), unquote(parts.password or ""))
        yield post
