"""What to tell somebody who could do a thing until the case moved on, or they left it, while their page was open."""

from sqlalchemy import select

from registration.access.policy import POLICY, Action, state_shown
from registration.access.roles import THE_SCHOOL, Capacity
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.review.models import Assignment
from registration.workflow.lasting import TAKE_BACK
from registration.workflow.models import Event
from registration.workflow.states import State


def overtaken(person: Person, action: Action, application: Application) -> str:
    """The sentence, where the last move took the thing away; empty where something else did. One statement."""
    moved = select(Event).where(Event.application_id == application.id, Event.from_state != Event.to_state)
    last = db.session.scalar(moved.order_by(Event.id.desc()).limit(1))
    if last is None or not last.from_state or last.to_state != state_shown(person, application).value:
        return ""
    before, held = State(last.from_state), capacities(person, application)
    if last.move == TAKE_BACK and held & THE_SCHOOL:
        return ""  # the school never knew of the decision
    if not any(before in rule.when and held & rule.who for rule in POLICY[action]):
        return ""
    why = "the time for it was over" if last.capacity == Capacity.CLOCK else "the next step was taken"
    return (
        f"You can no longer {action.label}: while this page was open {why}, and the case went on to"
        f" “{State(last.to_state).label}”. What you typed is not lost: it stands below."
    )


def removed(person: Person, reference: str) -> str:
    """The sentence for somebody who was on the panel when they opened a page, and is not any more. One statement."""
    left = (
        select(Assignment.id).join(Application)
        .where(Application.reference == reference, Assignment.person_id == person.id)
    )
    if db.session.scalar(left.where(Assignment.ended_at.is_not(None)).limit(1)) is None:
        return ""
    return (
        "You are no longer on the panel of this case, so this was not saved. What you typed is not lost: it stands"
        " below. If you think this is a mistake, write to the case officer."
    )
