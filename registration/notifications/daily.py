"""The daily letter: what a person wants to hear of once a day, listed in one mail at seven in their morning.

It is a letter in the outbox like any other, written in the same transaction that marks what it lists. So it is
sent once, whenever the worker dies; and nobody gets one that would be empty.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from registration.accounts.models import Person
from registration.database import db, now
from registration.notifications.composing import page_address, readable, zone_of
from registration.notifications.kinds import DAILY, Way
from registration.notifications.models import Letter
from registration.notifications.queries import due_since, mine, unsent

MORNING = time(7)
MOST_LISTED = 100


def write_daily_letters() -> int:
    """Write the letters of this morning, each in a transaction of its own. Says how many."""
    waiting = select(Letter.person_id).where(unsent, Letter.way == Way.DAILY, Letter.in_letter_id.is_(None)).distinct()
    people = [number for number in db.session.scalars(waiting) if number is not None]
    db.session.commit()
    return sum(write_daily_letter(db.session.get_one(Person, number)) for number in sorted(people))


def morning_of(person: Person) -> tuple[date, datetime]:
    """Today's date where this person is, and the moment of their morning: right over summer time."""
    zone = ZoneInfo(zone_of(person))
    today = now().astimezone(zone).date()
    return today, datetime.combine(today, MORNING, tzinfo=zone)


def write_daily_letter(person: Person) -> bool:
    """One person's letter of today, when their morning has come and something had been written before it."""
    today, morning = morning_of(person)
    name = f"daily:{person.public_id}:{today.isoformat()}"
    if now() < morning or db.session.scalar(select(Letter.id).where(Letter.once == name)):
        return False
    letters = listed_for(person, morning)
    if not letters:
        db.session.commit()
        return False
    try:
        with db.session.begin_nested():
            daily = Letter(
                template=DAILY, email=person.email, person=person, way=Way.AT_ONCE, once=name, read_at=now(),
                facts={"name": person.name, "items": [item_of(letter) for letter in letters]},
            )
            db.session.add(daily)
    except IntegrityError:  # another worker wrote it at this moment
        db.session.commit()
        return False
    for letter in letters:
        letter.in_letter_id = daily.id
    db.session.commit()
    return True


def listed_for(person: Person, morning: datetime) -> list[Letter]:
    """What waited when the morning came. What the person may no longer see is not told of, and waits no longer."""
    waiting = (unsent, Letter.way == Way.DAILY, Letter.in_letter_id.is_(None), due_since < morning)
    seen = mine(person).where(*waiting).order_by(Letter.written_at, Letter.id).limit(MOST_LISTED)
    letters = list(db.session.scalars(seen).unique())
    if len(letters) < MOST_LISTED:
        others = Letter.id.not_in([letter.id for letter in letters])
        for letter in db.session.scalars(select(Letter).where(Letter.person_id == person.id, *waiting, others)):
            letter.way = Way.HERE
    return letters


def item_of(letter: Letter) -> dict[str, str]:
    return {
        "subject": readable(letter).subject,
        "address": page_address("notifications.letter", public_id=letter.public_id),
    }
