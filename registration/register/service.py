"""Registering an approved school, and its certificate."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.countries import country_name
from registration.database import db
from registration.errors import NotFound, Refused
from registration.jobs.models import Job
from registration.jobs.service import ask_for
from registration.register.models import Certificate, Registration
from registration.register.queries import scope_of
from registration.workflow import calendar, engine
from registration.workflow.states import OVER, State

YEARS = 3
"""How long a registration holds. This service's proposal, like every figure here."""

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KIND = "certificate"


def register_school(
    application: Application, *, agreement_on: date, centre_number: str, by: Person, body: str, address: str
) -> Certificate:
    """Enter the registration, make the move, and ask for the certificate.

    That of a reapproval takes the place of the one before: another number, and another term. `body` is the
    name of the registering body, and `address` the public page that says how the certificate stands, with `{number}`
    for its number: both are printed on it.
    """
    today = calendar.in_force.today()
    if application.registration is not None:
        raise Refused("This school is already registered under this application.")
    if agreement_on > today:
        raise Refused(
            "The agreement cannot be dated in the future. Register the school when it has been signed."
        )
    before = to_renew(application)
    registration = Registration(
        application=application, agreement_on=agreement_on, centre_number=centre_number.strip().upper(),
        certificate_number=new_number(), valid_from=today, valid_until=last_day(today, before),
        scope=scope_of(application),
    )  # fmt: skip
    db.session.add(registration)
    db.session.flush()
    if before is not None:
        before.renewed_by = registration
        engine.perform(before.application, "renew", by=by, facts={"by": application.reference})
    facts = {
        "centre_number": registration.centre_number,
        "certificate_number": registration.certificate_number,
        "valid_until": registration.valid_until.isoformat(),
    }
    engine.perform(application, "register", by=by, facts=facts)
    audit.note("registered", by, application, centre_number=registration.centre_number)
    return issue_certificate(registration, by=by, body=body, address=address)


def to_renew(application: Application) -> Registration | None:
    """The registration that this one takes the place of; none for a school's first, or when the last is over.

    Raises Refused while it is suspended: what was suspended is not renewed in passing.
    """
    before = application.follows.registration if application.follows else None
    if before is None or before.application.state in OVER:
        return None
    if before.application.state is State.SUSPENDED:
        raise Refused(
            "The present registration of this school is suspended. A decision maker reinstates or withdraws it first: "
            f"see {before.application.reference}."
        )
    return before


def last_day(today: date, before: Registration | None) -> date:
    """A whole term from today, or from the end of the one before: a school that is early loses no time."""
    ends = before.valid_until + timedelta(days=1) if before else today
    return years_after(max(today, ends), YEARS) - timedelta(days=1)


def issue_certificate(registration: Registration, *, by: Person, body: str, address: str) -> Certificate:
    """Freeze what the certificate says, and ask for its PDF."""
    certificate = Certificate(registration=registration, content=content_of(registration, body, address))
    db.session.add(certificate)
    db.session.flush()
    certificate.job = asked(certificate, by)
    return certificate


def asked(certificate: Certificate, by: Person) -> Job:
    """The job that makes the PDF; a failed one is tried afresh."""
    return ask_for(
        KIND, {"certificate": certificate.public_id}, f"{KIND}:{certificate.public_id}",
        person=by, application=certificate.registration.application,
    )  # fmt: skip


def make_again(application: Application, *, by: Person) -> Certificate:
    """Ask once more for a certificate whose PDF could not be made."""
    certificate = latest_certificate(application)
    if certificate.storage_key is not None:
        raise Refused("The certificate is already there: download it from the page “Registration”.")
    certificate.job = asked(certificate, by)
    return certificate


def latest_certificate(application: Application) -> Certificate:
    if application.registration is None or not application.registration.certificates:
        raise NotFound
    return application.registration.certificates[-1]


def content_of(registration: Registration, body: str, address: str) -> dict[str, Any]:
    application = registration.application
    return {
        "number": registration.certificate_number,
        "school": application.school.name,
        "country": country_name(application.school.country),
        "centre_number": registration.centre_number,
        "programmes": registration.scope["programmes"],
        "territories": registration.scope["territories"],
        "edition": application.standard_edition,
        "standard": application.standard.title,
        "valid_from": registration.valid_from.isoformat(),
        "valid_until": registration.valid_until.isoformat(),
        "body": body,
        "address": address.replace("{number}", registration.certificate_number),
    }


def new_number() -> str:
    """A certificate number nobody can guess from another: OSC and twelve random letters and digits."""
    while True:
        drawn = "".join(secrets.choice(LETTERS) for _ in range(12))
        number = f"OSC-{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"
        if (
            db.session.scalar(select(Registration.id).where(Registration.certificate_number == number))
            is None
        ):
            return number


def years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)
