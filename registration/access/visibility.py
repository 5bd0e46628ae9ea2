"""Which applications somebody may see, as a condition of SQL: the rules of `standing.py` for a whole list at once.

The condition speaks of a *reader*: a person's own values, or parameters that stand for them, so that a
statement which takes long to put together is made once and serves everybody who sees by the same rules.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, false, or_, true

from registration.access.roles import Role
from registration.access.standing import conflicts
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.review.models import Assignment
from registration.workflow.states import ALWAYS, ONCE_SUBMITTED

THE_DESK = frozenset({Role.CASE_OFFICER, Role.AUDITOR})


@dataclass(frozen=True, eq=False)
class Reader:
    """What the condition needs of a person. `school_id` and `conflicts` are None where there is none."""

    roles: frozenset[Role]
    id: Any
    school_id: Any = None
    conflicts: Any = None

    @property
    def at_desk(self) -> bool:
        return bool(self.roles & THE_DESK)


@dataclass(frozen=True)
class Kind:
    """What makes the condition of one reader another than that of the next, apart from values."""

    roles: frozenset[Role]
    in_school: bool
    conflicted: bool

    def reader(self) -> Reader:
        """A reader of this kind, with parameters: their values are given when the statement is sent."""
        return Reader(
            self.roles, bindparam("me", type_=Integer),
            bindparam("my_school", type_=Integer) if self.in_school else None,
            bindparam("conflicts", expanding=True, type_=Integer) if self.conflicted else None,
        )


def reader(person: Person) -> Reader:
    """A person as a reader; one whose account is closed sees nothing."""
    if not person.active:
        return Reader(frozenset(), person.id)
    return Reader(person.roles, person.id, person.school_id, sorted(conflicts(person)) or None)


def kind_and_values(person: Person) -> tuple[Kind, dict[str, Any]]:
    """The kind of a person, and what to send with a statement made for that kind."""
    who = reader(person)
    values = {"me": who.id, "my_school": who.school_id, "conflicts": who.conflicts}
    given = {name: value for name, value in values.items() if value is not None}
    return Kind(who.roles, who.school_id is not None, who.conflicts is not None), given


def seen_by(who: Reader) -> ColumnElement[bool]:
    """What a reader may see: the cases of their school, and what was sent and comes to them by their duty."""
    mine = false() if who.school_id is None else Application.school_id == who.school_id
    if not who.roles:
        return mine
    # One by one, not as a list: a list is written out again each time the statement is sent.
    conditions = [Application.state != state for state in sorted(ALWAYS - ONCE_SUBMITTED)]
    conditions.append(Application.submitted_at.is_not(None))
    if who.conflicts is not None:
        conditions.append(Application.school_id.not_in(who.conflicts))
    if who.school_id is not None:
        conditions.append(Application.school_id != who.school_id)
    return or_(mine, and_(*conditions, within_duty(who)))


def within_duty(who: Reader) -> ColumnElement[bool]:
    """Cases that come to somebody of the body: all of them at the desk, or those they judge or may decide."""
    if who.at_desk:
        return true()
    ever = Application.assignments.any(Assignment.person_id == who.id)
    present = Application.assignments.any(and_(Assignment.person_id == who.id, Assignment.ended_at.is_(None)))
    judging = present if Role.REVIEWER in who.roles else false()
    deciding = ~ever if Role.DECISION_MAKER in who.roles else false()
    return or_(judging, deciding)
