"""The rows of the review queue: a case, its clock, its panel, and how far the panel is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from registration.access.roles import Role
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.review.models import Assignment, Finding
from registration.workflow.clocks import Clock, clock_of
from registration.workflow.states import JUDGED_APART, State

Fingerprints = Mapping[str, str]
BEING_JUDGED = JUDGED_APART | {State.MODERATION}


@dataclass(frozen=True)
class Member:
    """Somebody on a panel. `done` is None where the reader may not know how far they are."""

    name: str
    leads: bool
    done: int | None


@dataclass(frozen=True)
class Case:
    """One row of the queue."""

    application: Application
    clock: Clock
    members: tuple[Member, ...]
    whole: int

    @property
    def lead(self) -> str:
        return next((m.name for m in self.members if m.leads), "")

    @property
    def progress(self) -> list[Member]:
        return [m for m in self.members if m.done is not None]


def cases_of(person: Person, found: Sequence[tuple[Application, Fingerprints | None]]) -> list[Case]:
    """Rows for these applications. The fingerprints are those of a later round, where there was one."""
    panels = panels_of([application.id for application, _later in found])
    again = stale_counts({a.id: later for a, later in found if later and a.state in BEING_JUDGED})
    at_desk = bool(person.roles & {Role.CASE_OFFICER, Role.AUDITOR})
    return [
        Case(
            application, clock_of(application),
            members(person.id, at_desk, application, panels.get(application.id, []), again),
            len(application.standard.criteria),
        )
        for application, _later in found
    ]


def panels_of(ids: list[int]) -> dict[int, list[tuple[int, str, str, int]]]:
    """By application: (person id, name, capacity, number of findings) of each present member, the lead first."""
    made = (
        select(func.count())
        .where(Finding.application_id == Assignment.application_id, Finding.reviewer_id == Assignment.person_id)
        .correlate(Assignment).scalar_subquery()
    )
    wanted = (
        select(Assignment.application_id, Assignment.person_id, Person.name, Assignment.capacity, made)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.application_id.in_(ids), Assignment.ended_at.is_(None))
        .order_by(Assignment.capacity, Assignment.id)
    )
    found: dict[int, list[tuple[int, str, str, int]]] = {}
    for application_id, *rest in db.session.execute(wanted):
        found.setdefault(application_id, []).append(tuple(rest))
    return found


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
    me: int, at_desk: bool, application: Application, panel: list[tuple[int, str, str, int]],
    again: Mapping[tuple[int, int], int],
) -> tuple[Member, ...]:
    """The panel as this person may know it: the lead and the desk see how far everybody is, others only themselves."""
    part = next((capacity for person_id, _name, capacity, _made in panel if person_id == me), None)
    sees_all = part == "lead_reviewer" if part else at_desk
    judged = application.state in BEING_JUDGED
    return tuple(
        Member(
            name, capacity == "lead_reviewer",
            made - again.get((application.id, person_id), 0)
            if judged and (sees_all or person_id == me) else None,
        )
        for person_id, name, capacity, made in panel
    )
