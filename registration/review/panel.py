"""The panel of a case: who may be on it, and who is."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from registration.access.roles import Capacity, Role
from registration.access.standing import conflicted
from registration.accounts.models import Person, PersonRole
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import NotAllowed, NotFound, Refused
from registration.review.models import Assignment
from registration.workflow.states import ALWAYS, OVER, REGISTRATION

PARTS = {"lead_reviewer": "Lead reviewer", "reviewer": "Reviewer"}
UNDER_WAY = ALWAYS - OVER - REGISTRATION


@dataclass(frozen=True)
class Candidate:
    """A reviewer who could join a panel. `against` says why not, or is empty."""

    person: Person
    workload: int
    against: str


def candidates(application: Application) -> list[Candidate]:
    """Every active reviewer, the least busy first, with what speaks against each."""
    people = db.session.scalars(
        select(Person)
        .join(PersonRole)
        .where(PersonRole.role == Role.REVIEWER.value, Person.active)
        .options(selectinload(Person.relations))
    ).unique()
    busy = workloads()
    found = [Candidate(p, busy.get(p.id, 0), against(p, application)) for p in people]
    return sorted(found, key=lambda c: (bool(c.against), c.workload, c.person.name))


def workloads() -> dict[int, int]:
    """How many cases under way each person is on the panel of."""
    counted = (
        select(Assignment.person_id, func.count())
        .join(Application)
        .where(Assignment.ended_at.is_(None), Application.state.in_(UNDER_WAY))
        .group_by(Assignment.person_id)
    )
    return dict(db.session.execute(counted).all())


def against(person: Person, application: Application) -> str:
    """Why this person cannot join the panel of this case; empty when they can."""
    if Role.REVIEWER not in person.roles or not person.active:
        return "Does not review"
    if person.school_id is not None and person.school_id == application.school_id:
        return "Belongs to the school"
    if conflicted(person, application.school):
        return "Has a conflict of interest"
    if any(a.person == person and a.ended_at is None for a in application.assignments):
        return "Is on the panel"
    if any(d.decided_by == person for d in application.determinations):
        return "Decided this case"
    return ""


def assign(application: Application, person_id: str, capacity: str, *, by: Person) -> Assignment:
    """Put a reviewer on the panel. There is one lead reviewer at a time."""
    person = db.session.scalar(select(Person).where(Person.public_id == person_id))
    if person is None or capacity not in PARTS:
        raise Refused("Choose a reviewer and their part from those listed.")
    if reason := against(person, application):
        raise Refused(f"{person.name} cannot join this panel: {reason[0].lower()}{reason[1:]}. Choose somebody else.")
    lead = next((a for a in application.assignments if a.ended_at is None and a.capacity == "lead_reviewer"), None)
    if capacity == Capacity.LEAD_REVIEWER and lead:
        raise Refused(f"{lead.person.name} is the lead reviewer. End that assignment first, then assign another.")
    assignment = Assignment(application=application, person=person, capacity=capacity, assigned_by=by)
    db.session.add(assignment)
    audit.note("reviewer assigned", by, application, whom=person.name, part=PARTS[capacity])
    return assignment


def assignment_of(application: Application, public_id: str) -> Assignment:
    """A present assignment of this case. Raises NotFound for any other."""
    found = next((a for a in application.assignments if a.public_id == public_id and a.ended_at is None), None)
    if found is None:
        raise NotFound
    return found


def end_assignment(assignment: Assignment, *, reason: str, by: Person) -> None:
    """Take somebody off the panel. Findings they began are kept, and no longer count."""
    if not reason.strip():
        raise Refused("Say why this assignment ends.")
    assignment.ended_at, assignment.end_reason = now(), reason.strip()
    audit.note("assignment ended", by, assignment.application, whom=assignment.person.name)


def declare_free(application: Application, *, by: Person) -> None:
    """A member of the panel declares that they have no conflict of interest in this case."""
    mine = [a for a in application.assignments if a.person == by and a.ended_at is None]
    if not mine:
        raise NotAllowed("Only a member of the panel can declare this, and only for themselves.")
    for assignment in mine:
        assignment.declared_free_at = assignment.declared_free_at or now()
