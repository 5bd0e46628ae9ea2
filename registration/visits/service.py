"""Planning the visit: mode and team, times proposed and accepted, and that it was held."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from registration.access.roles import SCHOOL_LEADS, Capacity
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotFound, Refused
from registration.history import Overtaken
from registration.notifications import casework
from registration.review.models import Assignment
from registration.visits import agenda
from registration.visits.models import Visit, VisitMember, VisitSlot
from registration.workflow import calendar, clocks, engine
from registration.workflow.states import State

MOST_SLOTS = 6
LONGEST = timedelta(hours=9)


def begin_visit(application: Application, by: Person) -> Visit:
    """The visit of an application; made, with its agenda proposed, when it is first planned."""
    if application.visit is not None:
        return application.visit
    visit = Visit(application=application, updated_by_id=by.id)
    db.session.add(visit)
    for assignment in panel(application):
        part = "leads" if assignment.capacity == "lead_reviewer" else "takes part"
        visit.team.append(VisitMember(person=assignment.person, part=part))
    agenda.propose(visit, by)
    return visit


def panel(application: Application) -> list[Assignment]:
    return [a for a in application.assignments if a.ended_at is None]


def set_arrangements(visit: Visit, *, mode: str, place: str, by: Person) -> None:
    """By video or on site, and where people meet."""
    visit.mode, visit.place, visit.updated_by_id = mode, place, by.id


def arrangements_of(visit: Visit) -> dict[str, Any]:
    """How the visit is held and who does what, by the names of the form's fields."""
    parts = {f"part_{member.person.public_id}": member.part for member in visit.team}
    team = sorted(member.person.public_id for member in visit.team)
    return {"mode": visit.mode, "place": visit.place, "team": team, **parts}


def opened_with(visit: Visit) -> str:
    """A print of the arrangements, for a page to say what it was opened with."""
    return hashlib.sha256(repr(arrangements_of(visit)).encode()).hexdigest()[:16]


def change_arrangements(
    visit: Visit, *, mode: str, place: str, parts: dict[str, str], opened: str, by: Person
) -> None:
    """Change how and who. Raises Overtaken when somebody else did since the page was `opened` with it."""
    if opened_with(visit) != opened:
        raise Overtaken(arrangements_of(visit), opened_with(visit), visit.updated_by_id, visit.updated_at)
    set_arrangements(visit, mode=mode, place=place, by=by)
    set_team(visit, parts)
    visit.updated_at = now()  # of two at once the later is told, even where only the team was changed
    for item in visit.agenda:
        if left := [key for key in item.people if key not in parts]:
            item.people = [key for key in item.people if key not in left]


def set_team(visit: Visit, parts: dict[str, str]) -> None:
    """Who takes part, by public id of people on the panel, with their part. Others cannot be named."""
    people = {a.person.public_id: a.person for a in panel(visit.application)}
    if not parts or not parts.keys() <= people.keys():
        raise Refused("Choose the team from the panel of this case; assign a reviewer first if somebody is missing.")
    for member in list(visit.team):
        if member.person.public_id in parts:
            member.part = parts[member.person.public_id]
        else:
            visit.team.remove(member)
    there = {member.person.public_id for member in visit.team}
    visit.team.extend(VisitMember(person=people[key], part=part) for key, part in parts.items() if key not in there)


def propose_slot(
    visit: Visit, first: tuple[datetime, datetime], second: tuple[datetime, datetime] | None, *, by: Person
) -> VisitSlot:
    """Offer the school a time: one day, or two half-days. Raises Refused for times that make no sense."""
    open_slots = [s for s in visit.slots if s.declined_at is None]
    if len(open_slots) >= MOST_SLOTS:
        raise Refused(f"There are {MOST_SLOTS} open proposals already. Take one back first.")
    for start, end in [first] + ([second] if second else []):
        if start <= now():
            raise Refused("Propose a time that lies in the future.")
        if not timedelta(0) < end - start <= LONGEST:
            raise Refused("Let each part end after it starts, and last nine hours at most.")
    if second and second[0] < first[1]:
        raise Refused("Let the second half-day begin after the first has ended.")
    slot = VisitSlot(visit=visit, starts_at=first[0], ends_at=first[1], proposed_by_id=by.id)
    if second:
        slot.second_starts_at, slot.second_ends_at = second
    db.session.add(slot)
    turn_to_school(visit)
    if not open_slots:  # one letter for all that are proposed together
        casework.tell(visit.application, "visit_times", SCHOOL_LEADS, by=by)
    return slot


