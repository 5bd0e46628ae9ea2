"""Changes that a registered school tells of: each is noted, or asked about first. What is public follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from registration.access.roles import SCHOOL_LEADS, Capacity
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.countries import country_name
from registration.database import db, now
from registration.errors import NotFound, Refused
from registration.notifications import casework
from registration.register.models import ChangeNotice, Registration
from registration.register.service import issue_certificate

KINDS = {
    "principal": "A new principal",
    "owner": "A new owner",
    "territory": "A territory that begins or ends",
    "platform": "Another platform for lessons",
    "other": "Something else that was judged",
}
STATUS = {"told": ("With us", "active"), "asked": ("We have a question", "waiting"), "noted": ("Noted", "good")}


def notice_in(application: Application, public_id: str) -> ChangeNotice:
    changes = application.registration.changes if application.registration else []
    for found in changes:
        if found.public_id == public_id:
            return found
    raise NotFound


def tell_of(
    registration: Registration, kind: str, what: str, from_on: date, *, by: Person, territory: str = "",
    leaves: bool = False,
) -> ChangeNotice:
    """The school tells of a change; the case officers get a letter."""
    if kind not in KINDS:
        raise Refused("Choose what changes.")
    if not what.strip():
        raise Refused("Say what changes, so that we can see whether it touches what was judged.")
    if kind == "territory" and not territory:
        raise Refused("Choose the territory that begins or ends.")
    made = ChangeNotice(
        registration=registration, kind=kind, what=what, from_on=from_on, told_by=by, updated_by_id=by.id,
        territory=territory if kind == "territory" else "", leaves=leaves if kind == "territory" else False,
    )  # fmt: skip
    db.session.add(made)
    tell(made, "change_told", [Capacity.CASE_OFFICER], by)
    return made


def ask(notice: ChangeNotice, question: str, *, by: Person) -> None:
    """The case officer wants to know more first."""
    if notice.status != "told":
        raise Refused("This change is not with us: it was noted, or the school has still to answer.")
    if not question.strip():
        raise Refused("Write what you want to know.")
    notice.status, notice.question, notice.updated_by_id = "asked", question, by.id
    tell(notice, "change_question", SCHOOL_LEADS, by)


def answer(notice: ChangeNotice, text: str, *, by: Person) -> None:
    if notice.status != "asked":
        raise Refused("Nothing is asked about this change at present.")
    if not text.strip():
        raise Refused("Write your answer.")
    notice.status, notice.answer, notice.updated_by_id = "told", text, by.id
    tell(notice, "change_told", [Capacity.CASE_OFFICER], by)


def take_note(notice: ChangeNotice, note: str, *, by: Person, body: str, address: str) -> None:
    """The case officer takes note. The register follows at once where the fact is public: a territory.

    Then a certificate with the new territories is issued, under the same number.
    """
    if notice.status == "noted":
        raise Refused("This change was already noted.")
    notice.status, notice.note, notice.noted_at, notice.updated_by_id = "noted", note, now(), by.id
    if notice.kind == "territory":
        follow(notice)
        issue_certificate(notice.registration, by=by, body=body, address=address)
    tell(notice, "change_noted", SCHOOL_LEADS, by)


def follow(notice: ChangeNotice) -> None:
    scope, name = notice.registration.scope, country_name(notice.territory)
    others = [known for known in scope["territories"] if known != name]
    notice.registration.scope = {**scope, "territories": others if notice.leaves else [*others, name]}


def tell(notice: ChangeNotice, letter: str, to: Iterable[Capacity], by: Person) -> None:
    application = notice.registration.application
    casework.tell(application, letter, to, by=by, what=KINDS[notice.kind])
    audit.note(letter, by, application, kind=notice.kind)
