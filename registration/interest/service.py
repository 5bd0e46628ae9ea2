"""Expressing interest, and the desk's answers to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from registration.access.roles import SchoolRole
from registration.accounts import service as accounts, throttle
from registration.accounts.models import Person
from registration.database import db, now
from registration.errors import Refused
from registration.interest.models import Interest
from registration.notifications.models import Letter
from registration.schools.models import School

COLUMNS = ("school_name", "country", "website", "contact_name", "contact_role", "email")
OPEN = ("new", "asked")


def express_interest(sent: dict[str, Any], *, network: str) -> Interest:
    """Keep an expression of interest and thank for it by letter.

    `network` is the address it came from: after ten in an hour, each further one has to wait.
    """
    here = throttle.network_of(network)
    if throttle.too_many("interest", here):
        raise Refused(
            "Many forms have come from your network within the last hour. Please send this one again later."
        )
    throttle.note_attempt("interest", here)
    interest = Interest(
        **{name: sent[name] for name in COLUMNS},
        domain=domain_of(sent["website"]),
        registration_number=comparable(sent["registration_number"]),
        details={name: value for name, value in sent.items() if name not in COLUMNS},
    )
    db.session.add(interest)
    write(interest, "interest_received")
    return interest


def accept(interest: Interest, *, by: Person) -> School:
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
    accounts.invite(interest.email, interest.contact_name, by=by, school=school, role=SchoolRole.PRINCIPAL)
    interest.school = school
    settle(interest, "accepted", "", by)
    return school


def ask(interest: Interest, question: str, *, by: Person) -> None:
    """Send the school a question; it answers by e-mail."""
    refuse_answered(interest)
    if not question.strip():
        raise Refused("Write the question first: the school reads it word for word.")
    settle(interest, "asked", question, by)
    write(interest, "interest_question")


def decline(interest: Interest, reason: str, *, by: Person) -> None:
    """Say no, with the reason."""
    refuse_answered(interest)
    if not reason.strip():
        raise Refused("Write the reason first: the school reads it word for word.")
    settle(interest, "declined", reason, by)
    write(interest, "interest_declined")


def settle(interest: Interest, status: str, answer: str, by: Person) -> None:
    interest.status, interest.answer, interest.answered_by, interest.answered_at = status, answer, by, now()


def refuse_answered(interest: Interest) -> None:
    if interest.status not in OPEN:
        raise Refused(
            f"This expression of interest was already {interest.status}. Open it again to see by whom."
        )


def write(interest: Interest, template: str) -> None:
    """A letter to whoever wrote; they have no account yet."""
    facts = {"name": interest.contact_name, "school": interest.school_name, "note": interest.answer or ""}
    db.session.add(Letter(template=template, facts=facts, email=interest.email))


def domain_of(website: str) -> str:
    """The host of a web address, without www: what two schools would share."""
    address = website if "//" in website else f"//{website}"
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def comparable(number: str) -> str:
    """A registration number without the blanks and dashes that people put in differently."""
    return "".join(letter for letter in number.upper() if letter.isalnum())
