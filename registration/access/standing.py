"""Standing: what a person is in one case. Fairness is kept here, and holds everywhere.

1. Somebody of the applicant school is only ever the applicant there, whatever else they are.
2. Somebody with a conflict of interest has no standing: for them the case does not exist.
3. Somebody on the panel is only that: not case officer, auditor or decision maker of the case.
4. Nobody decides what they judged, even when they have left the panel.
5. Nobody hears an appeal against their own decision, nor has a part in the one that takes its place.
6. Whoever decided, on a case or an appeal, is only that until somebody else has released the letter: they are not
   its second person.
"""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from registration.access.roles import Capacity, Role, SchoolRole
from registration.accounts.models import Person, PersonRole
from registration.applications.models import Application
from registration.database import db, today
from registration.schools.models import Relation
from registration.workflow.states import DECIDED, State

if TYPE_CHECKING:
    from registration.schools.models import School

CONFLICT_YEARS = 6
"""A relation that ended longer ago no longer counts."""

HEARD_ANEW = frozenset({State.APPEAL, State.DETERMINATION})
"""States in which a decision that was appealed against is looked at by others."""


def holds(relation: Relation, on: date | None = None) -> bool:
    """The relation makes a conflict of interest on that day."""
    if relation.annulled_at is not None:
        return False
    day = on or today()
    if relation.until is None:
        return True
    return (relation.until.year + CONFLICT_YEARS, relation.until.month, relation.until.day) >= (
        day.year, day.month, day.day,
    )


def conflicts(person: Person) -> frozenset[int]:
    """Ids of the schools this person has a conflict of interest with."""
    return frozenset(relation.school_id for relation in person.relations if holds(relation))


def conflicted(person: Person, school: "School") -> bool:
    return school.id in conflicts(person)


def capacities(person: Person, application: Application) -> frozenset[Capacity]:
    """Every capacity this person has in this application; empty for a stranger to it."""
    if not person.active:
        return frozenset()
    if person.school_id is not None and person.school_id == application.school_id:
        return frozenset({Capacity(str(person.school_role))})
    if not person.is_staff or conflicted(person, application.school):
        return frozenset()
    mine = [a for a in application.assignments if a.person == person]
    judging = {a.as_capacity for a in mine if a.ended_at is None} if Role.REVIEWER in person.roles else set()
    return frozenset(judging) or frozenset(desk_capacities(person, application, judged=bool(mine)))


def desk_capacities(person: Person, application: Application, judged: bool) -> set[Capacity]:
    """Capacities that come with a role, for somebody who is not on the panel."""
    if Role.DECISION_MAKER in person.roles and is_waiting_for_another(person, application):
        return {Capacity.DECIDER}
    held: set[Capacity] = set()
    if Role.CASE_OFFICER in person.roles:
        held.add(Capacity.CASE_OFFICER)
    if Role.AUDITOR in person.roles:
        held.add(Capacity.AUDITOR)
    if Role.DECISION_MAKER in person.roles and not judged:
        if is_appealed_against(person, application):
            return held - {Capacity.CASE_OFFICER} | {Capacity.FORMER_DECIDER}
        held.add(Capacity.DECISION_MAKER)
    return held


def waits_for_release(application: Application) -> bool:
    """It is decided, and the letter waits for a second person."""
    made = application.determinations if application.state in DECIDED else []
    return bool(made) and made[-1].released_at is None and made[-1].recalled_at is None


def appeal_waits(application: Application) -> bool:
    """The appeal is decided, and the letter waits for a second person; until then it counts as being heard."""
    made = application.appeals if application.state is State.APPEAL else []
    return bool(made) and made[-1].decided_at is not None


def is_waiting_for_another(person: Person, application: Application) -> bool:
    """The decision whose letter waits is this person's. By id: so many pages ask that nobody is read for it."""
    if appeal_waits(application):
        return application.appeals[-1].decided_by_id == person.id
    return waits_for_release(application) and application.determinations[-1].decided_by_id == person.id


def is_appealed_against(person: Person, application: Application) -> bool:
    """The case is under appeal, or decided anew after one, and the decision was this person's.

    Until the new decision is released, too: whoever was appealed against neither lets it go nor takes it back.
    """
    anew = waits_for_release(application) and any(made.released_at for made in application.determinations)
    if not (application.state in HEARD_ANEW or anew) or not application.appeals:
        return False
    return any(appeal.determination.decided_by == person for appeal in application.appeals)


def people_as(capacity: Capacity, application: Application) -> list[Person]:
    """Everybody who holds a capacity in a case, for letters and lists."""
    if capacity.value in set(SchoolRole):
        wanted = select(Person).where(
            Person.school_id == application.school_id, Person.school_role == capacity.value, Person.active
        )
        return list(db.session.scalars(wanted.order_by(Person.id)).unique())
    if capacity in (Capacity.REVIEWER, Capacity.LEAD_REVIEWER):
        found = [a.person for a in application.assignments if a.ended_at is None and a.capacity == capacity.value]
    else:
        wanted = select(Person).join(PersonRole).where(PersonRole.role == capacity.value, Person.active)
        found = list(db.session.scalars(wanted.order_by(Person.id)).unique())
    return [person for person in found if capacity in capacities(person, application)]
