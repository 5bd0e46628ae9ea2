"""An appeal: made by the school, withdrawn by it, or decided by somebody who did not make the decision.

Its outcome is let go by a second person, or taken back before: until then the case stands at the appeal.
"""

from registration.access import standing
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now
from registration.decisions import queries, reading, service
from registration.decisions.models import Appeal
from registration.errors import NotAllowed, Refused
from registration.notifications.service import held_letters
from registration.workflow import appealing, engine
from registration.workflow.states import State

APPEAL_MOVES = {"upheld": "uphold_appeal", "dismissed": "dismiss_appeal"}


def make_appeal(application: Application, grounds: str, *, by: Person) -> Appeal:
    """Appeal against the last determination; it must have been released, and in time."""
    if not grounds.strip():
        raise Refused("Write the grounds of the appeal: what you think was judged wrongly, and why.")
    if not application.determinations:
        raise Refused("There is no determination to appeal against yet.")
    if not appealing.no_appeal_decided.holds(application):
        raise Refused(appealing.no_appeal_decided.otherwise)
    made = Appeal(
        application=application, determination=application.determinations[-1],
        state_before=application.state.value, grounds=grounds, made_by=by,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    engine.perform(application, "appeal", by=by)
    return made


def decide_appeal(application: Application, outcome: str, reasons: str, *, by: Person) -> Appeal:
    """Uphold the appeal, so that another decision maker decides anew, or dismiss it, so that all stays as it was.

    The school hears of it, and the case moves, when a second person has released the letter.
    """
    if standing.appeal_waits(application):
        raise Refused(f"{appealing.appeal_not_decided.otherwise} Take it back first if it is to be decided otherwise.")
    appeal = queries.open_appeal(application)
    if appeal is None:
        raise Refused("There is no open appeal in this case.")
    if outcome not in APPEAL_MOVES:
        raise Refused("Choose whether the appeal is upheld or dismissed.")
    if not reasons.strip():
        raise Refused("Give the reasons: the school reads them in the letter.")
    if appeal.determination.decided_by == by:
        raise NotAllowed("Somebody else must hear this appeal: it is against your decision.")
    appeal.outcome, appeal.reasons = outcome, reasons
    engine.perform(application, APPEAL_MOVES[outcome], by=by, note=reasons, facts={"reasons": reasons})
    appeal.decided_by, appeal.decided_at = by, now()
    db.session.flush()
    audit.note("appeal_decided", by, application, outcome=outcome)
    return appeal


def release_appeal(application: Application, *, by: Person, read: str | None = None) -> Appeal:
    """Let the letter on an appeal go, as the second person: now the case moves, and the school knows.

    `read` is the key of the letters this person had before them: others are not released, for nobody has read them.
    """
    if not standing.appeal_waits(application):
        raise Refused(appealing.appeal_outcome_waits.otherwise)
    appeal = application.appeals[-1]
    if by in (appeal.decided_by, appeal.determination.decided_by):
        raise NotAllowed("Somebody else must release this letter: one of the two decisions is yours.")
    reading.refuse_if_changed(held_letters(application), read)
    engine.perform(application, "release_appeal", by=by)
    service.let_letters_go(application, by=by)
    audit.note("appeal_released", by, application)
    return appeal


def take_back_appeal(application: Application, why: str, *, by: Person) -> Appeal:
    """Before its release: the letters are recalled, and the appeal is to be decided again. No school knows.

    The reasons stay for whoever decides it then; the history keeps the outcome, and who took it back and why.
    """
    if not why.strip():
        raise Refused("Say why the outcome is taken back, so that whoever decides the appeal knows what to look at.")
    if not standing.appeal_waits(application):
        raise Refused("There is no outcome of an appeal that waits for its release, so nothing can be taken back.")
    engine.perform(application, "take_back_appeal", by=by, note=why)
    audit.note("appeal_taken_back", by, application)
    return application.appeals[-1]


def withdraw_appeal(application: Application, *, by: Person) -> Appeal:
    """The school thinks better of it: all stands as before the appeal. It may appeal again while there is time.

    An outcome that nobody has released yet is recalled: the school never knew of it.
    """
    if application.state is not State.APPEAL or not application.appeals:
        raise Refused("There is no open appeal in this case.")
    appeal = application.appeals[-1]
    appeal.outcome, appeal.reasons, appeal.decided_by, appeal.decided_at = "withdrawn", "", None, now()
    db.session.flush()
    engine.perform(application, "withdraw_appeal", by=by)
    return appeal
