"""Relations: what ties a person of the body to a school, and so keeps them from its cases."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registration.access.roles import Role
from registration.access.standing import holds
from registration.accounts.models import Person, PersonRole
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import NotAllowed, NotFound, Refused
from registration.paging import Page, page_of
from registration.panels.service import close_places
from registration.review.models import Assignment
from registration.review.panel import end_assignment
from registration.schools.models import Relation, School

KINDS = {
    "employed_by": "Employed by the school",
    "owner": "Owner, or has a share in it",
    "adviser": "Adviser to the school",
    "relative": "Relative or close friend of somebody there",
    "inspected": "Inspected or accredited it for another body",
    "objection": "The school objected, and the objection was accepted",
    "other": "Another relation",
}
MOST_FOUND = 20


def schools_named(text: str) -> Sequence[School]:
    """Schools whose name holds this text, at most twenty; none for a text too short to search."""
    if len(text.strip()) < 3:
        return []
    named = School.name.icontains(text.strip(), autoescape=True)
    return db.session.scalars(select(School).where(named).order_by(School.name, School.id).limit(MOST_FOUND)).all()


def school_by(public_id: str) -> School:
    found = db.session.scalar(select(School).where(School.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def relations(of: Person | None, number: int) -> Page[Relation]:
    """One page of relations, the newest first: of one person, or of everybody (None)."""
    wanted = select(Relation).options(
        joinedload(Relation.school),
        joinedload(Relation.person).lazyload(Person.role_rows),
        joinedload(Relation.declared_by).lazyload(Person.role_rows),
    )
    if of is not None:
        wanted = wanted.where(Relation.person_id == of.id)
    return page_of(wanted.order_by(Relation.id.desc()), number)


def staff() -> list[tuple[str, str]]:
    """People of the body, as (public id, name)."""
    held = select(PersonRole.person_id)
    wanted = select(Person.public_id, Person.name).where(Person.active, Person.id.in_(held)).order_by(Person.name)
    return [(code, name) for code, name in db.session.execute(wanted)]


def person_by(public_id: str) -> Person:
    """Somebody of the body."""
    found = db.session.scalar(select(Person).where(Person.public_id == public_id, Person.role_rows.any()))
    if found is None:
        raise NotFound
    return found


def declare_relation(
    person: Person, school: School, *, kind: str, since: date | None, until: date | None, note: str, by: Person
) -> Relation:
    """Record what ties a person to a school. When it counts as a conflict, they leave its panels at once."""
    if kind not in KINDS:
        raise Refused("Choose the kind of relation from those listed.")
    if since and until and until < since:
        raise Refused("The relation cannot end before it began. Check the two dates.")
    if person != by and Role.CASE_OFFICER not in by.roles:
        raise NotAllowed("Only a case officer can record a relation of somebody else.")
    relation = Relation(
        person=person, school=school, kind=kind, since=since, until=until, note=note.strip(), declared_by=by
    )
    db.session.add(relation)
    if holds(relation):
        leave_panels(person, school, by)
    audit.note("relation recorded", by, whom=person.name, school=school.name, kind=kind)
    return relation


def leave_panels(person: Person, school: School, by: Person) -> None:
    """At once: from panels they are on, and from places they were meant for."""
    close_places(person, school, by=by)
    present = (
        select(Assignment)
        .join(Application)
        .where(Assignment.person == person, Assignment.ended_at.is_(None), Application.school == school)
    )
    for assignment in db.session.scalars(present).unique():
        end_assignment(assignment, reason="A conflict of interest was declared.", by=by)


def annul_relation(public_id: str, *, by: Person) -> Relation:
    """Mark a relation as recorded by mistake; it stays on record. Nobody annuls their own."""
    relation = db.session.scalar(select(Relation).where(Relation.public_id == public_id))
    if relation is None or Role.CASE_OFFICER not in by.roles:
        raise NotFound
    if relation.person == by:
        raise NotAllowed("Nobody can annul a relation of their own. Ask another case officer.")
    if relation.annulled_at is not None:
        raise Refused("This relation has already been annulled.")
    relation.annulled_at = now()
    audit.note("relation annulled", by, whom=relation.person.name, school=relation.school.name)
    return relation
