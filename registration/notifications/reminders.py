"""THE TABLE of reminders: of what, how many working days before, to whom, in which letter. `docs/notices.md` prints it.

A reminder goes to those who may still act, by day where they are, and each is written once: its name holds what it
is about, the date and the step. A step that had passed already when the date was set is left out, and of two steps
that have both come only the later is written.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from registration.access.policy import Action, allowed
from registration.access.roles import JUDGES, SCHOOL_LEADS, Capacity
from registration.access.standing import people_as
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.notifications import casework
from registration.notifications.composing import zone_of
from registration.notifications.idle import idle_drafts
from registration.proposals.models import Proposal
from registration.reapproval.queries import ending_until
from registration.register.yearly import due_until
from registration.visits.models import Visit, VisitDocument, VisitSlot
from registration.workflow import calendar
from registration.workflow.states import VISITING, State

IDLE_DAYS = 30
DAYTIME = range(7, 19)


@dataclass(frozen=True)
class Due:
    """Something with a date: which case, since when the date stands, and what its letter says besides."""

    application: Application
    on: date
    since: datetime
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reminder:
    """One row."""

    letter: str
    what: str
    steps: tuple[int, ...]
    to: frozenset[Capacity]
    who_may: Action
    due: Callable[[date], Iterable[Due]]


def row(
    letter: str, what: str, steps: tuple[int, ...], to: Iterable[Capacity], who_may: Action,
    due: Callable[[date], Iterable[Due]],
) -> Reminder:
    return Reminder(letter, what, steps, frozenset(to), who_may, due)


def open_cases(*states: State) -> Select[Application]:
    """Cases in these states whose clock runs, with what is asked of each of them."""
    loaded = (selectinload(Application.assignments), selectinload(Application.determinations))
    return select(Application).where(Application.state.in_(states), Application.held.is_(False)).options(*loaded)


def dates_of(*states: State) -> Callable[[date], Iterator[Due]]:
    """The due dates of cases in these states, up to a day."""

    def due(until: date) -> Iterator[Due]:
        wanted = open_cases(*states).where(Application.due_on.between(calendar.in_force.today(), until))
        for application in db.session.scalars(wanted.order_by(Application.id)).unique():
            if application.due_on:
                yield Due(application, application.due_on, application.state_since)

    return due


def with_slots(state: State, until: date) -> Iterator[Application]:
    """Cases with a time proposed or accepted between now and the end of a day."""
    visit = joinedload(Application.visit).selectinload(Visit.slots)
    near = Visit.slots.any(VisitSlot.starts_at.between(now(), calendar.in_force.end_of(until)))
    wanted = open_cases(state).join(Visit).where(near).options(visit)
    yield from db.session.scalars(wanted.order_by(Application.id)).unique()


def slots_to_choose(until: date) -> Iterator[Due]:
    """Times proposed for a visit, none of them chosen: the first of them is the date."""
    for application in with_slots(State.VISIT_PLANNING, until):
        slots = application.visit.slots if application.visit else []
        open_slots = [s for s in slots if s.declined_at is None and s.starts_at > now()]
        if open_slots and not any(s.accepted_at for s in slots):
            yield from dated(application, min(open_slots, key=lambda s: s.starts_at), application.state_since, until)


def visits_to_come(until: date) -> Iterator[Due]:
    for application in with_slots(State.VISIT_ARRANGED, until):
        slot = application.visit.accepted_slot if application.visit else None
        if slot is not None and slot.starts_at > now():
            yield from dated(application, slot, application.state_since, until)


def documents_to_prepare(until: date) -> Iterator[Due]:
    """Lists for a visit on which something has no answer yet."""
    waiting = Visit.documents.any(VisitDocument.answer == "")
    asked = Visit.documents_due_on.between(calendar.in_force.today(), until) & Visit.documents_asked_at.is_not(None)
    wanted = open_cases(*VISITING).join(Visit).where(asked, waiting).options(joinedload(Application.visit))
    for application in db.session.scalars(wanted.order_by(Application.id)).unique():
        visit = application.visit
        if visit and visit.documents_due_on and visit.documents_asked_at:
            yield Due(application, visit.documents_due_on, visit.documents_asked_at)


def dated(application: Application, slot: VisitSlot, since: datetime, until: date) -> Iterator[Due]:
    on = calendar.in_force.day_of(slot.starts_at)
    if on <= until:
        yield Due(application, on, since, {"starts_at": slot.starts_at.isoformat()})


def declarations_due(until: date) -> Iterator[Due]:
    for registration, year in due_until(until):
        yield Due(registration.application, year.due_on, registration.registered_at)


def certificates_ending(until: date) -> Iterator[Due]:
    """Registrations that end by that day, as long as the school has not applied again."""
    for registration, draft in ending_until(until):
        begun = {"begun": draft.reference if draft else ""}
        yield Due(registration.application, registration.valid_until, registration.registered_at, begun)


def drafts_left_alone(_until: date) -> Iterator[Due]:
    """Drafts nobody has touched for so many days. Their date is the day that makes it so many."""
    for application, changed in idle_drafts(now() - timedelta(days=IDLE_DAYS)):
        on = calendar.in_force.day_of(changed + timedelta(days=IDLE_DAYS))
        yield Due(application, on, changed, {"idle_days": IDLE_DAYS})


def panels_proposed(until: date) -> Iterator[Due]:
    """Panels the school can still object to. The case may stand at any step at which a panel can change."""
    loaded = joinedload(Proposal.application).options(
        selectinload(Application.assignments), selectinload(Application.determinations)
    )
    wanted = select(Proposal).where(
        Proposal.answered_at.is_(None), Proposal.until.between(calendar.in_force.today(), until)
    )
    for proposal in db.session.scalars(wanted.options(loaded).order_by(Proposal.id)).unique():
        if not proposal.application.held:
            yield Due(proposal.application, proposal.until, proposal.proposed_at)


TABLE: tuple[Reminder, ...] = (
    row("reminder_panel", "Agreeing or objecting to the panel", (2,), SCHOOL_LEADS, Action.ANSWER_PROPOSAL,
        panels_proposed),
    row("reminder_request", "Answering a request of the body", (5, 1), SCHOOL_LEADS, Action.ANSWER_REQUEST,
        dates_of(State.COMPLETING, State.EVIDENCE_REQUESTED)),
    row("reminder_facts", "Checking the facts in the draft report", (2, 1), SCHOOL_LEADS, Action.COMMENT_ON_FACTS,
        dates_of(State.FACTUAL_CHECK)),
    row("reminder_slots", "Choosing a time for the visit, before the first one proposed", (5, 2), SCHOOL_LEADS,
        Action.CHOOSE_SLOT, slots_to_choose),
    row("reminder_documents", "What the school gets ready for the visit", (3, 1), SCHOOL_LEADS, Action.PREPARE_VISIT,
        documents_to_prepare),
    row("reminder_visit", "The visit", (2,), SCHOOL_LEADS | JUDGES, Action.SEE_VISIT, visits_to_come),
    row("reminder_declaration", "The yearly declaration of a registered school", (20, 5), {Capacity.PRINCIPAL},
        Action.DECLARE_YEARLY, declarations_due),
    row("reminder_reapproval", "Applying again before the certificate ends", (180, 90, 30), SCHOOL_LEADS,
        Action.START_REAPPROVAL, certificates_ending),
    row("reminder_draft", f"A draft that nobody has changed for {IDLE_DAYS} days", (0,), SCHOOL_LEADS,
        Action.EDIT_SELF_ASSESSMENT, drafts_left_alone),
)


def write_reminders() -> int:
    """Write every reminder whose time has come, each case in a transaction of its own. Says how many letters."""
    days, written = calendar.in_force, 0
    for reminder in TABLE:
        until = days.after(days.today(), max(reminder.steps))
        for due in list(reminder.due(until)):
            step = step_reached(reminder, due)
            if step is not None:
                written += remind(reminder, due, step)
    return written


def step_reached(reminder: Reminder, due: Due) -> int | None:
    """The step that has come and has not been overtaken; None when none has, or it had when the date was set."""
    days = calendar.in_force
    left = days.between(days.today(), due.on)
    reached = [step for step in reminder.steps if left <= step]
    if not reached:
        return None
    step = min(reached)
    set_too_late = days.between(days.day_of(due.since), due.on) <= step
    return None if set_too_late and step > 0 else step


def remind(reminder: Reminder, due: Due, step: int) -> int:
    """One letter to each person who may still act, where it is day."""
    written = 0
    for capacity in sorted(reminder.to):
        for person in people_as(capacity, due.application):
            if is_day(person) and allowed(person, reminder.who_may, due.application):
                written += write_once(reminder, due, step, person, capacity)
    if written:
        db.session.commit()
    return written


def is_day(person: Person) -> bool:
    """From seven to seven where this person is: nobody is reminded at night."""
    return now().astimezone(ZoneInfo(zone_of(person))).hour in DAYTIME


def write_once(reminder: Reminder, due: Due, step: int, person: Person, capacity: Capacity) -> bool:
    application, days = due.application, calendar.in_force
    once = f"{reminder.letter}:{application.reference}:{due.on.isoformat()}:{step}:{person.public_id}"
    if casework.written(once):
        return False
    facts = {"due_on": due.on.isoformat(), "days_left": days.between(days.today(), due.on), **due.facts}
    try:
        with db.session.begin_nested():
            casework.write(application, reminder.letter, person, capacity, once=once, **facts)
    except IntegrityError:  # another worker wrote it at this moment
        return False
    return True
