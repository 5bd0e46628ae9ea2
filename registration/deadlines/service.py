"""Asking for more time or for a pause, and deciding on it."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from registration.access.roles import SCHOOL_LEADS, Capacity
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now
from registration.deadlines import queries
from registration.deadlines.models import Extension, Pause
from registration.deadlines.reasons import BY_CODE
from registration.deadlines.times import deadline_with, is_past
from registration.decisions.queries import proofs
from registration.errors import NotFound, Refused
from registration.evidence.models import EvidenceVersion
from registration.notifications import casework
from registration.workflow import calendar, engine
from registration.workflow.states import State

LONGEST_EXTENSION, LONGEST_PAUSE = timedelta(days=120), timedelta(days=366)
DRAFT_RESTS = "A draft has no deadline, so it needs no pause. Leave it as long as you like: nothing in it is lost."


def ask(
    application: Application, key: str, *, until: date | None, reason: str, explanation: str, by: Person,
    evidence: str = "",
) -> Extension:
    """Ask for more time for one deadline, once. The present date holds until this is decided."""
    typed = {"Explanation": explanation}
    deadline = deadline_with(application, key)
    if deadline is None or is_past(deadline):
        raise Refused("This date has passed, or binds you no longer, so it cannot be moved.", typed)
    if queries.extension_for(application, key) is not None:
        raise Refused("More time was asked for this date already, and can be asked for once. Write a message.", typed)
    if reason not in BY_CODE or not explanation.strip():
        raise Refused("Choose a reason, and explain it in a sentence or two.", typed)
    if until is None or not deadline.on < until <= deadline.on + LONGEST_EXTENSION:
        raise Refused(f"Choose a day after {deadline.on:%d %B %Y}, and at most four months after it.", typed)
    made = Extension(
        application=application, deadline=key, about=deadline.what, due_on=deadline.on, wanted_until=until,
        reason=reason, explanation=explanation.strip(), evidence_version=document(application, evidence), asked_by=by,
    )  # fmt: skip
    db.session.add(made)
    casework.tell(application, "time_asked", [Capacity.CASE_OFFICER], by=by, what=made.about,
                  due_on=until.isoformat())  # fmt: skip
    audit.note("more time asked", by, application, about=deadline.what)
    return made


def document(application: Application, public_id: str) -> EvidenceVersion | None:
    """A version of this application's evidence; none when none was named."""
    if not public_id:
        return None
    found = next((version for version in proofs(application) if version.public_id == public_id), None)
    if found is None:
        raise Refused("Choose the document from the items of your evidence.")
    return found


def decide(
    extension: Extension, *, granted: bool, until: date | None, decision: str, by: Person
) -> Extension:
    """Grant more time until a day, or refuse it with a reason. A date that was granted holds at once."""
    application = extension.application
    typed = {"Your words": decision}
    if extension.outcome is not None:
        raise Refused("This was decided already.", typed)
    if not granted:
        if not decision.strip():
            raise Refused("Say why you refuse: the school reads it.")
        settle(extension, "refused", decision, by)
        return extension
    deadline = deadline_with(application, extension.deadline)
    if deadline is None:
        raise Refused("The school is no longer bound by this date, so there is nothing to grant. Refuse it.", typed)
    if until is None or until <= max(deadline.on, calendar.in_force.today()):
        raise Refused("Choose a day that lies after the present date, and after today.", typed)
    deadline.move(until)
    extension.granted_until = until
    settle(extension, "granted", decision, by)
    return extension


def settle(extension: Extension, outcome: str, decision: str, by: Person) -> None:
    extension.outcome, extension.decision = outcome, decision.strip()
    extension.decided_by_id, extension.decided_at = by.id, now()
    until = extension.granted_until or extension.due_on
    casework.tell(extension.application, "time_decided", SCHOOL_LEADS, by=by, what=extension.about, outcome=outcome,
                  note=extension.decision, due_on=until.isoformat())  # fmt: skip
    audit.note(f"more time {outcome}", by, extension.application, about=extension.about)


def ask_for_pause(application: Application, *, until: date | None, reason: str, by: Person) -> Pause:
    """Ask to put the application on hold until the end of a day. A refusal does not use the one pause up."""
    typed = {"Why": reason}
    if application.state is State.DRAFT:
        raise Refused(DRAFT_RESTS, typed)
    if application.held:
        raise Refused("This application is on hold already.", typed)
    if queries.standing_pause(application) is not None:
        raise Refused("A pause was asked for already; an application can be paused once. Write a message.", typed)
    if not reason.strip():
        raise Refused("Say why you would like to pause.")
    today = calendar.in_force.today()
    if until is None or not today < until <= today + LONGEST_PAUSE:
        raise Refused("Choose a day in the future, and at most a year away.", typed)
    made = Pause(application=application, until=until, reason=reason.strip(), asked_by=by)
    db.session.add(made)
    casework.tell(application, "pause_asked", [Capacity.CASE_OFFICER], by=by, due_on=until.isoformat())
    audit.note("pause asked", by, application, until=until.isoformat())
    return made


def decide_pause(pause: Pause, *, granted: bool, decision: str, by: Person) -> Pause:
    """Grant the pause, which puts the case on hold at once, or refuse it with a reason."""
    application = pause.application
    typed = {"Your words": decision}
    if pause.outcome is not None:
        raise Refused("This was decided already.", typed)
    if not granted and not decision.strip():
        raise Refused("Say why you refuse: the school reads it.")
    if granted and pause.until <= calendar.in_force.today():
        raise Refused("The day until which the school wanted to pause has passed. Refuse it, and say so.", typed)
    pause.outcome, pause.decision = "granted" if granted else "refused", decision.strip()
    pause.decided_by_id, pause.decided_at = by.id, now()
    if granted:
        note = f"Paused at the school’s wish until {pause.until.day} {pause.until:%B %Y}. {pause.decision}".strip()
        engine.perform(application, "hold", by=by, note=note)
    else:
        casework.tell(application, "pause_refused", SCHOOL_LEADS, by=by, note=pause.decision,
                      due_on=pause.until.isoformat())  # fmt: skip
    audit.note(f"pause {pause.outcome}", by, application)
    return pause


def end_pauses() -> int:
    """Let every case go on whose pause is over. Says how many; changes, and does not commit."""
    case = selectinload(Pause.application)
    over = select(Pause).where(
        Pause.outcome == "granted", Pause.ended_at.is_(None), Pause.until < calendar.in_force.today()
    )
    ended = 0
    for pause in db.session.scalars(over.options(case).order_by(Pause.id)).unique():
        pause.ended_at = now()
        if pause.application.held:
            engine.perform(pause.application, "resume", by=None, note="The pause that the school asked for is over.")
            ended += 1
    return ended


def pending(application: Application, public_id: str) -> Extension:
    """An extension of this case. Raises NotFound for any other."""
    found = queries.extension_of(application, public_id)
    if found is None:
        raise NotFound
    return found
