"""Remarks between colleagues about a criterion: said, answered, settled, opened again, taken back by their writer."""

from datetime import timedelta

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotAllowed, NotFound, Refused
from registration.notifications.composing import page_address
from registration.teamwork import queries
from registration.teamwork.models import Remark
from registration.teamwork.queries import remark_of
from registration.teamwork.telling import tell

LETTER = "remark_written"
ONE_LETTER_FOR = timedelta(days=1)
MOST_OF_A_CRITERION = 500
"""Remarks about one criterion."""


def say(application: Application, code: str, text: str, *, by: Person, answers: str = "") -> Remark:
    """Begin a thread, or answer one by the name of its first remark. Answering opens a settled thread again."""
    if code not in application.standard.criteria:
        raise NotFound(f"The standard has no criterion {code}.")
    if not text.strip():
        raise Refused("Write your remark first.")
    there = db.select(db.func.count()).select_from(Remark).where(
        Remark.application_id == application.id, Remark.criterion_code == code
    )
    if (db.session.scalar(there) or 0) >= MOST_OF_A_CRITERION:
        raise Refused("There are very many remarks here. Please talk to your colleagues directly.")
    made = Remark(application_id=application.id, criterion_code=code, person=by, text=text)
    if answers:
        first = remark_of(application, code, answers)
        if first.answers_id is not None or first.taken_back_at is not None:
            raise Refused("This remark was taken back meanwhile. Begin a new one.")
        made.answers_id, first.settled_at, first.settled_by_id = first.id, None, None
    db.session.add(made)
    db.session.flush()
    tell_of(made, application, thread=answers or made.public_id, by=by)
    return made


def tell_of(remark: Remark, application: Application, *, thread: str, by: Person) -> None:
    """A letter to whoever has the criterion or wrote in this thread; it names the criterion, and not what was said.

    Who has an unread letter about the thread from within a day gets no second one.
    """
    code = remark.criterion_code
    criterion = application.standard.criteria[code]
    concerned = {share.person_id for share in queries.who_has(criterion, queries.shares(application))}
    concerned |= queries.writers_of(remark.answers_id) if remark.answers_id else set()
    page = page_address("teamwork.thread", reference=application.reference, code=code, public_id=thread)
    told = queries.told_lately(application, LETTER, page, since=now() - ONE_LETTER_FOR)
    for person in queries.colleagues(application):
        if person.id in concerned - told:
            tell(person, LETTER, application, by=by, page=page, criterion=f"{code} {criterion.title}")


def take_back(remark: Remark, *, by: Person) -> None:
    """Strike one's own remark. It stays readable, struck through, so that the answers to it keep their sense."""
    if remark.person_id != by.id:
        raise NotAllowed("Only who wrote a remark takes it back. You can settle it instead.")
    remark.taken_back_at = remark.taken_back_at or now()


def settle(remark: Remark, *, by: Person) -> None:
    """Say that a thread is settled: it no longer counts as open."""
    refuse_what_is_no_thread(remark)
    if remark.settled_at is None:
        remark.settled_at, remark.settled_by_id = now(), by.id


def open_again(remark: Remark) -> None:
    refuse_what_is_no_thread(remark)
    remark.settled_at = remark.settled_by_id = None


def refuse_what_is_no_thread(remark: Remark) -> None:
    if remark.answers_id is not None:
        raise Refused("An answer is settled together with the remark it belongs to.")
