"""Doing the self-assessment: save a response, give an area to a colleague, take it back."""

from datetime import date

from registration.access.scope import open_criteria
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.errors import NotAllowed, NotFound, Refused
from registration.history import refuse_if_overtaken
from registration.self_assessment import queries
from registration.self_assessment.models import AreaAssignment, Response
from registration.workflow.states import OPEN_TO_SCHOOL


def save_response(
    application: Application,
    code: str,
    *,
    by: Person,
    version: int,
    rating: str | None,
    statement: str,
    no_evidence_reason: str,
) -> Response:
    """Save an answer, finished or not. `version` is the one the page showed, 0 when there was none.

    Raises Overtaken when another answer was saved since, NotAllowed when the criterion is not open.
    """
    check_open(application, code, by)
    response = queries.response_to(application, code)
    refuse_if_overtaken(response, version)
    if response is None:
        response = Response(application=application, criterion_code=code)
        db.session.add(response)
    response.rating, response.statement = rating, statement
    response.no_evidence_reason, response.updated_by_id = no_evidence_reason, by.id
    return response


def check_open(application: Application, code: str, person: Person) -> None:
    """Raise NotFound for a code the standard does not have, NotAllowed for one this person may not change now."""
    if code not in application.standard.criteria:
        raise NotFound(f"The standard has no criterion {code}.")
    if code not in open_criteria(person, application):
        raise NotAllowed(why_closed(application, code))


def why_closed(application: Application, code: str) -> str:
    """Why a criterion can be read but not changed, in words."""
    if application.open_request is not None:
        asked = {item.criterion_code for item in application.open_request.items}
        if code not in asked:
            return f"Criterion {code} was already sent. Only what your school was asked about is open again."
    area = application.standard.area_of(code)
    names = [given.person.name for given in queries.assignments(application) if given.area == area.number]
    if names and application.state in OPEN_TO_SCHOOL:
        return (
            f"Criterion {code} is not open to you just now: its area, {area.title}, is with {' and '.join(names)}. "
            "Ask your coordinator when you need it."
        )
    return (
        f"Criterion {code} is not open to you just now. "
        "It may belong to an area that a colleague has; ask your coordinator to give you the area."
    )


def give_area(
    application: Application, area: int, person: Person, *, by: Person, due_on: date | None, note: str
) -> AreaAssignment:
    """Give an area to a colleague; giving it again changes the date and the note."""
    if person.school_id != application.school_id or not person.active:
        raise Refused("Areas can be given to people of your own school only.")
    application.standard.area(area)
    given = next((a for a in queries.assignments(application) if a.area == area and a.person == person), None)
    if given is None:
        given = AreaAssignment(application_id=application.id, area=area, person=person)
        db.session.add(given)
    given.due_on, given.note = due_on, note
    return given


def take_area_back(application: Application, number: int) -> AreaAssignment:
    """End an assignment. What the colleague wrote stays."""
    given = queries.assignment_of(application, number)
    if given is None:
        raise NotFound
    db.session.delete(given)
    return given
