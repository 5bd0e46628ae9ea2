"""The engine: what moves are open, and the making of one. The only writer of an application's state."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from registration.access.policy import state_shown
from registration.access.roles import Capacity
from registration.access.standing import appeal_waits, capacities, people_as
from registration.applications.models import Application
from registration.database import db, now
from registration.deadlines.models import Pause
from registration.errors import NotAllowed, NotFound, Refused
from registration.notifications.models import Letter
from registration.workflow import calendar, clocks, figures
from registration.workflow.lasting import TAKE_BACK
from registration.workflow.models import Event, Tally
from registration.workflow.need import Need
from registration.workflow.states import State
from registration.workflow.transitions import (
    AFTER_APPEAL,
    BEFORE_APPEAL,
    BY_NAME,
    SAME,
    TABLE,
    Tell,
    Transition,
)

if TYPE_CHECKING:
    from registration.accounts.models import Person


HOLDING = frozenset({"hold", "resume"})


@dataclass(frozen=True)
class Move:
    """A move a person could make now, and what still stands in its way."""

    transition: Transition
    missing: tuple[Need, ...]

    @property
    def open(self) -> bool:
        return not self.missing


def available(application: Application, person: "Person") -> list[Move]:
    """The moves this person may make from here, in the order of the table, each with what it still needs."""
    held = capacities(person, application)
    return [Move(t, missing(application, t)) for t in TABLE if held & t.who and stands_at(application, t, person)]


def stands_at(application: Application, transition: Transition, by: "Person | None") -> bool:
    """The move starts in this state, and in the state as this person may know it; and being on hold allows it.

    While an outcome is kept from them, even an appeal that must wait would say that there is one.
    """
    if not {application.state, known_to(by, application)} <= transition.source:
        return False
    if any(need.for_good and not need.holds(application) for need in transition.needs):
        return False
    if transition.name == "resume":
        return application.held
    return transition.while_held or not application.held


def missing(application: Application, transition: Transition) -> tuple[Need, ...]:
    return tuple(need for need in transition.needs if not need.holds(application))


def perform(
    application: Application,
    name: str,
    *,
    by: "Person | None",
    note: str = "",
    facts: dict[str, Any] | None = None,
    due_on: date | None = None,
) -> Event:
    """Make a move: state, event, tally and letters, in the present transaction.

    `by=None` is the clock. `facts` go into the event and its letters. `due_on` replaces the
    usual time of the step entered. Raises NotAllowed for a person the row does not name, and
    Refused with one sentence for each thing that stands in the way.
    """
    transition = find(name)
    held = capacities(by, application) if by else frozenset({Capacity.CLOCK})
    if not held & transition.who:
        raise NotAllowed(f"Only the {names(transition)} can {lower(transition.label)}.")
    if not stands_at(application, transition, by):
        raise Refused(refusal(application, transition, by))
    if transition.reason == "required" and not note.strip():
        raise Refused(f"Give a reason to {lower(transition.label)}; it is shown to the other side.")
    unmet = missing(application, transition)
    if unmet:
        raise Refused(" ".join(need.otherwise for need in unmet))
    return write(application, transition, by, min(held & transition.who), note.strip(), facts or {}, due_on)


def begin(application: Application, *, by: "Person") -> Event:
    """The first entry of a new draft's history."""
    application.state, application.state_since = State.DRAFT, now()
    count(None, State.DRAFT)
    event = Event(
        application=application, move="start", from_state=None, to_state=State.DRAFT.value, person=by,
        capacity=by.school_role or "",
    )
    db.session.add(event)
    return event


def find(name: str) -> Transition:
    if name not in BY_NAME:
        raise NotFound
    return BY_NAME[name]


def refusal(application: Application, transition: Transition, by: "Person | None") -> str:
    """Why a move is not open here; after it, a sentence for each thing that is lost for good."""
    if application.held:
        return "This application is on hold. Resume it first."
    if transition.name == "resume":
        return "This application is not on hold."
    state = known_to(by, application)
    said = [f"This application stands at “{state.label}”, where you cannot {lower(transition.label)}."]
    if {application.state, state} <= transition.source:
        said += [need.otherwise for need in transition.needs if need.for_good and not need.holds(application)]
    return " ".join(said)


def known_to(person: "Person | None", application: Application) -> State:
    """The state as this person may know it; the clock knows all."""
    return state_shown(person, application) if person else application.state


