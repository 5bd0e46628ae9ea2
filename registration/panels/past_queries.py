"""What went before between people of the body and a school, as far as it bears on a new panel. One statement."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, case, cast, literal, null, select, union_all

from registration.access.standing import holds
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import Moment, db
from registration.decisions.models import Determination
from registration.panels.models import Place
from registration.panels.ties import Before
from registration.review.models import Assignment
from registration.schools.models import Relation
from registration.workflow.calendar import in_words

JUDGING = frozenset({"lead_reviewer", "reviewer"})


@dataclass
class Past:
    """By the ids of people: what keeps them from a panel, and what has to be looked at first."""

    against: dict[int, str] = field(default_factory=dict)
    before: dict[int, list[Before]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[int, str] = field(default_factory=dict)
    """Who is on the panel or meant for it, and as what."""
    addresses: list[str] = field(default_factory=list)
    """Of the school's people."""


def past_of(application: Application) -> Past:
    return pasts_of([application])[application.id]


def pasts_of(applications: Sequence[Application]) -> dict[int, Past]:
    """By case. One statement, however many they are."""
    by_school: dict[int, list[Any]] = defaultdict(list)
    for school_id, *row in db.session.execute(past_rows(applications)):
        by_school[school_id].append(row)
    return {each.id: past_from(by_school[each.school_id], each) for each in applications}


def past_from(rows: Iterable[Any], application: Application) -> Past:
    """As one case of a school sees what went before with that school."""
    found = Past()
    for what, case_id, person_id, one, two, day, at in rows:
        if what == "address":
            found.addresses.append(one)
            found.against[person_id] = "Belongs to the school"
        elif what == "decided" and case_id == application.id:
            found.against.setdefault(person_id, "Decided this case")
        elif what == "earlier" and case_id != application.id:
            found.before[person_id].append(Before("judged", one, f"Was on the panel of {one}, of the same school."))
        elif what == "place":
            answered(found, application, person_id, one, two, at)
        elif what == "relation":
            related(found, person_id, day, at)
    for assignment in application.assignments:
        if assignment.ended_at is None:
            found.against[assignment.person_id] = "Is on the panel"
            found.parts[assignment.person_id] = assignment.capacity
        else:
            words = f"Left this panel on {in_words(assignment.ended_at)}."
            found.before[assignment.person_id].append(Before("left", assignment.public_id, words))
    return found


def answered(
    found: Past, application: Application, person_id: int, reference: str, answer: str, at: datetime | None
) -> None:
    """Somebody was asked before, for this case or an earlier one of the school; an open place says as what."""
    if answer in JUDGING and reference == application.reference:
        found.against.setdefault(person_id, "Has a place on this panel already")
        found.parts[person_id] = answer
    elif answer == "declined" and at is not None:
        words = f"Declined {reference} on {in_words(at)}."
        found.before[person_id].append(Before("declined", reference, words))


def related(found: Past, person_id: int, until: date | None, annulled_at: datetime | None) -> None:
    """A relation keeps somebody away while it holds; after that it is something to look at."""
    if holds(Relation(until=until, annulled_at=annulled_at)):
        found.against[person_id] = "Has a conflict of interest"
    elif annulled_at is None and until is not None:
        words = f"Was tied to the school until {in_words(until)}."
        found.before[person_id].append(Before("old_relation", until.isoformat(), words))


def past_rows(applications: Sequence[Application]) -> Any:
    """School, what it is, application, person, and four facts of which each kind fills its own."""
    cases, schools = [each.id for each in applications], [each.school_id for each in applications]
    no_day, no_moment, nothing, no_case = cast(null(), Date), cast(null(), Moment), literal(""), literal(0)
    return union_all(
        select(Relation.school_id, literal("relation"), no_case, Relation.person_id, Relation.kind, nothing,
               Relation.until, Relation.annulled_at)
        .where(Relation.school_id.in_(schools)),
        select(Application.school_id, literal("earlier"), Application.id, Assignment.person_id, Application.reference,
               Assignment.capacity, no_day, no_moment)
        .join(Application, Application.id == Assignment.application_id).where(Application.school_id.in_(schools)),
        select(Application.school_id, literal("place"), Application.id, Place.person_id, Application.reference,
               case((Place.answer == "", Place.capacity), else_=Place.answer), no_day, Place.answered_at)
        .join(Application, Application.id == Place.application_id).where(Application.school_id.in_(schools)),
        select(Application.school_id, literal("decided"), Application.id, Determination.decided_by_id, nothing,
               nothing, no_day, no_moment)
        .join(Application, Application.id == Determination.application_id).where(Application.id.in_(cases)),
        select(Person.school_id, literal("address"), no_case, Person.id, Person.email, nothing, no_day, no_moment)
        .where(Person.school_id.in_(schools)),
    )  # fmt: skip
