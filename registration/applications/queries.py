"""Reading one application: what was asked and sent, and what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from registration.access.roles import THE_SCHOOL, Capacity
from registration.access.standing import appeal_waits, capacities
from registration.accounts.models import Person
from registration.applications.models import Application, InformationRequest, Submission
from registration.database import db
from registration.errors import NotFound
from registration.evidence.models import Citation, Evidence
from registration.self_assessment.models import Response
from registration.workflow.lasting import APPEAL_OUTCOMES, lasting
from registration.workflow.models import Event
from registration.workflow.states import OPEN_TO_SCHOOL, State
from registration.workflow.transitions import BY_NAME
from standards.model import OUTCOMES


def with_open_request(application: Application) -> InformationRequest | None:
    """The request the school is answering, with its items. One statement; none in a state in which it answers none."""
    if application.state not in OPEN_TO_SCHOOL - {State.DRAFT}:
        return None
    return db.session.scalars(
        select(InformationRequest)
        .where(InformationRequest.application_id == application.id, InformationRequest.closed_at.is_(None))
        .options(
            joinedload(InformationRequest.items),
            joinedload(InformationRequest.asked_by).lazyload(Person.role_rows),
        )
        .order_by(InformationRequest.id.desc())
    ).unique().first()


def load_for_needs(application: Application) -> None:
    """Everything the needs of a submission look at: four statements, and one for what the school was asked."""
    parts: dict[str, Any] = {
        "responses": select(Response),
        "citations": select(Citation).order_by(Citation.id),
        "evidence": select(Evidence).options(joinedload(Evidence.versions)).order_by(Evidence.id),
    }
    if application.state in OPEN_TO_SCHOOL - {State.DRAFT}:
        asked = select(InformationRequest).options(joinedload(InformationRequest.items))
        parts["requests"] = asked.order_by(InformationRequest.id)
    few = [joinedload(Application.profile), joinedload(Application.declarations)]
    if application.follows_id is not None:
        few.append(joinedload(Application.carried))
    db.session.scalars(select(Application).where(Application.id == application.id).options(*few)).unique().one()
    for name, wanted in parts.items():
        found = db.session.scalars(wanted.filter_by(application_id=application.id)).unique()
        set_committed_value(application, name, list(found))


def rounds_of(application: Application) -> list[tuple[int, datetime, str]]:
    """Round, moment and sender of each submission, without the snapshots."""
    rows = db.session.execute(
        select(Submission.round, Submission.sent_at, Person.name)
        .join(Person, Submission.sent_by_id == Person.id)
        .where(Submission.application_id == application.id)
        .order_by(Submission.round)
    )
    return [(number, at, name) for number, at, name in rows]


def submission_of(application: Application, number: int | None) -> Submission:
    """What was sent in one round; the last one when no round is named. Raises NotFound when nothing was sent then."""
    wanted = select(Submission).where(Submission.application_id == application.id)
    wanted = wanted.options(joinedload(Submission.sent_by))
    if number is not None:
        wanted = wanted.where(Submission.round == number)
    found = db.session.scalars(wanted.order_by(Submission.round.desc()).limit(1)).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Happening:
    """One event as a reader may know it: the school reads duties of the body's people, not their names."""

    what: str
    at: datetime
    by: str
    note: str
    state: State


def history_for(person: Person, application: Application) -> list[Happening]:
    """Newest first. The school reads no determination, and no outcome of an appeal, that waits or was recalled."""
    events = db.session.scalars(
        select(Event).where(Event.application_id == application.id).order_by(Event.id)
        .options(joinedload(Event.person).lazyload(Person.role_rows))
    ).all()
    ours = bool(capacities(person, application) & THE_SCHOOL)
    known = lasting(events) if ours else list(events)
    outcomes = [event for event in known if event.move in OUTCOMES]
    sent = sum(made.released_at is not None for made in application.determinations)
    withheld = outcomes[sent:] if ours else []
    if ours and appeal_waits(application):
        withheld += [event for event in known if event.move in APPEAL_OUTCOMES][-1:]
    return [happening(event, ours) for event in reversed(known) if event not in withheld]


def happening(event: Event, ours: bool) -> Happening:
    capacity = Capacity(event.capacity)
    named = event.person is not None and (not ours or capacity in THE_SCHOOL)
    by = event.person.name if event.person and named else f"the {capacity.label}"
    if capacity is Capacity.CLOCK:
        by = "the clock"
    label = BY_NAME[event.move].label if event.move in BY_NAME else "Application begun"
    return Happening(label, event.at, by, event.note, State(event.to_state))
