"""Expressing interest, and the desk's answers to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registration.access.roles import SchoolRole
from registration.accounts import service as accounts, throttle
from registration.accounts.addresses import email_key
from registration.accounts.models import OneTimeLink, Person
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import Refused
from registration.interest.comparing import comparable, domain_of
from registration.interest.models import Interest, InterestMessage
from registration.interest.reasons import BY_CODE, OTHER, letter_words
from registration.notifications.models import Letter
from registration.schools.models import School
from registration.workflow.figures import ACCEPTED

COLUMNS = ("school_name", "country", "website", "contact_name", "contact_role", "email")
OPEN = ("new", "asked", "answered")
LONGEST_THREAD = 40


def express_interest(sent: Mapping[str, Any], *, network: str) -> Interest:
    """Keep an expression of interest and thank for it by letter.

    `network` is the address it came from. After ten in an hour from there, or three for one e-mail address, each
    further one has to wait.
    """
    tried = (("interest", throttle.network_of(network)), ("interest_email", email_key(sent["email"])))
    if any(throttle.too_many(purpose, key) for purpose, key in tried):
        raise Refused(
            "Many forms have come from your network, or with your e-mail address, within the last hour. "
            "Please send this one again later."
        )
    throttle.note_attempts(*tried)
    interest = Interest(
        **{name: sent[name] for name in COLUMNS},
        domain=domain_of(sent["website"]),
        registration_number=comparable(sent["registration_number"]),
        details={name: value for name, value in sent.items() if name not in COLUMNS},
    )
    db.session.add(interest)
    db.session.flush()
    write(interest, "interest_received")
    return interest


def accept(interest: Interest, *, by: Person) -> OneTimeLink:
    """Make the school, and invite whoever wrote as its principal."""
    refuse_answered(interest)
    school = School(
        name=interest.school_name,
        country=interest.country,
        website=interest.website,
        domain=interest.domain,
        registration_number=interest.registration_number,
    )
    db.session.add(school)
    db.session.flush()
    link = accounts.invite(interest.email, interest.contact_name, by=by, school=school, role=SchoolRole.PRINCIPAL)
    interest.school, interest.reached = school, ACCEPTED
    settle(interest, "accepted", "", by)
    return link


def ask(interest: Interest, question: str, *, by: Person) -> None:
    """Send a question. Its letter carries a private link to a page where the answer is written."""
    refuse_answered(interest)
    if not question.strip():
        raise Refused("Write the question first: the school reads it word for word.")
    interest.messages.append(InterestMessage(by=by, text=question.strip(), sent_at=now()))
    settle(interest, "asked", question, by)
    write(interest, "interest_question", note=question.strip())


def answer_question(interest: Interest, text: str) -> None:
    """Keep the answer of whoever sent the interest, and tell the officer who asked."""
    if interest.status not in ("asked", "answered"):
        raise Refused("No question is open here any more, so nothing was sent.", kept={"Your answer": text})
    if len(interest.messages) >= LONGEST_THREAD:
        raise Refused("This page is full. Please write to us by e-mail instead.", kept={"Your answer": text})
    interest.messages.append(InterestMessage(text=text.strip(), sent_at=now()))
    interest.status = "answered"
    officer = interest.answered_by
    if officer is not None and officer.active:
        facts = {"name": officer.name, "school": interest.school_name, "note": "", "interest": interest.public_id}
        db.session.add(Letter(template="interest_answered", facts=facts, email=officer.email, person=officer))


def decline(interest: Interest, words: str, *, by: Person, reason: str = OTHER) -> None:
    """Say no, with a reason of the table and the officer's own words; one of the two may be enough."""
    refuse_answered(interest)
    if reason not in BY_CODE or not letter_words(reason, words):
        raise Refused("Choose a reason, or write it in your own words: the school reads it word for word.")
    interest.reason = reason
    settle(interest, "declined", letter_words(reason, words), by)
    write(interest, "interest_declined", note=interest.answer)


def settle(interest: Interest, status: str, answer: str, by: Person) -> None:
    interest.status, interest.answer, interest.answered_by, interest.answered_at = status, answer, by, now()
    audit.note(f"interest_{status}", by, interest=interest.public_id, reason=interest.reason or "")


def refuse_answered(interest: Interest) -> None:
    if interest.status not in OPEN:
        raise Refused(
            f"This expression of interest was already {interest.status}. Open it again to see by whom."
        )


def write(interest: Interest, template: str, note: str = "") -> None:
    """A letter to whoever wrote; they have no account yet. It names the interest whose private link it carries."""
    facts = {
        "name": interest.contact_name, "school": interest.school_name, "note": note, "interest": interest.public_id,
    }
    db.session.add(Letter(template=template, facts=facts, email=interest.email))
