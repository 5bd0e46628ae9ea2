"""Places on a panel: assigning somebody, telling them, and their answer. Nobody knows of a step before it is taken.

Assigned: seen by the desk alone, and taken back without a trace for the person. Told: they are sent a letter. Accepted:
they are on the panel from then on, and have said that nothing ties them to the school. Declined: with a reason, which
the desk reads and nobody else.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from registration.access.policy import PANEL_CAN_CHANGE
from registration.access.roles import Capacity
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import NotFound, Refused
from registration.notifications import casework
from registration.notifications.composing import page_address
from registration.panels import queries
from registration.panels.choice import Chosen, Reviewer
from registration.panels.models import Concern, Place
from registration.review import panel
from registration.review.models import Assignment
from registration.schools.models import School
from registration.workflow import calendar
from registration.workflow.clocks import DAYS

NO_SUCH = "Choose a reviewer and their part from those listed."


def assign(
    application: Application, reviewer: Reviewer, part: str, *, by: Person, why: Sequence[str] = (),
    despite: str = "", replaces: Assignment | None = None, handover: str = "",
) -> Place:
    """Give somebody a place, of which they do not know yet. With a tie that is known, `despite` says why they can.

    `reviewer` is what is known of them for this case, from `queries.reviewers_for`.
    """
    person = db.session.scalar(select(Person).where(Person.public_id == reviewer.key))
    if person is None or part not in panel.PARTS:
        raise Refused(NO_SUCH)
    leads = led_by(application, queries.open_places([application]).get(application.id, ()), replaces)
    if refusal := against_place(application, person, reviewer, part, leads=leads, despite=despite):
        raise Refused(refusal)
    made = Place(
        application=application, person=person, capacity=part, why=list(why), despite=despite.strip(), assigned_by=by,
        replaces=replaces, handover=handover.strip(),
    )  # fmt: skip
    db.session.add(made)
    keep_ties(made, reviewer)
    audit.note("place on the panel assigned", by, application, whom=person.name, part=panel.PARTS[part])
    return made


def keep_ties(place: Place, reviewer: Reviewer) -> None:
    """Ties that were known when somebody was assigned stay on record with why they are no conflict."""
    seen = {(c.rule, c.about) for c in queries.concerns_of(place.application) if c.person == place.person}
    for tie in reviewer.ties:
        if (tie.rule, tie.about) not in seen:
            db.session.add(
                Concern(
                    application=place.application, person=place.person, rule=tie.rule, about=tie.about,
                    words=tie.words, outcome="no_conflict", reason=place.despite, decided_by=place.assigned_by,
                    decided_at=now(),
                )
            )  # fmt: skip


def against_place(
    application: Application, person: Person, reviewer: Reviewer, part: str, *, leads: str, despite: str = ""
) -> str:
    """Why somebody cannot be given this place, as a whole sentence; empty when they can. `leads`: see `led_by`."""
    if barred := against_joining(person, reviewer.against or panel.against(person, application)):
        return barred
    if reviewer.hours is not None and reviewer.left < reviewer.needs(part):
        return f"{person.name} cannot take another case: {reviewer.cannot(part)} Choose somebody else."
    if reviewer.cannot(part) and not despite.strip():
        return f"{reviewer.cannot(part)} Say why {person.name} can judge this school all the same."
    if part == Capacity.LEAD_REVIEWER and leads:
        return f"{leads} has the place of the lead reviewer. Take it back or end it first."
    return ""


def against_joining(person: Person, against: str) -> str:
    """What speaks against somebody, as a whole sentence."""
    if not against:
        return ""
    return f"{person.name} cannot join this panel: {against[0].lower()}{against[1:]}. Choose somebody else."


def led_by(application: Application, meant: Iterable[Place], leaving: Assignment | None = None) -> str:
    """Who leads the review or is meant to; empty when nobody does. `leaving` is not asked; `meant`: open places."""
    taken = [(a.capacity, a.person.name) for a in application.assignments if a.ended_at is None and a != leaving]
    taken += [(place.capacity, place.person.name) for place in meant]
    return dict(taken).get("lead_reviewer", "")


def assign_chosen(application: Application, chosen: Iterable[Chosen], *, by: Person) -> list[Place]:
    """Give places to everybody whom the rules propose, each with why they were proposed."""
    made = []
    for each in chosen:
        made.append(assign(application, each.reviewer, each.part, by=by, why=each.why))
        db.session.flush()
    return made


def replace(
    leaving: Assignment, successor: Reviewer | None, *, reason: str, handover: str, despite: str, by: Person
) -> Place | None:
    """Somebody leaves the panel, and whoever takes over has their place, with a note on what is left to do."""
    application, part = leaving.application, leaving.capacity
    panel.end_assignment(leaving, reason=reason, by=by)
    if successor is None:
        return None
    return assign(
        application, successor, part, by=by, despite=despite, replaces=leaving, handover=handover,
    )


def tell(application: Application, *, by: Person) -> list[Place]:
    """Send the letter to everybody who has a place and does not know of it."""
    untold = untold_of(queries.open_places([application]).get(application.id, ()))
    if refusal := against_telling(application, untold):
        raise Refused(refusal)
    days = calendar.in_force
    until = days.after(days.today(), DAYS["panel_answer"])
    for place in untold:
        place.told_at, place.answer_by = now(), until
        panel.write_to(
            place.person, application, "panel_asked", address=page_address("panels.invitation", place=place.public_id),
            due_on=until.isoformat(), part=panel.PARTS[place.capacity].lower(),
        )
    audit.note("panel told", by, application, people=len(untold))
    return untold


def untold_of(places: Iterable[Place]) -> list[Place]:
    return [place for place in places if place.told_at is None]


def against_telling(application: Application, untold: Sequence[Place]) -> str:
    """Why nobody can be told of a place in this case, as a whole sentence; empty when they can."""
    if not untold:
        return "Nobody has a place here who does not know of it."
    barred = (against_joining(p.person, panel.against(p.person, application)) for p in untold)
    return next(filter(None, barred), "")


def place_of(application: Application, public_id: str) -> Place:
    """An open place of this case. Raises NotFound for any other."""
    found = next((p for p in queries.places_of(application) if p.public_id == public_id and p.open), None)
    if found is None:
        raise NotFound
    return found


def take_back(place: Place, *, by: Person, reason: str = "") -> None:
    """The place is no longer meant for this person; who was told of it is told of this too."""
    close(place, "withdrawn", reason)
    if place.told_at is not None:
        panel.write_to(place.person, place.application, "panel_place_gone")
    audit.note("place on the panel taken back", by, place.application, whom=place.person.name)


def close(place: Place, answer: str, reason: str = "") -> None:
    place.answer, place.answered_at, place.reason = answer, now(), reason.strip()


def asked_place(person: Person, public_id: str, *, to_answer: bool = False) -> Place:
    """The place somebody was told of, by its public id. `to_answer` keeps others from changing the case meanwhile."""
    wanted = select(Place).where(Place.public_id == public_id, Place.person_id == person.id)
    found = db.session.scalars(wanted.where(Place.told_at.is_not(None))).one_or_none()
    if found is None:
        raise NotFound
    if to_answer:
        db.session.execute(
            select(Application.id).where(Application.id == found.application_id).with_for_update()
        )
        db.session.refresh(found)
    return found


def accept(place: Place, *, by: Person) -> Assignment:
    """On the panel from now on, with the declaration that nothing ties them to the school."""
    application = place.application
    refuse_if_answered(place)
    if application.state not in PANEL_CAN_CHANGE:
        raise Refused("The panel of this case can no longer change. You need not do anything.")
    close(place, "accepted")
    place.assignment = panel.assign(application, by.public_id, place.capacity, by=place.assigned_by)
    place.assignment.declared_free_at = place.answered_at
    answered(place, by)
    return place.assignment


def decline(place: Place, reason: str, *, by: Person) -> None:
    """Not this time. Only the desk reads the reason."""
    refuse_if_answered(place, reason)
    if not reason.strip():
        raise Refused("Say why you decline. Only the desk reads it.")
    close(place, "declined", reason)
    answered(place, by)


def refuse_if_answered(place: Place, reason: str = "") -> None:
    kept = {"Your reason": reason} if reason.strip() else None
    if place.answer == "withdrawn":
        raise Refused("This place is no longer meant for you. You need not do anything.", kept)
    if not place.open:
        raise Refused("You have answered already. If something changed since, write to the case officer.", kept)


def answered(place: Place, by: Person) -> None:
    tell_of_answer(place, place.answer, by)
    audit.note("place on the panel answered", by, place.application, answer=place.answer)


def tell_of_answer(place: Place, answer: str, by: Person) -> None:
    """The desk learns of an answer; the reason stays in the service."""
    casework.tell(
        place.application, "panel_place_answered", [Capacity.CASE_OFFICER], by=by, person=place.person.name,
        part=panel.PARTS[place.capacity].lower(), answer=answer,
    )  # fmt: skip


def close_places(person: Person, school: School, *, by: Person) -> None:
    """Somebody turned out to be tied to the school: every place they have on its panels goes, and the desk is told.

    Who had been told of it need not answer any more, and learns so, unless they said it themselves.
    """
    wanted = (
        select(Place).join(Application)
        .where(Place.person_id == person.id, Place.answer == "", Application.school_id == school.id)
    )
    for place in db.session.scalars(wanted):
        close(place, "withdrawn", "A conflict of interest was declared.")
        if place.told_at is not None and person != by:
            panel.write_to(person, place.application, "panel_place_gone")
        tell_of_answer(place, "given up", by)