def write(
    application: Application, transition: Transition, by: "Person | None", capacity: Capacity, note: str,
    facts: dict[str, Any], due_on: date | None,
) -> Event:
    before, after = application.state, destination(application, transition)
    event = Event(
        application=application, move=transition.name, from_state=before.value, to_state=after.value, at=now(),
        person=by, capacity=capacity.value, note=note, facts=facts,
    )
    db.session.add(event)
    if transition.name in HOLDING:
        keep_the_clock(application, transition)
    elif transition.name == "release":  # the outcome is let go: the step it leads to begins for those who act in it
        figures.note_release(application)
        application.due_on = due_on or clocks.due_date(after)
    elif transition.target != SAME:
        figures.note_move(application, transition.name, after, decides=transition.waits_for_release)
        application.state, application.state_since, application.held = after, now(), False
        if transition.name == TAKE_BACK:
            application.state_since = clocks.entered(application, after)
        elif not transition.waits_for_release:
            application.due_on = due_on or clocks.due_date(after)
        count(before, after)
    if transition.recalls:
        recall(application, by, note, for_good=transition.name != TAKE_BACK)
    for tell in transition.tells:
        write_letters(application, transition, tell, event, by)
    return event


def keep_the_clock(application: Application, transition: Transition) -> None:
    """Hold, or resume: the days on hold are given back to whoever's turn it is."""
    application.held = transition.name == "hold"
    if transition.name == "resume":
        end_pause(application)
        days = calendar.in_force
        since = days.day_of(next(e for e in reversed(application.events) if e.move == "hold").at)
        lost = days.between(since, days.today())
        if application.due_on:
            application.due_on = days.after(application.due_on, lost - waited_anyhow(application, since))
        if application.open_request:
            application.open_request.due_on = days.after(application.open_request.due_on, lost)
        if application.state is State.SUBMITTED and application.school_until and application.school_until >= since:
            application.school_until = days.after(application.school_until, lost)
        for proposal in application.proposals:
            if not proposal.over(since):
                proposal.until = days.after(proposal.until, lost)


def waited_anyhow(application: Application, since: date) -> int:
    """Days of a hold on which times for the visit waited for the school: they were given back when it was asked."""
    if application.state is not State.VISIT_PLANNING or application.school_until is None:
        return 0
    days = calendar.in_force
    return days.between(since, min(application.school_until, days.today()))


def end_pause(application: Application) -> None:
    """The pause a school was granted is over, whoever lets its case go on: a later hold is not the school's."""
    running = update(Pause).where(Pause.application_id == application.id, Pause.outcome == "granted")
    db.session.execute(running.where(Pause.ended_at.is_(None)).values(ended_at=now()))


def recall(application: Application, by: "Person | None", why: str = "", *, for_good: bool = True) -> None:
    """Take back what no second person has released: the determination, its conditions and its letters.

    Unless it is `for_good`, its conditions stay as proposals for the decision to come. So do the reasons of an appeal
    that is still to be decided.
    """
    waiting = select(Letter).where(
        Letter.application == application, Letter.needs_release, Letter.released_at.is_(None),
        Letter.recalled_at.is_(None),
    )
    for letter in db.session.scalars(waiting):
        letter.recalled_at = now()
    if appeal_waits(application):
        heard = application.appeals[-1]
        heard.outcome = heard.decided_by = heard.decided_at = None
    unknown = [m for m in application.determinations if m.released_at is None and m.recalled_at is None]
    for made in unknown:
        made.recalled_at, made.recalled_by, made.why_recalled = now(), by, why
    for condition in application.conditions if unknown else ():
        if condition.status == "open":
            condition.status, condition.updated_by_id = "dropped" if for_good else "proposed", by.id if by else None


def destination(application: Application, transition: Transition) -> State:
    if isinstance(transition.target, State):
        return transition.target
    if transition.target == AFTER_APPEAL and application.appeals[-1].outcome == "upheld":
        return State.DETERMINATION
    if transition.target in (BEFORE_APPEAL, AFTER_APPEAL):
        return State(application.appeals[-1].state_before)
    return application.state


def count(before: State | None, after: State) -> None:
    """Keep the tally by state; in order of name, so that two moves never wait for each other."""
    steps = [(after.value, 1)] + ([(before.value, -1)] if before else [])
    for state, step in sorted(steps):
        figures.increase(db.session.connection(), Tally.applications, step, state=state)


def write_letters(
    application: Application, transition: Transition, tell: Tell, event: Event, by: "Person | None"
) -> None:
    """One letter to each person who holds the capacity, but not to the one who made the move as staff."""
    facts = {
        **event.facts, "reference": application.reference, "school": application.school.name,
        "state": application.state.label, "note": event.note, "move": transition.label,
        "due_on": application.due_on.isoformat() if application.due_on else "",
    }
    for person in people_as(tell.who, application):
        if person == by and tell.who not in ("principal", "coordinator"):
            continue
        db.session.add(
            Letter(
                template=tell.letter, facts={**facts, "name": person.name}, email=person.email, person=person,
                application=application, capacity=tell.who.value, needs_release=tell.release,
            )
        )


def names(transition: Transition) -> str:
    return " or the ".join(sorted(c.label for c in transition.who if c is not Capacity.CLOCK))


def lower(label: str) -> str:
    return label[0].lower() + label[1:]
