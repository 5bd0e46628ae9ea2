"""Marking an answer: ready for the principal, accepted, or returned with a note. Marks never hold anything up."""

from registration.access.policy import Action, allowed
from registration.access.scope import open_criteria
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.errors import NotAllowed, NotFound, Refused
from registration.self_assessment.models import Response
from registration.teamwork import queries
from registration.teamwork.models import Mark
from registration.teamwork.stands import LOOKED_OVER, Stand, stand_of
from registration.teamwork.telling import page_of, tell


def mark_ready(application: Application, code: str, *, by: Person) -> Mark:
    """Say that an answer is ready for the principal. Whoever may write it may say so."""
    response, last = answered(application, code)
    if code not in open_criteria(by, application):
        raise NotAllowed(f"Criterion {code} is not open to you just now, so it is not yours to mark as ready.")
    if stand_of(response, last) is Stand.READY and last is not None:
        return last
    return add(response, Stand.READY, by)


def accept(application: Application, code: str, *, by: Person, version: int) -> Mark:
    """The principal or coordinator has read an answer, in this version, and finds it good."""
    response, last = answered(application, code)
    refuse_unread(application, response, version, by)
    if stand_of(response, last) is Stand.ACCEPTED and last is not None:
        return last
    return add(response, Stand.ACCEPTED, by)


def give_back(application: Application, code: str, *, by: Person, note: str, version: int) -> Mark:
    """Return an answer with a note to those who have it, and to whoever marked it ready."""
    response, last = answered(application, code)
    refuse_unread(application, response, version, by)
    if stand_of(response, last) not in LOOKED_OVER:
        raise Refused(f"Criterion {code} is not marked as ready. Write a remark to the colleague who has it instead.")
    if not note.strip():
        raise Refused("Say what should be done, so that your colleague can do it.")
    criterion = application.standard.criteria[code]
    having = {s.person_id for s in queries.who_has(criterion, queries.shares(application))}
    told = {p for p in queries.colleagues(application) if p.id in having}
    if last is not None and last.person.school_id == application.school_id:
        told.add(last.person)
    for person in sorted(told, key=lambda p: p.id):
        tell(person, "answer_returned", application, by=by, page=page_of(application, code),
             criterion=f"{code} {criterion.title}")  # fmt: skip
    return add(response, Stand.RETURNED, by, note.strip())


def answered(application: Application, code: str) -> tuple[Response, Mark | None]:
    if code not in application.standard.criteria:
        raise NotFound(f"The standard has no criterion {code}.")
    db.session.flush()
    response, last = queries.response_and_mark(application, code)
    if response is None or not response.answered:
        raise Refused(f"Criterion {code} needs a rating and a text before it can be marked.")
    return response, last


def refuse_unread(application: Application, response: Response, version: int, by: Person) -> None:
    """Only leads say so, and of what they have read: not of a text that was changed meanwhile."""
    if not allowed(by, Action.ACCEPT_ANSWERS, application):
        raise NotAllowed("Only the principal and the coordinator accept answers or return them.")
    if response.version != version:
        raise Refused("The answer was changed while you were reading it. Open it again and read what changed.")


def add(response: Response, kind: Stand, by: Person, note: str = "") -> Mark:
    made = Mark(response=response, version=response.version, kind=kind.value, note=note, person=by)
    db.session.add(made)
    return made
