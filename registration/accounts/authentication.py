"""Signing in: whether it is really this person, asked in a way that tells strangers nothing."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.sql.elements import ColumnElement

from registration.accounts import throttle
from registration.accounts.addresses import email_key
from registration.accounts.models import Person, SignIn
from registration.accounts.passwords import (
    LONGEST_BYTES,
    hash_password,
    needs_new_hash,
    problem_with,
    verify_password,
)
from registration.audit import service as audit
from registration.database import db, now, rows_met
from registration.errors import Refused

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What a sign-in came to: the person, or a sentence and the status of the page that shows it."""

    person: Person | None = None
    sentence: str = ""
    status: int = 422


class WrongPassword(Refused):
    """The present password was asked for and is another."""


WRONG = Answer(sentence="The e-mail address or the password is not right. Check both, or set a new password.")
TOO_LONG = Answer(sentence=f"A password has at most {LONGEST_BYTES:,} bytes. Check what you pasted.", status=400)


def authenticate(email: str, password: str, *, network: str) -> Answer:
    """Judge an e-mail address and a password. Says the same, as slowly, whether or not there is an account."""
    if is_too_long(password):
        return TOO_LONG
    account, here = email_key(email), f"{email_key(email)} {network}"
    counted = [("sign_in", here), ("sign_in_network", network)]
    if not throttle.is_known(here):
        counted.append(("sign_in_account", account))
    wait = max(throttle.wait_for(*key) for key in counted)
    if wait:
        log.info("sign-in slowed: %s", throttle.key_of(*counted[0]))
        return Answer(sentence=slowed(wait), status=429)
    throttle.note_attempts(*counted)
    person = db.session.scalar(select(Person).where(Person.email_key == account))
    right = verify_password(person.password_hash if person else None, password)
    if person is None or not right or not person.active:
        log.info("sign-in refused: %s", throttle.key_of(*counted[0]))
        return WRONG
    throttle.forget("sign_in", here)
    throttle.forget("sign_in_account", account)
    throttle.remember(here)
    if needs_new_hash(person.password_hash):
        person.password_hash = hash_password(password)
    audit.note("signed_in", person)
    return Answer(person)


def is_too_long(password: str) -> bool:
    """Longer than any password we would have taken; nothing is worked out from such a one."""
    return len(password) > LONGEST_BYTES or len(password.encode(errors="replace")) > LONGEST_BYTES


def slowed(wait: timedelta) -> str:
    """When to try again, in words."""
    seconds = int(wait.total_seconds()) + 1
    minutes = -(-seconds // 60)
    time = f"{seconds} seconds" if seconds <= 60 else f"{minutes} minutes"
    return f"There were many attempts with this address, so each now has to wait. Try again in {time}."


def end_sessions(which: ColumnElement[bool]) -> int:
    """End the session rows that match: one device, or everything of one person. Says how many."""
    return rows_met(update(SignIn).where(which, SignIn.ended_at.is_(None)).values(ended_at=now()))


def end_sessions_of(person: Person, *, but: str | None = None) -> int:
    """End every session of a person, but for the one whose token hash is given."""
    others = SignIn.person_id == person.id
    return end_sessions(others & (SignIn.token_hash != but) if but else others)


def change_password(person: Person, present: str, wanted: str, *, keep: str) -> None:
    """Change one's own password, which ends every other session. Raises Refused with what is wrong."""
    throttle.note_attempt("change_password", person.email_key)
    if throttle.too_many("change_password", person.email_key):
        raise Refused("There were many attempts to change this password. Try again in 15 minutes.")
    if not verify_password(person.password_hash, present):
        raise WrongPassword("Your present password is not right.")
    set_password(person, wanted)
    throttle.forget("change_password", person.email_key)
    end_sessions_of(person, but=keep)
    audit.note("password_changed", person)


def set_password(person: Person, wanted: str) -> None:
    """Give an account a password that is good enough, else raise Refused with what would make it so."""
    problem = problem_with(wanted, person.name, person.email)
    if problem:
        raise Refused(problem)
    person.password_hash = hash_password(wanted)


def change_account(person: Person, name: str, time_zone: str) -> None:
    """Change what others call this person, and in which zone they read times."""
    person.name, person.time_zone = name, time_zone


def end_session(row: SignIn, *, by: Person) -> None:
    """End one sign-in, such as that of a phone left on a train."""
    row.ended_at = now()
    audit.note("session_ended", by)
