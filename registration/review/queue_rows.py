"""The rows of the review queue: a case, its clock, its panel, and how far the panel is."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select

import standards
from registration.access.visibility import THE_DESK
from registration.accounts.models import Person
from registration.countries import country_name
from registration.database import db
from registration.reapproval.queries import standing_counts
from registration.review.models import Assignment, Finding
from registration.review.queue_filters import SOON
from registration.workflow.clocks import clock_of
from registration.workflow.states import JUDGED_APART, State, Turn

Fingerprints = Mapping[str, str]
TURNS = {turn: f"Turn of {turn.value}" for turn in Turn} | {Turn.NOBODY: "Nobody’s turn"}
BEING_JUDGED = JUDGED_APART | {State.MODERATION}


class Member(NamedTuple):
    """Somebody on a panel. `done` is None where the reader may not know how far they are."""

    name: str
    leads: bool
    done: int | None
    whole: int

    @property
    def title(self) -> str:
        return f"{self.name}, lead" if self.leads else self.name

    @property
    def progress(self) -> str:
        return "" if self.done is None else f"{self.done} of {self.whole}"


class Case(NamedTuple):
    """One row of the queue, in the words it is shown in.

    `late`: by how many working days it is overdue; `left`: how many are left, where the date is near.
    """

    reference: str
    school: str
    country: str
    state: State
    held: bool
    turn: str
    waited: int
    due: date | None
    late: int
    left: int | None
    officer: str
    sent: datetime | None
    members: tuple[Member, ...]
    has_lead: bool


def cases_of(person: Person, found: Sequence[Any]) -> list[Case]:
    """Rows for what `queue_list` found. The fingerprints are those of a later round, where there was one."""
    panels = panels_of([row.id for row in found])
    again = stale_counts({
        row.id: row.fingerprints for row in found if row.fingerprints and row.state in BEING_JUDGED
    })
    at_desk = bool(person.roles & THE_DESK)
    stand = standing_counts([row.id for row in found if row.follows_id and row.state in BEING_JUDGED])
    return [
        case_of(row, members(person.id, at_desk, row, panels.get(row.id, []), again, stand.get(row.id, 0)))
        for row in found
    ]


def case_of(row: Any, panel: tuple[Member, ...]) -> Case:
    clock = clock_of(row)
    left = None if row.held else clock.left
    near = left if left is not None and 0 <= left <= SOON else None
    return Case(
        row.reference, row.name, country_name(row.country), row.state, row.held, TURNS[clock.turn], clock.used,
        clock.due_on, 0 if left is None else max(0, -left), near,
        row.officer or "", row.submitted_at, panel, any(member.leads for member in panel),
    )


def panels_of(ids: list[int]) -> dict[int, list[tuple[int, str, str, int]]]:
    """By application: (person id, name, capacity, number of findings) of each present member, the lead first."""
    found: dict[int, list[tuple[int, str, str, int]]] = {}
    for application_id, *rest in db.session.connection().execute(panel_rows(), {"applications": ids}):
        found.setdefault(application_id, []).append(tuple(rest))
    return found


@cache
def panel_rows() -> Select[Any]:
    made = (
        select(func.count())
        .where(Finding.application_id == Assignment.application_id, Finding.reviewer_id == Assignment.person_id)
        .correlate(Assignment).scalar_subquery()
    )
    return (
        select(Assignment.application_id, Assignment.person_id, Person.name, Assignment.capacity, made)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.application_id.in_(bindparam("applications", expanding=True)), Assignment.ended_at.is_(None))
        .order_by(Assignment.capacity, Assignment.id)
    )


def stale_counts(later: Mapping[int, Fingerprints]) -> dict[tuple[int, int], int]:
    """How many findings of each (application, reviewer) no longer fit what the school sent last."""
    if not later:
        return {}
    wanted = select(
        Finding.application_id, Finding.reviewer_id, Finding.criterion_code, Finding.fingerprint
    ).where(Finding.application_id.in_(later))
    counted: dict[tuple[int, int], int] = {}
    for application_id, reviewer_id, code, mark in db.session.execute(wanted):
        if later[application_id].get(code) != mark:
            counted[application_id, reviewer_id] = counted.get((application_id, reviewer_id), 0) + 1
    return counted


def members(
    me: int, at_desk: bool, row: Any, panel: list[tuple[int, str, str, int]],
    again: Mapping[tuple[int, int], int], stand: int,
) -> tuple[Member, ...]:
    """The panel as this person may know it: the lead and the desk see how far everybody is, others only themselves.

    What stands as last time, in a reapproval, is not judged, so it is not counted.
    """
    part = next((capacity for person_id, _name, capacity, _made in panel if person_id == me), None)
    sees_all = part == "lead_reviewer" if part else at_desk
    judged = row.state in BEING_JUDGED
    whole = len(standards.load(row.standard_edition).criteria) - stand
    return tuple(
        Member(
            name, capacity == "lead_reviewer",
            made - again.get((row.id, person_id), 0)
            if judged and (sees_all or person_id == me) else None,
            whole,
        )
        for person_id, name, capacity, made in panel
    )
