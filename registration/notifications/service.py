"""What is done with letters: letting go those that wait for a second person, trying again, reading them."""

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import Refused
from registration.notifications.models import Letter
from registration.notifications.queries import let_go


def held_letters(application: Application) -> list[Letter]:
    """Letters of a case that wait for a second person."""
    found = select(Letter).where(
        Letter.application_id == application.id, Letter.needs_release, Letter.released_at.is_(None),
        Letter.recalled_at.is_(None),
    )
    receivers = joinedload(Letter.person).lazyload(Person.role_rows)
    return list(db.session.scalars(found.options(receivers).order_by(Letter.id)))


def release_letters(application: Application, *, by: Person) -> int:
    """Let every waiting letter of a case go; from now on they can be read and are sent. Says how many.

    Whether this person is the second one is for whoever calls to have asked.
    """
    letters = held_letters(application)
    for letter in letters:
        letter.released_at = letter.next_try_at = now()
    if letters:
        audit.note("letters_released", by, application, letters=len(letters))
    return len(letters)


def try_again(letter: Letter, *, by: Person) -> None:
    """Send a letter that failed once more, for another three days."""
    if letter.sent_at or letter.recalled_at or (letter.needs_release and not letter.released_at):
        raise Refused("This letter is not waiting to be sent.")
    letter.released_at = letter.next_try_at = now()
    letter.attempts, letter.problem, letter.way = 0, "", ""
    audit.note("letter_tried_again", by, letter.application, letter=letter.template)


def mark_read(letter: Letter) -> None:
    """The person has read this letter. The first reading counts."""
    letter.read_at = letter.read_at or now()


def mark_all_read(person: Person) -> None:
    unread = update(Letter).where(Letter.person_id == person.id, Letter.read_at.is_(None), let_go)
    db.session.execute(unread.values(read_at=now()).execution_options(synchronize_session=False))
