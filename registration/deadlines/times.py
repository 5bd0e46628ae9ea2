"""Which deadlines of a case bind the school now, and how each of them is moved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from registration.access.policy import released
from registration.applications.models import Application
from registration.decisions.models import Condition
from registration.decisions.overdue import date_moved
from registration.proposals.queries import open_proposal
from registration.proposals.service import move_last_day
from registration.workflow import calendar
from registration.workflow.states import State

ASKED = frozenset({State.COMPLETING, State.EVIDENCE_REQUESTED})


@dataclass(frozen=True)
class Deadline:
    """A date that binds the school. `key` names it for good: it does not change when the date is moved."""

    key: str
    what: str
    on: date
    move: Callable[[date], None]


def deadlines_of(application: Application) -> list[Deadline]:
    """The earliest first; none while the case is on hold, for then no clock runs."""
    if application.held:
        return []
    found = [*of_the_panel(application), *of_the_step(application), *of_conditions(application)]
    return sorted(found, key=lambda deadline: (deadline.on, deadline.key))


def of_the_panel(application: Application) -> list[Deadline]:
    proposal = open_proposal(application)
    if proposal is None:
        return []
    return [
        Deadline(f"panel:{proposal.public_id}", "Agree or object to the panel", proposal.until,
                 lambda until: move_last_day(proposal, until))
    ]  # fmt: skip


def of_the_step(application: Application) -> list[Deadline]:
    """The date of what the school was asked, or of the check of facts."""
    request = application.open_request if application.state in ASKED else None
    if request is not None:

        def later(until: date) -> None:
            request.due_on = application.due_on = until

        return [Deadline(f"request:{request.public_id}", "Answer what you were asked", request.due_on, later)]
    if application.state is State.FACTUAL_CHECK and application.due_on:

        def facts_later(until: date) -> None:
            application.due_on = until

        since = f"{application.state_since:%Y%m%dT%H%M%S}"
        return [Deadline(f"facts:{since}", "Check the facts in the draft report", application.due_on, facts_later)]
    return []


def of_conditions(application: Application) -> list[Deadline]:
    if application.state is not State.APPROVED_WITH_CONDITIONS or not released(application):
        return []
    return [of_condition(condition) for condition in application.conditions if condition.status == "open"]


def of_condition(condition: Condition) -> Deadline:
    def later(until: date) -> None:
        condition.due_on = until
        date_moved(condition)

    what = f"Meet the condition on {condition.criterion_code}"
    return Deadline(f"condition:{condition.public_id}", what, condition.due_on, later)


def deadline_with(application: Application, key: str) -> Deadline | None:
    return next((deadline for deadline in deadlines_of(application) if deadline.key == key), None)


def is_past(deadline: Deadline) -> bool:
    """Its last day is over at the body's desk."""
    return deadline.on < calendar.in_force.today()
