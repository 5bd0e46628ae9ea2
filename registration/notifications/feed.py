"""A person's private calendar: the deadlines and visits of what they may see, at an address only they know.

The token of the address is worked out from the installation's secret, so it can be shown again; the table holds its
hash. A new address makes the old one worthless. Names of people and what is asked for are never in it: a calendar is
often shared, and kept by others.
"""

import hmac
from datetime import date, datetime, timedelta

from sqlalchemy import case, select
from sqlalchemy.orm import joinedload, selectinload

from registration.access.policy import Action, allowed, state_shown, visible_to
from registration.accounts import links
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now, public_id
from registration.decisions.models import Condition, Determination
from registration.notifications.calendar_file import Entry
from registration.notifications.composing import page_address
from registration.notifications.models import CalendarFeed
from registration.visits.models import Visit, VisitSlot
from registration.workflow import calendar
from registration.workflow.states import State

BACK, AHEAD = timedelta(days=31), timedelta(days=400)
MOST_CASES = 300


def feed_of(person: Person) -> CalendarFeed | None:
    return db.session.scalar(select(CalendarFeed).where(CalendarFeed.person_id == person.id))


def make_feed(person: Person) -> CalendarFeed:
    """A new address for a person's calendar. The one they had, if any, is worth nothing from now on."""
    feed = feed_of(person) or CalendarFeed(person=person)
    feed.public_id, feed.made_at = public_id(), now()
    feed.token_hash = links.hashed(tokens_of(feed)[0])
    db.session.add(feed)
    audit.note("calendar_address_made", person, None)
    return feed


def end_feed(person: Person) -> None:
    feed = feed_of(person)
    if feed is not None:
        db.session.delete(feed)
        audit.note("calendar_address_ended", person, None)


def tokens_of(feed: CalendarFeed) -> list[str]:
    return links.tokens_about(f"calendar:{feed.public_id}")


def address_of(feed: CalendarFeed) -> str:
    """The whole address, also when the installation's secret has been changed since it was made."""
    tokens = tokens_of(feed)
    token = next((t for t in tokens if hmac.compare_digest(links.hashed(t), feed.token_hash)), tokens[0])
    return page_address("notifications.calendar", token=token)


def reader_of(token: str) -> Person | None:
    """Whose calendar a token opens, while their account is active."""
    wanted = select(CalendarFeed).where(CalendarFeed.token_hash == links.hashed(token))
    feed = db.session.scalar(wanted.options(joinedload(CalendarFeed.person)))
    return feed.person if feed is not None and feed.person.active else None


def entries_for(person: Person) -> list[Entry]:
    """What lies a month back to a year ahead in the cases this person may see, in a fixed number of statements."""
    first = (now() - BACK).date()
    found = (entry for application in cases_of(person) for entry in entries_of(application, person))
    return sorted((entry for entry in found if entry.day >= first), key=lambda entry: (entry.day, entry.uid))


def cases_of(person: Person) -> list[Application]:
    """Cases with a date in the window. Where there are very many: visits, then what is due soonest, then the past."""
    first, last = now() - BACK, now() + AHEAD
    near = Application.due_on.between(first.date(), last.date())
    visited = Application.visit.has(Visit.slots.any(VisitSlot.starts_at.between(first, last)))
    promised = Application.conditions.any(Condition.due_on.between(first.date(), last.date()))
    wanted = select(Application).where(visible_to(person), near | visited | promised)
    loaded = (
        joinedload(Application.visit).selectinload(Visit.slots), selectinload(Application.conditions),
        selectinload(Application.assignments), selectinload(Application.appeals),
        selectinload(Application.determinations).joinedload(Determination.decided_by),
    )
    past_last = case((Application.due_on.is_(None), 0), (Application.due_on >= now().date(), 1), else_=2)
    ordered = wanted.order_by(past_last, Application.due_on, Application.id).limit(MOST_CASES)
    return list(db.session.scalars(ordered.options(*loaded)).unique())


def entries_of(application: Application, person: Person) -> list[Entry]:
    """What one person may know of: no date of a step whose outcome is still kept from them."""
    found: list[Entry] = []
    if application.due_on and not application.held and state_shown(person, application) is application.state:
        turn = f"It is the turn of {application.state.turn}."
        found.append(deadline(application, f"{application.state.label}: due", "due", application.due_on, turn))
    if allowed(person, Action.SEE_CONDITIONS, application) and state_shown(person, application) is application.state:
        for condition in application.conditions:
            if condition.status == "open":
                found.append(deadline(application, f"Condition {condition.criterion_code}: due",
                                      f"condition-{condition.public_id}", condition.due_on))  # fmt: skip
    visit = application.visit
    slot = visit.accepted_slot if visit else None
    if visit and slot and allowed(person, Action.SEE_VISIT, application):
        found += visits(application, slot, confirmed=application.state is not State.VISIT_PLANNING)
    return found


def deadline(application: Application, what: str, about: str, on: date, turn: str = "") -> Entry:
    """A whole day of the body's calendar; the text names the moment at which it ends."""
    end = calendar.in_force.end_of(on)
    return Entry(
        uid=f"{about}@{application.reference}", title=f"{what} ({application.school.name})", day=on,
        text=f"Application {application.reference}. Until {end:%H:%M} UTC on {end.day} {end:%B %Y}. {turn}".strip(),
        url=page_address("applications.application", reference=application.reference),
    )  # fmt: skip


def visits(application: Application, slot: VisitSlot, *, confirmed: bool) -> list[Entry]:
    """The one or two stretches of time that the school accepted."""
    stretches = [(slot.starts_at, slot.ends_at), (slot.second_starts_at, slot.second_ends_at)]
    return [
        visit_entry(application, start, end, number, confirmed)
        for number, (start, end) in enumerate(stretches, start=1)
        if start and end
    ]


def visit_entry(application: Application, start: datetime, end: datetime, number: int, confirmed: bool) -> Entry:
    return Entry(
        uid=f"visit-{number}@{application.reference}", title=f"Approval visit ({application.school.name})",
        day=start.date(), starts_at=start, ends_at=end, status="CONFIRMED" if confirmed else "TENTATIVE",
        text=f"Application {application.reference}." + ("" if confirmed else " The time is chosen, not yet confirmed."),
        url=page_address("visits.agenda", reference=application.reference),
    )  # fmt: skip
