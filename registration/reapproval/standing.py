"""Which criteria of a reapproval stand as they were agreed last, and which are judged anew. Rules, for any feature."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import inspect, select
from sqlalchemy.orm import joinedload

from registration.applications.models import Application
from registration.applications.snapshot import (
    citation_row,
    citations_by_criterion,
    fingerprint,
    response_row,
    responses_by_criterion,
)
from registration.database import db
from registration.evidence.models import Citation
from registration.reapproval.models import CarriedCriterion
from registration.register.models import Registration
from registration.self_assessment.models import Response
from registration.workflow import calendar
from standards.reapproval import terms

ANEW = {
    "edition": "The standard has a new edition",
    "lost": "Evidence cited last time is no longer there",
    "unjudged": "Nothing was agreed last time",
    "below": "It was not met last time",
    "condition": "The last approval had a condition here",
    "rule": "Looked at each time",
    "stood": "It stood unseen last time",
}
"""Why a criterion is judged anew although nothing was changed, in words for both sides."""


def opens_on(registration: Registration) -> date:
    """The day from which the school can apply again."""
    return registration.valid_until - timedelta(days=terms(registration.application.standard).opens)


def is_open(registration: Registration) -> bool:
    """From that day on, also when the certificate has ended: there is no other way back."""
    return calendar.in_force.today() >= opens_on(registration)


def is_standing(row: CarriedCriterion, fingerprints: Mapping[str, str]) -> bool:
    """Carried over, unchanged, and neither the rule nor a reviewer wants it judged anew."""
    return not row.anew and row.reopened_at is None and row.fingerprint == fingerprints.get(row.criterion_code)


def rows_standing(application: Application) -> list[CarriedCriterion]:
    """The criteria that stand, by what was sent last. None in an application that follows no other."""
    if application.follows_id is None or application.submission is None:
        return []
    load_what_it_follows(application)
    sent = application.submission.snapshot["fingerprints"]
    return [row for row in application.carried if is_standing(row, sent)]


def load_what_it_follows(application: Application) -> None:
    """What was carried over, the application before and its registration: one statement, and none the second time."""
    if "carried" in inspect(application).unloaded:
        before = joinedload(Application.follows)
        of_it = before.joinedload(Application.registration), before.lazyload(Application.school)
        loaded = joinedload(Application.carried), *of_it
        db.session.scalars(select(Application).where(Application.id == application.id).options(*loaded)).unique().one()


def standing(application: Application) -> frozenset[str]:
    return frozenset(row.criterion_code for row in rows_standing(application))


def to_judge(application: Application) -> list[str]:
    """Codes of the criteria each reviewer has to judge, in the order of the standard."""
    standing_over = standing(application)
    return [code for code in application.standard.criteria if code not in standing_over]


def working_marks(application: Application) -> dict[str, str]:
    """The fingerprint of each criterion as the school has it now, sent or not."""
    now_written = {
        "edition": application.standard_edition, "responses": responses_by_criterion(application),
        "citations": citations_by_criterion(application),
    }  # fmt: skip
    return {code: fingerprint(now_written, code) for code in application.standard.criteria}


def mark_written(
    application: Application, code: str, response: Response | None, cited: Iterable[Citation]
) -> str:
    """The fingerprint of one criterion, from its answer and citations."""
    written = {
        "edition": application.standard_edition, "responses": {code: response_row(response)} if response else {},
        "citations": {code: [citation_row(citation) for citation in cited]},
    }  # fmt: skip
    return fingerprint(written, code)


def unconfirmed(application: Application) -> list[str]:
    """Codes of the criteria that are as last time, and not yet confirmed to be so."""
    if application.follows_id is None:
        return []
    marks = working_marks(application)
    return [
        row.criterion_code for row in application.carried
        if row.confirmed_at is None and row.fingerprint == marks.get(row.criterion_code)
    ]  # fmt: skip
