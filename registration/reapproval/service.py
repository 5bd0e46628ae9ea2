"""Applying again: beginning the draft, confirming what is as last time, and opening again what stands."""

from collections.abc import Collection

import standards
from registration.access.policy import Action, allowed
from registration.access.roles import JUDGES
from registration.access.scope import open_criteria
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.applications.service import application_under_way, new_reference
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import NotAllowed, NotFound, Refused
from registration.notifications import casework
from registration.reapproval.carrying import carry_over
from registration.reapproval.models import CarriedCriterion
from registration.reapproval.standing import is_open, opens_on, standing, working_marks
from registration.workflow import calendar, engine


def begin(before: Application, *, by: Person) -> Application:
    """A new draft of a registered school, filled from what it sent last, under the edition in force today.

    The registration stays as it is until the new one takes its place.
    """
    registration = before.registration
    if registration is None or before.submission is None:
        raise Refused("Only a registered school can apply again.")
    if not is_open(registration):
        opens = opens_on(registration)
        raise Refused(f"You can apply again from {opens.day} {opens:%B %Y}. Until then there is nothing to do.")
    if (under_way := under_way_instead(before)) is not None:
        raise Refused(f"Your school has begun already: {under_way.reference}. Open it from your home page.")
    made = Application(
        reference=new_reference(), school=before.school, follows_id=before.id, started_by=by,
        standard_edition=standards.current(calendar.in_force.today()).edition,
    )  # fmt: skip
    db.session.add(made)
    engine.begin(made, by=by)
    db.session.flush()
    carry_over(made, before, by=by)
    audit.note("reapproval_begun", by, made, follows=before.reference)
    return made


def under_way_instead(before: Application) -> Application | None:
    """The application the school has begun since, if it is not over."""
    under_way = application_under_way(before.school)
    return under_way if under_way is not None and under_way != before else None


def confirm(application: Application, codes: Collection[str], *, by: Person) -> int:
    """Say of these criteria that all is as last time. Returns how many; those changed meanwhile are passed over."""
    if not codes:
        raise Refused("Tick the criteria that are as last time.")
    closed = sorted(set(codes) - open_criteria(by, application))
    if closed:
        raise NotAllowed(f"{', '.join(closed)} cannot be changed by you just now, so nothing was confirmed.")
    marks = working_marks(application)
    found = [
        row for row in application.carried
        if row.criterion_code in codes and row.confirmed_at is None and row.fingerprint == marks[row.criterion_code]
    ]  # fmt: skip
    for row in found:
        row.confirmed_at, row.confirmed_by_id = now(), by.id
    return len(found)


def carried_in(application: Application, code: str) -> CarriedCriterion:
    for row in application.carried:
        if row.criterion_code == code:
            return row
    raise NotFound


def reopen(application: Application, code: str, reason: str, *, by: Person) -> CarriedCriterion:
    """A reviewer wants a criterion judged anew that would stand. The whole panel judges it then.

    Who asked and why is not told to the others before moderation: they judge it without.
    """
    row = carried_in(application, code)
    if not allowed(by, Action.RECORD_FINDING, application):
        raise Refused(
            "A criterion that stands can be opened again only during the desk review. Afterwards the lead reviewer can "
            "agree another rating in moderation.", {"Your reason": reason},
        )  # fmt: skip
    if code not in standing(application):
        raise Refused(f"Criterion {code} is judged anew already: open it from “My findings”.", {"Your reason": reason})
    if not reason.strip():
        raise Refused(f"Say why {code} should be judged anew. The panel reads it in moderation.")
    row.reopened_by, row.reopened_at, row.reopen_reason = by, now(), reason.strip()
    criterion = application.standard.criteria[code]
    casework.tell(application, "criterion_reopened", JUDGES, by=by, criterion=f"{code} {criterion.title}")
    audit.note("criterion_reopened", by, application, criterion=code)
    return row
