"""Conditions whose date comes near or has passed: told to the school in time, and to the body when it has waited.

Each stage of a condition is told once, which the database holds. Conditions of one case that reach
a stage on the same day share a letter. Of stages that have all come, only the latest is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from registration.access.policy import released
from registration.access.roles import Capacity
from registration.applications.models import Application
from registration.database import db, now
from registration.decisions.models import Condition, ConditionTold
from registration.notifications import casework
from registration.workflow import calendar
from registration.workflow.states import State

SOON_DAYS, LATE_DAYS = 10, 5
"""Working days before the date, and after it. This service's proposal, like every figure here."""


@dataclass(frozen=True)
class Stage:
    """One step: when a condition has come to it, the letter, and whom it tells."""

    name: str
    letter: str
    to: tuple[Capacity, ...]
    come: Callable[[date, date], bool]


def is_near(due: date, today: date) -> bool:
    return calendar.in_force.between(today, due) <= SOON_DAYS


def is_due(due: date, today: date) -> bool:
    return due <= today


def is_late(due: date, today: date) -> bool:
    return calendar.in_force.between(due, today) >= LATE_DAYS


STAGES = (
    Stage("near", "condition_near", (Capacity.PRINCIPAL,), is_near),
    Stage("due", "condition_due", (Capacity.PRINCIPAL,), is_due),
    Stage("late", "condition_late", (Capacity.CASE_OFFICER, Capacity.DECISION_MAKER), is_late),
)


def is_escalated(condition: Condition) -> bool:
    """Late enough that the body was told."""
    return condition.status == "open" and is_late(condition.due_on, calendar.in_force.today())


def tell_of_dates() -> int:
    """Write the letters that are due today; says how many. Changes, and does not commit."""
    last = calendar.in_force.after(calendar.in_force.today(), SOON_DAYS)
    with_case = joinedload(Condition.application).selectinload(Application.determinations)
    wanted = (
        select(Condition).join(Condition.application)
        .where(Condition.status == "open", Condition.due_on <= last,
               Application.state == State.APPROVED_WITH_CONDITIONS, Application.held.is_(False))
        .options(selectinload(Condition.told), with_case)
        .order_by(Condition.application_id, Condition.due_on, Condition.id)
    )  # fmt: skip
    together: dict[tuple[Application, Stage], list[Condition]] = {}
    for condition in db.session.scalars(wanted).unique():
        if released(condition.application):
            for stage in newly_come(condition):
                together.setdefault((condition.application, stage), []).append(condition)
    return sum(write(application, stage, found) for (application, stage), found in together.items())


def newly_come(condition: Condition) -> list[Stage]:
    """The stages to tell now: for each side the latest that has come. Earlier ones count as told with it."""
    today, told = calendar.in_force.today(), {row.stage for row in condition.told}
    come = [stage for stage in STAGES if stage.come(condition.due_on, today) and stage.name not in told]
    for stage in come:
        condition.told.append(ConditionTold(stage=stage.name, told_at=now()))
    return [stage for stage in come if not any(later.to == stage.to for later in come[come.index(stage) + 1 :])]


def date_moved(condition: Condition) -> None:
    """More time was given: a stage that has not come by the new date is told again when it does."""
    today = calendar.in_force.today()
    come = {stage.name for stage in STAGES if stage.come(condition.due_on, today)}
    condition.told = [row for row in condition.told if row.stage in come]


def write(application: Application, stage: Stage, found: Sequence[Condition]) -> int:
    """One letter to each person, with every condition that has come to this stage. The facts are frozen in it."""
    conditions = [
        {"code": c.criterion_code, "what": c.what, "proof": c.proof, "due_on": c.due_on.isoformat()} for c in found
    ]
    due_on = found[0].due_on.isoformat()
    return len(casework.tell(application, stage.letter, stage.to, by=None, due_on=due_on, conditions=conditions))
