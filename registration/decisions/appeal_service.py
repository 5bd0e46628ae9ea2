"""An appeal: made by the school, withdrawn by it, or decided by somebody who did not make the decision."""

from registration.access import standing
from registration.access.roles import SCHOOL_LEADS
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.decisions import queries
from registration.decisions.models import Appeal
from registration.errors import NotAllowed, Refused
from registration.notifications.models import Letter
from registration.workflow import engine, needs
from registration.workflow.transitions import BY_NAME

APPEAL_MOVES = {"upheld": "uphold_appeal", "dismissed": "dismiss_appeal"}


def make_appeal(application: Application, grounds: str, *, by: Person) -> Appeal:
    """Appeal against the last determination; it must have been released, and in time."""
    if not grounds.strip():
        raise Refused("Write the grounds of the appeal: what you think was judged wrongly, and why.")
    if not application.determinations:
        raise Refused("There is no determination to appeal against yet.")
    if not needs.no_appeal_decided.holds(application):
        raise Refused(needs.no_appeal_decided.otherwise)
    made = Appeal(
        application=application, determination=application.determinations[-1],
        state_before=application.state.value, grounds=grounds, made_by=by,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    engine.perform(application, "appeal", by=by)
    return made


def appeal_letters(application: Application, outcome: str, reasons: str) -> list[Letter]:
    """The letters to the school that this outcome would write. They are not kept: they are for reading beforehand."""
    told = [tell for tell in BY_NAME[APPEAL_MOVES[outcome]].tells if tell.who in SCHOOL_LEADS]
    facts = {"school": application.school.name, "reference": application.reference, "reasons": reasons}
    return [
        Letter(template=tell.letter, facts={**facts, "name": person.name}, email=person.email, person=person,
               application=application, capacity=tell.who.value)
        for tell in told
        for person in standing.people_as(tell.who, application)
    ]  # fmt: skip


def decide_appeal(application: Application, outcome: str, reasons: str, *, by: Person) -> Appeal:
    """Uphold the appeal, so that another decision maker decides anew, or dismiss it, so that all stays as it was."""
    appeal = queries.open_appeal(application)
    if appeal is None:
        raise Refused("There is no open appeal in this case.")
    if outcome not in APPEAL_MOVES:
        raise Refused("Choose whether the appeal is upheld or dismissed.")
    if not reasons.strip():
        raise Refused("Give the reasons: the school reads them in the letter.")
    if appeal.determination.decided_by == by:
        raise NotAllowed("Somebody else must hear this appeal: it is against your decision.")
    appeal.outcome, appeal.reasons, appeal.decided_by, appeal.decided_at = outcome, reasons, by, now()
    db.session.flush()
    engine.perform(application, APPEAL_MOVES[outcome], by=by, note=reasons, facts={"reasons": reasons})
    return appeal


def withdraw_appeal(application: Application, *, by: Person) -> Appeal:
    """The school thinks better of it: all stands as before the appeal. It may appeal again while there is time."""
    appeal = queries.open_appeal(application)
    if appeal is None:
        raise Refused("There is no open appeal in this case.")
    appeal.outcome, appeal.decided_at = "withdrawn", now()
    db.session.flush()
    engine.perform(application, "withdraw_appeal", by=by)
    return appeal
