"""Scope: within one application, which criteria and sections this person may change just now.

In a draft: a contributor those of the areas given to them, everybody else all. When the
school was asked for something: only what was asked for, by the same people.
"""

from sqlalchemy import select

from registration.access.roles import Capacity
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.self_assessment.models import AreaAssignment
from registration.workflow.states import OPEN_TO_SCHOOL, State

LIMITED = frozenset({Capacity.CONTRIBUTOR, Capacity.EXAMS_OFFICER})

CALL_FOR_PLACES, PLACES = frozenset({4, 6}), 7
"""Another territory or programme can call for another examination place: who changes one may add the other."""


def open_criteria(person: Person, application: Application) -> frozenset[str]:
    """Codes of the criteria this person may answer and cite evidence for now."""
    if application.state not in OPEN_TO_SCHOOL or person.school_id != application.school_id:
        return frozenset()
    codes = frozenset(application.standard.criteria)
    if application.state is not State.DRAFT:
        codes &= asked_criteria(application)
    if capacities(person, application) & LIMITED:
        areas = set(
            db.session.scalars(
                select(AreaAssignment.area).where(
                    AreaAssignment.application_id == application.id, AreaAssignment.person_id == person.id
                )
            )
        )
        codes = frozenset(c for c in codes if application.standard.criteria[c].area in areas)
    return codes


def asked_criteria(application: Application) -> frozenset[str]:
    request = application.open_request
    return frozenset(i.criterion_code for i in request.items if i.criterion_code) if request else frozenset()


def open_sections(person: Person, application: Application) -> frozenset[int]:
    """Numbers of the profile sections this person may change now."""
    if not capacities(person, application) & {Capacity.PRINCIPAL, Capacity.COORDINATOR}:
        return frozenset()
    if application.state is State.DRAFT:
        return frozenset(range(1, 10))
    if application.state is State.COMPLETING and application.open_request:
        asked = frozenset(i.section for i in application.open_request.items if i.section)
        return asked | {PLACES} if asked & CALL_FOR_PLACES else asked
    return frozenset()
