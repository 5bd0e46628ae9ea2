"""How a letter reaches somebody: decided once, when it is first due, by what it is and what the person prefers.

Whoever writes a letter knows nothing of this. A letter that must be sent leaves at once.
"""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from registration.access.policy import Action, allowed
from registration.accounts.models import Person
from registration.database import db, now
from registration.notifications.kinds import Kind, Way, kind_of
from registration.notifications.models import Letter, LetterPreference
from registration.notifications.queries import unsent

MOST_AT_ONCE = 500


def decide_ways() -> int:
    """Decide for every letter that is due and undecided; in its own transaction. Says how many."""
    wanted = select(Letter).where(unsent, Letter.way == "", Letter.next_try_at <= now())
    letters = db.session.scalars(
        wanted.order_by(Letter.id).limit(MOST_AT_ONCE)
        .options(selectinload(Letter.person), selectinload(Letter.application))
    ).all()
    preferences = preferences_of([letter.person_id for letter in letters if letter.person_id])
    for letter in letters:
        letter.way = way_of(letter, preferences.get(letter.person_id or 0))
    db.session.commit()
    return len(letters)


def way_of(letter: Letter, preference: LetterPreference | None) -> Way:
    """Somebody who may no longer see the case is sent nothing about it."""
    person = letter.person
    if person is None:
        return Way.AT_ONCE
    if letter.application is not None and not allowed(person, Action.VIEW_APPLICATION, letter.application):
        return Way.HERE
    letter_kind = kind_of(letter.template)
    if letter_kind.must:
        return Way.AT_ONCE
    if preference is None:
        return letter_kind.unasked
    return Way(getattr(preference, letter_kind.kind))


def preferences_of(people: list[int]) -> dict[int, LetterPreference]:
    found = db.session.scalars(select(LetterPreference).where(LetterPreference.person_id.in_(set(people))))
    return {preference.person_id: preference for preference in found}


def preference_of(person: Person) -> LetterPreference:
    """How this person wants their letters; a row of its own, not yet kept, where they never said."""
    found = db.session.get(LetterPreference, person.id)
    return found or LetterPreference(
        person_id=person.id, needs_me=Way.AT_ONCE, about_case=Way.AT_ONCE, information=Way.AT_ONCE
    )


def prefer(person: Person, ways: dict[Kind, Way]) -> None:
    """Keep how a person wants their letters. What waits for their next daily letter is decided anew."""
    preference = preference_of(person)
    db.session.add(preference)
    for kind, way in ways.items():
        setattr(preference, kind, way)
    waiting = select(Letter).where(
        Letter.person_id == person.id, unsent, Letter.way == Way.DAILY, Letter.in_letter_id.is_(None)
    )
    for letter in db.session.scalars(waiting):
        letter.way = ""
