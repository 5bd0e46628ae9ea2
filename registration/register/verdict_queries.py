"""Whether a document is genuine: by the number of a certificate, by the hash of a file, and by our signature on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registration.access.policy import released
from registration.applications.models import Application
from registration.database import db
from registration.register.models import Certificate, Registration
from registration.register.queries import registration_by, status_of
from registration.reports.models import Report, ReportEdition
from registration.reports.signing import Seal
from registration.workflow.states import REGISTRATION


@dataclass(frozen=True)
class Verdict:
    """The answer to somebody who asks whether a document is genuine, with the registration it may speak of."""

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
DRAFT = Verdict(
    "draft",
    "This is a draft of a report, not a final one",
    "A draft is made so that a school can check the facts in it. What it says may have changed since. Only the final "
    "report counts: ask the school for that.",
)
REPLACED = Verdict(
    "replaced",
    "This report was replaced by a later one",
    "We made this file and nothing in it was changed, but a later report took its place. Ask the school for that.",
)
CHANGED = Verdict(
    "changed",
    "This file was changed after we signed it",
    "The file bears our signature, and is no longer what we signed: something in it was changed, or added. Do not rely "
    "on it. Ask the school for the original file.",
)
NOT_RELEASED = Verdict(
    "draft",
    "We signed this file, but have not released it",
    "Nothing in the file was changed, but it is not a report that we have given out. Ask the school for the final one.",
)


def verdict_on(asked: str) -> Verdict:
    """The answer about a certificate number, or about the SHA-256 of a file."""
    plain = "".join(asked.split()).lower()
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
    report = joinedload(ReportEdition.report)
    edition = db.session.scalars(
        select(ReportEdition).where(ReportEdition.sha256 == sha256).order_by(ReportEdition.id).limit(1)
        .options(report.selectinload(Report.editions),
                 report.joinedload(Report.application).selectinload(Application.determinations))
    ).one_or_none()  # fmt: skip
    return on_edition(edition) if edition else UNKNOWN


def on_edition(edition: ReportEdition) -> Verdict:
    """What the public may know of an edition. A report belongs to nobody's knowledge before its outcome is released."""
    application = edition.report.application
    if edition.kind == "draft":
        return DRAFT
    if not any(d.released_at for d in application.determinations):
        return UNKNOWN
    replaced = released(application) and later_final(edition.report.editions, edition)
    return REPLACED if replaced else genuine(edition)


def later_final(editions: Iterable[ReportEdition], than: ReportEdition) -> bool:
    return any(e.kind == "final" and e.storage_key and e.number > than.number for e in editions)


def genuine(edition: ReportEdition) -> Verdict:
    """Which report, and of when. The school is named when the register names it, and not else."""
    application, made = edition.report.application, edition.made_at.date()
    listed = application.registration if application.state in REGISTRATION else None
    about_it = f" on {application.school.name}" if listed else ""
    text = (
        f"This is our final report{about_it}, exactly as it was frozen on {made.day} {made:%B %Y}. "
        "Nothing in it was changed."
    )
    return Verdict("valid", "This report is genuine and final", text, listed)


def verdict_on_seal(seal: Seal) -> Verdict:
    """The answer about a file whose hash we do not know, by its signature."""
    if not seal.ours:
        return UNKNOWN
    return NOT_RELEASED if seal.whole else CHANGED


def about(registration: Registration) -> Verdict:
    status = status_of(registration)
    headings = {
        "valid": "This certificate is valid",
        "suspended": "This certificate is not valid at present",
        "withdrawn": "This certificate is no longer valid",
        "expired": "This certificate has expired",
        "replaced": "A newer certificate has replaced this one",
    }
    return Verdict(status.kind, headings[status.kind], status.sentence, registration)
