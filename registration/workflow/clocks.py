"""How many working days each step may take, and whose clock runs.

The figures are this service's proposals and can be set; they are nobody's published policy.
A clock stops while the other side must act, and while a case is on hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from config import WORKING_DAYS
from registration.workflow import calendar
from registration.workflow.lasting import lasting
from registration.workflow.states import State, Turn

if TYPE_CHECKING:
    from registration.applications.models import Application

DAYS: dict[str, int] = dict(WORKING_DAYS)
"""Working days by name: a state's value, or another time that runs. A state not named has no limit of its own."""


def configure(days: Mapping[str, int]) -> None:
    """Put the figures of the settings in force."""
    DAYS.update(days)


@dataclass(frozen=True)
class Clock:
    """Whose turn it is, since when, and how long they have. Shown to both sides alike."""

    turn: Turn
    held: bool
    used: int
    left: int | None
    due_on: date | None

    @property
    def overdue(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def allowed(self) -> int | None:
        return None if self.left is None else self.used + self.left


def clock_of(application: "Application", shown: State | None = None) -> Clock:
    """The clock of the present step, in working days of the body's calendar.

    `shown` is the state the reader may know of. Where an outcome is still unreleased, the clock
    runs on as if nothing had been decided.
    """
    days = calendar.in_force
    if school_must_answer(application, shown or application.state):
        until = application.school_until or days.today()
        used = days.between(days.day_of(application.state_since), days.today())
        return Clock(Turn.SCHOOL, application.held, used, days.between(days.today(), until), until)
    state, since = shown or application.state, application.state_since
    if state is not application.state:
        since = entered(application, state)
    today = days.today()
    due = application.due_on
    used = max(0, days.between(days.day_of(since), today) - given_back(state, since, due))
    left = None
    if due is not None:
        left = days.between(today, due) if due >= today else -days.between(due, today)
    return Clock(state.turn, application.held, used, left, due)


def entered(application: "Application", state: State) -> datetime:
    """When the case last came to this state. A decision that was taken back did not end the step before it."""
    came = [e.at for e in lasting(application.events) if e.to_state == state.value != e.from_state]
    return max(came, default=application.state_since)


def given_back(state: State, since: datetime, due: date | None) -> int:
    """Days by which the body's date was moved on because it had to wait; they are not days it used."""
    if due is None or state.turn is not Turn.BODY or state.value not in DAYS:
        return 0
    days = calendar.in_force
    return days.between(days.after(days.day_of(since), DAYS[state.value]), due)


def wait_for_school(application: "Application", until: date | None) -> None:
    """Within a step of the body's: it is the school's turn until the end of this day, or no longer (None).

    The body's date moves on by the working days the school may take, and back by those it turns out not to need:
    what is left to the body is the same before and after.
    """
    days, was = calendar.in_force, application.school_until
    today = days.today()
    longer = (days.between(today, until) if until else 0) - (days.between(today, was) if was else 0)
    if application.due_on and longer > 0:
        application.due_on = days.after(application.due_on, longer)
    elif application.due_on:
        application.due_on = days.before(application.due_on, -longer)
    application.school_until = until


def school_must_answer(application: "Application", state: State) -> bool:
    """Within a step of the body's: a panel it may object to, or times for the visit to choose from. The body waits."""
    until = application.school_until
    return state in (State.SUBMITTED, State.VISIT_PLANNING) and until is not None and until >= calendar.in_force.today()


def due_date(state: State) -> date | None:
    """When a step that begins today must be done."""
    if state.value not in DAYS:
        return None
    return calendar.in_force.after(calendar.in_force.today(), DAYS[state.value])
