"""Scope: within one application, which criteria and sections this person may change just now.

In a draft: a contributor those of the areas given to them and those given to them singly, everybody
else all. When the school was asked for something: only what was asked for, by the same people.
"""

from sqlalchemy import Integer, String, cast, null, select, union_all

from registration.access.roles import Capacity
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.self_assessment.models import AreaAssignment
from registration.teamwork.models import CriterionAssignment
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
        codes &= criteria_given(person, application)
    return codes


def criteria_given(person: Person, application: Application) -> frozenset[str]:
    """Codes of the criteria that were given to this person, with their area or singly. One statement."""
    areas = select(AreaAssignment.area, cast(null(), String)).where(
        AreaAssignment.application_id == application.id, AreaAssignment.person_id == person.id
    )
    singly = select(cast(null(), Integer), CriterionAssignment.criterion_code).where(
        CriterionAssignment.application_id == application.id, CriterionAssignment.person_id == person.id
    )
    given = {area or code for area, code in db.session.execute(union_all(areas, singly))}
    return frozenset(c.code for c in application.standard.criteria.values() if {c.area, c.code} & given)


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
