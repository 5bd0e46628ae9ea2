"""Doing the self-assessment: save a response, and say why one cannot be saved."""

from collections.abc import Sequence

from registration.access.scope import open_criteria
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.errors import NotAllowed, NotFound
from registration.history import refuse_if_overtaken
from registration.self_assessment import queries
from registration.self_assessment.models import Response
from registration.teamwork.queries import Share, shares, who_has
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

    Raises Overtaken when another answer was saved since, NotAllowed when the criterion is not open. Saving without a
    change changes nothing, not even who changed it last: what was marked as ready stays so.
    """
    check_open(application, code, by)
    response = queries.response_to(application, code)
    refuse_if_overtaken(response, version)
    if response is not None and (rating, statement, no_evidence_reason) == content(response):
        return response
    if response is None:
        response = Response(application=application, criterion_code=code)
        db.session.add(response)
    response.rating, response.statement = rating, statement
    response.no_evidence_reason, response.updated_by_id = no_evidence_reason, by.id
    return response


def content(response: Response) -> tuple[str | None, str, str]:
    return response.rating, response.statement, response.no_evidence_reason


def check_open(application: Application, code: str, person: Person) -> None:
    """Raise NotFound for a code the standard does not have, NotAllowed for one this person may not change now."""
    if code not in application.standard.criteria:
        raise NotFound(f"The standard has no criterion {code}.")
    if code not in open_criteria(person, application):
        having = who_has(application.standard.criteria[code], shares(application))
        raise NotAllowed(why_closed(application, code, having))


def why_closed(application: Application, code: str, having: Sequence[Share]) -> str:
    """Why a criterion can be read but not changed, in words; `having` are those it was given to."""
    if application.open_request is not None:
        asked = {item.criterion_code for item in application.open_request.items}
        if code not in asked:
            return f"Criterion {code} was already sent. Only what your school was asked about is open again."
    if application.state not in OPEN_TO_SCHOOL:
        return f"Criterion {code} was sent with the application, and cannot be changed now."
    names = " and ".join(share.name for share in having)
    now_with = f"It is with {names}. " if names else ""
    return (
        f"Criterion {code} is not open to you just now. {now_with}"
        "Ask your principal or coordinator to give it to you; a remark to your colleagues is always possible."
    )
