"""A reviewer's answer that stays away: they are reminded once, and the desk is told once, when its day is over."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registration.access.policy import PANEL_CAN_CHANGE
from registration.access.roles import Capacity
from registration.access.standing import people_as
from registration.applications.models import Application
from registration.database import db
from registration.notifications import casework
from registration.notifications.composing import page_address
from registration.notifications.reminders import is_day
from registration.panels.models import Place
from registration.review import panel
from registration.workflow import calendar


def remind_of_late_answers() -> int:
    """Says how many letters. A case on hold waits, and so does somebody where it is night."""
    return sum(remind(place) + tell_the_desk(place) for place in late_places())


def late_places() -> list[Place]:
    """Told, not answered by the day named, and still to be answered."""
    wanted = select(Place).join(Application).where(
        Place.answer == "", Place.answer_by < calendar.in_force.today(),
        Application.state.in_(sorted(PANEL_CAN_CHANGE)), Application.held.is_(False),
    )  # fmt: skip
    loaded = joinedload(Place.application).joinedload(Application.school)
    return list(db.session.scalars(wanted.options(loaded).order_by(Place.id)).unique())


def remind(place: Place) -> int:
    person, once = place.person, f"reminder_place:{place.public_id}"
    if not is_day(person) or panel.against(person, place.application) or casework.written(once):
        return 0
    panel.write_to(
        person, place.application, "reminder_place", once=once,
        address=page_address("panels.invitation", place=place.public_id),
        due_on=due_on(place), part=panel.PARTS[place.capacity].lower(),
    )  # fmt: skip
    return 1


def tell_the_desk(place: Place) -> int:
    told = 0
    for officer in people_as(Capacity.CASE_OFFICER, place.application):
        once = f"panel_place_late:{place.public_id}:{officer.public_id}"
        if is_day(officer) and not casework.written(once):
            casework.write(
                place.application, "panel_place_late", officer, Capacity.CASE_OFFICER, once=once,
                due_on=due_on(place), person=place.person.name, part=panel.PARTS[place.capacity].lower(),
            )  # fmt: skip
            told += 1
    return told


def due_on(place: Place) -> str:
    return place.answer_by.isoformat() if place.answer_by else ""