def turn_to_school(visit: Visit) -> None:
    """While times wait for an answer it is the school's turn, at the latest until the last of them has come.

    The body's clock stands still meanwhile. Only while the visit is being planned: later, times bind nobody.
    """
    if visit.application.state is not State.VISIT_PLANNING:
        return
    answered = visit.accepted_slot is not None
    waiting = [s.starts_at for s in visit.slots if s.declined_at is None and s.starts_at > now()]
    until = None if answered or not waiting else calendar.in_force.day_of(max(waiting))
    clocks.wait_for_school(visit.application, until)


def take_back_slot(visit: Visit, slot: VisitSlot) -> None:
    """Withdraw a proposal. An accepted one needs the visit to be changed first."""
    if slot.accepted_at is not None:
        raise Refused("The school has accepted this time. Propose others first, and ask it to choose again.")
    visit.slots.remove(slot)
    db.session.delete(slot)
    turn_to_school(visit)


def accept_slot(application: Application, slot: VisitSlot | None, *, by: Person, opened: str | None = None) -> None:
    """The school chooses a time; the agenda is laid out in it. Choosing again replaces the choice.

    `opened` is the time that stood as accepted on the page ("" for none). When a colleague has chosen meanwhile, the
    same time is simply confirmed and nobody is told twice; another one is Refused, so that nothing is undone unseen.
    """
    visit = application.visit
    if visit is None or slot is None or slot.visit is not visit:
        raise NotFound
    chosen = visit.accepted_slot
    if chosen is slot:
        return
    if opened is not None and opened != (chosen.public_id if chosen else ""):
        raise Refused(
            "A colleague accepted another time while this page was open, so your choice was not sent. Look at the"
            " schedule; if your time suits better, open the times again and choose it."
        )
    if slot.starts_at <= now():
        raise Refused("That time has passed. Choose another, or ask the case officer for new ones.")
    for other in visit.slots:
        other.accepted_at, other.accepted_by_id = None, None
    slot.accepted_at, slot.accepted_by_id, slot.declined_at = now(), by.id, None
    agenda.begin_change(visit, None)  # two colleagues at once: the later is told by the visit's version
    turn_to_school(visit)
    agenda.lay_out(visit)
    told = (Capacity.CASE_OFFICER, Capacity.LEAD_REVIEWER)
    casework.tell(application, "visit_time_chosen", told, by=by, starts_at=slot.starts_at.isoformat())


def decline_slots(application: Application, reason: str) -> None:
    """None of the times suits: the reason goes to the case officer, who proposes others."""
    visit = application.visit
    if visit is None or not reason.strip():
        raise Refused("Say which days or hours would suit, so that others can be proposed.")
    for slot in visit.slots:
        if slot.accepted_at is None:
            slot.declined_at, slot.decline_reason = now(), reason
    turn_to_school(visit)
    casework.tell(application, "visit_times_declined", [Capacity.CASE_OFFICER], by=None)


def confirm_visit(application: Application, *, edition: int, by: Person) -> None:
    """The visit is as the agenda of this edition says. Raises Refused when the agenda was changed since."""
    visit = application.visit
    if visit is None:
        raise NotFound
    agenda.refuse_if_stale(visit, edition)
    engine.perform(application, "confirm_visit", by=by)
    visit.confirmed_at = now()


def record_held(application: Application, held: tuple[datetime, datetime], *, by: Person) -> None:
    """The visit was held, from when until when, and on to the report."""
    visit = application.visit
    if visit is None:
        raise NotFound
    if held[1] <= held[0] or held[1] > now():
        raise Refused("Enter when the visit began and ended; it must have ended already.")
    visit.held_from, visit.held_until = held
    visit.updated_by_id = by.id
    engine.perform(application, "record_visit", by=by)
