"""What the pages of the visit show: the schedule in both zones, the notebook, the slots."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.visits.models import (
    AgendaItem,
    LessonMark,
    LessonObservation,
    Visit,
    VisitMember,
    VisitNote,
    VisitSlot,
)
from standards.model import Criterion


def visit_of(application: Application, *, team: bool = True) -> Visit | None:
    """The visit with its times, its agenda and, unless nobody asks for it, its team: a statement for each."""
    wanted = select(Visit).where(Visit.application_id == application.id)
    wanted = wanted.options(selectinload(Visit.slots), selectinload(Visit.agenda))
    if team:
        people = selectinload(Visit.team).joinedload(VisitMember.person)
        wanted = wanted.options(people.lazyload(Person.role_rows))
    return db.session.scalar(wanted)


def slot_of(application: Application, public_id: str) -> VisitSlot | None:
    wanted = select(VisitSlot).join(Visit).where(Visit.application_id == application.id)
    return db.session.scalar(wanted.where(VisitSlot.public_id == public_id))


def lesson_of(application: Application, public_id: str) -> LessonObservation | None:
    wanted = select(LessonObservation).join(Visit).where(Visit.application_id == application.id)
    return db.session.scalar(wanted.where(LessonObservation.public_id == public_id))


def lessons_of(visit: Visit) -> list[LessonObservation]:
    """Every lesson observed with who observed it and what was seen, in one statement."""
    wanted = select(LessonObservation).where(LessonObservation.visit_id == visit.id).order_by(LessonObservation.id)
    observer = joinedload(LessonObservation.observer).lazyload(Person.role_rows)
    return list(db.session.scalars(wanted.options(observer, joinedload(LessonObservation.marks))).unique())


def mark_of(application: Application, public_id: str) -> LessonMark | None:
    """Something seen in a lesson of this visit, with its lesson."""
    wanted = select(LessonMark).join(LessonMark.lesson).join(Visit).where(Visit.application_id == application.id)
    return db.session.scalar(wanted.where(LessonMark.public_id == public_id).options(contains_eager(LessonMark.lesson)))


def seconds_into(lesson: LessonObservation) -> int | None:
    """How long the clock of a lesson has been running."""
    return int((now() - lesson.starts_at).total_seconds()) if lesson.starts_at else None


@dataclass(frozen=True)
class Page:
    """One criterion of the notebook: who wrote what, and whether it is on the agenda."""

    criterion: Criterion
    planned: bool
    mine: VisitNote | None
    others: tuple[VisitNote, ...]

    @property
    def written(self) -> bool:
        return self.mine is not None or bool(self.others)


def notebook(application: Application, reader: Person) -> list[Page]:
    """Every criterion with its notes; those on the agenda first."""
    visit = application.visit
    notes: list[VisitNote] = []
    if visit is not None:
        author = joinedload(VisitNote.author).lazyload(Person.role_rows)
        wanted = select(VisitNote).where(VisitNote.visit_id == visit.id).options(author)
        notes = list(db.session.scalars(wanted.order_by(VisitNote.id)))
    planned = {code for item in visit.agenda for code in item.criteria} if visit else set()
    pages = [page(c, code in planned, notes, reader) for code, c in application.standard.criteria.items()]
    return sorted(pages, key=lambda p: not p.planned)


def page(criterion: Criterion, planned: bool, notes: list[VisitNote], reader: Person) -> Page:
    here = [n for n in notes if n.criterion_code == criterion.code]
    mine = next((n for n in here if n.author == reader), None)
    return Page(criterion, planned, mine, tuple(n for n in here if n is not mine))


def offered(visit: Visit) -> list[VisitSlot]:
    """Times the school can still choose; one that has begun is no choice any more."""
    return [s for s in visit.slots if s.declined_at is None and (s.starts_at > now() or s.accepted_at)]


def hours(slot: VisitSlot) -> list[tuple[datetime, datetime]]:
    """The one or two stretches of time a slot offers."""
    stretches = [(slot.starts_at, slot.ends_at)]
    if slot.second_starts_at and slot.second_ends_at:
        stretches.append((slot.second_starts_at, slot.second_ends_at))
    return stretches


def ends_at(item: AgendaItem) -> datetime | None:
    return item.starts_at + timedelta(minutes=item.minutes) if item.starts_at else None


def current_item(visit: Visit) -> AgendaItem | None:
    """The item that takes place now, or else the next one to come."""
    timed = sorted((i for i in visit.agenda if i.starts_at), key=lambda i: (i.starts_at or now(), i.position))
    return next((item for item in timed if (end := ends_at(item)) and end > now()), None)


def told(visit: Visit | None) -> Visit | None:
    """The visit, once it was held and something was told at its closing meeting."""
    return visit if visit is not None and visit.held_from is not None and visit.summary.strip() else None


def minutes_planned(visit: Visit) -> int:
    return sum(item.minutes for item in visit.agenda)


def minutes_offered(slot: VisitSlot) -> int:
    return sum(int((end - start).total_seconds() // 60) for start, end in hours(slot))
