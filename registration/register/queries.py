"""Reading registrations, for the case and for the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from registration.applications.models import Application
from registration.countries import country_name
from registration.database import db
from registration.errors import NotFound
from registration.paging import Page, page_of
from registration.register.models import Certificate, Registration, SigningKey
from registration.reports.models import Report, ReportEdition
from registration.schools.models import School
from registration.schools.sections import PROGRAMME
from registration.workflow import calendar
from registration.workflow.states import REGISTRATION, State


@dataclass(frozen=True)
class Status:
    """How a registration stands today, in words for everybody."""

    kind: str
    label: str
    tone: str
    sentence: str


REGISTERED = Status("valid", "Valid", "good", "The school is registered, and its certificate is valid.")
SUSPENDED = Status(
    "suspended",
    "Suspended",
    "waiting",
    "The registration is suspended: the certificate is not valid at present.",
)
WITHDRAWN = Status(
    "withdrawn", "Withdrawn", "ended", "The registration was withdrawn: the certificate is no longer valid."
)
EXPIRED = Status("expired", "Expired", "ended", "The certificate has expired, and has not been renewed.")


@dataclass(frozen=True)
class Verdict:
    """The answer to somebody who asks whether a document is genuine."""

    kind: str
    heading: str
    text: str
    registration: Registration | None = None


UNKNOWN = Verdict(
    "unknown",
    "We do not know this document",
    "No certificate has this number, and we have made no final document with this content. A file that was changed in "
    "any way, even by saving it anew, is no longer the one we made. "
    "Check the number, or ask the school for the original file.",
)


def status_of(registration: Registration) -> Status:
    """How it stands today: the state of the application, and then the date."""
    state = registration.application.state
    if state is State.SUSPENDED:
        return SUSPENDED
    if state is not State.REGISTERED:
        return WITHDRAWN
    return EXPIRED if registration.valid_until < calendar.in_force.today() else REGISTERED


def since(registration: Registration) -> date | datetime:
    """From when it stands as `status_of` says: the last move, or the day after a certificate's last."""
    if status_of(registration) is EXPIRED:
        return registration.valid_until + timedelta(days=1)
    return registration.application.state_since


def public() -> Select[Any]:
    """Registrations that the public may know of, each with its school, in one statement."""
    return (
        select(Registration)
        .join(Registration.application)
        .join(Application.school)
        .where(Application.state.in_(REGISTRATION))
        .options(contains_eager(Registration.application).contains_eager(Application.school))
    )


def register(name: str, country: str, number: int) -> Page[Registration]:
    """One page of the public register, by name of school."""
    wanted = public()
    if name:
        wanted = wanted.where(School.name.icontains(name, autoescape=True))
    if country:
        wanted = wanted.where(School.country == country)
    return page_of(wanted.order_by(School.name, Registration.id), number)


def countries() -> list[tuple[str, str]]:
    """The countries in the register: code and name, by name."""
    codes = db.session.scalars(
        select(School.country).join(School.applications).where(Application.state.in_(REGISTRATION)).distinct()
    )
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


def registration_by(number: str) -> Registration | None:
    """By certificate number, however it was typed."""
    return db.session.scalars(public().where(Registration.certificate_number == tidy(number))).one_or_none()


def tidy(number: str) -> str:
    """A certificate number as we write it: capital letters in groups, O and I read as the digits they look like."""
    plain = "".join(letter for letter in number.upper() if letter.isalnum())
    body = plain.removeprefix("OSC").replace("O", "0").replace("I", "1").replace("L", "1")
    return "-".join(["OSC", *(body[place : place + 4] for place in range(0, len(body), 4))])


def verdict_on(asked: str) -> Verdict:
    """The answer about a certificate number, or about the SHA-256 of a file."""
    plain = asked.strip().lower()
    if len(plain) == 64 and all(letter in "0123456789abcdef" for letter in plain):
        return verdict_on_file(plain)
    found = registration_by(asked[:60])
    return about(found) if found else UNKNOWN


def verdict_on_file(sha256: str) -> Verdict:
    certificate = db.session.scalars(
        select(Certificate).join(Certificate.registration).join(Registration.application)
        .where(Certificate.sha256 == sha256, Application.state.in_(REGISTRATION)).order_by(Certificate.id).limit(1)
    ).one_or_none()  # fmt: skip
    if certificate:
        return about(certificate.registration)
    edition = db.session.scalars(
        select(ReportEdition).where(ReportEdition.sha256 == sha256, ReportEdition.kind == "final").limit(1)
    ).one_or_none()
    if edition is None or not let_out(edition.report):
        return UNKNOWN
    school = edition.report.application.school.name
    made = edition.made_at.date()
    when = f"{made.day} {made:%B %Y}"
    text = f"This is the final report on {school}, exactly as it was frozen on {when}. Nothing in it was changed."
    return Verdict("valid", "This report is genuine", text)


def let_out(report: Report) -> bool:
    """The final report has left the house: it goes to the school with a released determination."""
    return any(d.released_at is not None for d in report.application.determinations)


def about(registration: Registration) -> Verdict:
    status = status_of(registration)
    headings = {
        "valid": "This certificate is valid",
        "suspended": "This certificate is not valid at present",
        "withdrawn": "This certificate is no longer valid",
        "expired": "This certificate has expired",
    }
    return Verdict(status.kind, headings[status.kind], status.sentence, registration)


def scope_of(application: Application) -> dict[str, Any]:
    """Programmes and territories as the school last sent them: what the registration covers."""
    profile = application.submission.snapshot["profile"] if application.submission else {}
    programmes = profile.get("6", {}).get("programmes") or []
    territories = profile.get("4", {}).get("territories") or []
    labels = dict(PROGRAMME)
    return {
        "programmes": [
            {
                "programme": labels.get(str(row.get("programme")), row.get("programme", "")),
                "subjects": row.get("subjects", ""),
            }
            for row in programmes
            if isinstance(row, dict)
        ],
        "territories": [
            country_name(row.get("territory", "")) for row in territories if isinstance(row, dict)
        ],
    }


def signed_certificate(number: str) -> Certificate | None:
    """The latest certificate with this number that is signed, with its key; only where the public may know of it."""
    return db.session.scalars(
        select(Certificate).join(Certificate.registration).join(Registration.application)
        .where(Registration.certificate_number == tidy(number), Certificate.signature.is_not(None),
               Application.state.in_(REGISTRATION))
        .options(joinedload(Certificate.signing_key)).order_by(Certificate.id.desc()).limit(1)
    ).one_or_none()  # fmt: skip


def signing_keys() -> list[SigningKey]:
    """Every key that certificates were signed with, the newest first."""
    return list(db.session.scalars(select(SigningKey).order_by(SigningKey.id.desc())))


def signing_key(fingerprint: str) -> SigningKey:
    found = db.session.scalars(select(SigningKey).where(SigningKey.fingerprint == fingerprint)).one_or_none()
    if found is None:
        raise NotFound("We have signed nothing with this key. The page of keys lists those we have used.")
    return found
