"""Requests to the school: what it is asked for, before the move that sends it."""

from datetime import date

from registration.accounts.models import Person
from registration.applications.models import Application, InformationRequest, RequestItem
from registration.database import db
from registration.errors import Refused
from registration.workflow import calendar


def open_request(
    application: Application, kind: str, items: list[RequestItem], *, due_on: date, by: Person
) -> InformationRequest:
    """A new request to the school. The move that sends it must follow in the same transaction."""
    kept = {f"Item {n}": item.question for n, item in enumerate(items, start=1)}
    if application.open_request is not None:
        raise Refused("The school is still answering an earlier request. Wait for its answer first.", kept)
    if not items:
        raise Refused("Name at least one item, with what is missing or asked.")
    if due_on <= calendar.in_force.today():
        raise Refused("Choose a due date that lies in the future.", kept)
    request = InformationRequest(application=application, kind=kind, due_on=due_on, asked_by=by, items=items)
    db.session.add(request)
    db.session.flush()
    return request
