"""Writing a message, and having read one."""

from registration.access.policy import Action, allowed
from registration.access.roles import SCHOOL_LEADS, THE_SCHOOL, Capacity
from registration.access.standing import capacities, people_as
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import Refused
from registration.messages import queries
from registration.messages.models import Message, MessageReading
from registration.notifications import casework

MOST_CHARACTERS = 4_000


def send(application: Application, text: str, *, by: Person, seen: str = "") -> Message:
    """Write to the other side, which is told by letter that a message waits: once until it has been read.

    `seen` is the newest message that stood beside the form: what came in meanwhile stays unread.
    """
    if not text.strip():
        raise Refused("Write your message first.")
    if application.submitted_at is None:
        raise Refused("This application was never sent, so nobody at the other end can read it.", {"Message": text})
    ours = bool(capacities(by, application) & THE_SCHOOL)
    message = Message(application=application, author=by, from_school=ours, text=text)
    db.session.add(message)
    db.session.flush()
    for capacity in [Capacity.CASE_OFFICER] if ours else sorted(SCHOOL_LEADS):
        for person in people_as(capacity, application):
            if person != by and allowed(person, Action.READ_MESSAGES, application):
                announce(application, person, capacity, of_school=not ours)
    mark_read(application, by, seen)
    return message


def announce(application: Application, person: Person, capacity: Capacity, *, of_school: bool) -> None:
    """One letter for everything this person has not read yet, named after the first of it."""
    first = queries.first_unread(application, person, of_school=of_school)
    once = f"message_waiting:{application.reference}:{first}:{person.public_id}"
    if first is not None and not casework.written(once):
        casework.write(application, "message_waiting", person, capacity, once=once)


def mark_read(application: Application, person: Person, seen: str) -> None:
    """This person has seen everything up to the message of this public id; one of another case changes nothing."""
    last = db.session.scalar(
        db.select(Message.id).where(Message.application_id == application.id, Message.public_id == seen)
    )
    if last is None:
        return
    reading = db.session.get(MessageReading, (application.id, person.id))
    if reading is None:
        db.session.add(MessageReading(application_id=application.id, person_id=person.id, read_to=last))
    elif reading.read_to < last:
        reading.read_to, reading.read_at = last, now()
