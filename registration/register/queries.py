"""Reading registrations, for the case and for the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from registration.access.policy import visible_to
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.countries import country_name
from registration.database import db
from registration.errors import NotFound
from registration.register.models import Certificate, Registration, SigningKey
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
RENEWED = Status(
    "replaced", "Replaced", "ended", "A newer certificate has taken the place of this one: it was renewed."
)
EXPIRED = Status("expired", "Expired", "ended", "The certificate has expired, and has not been renewed.")


def status_of(registration: Registration) -> Status:
    """How it stands today: the state of the application, and then the date."""
    state = registration.application.state
    if registration.renewed_by_id is not None:
        return RENEWED
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


def registration_by(number: str) -> Registration | None:
    """By certificate number, however it was typed."""
    return db.session.scalars(public().where(Registration.certificate_number == tidy(number))).one_or_none()


def tidy(number: str) -> str:
    """A certificate number as we write it: capital letters in groups, O and I read as the digits they look like."""
    plain = "".join(letter for letter in number.upper() if letter.isalnum())
    body = plain.removeprefix("OSC").replace("O", "0").replace("I", "1").replace("L", "1")
    return "-".join(["OSC", *(body[place : place + 4] for place in range(0, len(body), 4))])


def history_of(registration: Registration) -> list[Registration]:
    """The registrations that this one renewed, the newest first. One statement for each."""
    found: list[Registration] = []
    while (before := (found[-1] if found else registration).renews) is not None:
        found.append(before)
    return found


def present_of(registration: Registration) -> Registration:
    """The registration in force: this one, or what renewed it since."""
    while registration.renewed_by is not None:
        registration = registration.renewed_by
    return registration


def renewed_under(person: Person, application: Application) -> str | None:
    """The reference under which the school is registered on, for who may see that case; None if it was not renewed."""
    if application.state is not State.RENEWED:
        return None
    earlier, later = aliased(Registration), aliased(Registration)
    return db.session.scalar(
        select(Application.reference)
        .join(later, later.application_id == Application.id).join(earlier, earlier.renewed_by_id == later.id)
        .where(earlier.application_id == application.id, visible_to(person))
    )  # fmt: skip


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
