"""The panel of a case: who may be on it, and who is."""

from sqlalchemy import select

from registration.access.roles import Capacity, Role
from registration.access.standing import conflicted
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import NotAllowed, NotFound, Refused
from registration.moderation.counting import counting
from registration.notifications import casework
from registration.notifications.models import Letter
from registration.review.models import Assignment
from registration.workflow.states import ALWAYS, OVER, REGISTRATION, State

PARTS = {"lead_reviewer": "Lead reviewer", "reviewer": "Reviewer"}
UNDER_WAY = ALWAYS - OVER - REGISTRATION


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
    if any(d.decided_by_id == person.id for d in application.determinations):
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
    """Take somebody off the panel. Findings they began are kept, and no longer count. They and the desk are told.

    In moderation, what was agreed is open again where it is not what all who are left found.
    """
    if not reason.strip():
        raise Refused("Say why this assignment ends.")
    application, person = assignment.application, assignment.person
    assignment.ended_at, assignment.end_reason = now(), reason.strip()
    if application.state is State.MODERATION:
        open_again(application)
    if person != by:
        write_to(person, application, "panel_left")
    casework.tell(
        application, "panel_short", [Capacity.CASE_OFFICER], by=by, person=person.name,
        part=PARTS[assignment.capacity].lower(),
    )  # fmt: skip
    audit.note("assignment ended", by, application, whom=person.name)


def open_again(application: Application) -> None:
    """What was agreed at the desk stands where all whose findings still count found just that; else it is open."""
    found: dict[str, set[str]] = {}
    for finding in counting(application):
        found.setdefault(finding.criterion_code, set()).add(finding.rating)
    judged = {finding.criterion_code for finding in application.findings}
    for agreed in application.agreed_findings:
        code = agreed.criterion_code
        if agreed.stage == "desk" and code in judged and found.get(code) != {agreed.rating}:
            agreed.open_again = True


def write_to(
    person: Person, application: Application, letter: str, /, *, once: str | None = None, **facts: str
) -> None:
    """A letter to somebody who is not on the panel: it names the case, but hangs on nothing they cannot open."""
    standing = {"name": person.name, "school": application.school.name, "reference": application.reference}
    db.session.add(
        Letter(template=letter, facts={**standing, **facts}, email=person.email, person=person, once=once)
    )


def declare_free(application: Application, *, by: Person) -> None:
    """A member of the panel declares that they have no conflict of interest in this case."""
    mine = [a for a in application.assignments if a.person == by and a.ended_at is None]
    if not mine:
        raise NotAllowed("Only a member of the panel can declare this, and only for themselves.")
    for assignment in mine:
        assignment.declared_free_at = assignment.declared_free_at or now()
