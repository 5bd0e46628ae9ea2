"""Beginning an application, signing it, answering what was asked, sending it, and the plain moves."""

import secrets

from sqlalchemy import select

import standards
from registration.access.policy import state_counted
from registration.access.roles import SCHOOL_LEADS
from registration.access.scope import open_criteria, open_sections
from registration.accounts.models import Person
from registration.applications.models import (
    Application,
    Declaration,
    InformationRequest,
    RequestItem,
    Submission,
)
from registration.applications.snapshot import digest, signed_over, snapshot_of
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import NotAllowed, NotFound, Refused
from registration.notifications.service import held_letters
from registration.reapproval.agreeing_service import let_stand
from registration.schools.models import School
from registration.workflow import calendar, engine
from registration.workflow.models import Event
from registration.workflow.states import OVER, State

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a reference survives being read aloud."""

SENDING = {State.DRAFT: "submit", State.COMPLETING: "submit_again", State.EVIDENCE_REQUESTED: "send_evidence"}
"""How a school sends, by the state its application is in."""


def start_application(school: School, by: Person) -> Application:
    """A new draft of this school, under the edition in force today.

    A school is in the service because its interest was accepted or it was invited, so there is no more
    to ask. It has one application under way at a time.
    """
    if by.school != school or by.school_role not in {c.value for c in SCHOOL_LEADS}:
        raise NotAllowed("Only the principal or the registration coordinator of a school can begin its application.")
    if (under_way := application_under_way(school)) is not None:
        raise Refused(f"Your school already has an application, {under_way.reference}. Open it from your home page.")
    application = Application(
        reference=new_reference(), school=school, standard_edition=standards.current(calendar.in_force.today()).edition,
        started_by=by,
    )  # fmt: skip
    db.session.add(application)
    engine.begin(application, by=by)
    return application


def may_begin_another(application: Application, person: Person, state: State) -> bool:
    """`state` is the one the school sees. This one came to its end, and no other has been begun since."""
    at_an_end = state in OVER and state is not State.RENEWED and person.school_id == application.school_id
    leads = person.school_role in {c.value for c in SCHOOL_LEADS}
    return at_an_end and leads and application_under_way(application.school) is None


def application_under_way(school: School) -> Application | None:
    """The application that is not over, if there is one: a registered school has one, too."""
    made = db.session.scalars(select(Application).where(Application.school == school).order_by(Application.id.desc()))
    return next((application for application in made if state_counted(application) not in OVER), None)


def new_reference() -> str:
    """OSR, the year, six random letters: nobody learns from it how many applications there are."""
    while True:
        reference = f"OSR-{now().year}-{''.join(secrets.choice(LETTERS) for _ in range(6))}"
        if db.session.scalar(select(Application.id).where(Application.reference == reference)) is None:
            return reference


def sign_declaration(application: Application, *, by: Person, typed_name: str, ai_statement: str) -> Declaration:
    """The principal's signature under the application as it stands; a later change asks for a new one."""
    if same_name(typed_name) != same_name(by.name):
        raise Refused(
            f"Type your name as your account has it: {by.name}.",
            kept={"Name": typed_name, "How AI was used": ai_statement},
        )
    signed = Declaration(
        application=application, signed_by=by, typed_name=" ".join(typed_name.split()), ai_statement=ai_statement,
        fingerprint=signed_over(application), signed_at=now(),
    )  # fmt: skip
    db.session.add(signed)
    return signed


def same_name(name: str) -> str:
    return " ".join(name.casefold().split())


def may_answer(application: Application, item: RequestItem, person: Person) -> bool:
    """What was asked lies in what this person may change now: a contributor answers for their areas only."""
    if item.criterion_code:
        return item.criterion_code in open_criteria(person, application)
    return item.section in open_sections(person, application)


def answer_item(application: Application, public_id: str, *, answer: str, by: Person) -> RequestItem:
    """Answer one thing the school was asked; it can be changed until everything is sent."""
    request = application.open_request
    item = next((i for i in request.items if i.public_id == public_id), None) if request else None
    if item is None:
        raise NotFound
    if not may_answer(application, item, by):
        raise NotAllowed("This lies outside the areas given to you. Ask your principal to give you the area.")
    item.answer, item.answered_by, item.answered_at = answer, by, now()
    return item


def submit_application(application: Application, by: Person) -> Submission:
    """Send the application, or what was asked for: the move, and everything frozen as it is now.

    Raises Refused with a sentence for each thing that is missing, and when it was sent already.
    """
    if application.state not in SENDING:
        raise Refused("This application was sent already. You find what was sent under “What we sent”.")
    request = application.open_request
    engine.perform(application, SENDING[application.state], by=by)
    content = snapshot_of(application)
    submission = Submission(
        application=application, round=len(application.submissions) + 1, snapshot=content, sha256=digest(content),
        sent_by=by, sent_at=now(),
    )  # fmt: skip
    db.session.add(submission)
    application.submitted_at = application.submitted_at or submission.sent_at
    close(request)
    return submission


def close(request: InformationRequest | None) -> None:
    if request is not None:
        request.closed_at = now()


TOLD_TO_THE_PUBLIC = frozenset({"suspend", "end_registration"})
"""Moves of a registration whose reason can be told to everybody, in words of their own."""


def make_move(
    application: Application, name: str, *, by: Person, note: str = "", public_reason: str = ""
) -> Event:
    """A move that asks for nothing but, perhaps, a reason. The others have pages of their own.

    What was said to the public of a registration counts until the next move: a reinstatement takes it away.
    """
    if engine.find(name).asks:
        raise NotFound
    waiting = held_letters(application)
    event = engine.perform(application, name, by=by, note=note)
    if name == "open_moderation":
        let_stand(application, by=by)
    if application.registration is not None and event.note:
        application.registration.reason = event.note
        application.registration.public_reason = public_reason.strip()
    recalled = [letter for letter in waiting if letter.recalled_at]
    if recalled:
        audit.note("letters_recalled", by, application, letters=len(recalled))
    return event
