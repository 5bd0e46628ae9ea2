"""Reading teamwork: who has what, remarks, marks, and who is on a page now."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload, lazyload

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import Moment, db, now
from registration.errors import NotFound
from registration.evidence.models import Citation
from registration.notifications.models import Letter
from registration.self_assessment.models import AreaAssignment, Response
from registration.teamwork.models import CriterionAssignment, Mark, Presence, Remark
from registration.teamwork.stands import LOOKED_OVER
from standards.model import Criterion

HERE_FOR = timedelta(minutes=2)
"""So long after the last sign of somebody they still count as being on a page."""

AREA, CRITERION, HERE, REMARKS = "area", "criterion", "here", "remarks"
open_thread = and_(Remark.answers_id.is_(None), Remark.settled_at.is_(None), Remark.taken_back_at.is_(None))


@dataclass(frozen=True)
class Share:
    """An area or a single criterion that a colleague has. `what` is its number or its code."""

    what: str
    single: bool
    person_id: int
    public_id: str
    name: str
    due_on: date | None
    note: str

    @property
    def cell(self) -> str:
        """How a form names it."""
        return f"{self.what}:{self.public_id}"


@dataclass(frozen=True)
class Here:
    """Somebody who has the page open now."""

    name: str
    since: datetime


@dataclass(frozen=True)
class Aside:
    """What stands beside one criterion: who has it, who is on its page, and how many remarks are open."""

    shares: tuple[Share, ...]
    here: tuple[Here, ...]
    open_remarks: int


@dataclass(frozen=True)
class Thread:
    """A remark, and what was answered to it."""

    first: Remark
    answers: tuple[Remark, ...]

    @property
    def is_open(self) -> bool:
        return self.first.settled_at is None and self.first.taken_back_at is None


def shares(application: Application) -> list[Share]:
    """Who has which area and which single criterion, by area, code and name. One statement."""
    rows = db.session.execute(union_all(areas_given(application), criteria_given(application)))
    return sorted((share_of(row) for row in rows), key=lambda s: (not s.single, s.what, s.name.casefold()))


def areas_given(application: Application) -> Any:
    return select(
        literal(AREA).label("kind"), cast(AreaAssignment.area, String).label("what"), Person.id.label("person_id"),
        Person.public_id, Person.name, AreaAssignment.due_on, AreaAssignment.note, cast(null(), Moment).label("at"),
    ).where(AreaAssignment.application_id == application.id, Person.id == AreaAssignment.person_id)  # fmt: skip


def criteria_given(application: Application) -> Any:
    return select(
        literal(CRITERION), CriterionAssignment.criterion_code, Person.id, Person.public_id, Person.name,
        CriterionAssignment.due_on, CriterionAssignment.note, cast(null(), Moment),
    ).where(CriterionAssignment.application_id == application.id, Person.id == CriterionAssignment.person_id)


def share_of(row: Any) -> Share:
    return Share(row.what, row.kind == CRITERION, row.person_id, row.public_id, row.name, row.due_on, row.note)


def who_has(criterion: Criterion, given: Iterable[Share]) -> list[Share]:
    """Those a criterion was given to; a criterion given singly is theirs before it is the area's."""
    given = list(given)
    singly = [s for s in given if s.single and s.what == criterion.code]
    return singly or [s for s in given if not s.single and s.what == str(criterion.area)]


def aside(application: Application, code: str, person: Person) -> Aside:
    """What this person sees beside a criterion, in one statement. They themselves are not listed as being there."""
    criterion = application.standard.criteria[code]
    nothing = (cast(null(), Date), literal(""))
    here = select(
        literal(HERE), literal(""), Person.id, Person.public_id, Person.name, *nothing, Presence.since,
    ).where(
        Presence.application_id == application.id, Presence.criterion_code == code, Presence.person_id == Person.id,
        Presence.seen_at > now() - HERE_FOR, Person.id != person.id, Person.school_id == application.school_id,
    )  # fmt: skip
    remarks = select(
        literal(REMARKS), literal(""), cast(func.count(), Integer), literal(""), literal(""), *nothing,
        cast(null(), Moment),
    ).where(Remark.application_id == application.id, Remark.criterion_code == code, open_thread)  # fmt: skip
    rows: Sequence[Any] = db.session.execute(
        union_all(
            areas_given(application).where(AreaAssignment.area == criterion.area),
            criteria_given(application).where(CriterionAssignment.criterion_code == code), here, remarks,
        )
    ).all()
    return Aside(
        tuple(who_has(criterion, (share_of(row) for row in rows if row.kind in (AREA, CRITERION)))),
        tuple(sorted((Here(r.name, r.at) for r in rows if r.kind == HERE), key=lambda h: h.since)),
        sum(row.person_id for row in rows if row.kind == REMARKS),
    )


def counts(application: Application) -> tuple[Counter[str], Counter[str]]:
    """Citations, and open threads of remarks, by code of the criterion. One statement."""
    cited = select(literal("cited").label("what"), Citation.criterion_code.label("code"), func.count().label("many"))
    said = select(literal(REMARKS), Remark.criterion_code, func.count())
    rows = db.session.execute(
        union_all(
            cited.where(Citation.application_id == application.id).group_by(Citation.criterion_code),
            said.where(Remark.application_id == application.id, open_thread).group_by(Remark.criterion_code),
        )
    ).all()
    return (
        Counter({row.code: row.many for row in rows if row.what == "cited"}),
        Counter({row.code: row.many for row in rows if row.what == REMARKS}),
    )


def newest_mark() -> ColumnElement[bool]:
    """A mark is the newest of its response: the condition of a join with `Response`."""
    other = aliased(Mark)
    newest = select(func.max(other.id)).where(other.response_id == Response.id).correlate(Response)
    return and_(Mark.response_id == Response.id, Mark.id == newest.scalar_subquery())


def response_and_mark(application: Application, code: str) -> tuple[Response | None, Mark | None]:
    """The answer to a criterion with its last mark, in one statement."""
    found = select(Response, Mark).outerjoin(Mark, newest_mark()).options(
        joinedload(Response.updated_by).lazyload(Person.role_rows), joinedload(Mark.person).lazyload(Person.role_rows)
    )
    here = Response.application_id == application.id, Response.criterion_code == code
    row = db.session.execute(found.where(*here)).one_or_none()
    return (row[0], row[1]) if row else (None, None)


def marks(application: Application, code: str) -> Sequence[Mark]:
    """All marks of an answer, the latest first."""
    found = select(Mark).join(Response).where(
        Response.application_id == application.id, Response.criterion_code == code
    )
    found = found.options(joinedload(Mark.person).lazyload(Person.role_rows))
    return db.session.scalars(found.order_by(Mark.id.desc())).unique().all()


def not_ready(application: Application) -> int:
    """How many criteria are neither marked as ready nor accepted; 0 in a school that uses no marks. No text is read."""
    found = select(Mark.kind, Mark.version == Response.version).join(Response, newest_mark())
    rows = db.session.execute(found.where(Response.application_id == application.id)).all()
    standing = sum(kind in LOOKED_OVER and unchanged for kind, unchanged in rows)
    return len(application.standard.criteria) - standing if rows else 0


def threads(application: Application, code: str) -> list[Thread]:
    """What colleagues said about a criterion, thread by thread: the open ones first, the latest first."""
    found = select(Remark).where(Remark.application_id == application.id, Remark.criterion_code == code)
    people = (joinedload(Remark.person), joinedload(Remark.settled_by))
    loaded = [person.lazyload(Person.role_rows) for person in people]
    remarks = db.session.scalars(found.options(*loaded).order_by(Remark.id)).unique().all()
    made = [Thread(r, tuple(a for a in remarks if a.answers_id == r.id)) for r in remarks if r.answers_id is None]
    return sorted(made, key=lambda t: (not t.is_open, -t.first.id))


def remark_of(application: Application, code: str, public_id: str) -> Remark:
    """A remark about this criterion of this application; any other does not exist."""
    found = db.session.scalar(
        select(Remark).where(
            Remark.application_id == application.id, Remark.criterion_code == code, Remark.public_id == public_id
        )
    )
    if found is None:
        raise NotFound("This remark does not exist.")
    return found


def writers_of(thread_id: int) -> set[int]:
    """Who wrote in a thread, by the id of its first remark; not those who took all of it back."""
    here = or_(Remark.id == thread_id, Remark.answers_id == thread_id), Remark.taken_back_at.is_(None)
    return set(db.session.scalars(select(Remark.person_id).where(*here)))


def told_lately(application: Application, letter: str, page: str, *, since: datetime) -> set[int | None]:
    """Who has an unread letter of this kind that leads to this page, written after `since`."""
    found = select(Letter.person_id, Letter.facts).where(
        Letter.application_id == application.id, Letter.template == letter, Letter.read_at.is_(None),
        Letter.written_at > since,
    )
    return {person for person, facts in db.session.execute(found) if facts.get("address") == page}


def colleagues(application: Application) -> list[Person]:
    """Everybody of the school who could be given something."""
    found = db.session.scalars(
        select(Person).where(Person.school_id == application.school_id, Person.active).options(
            lazyload(Person.role_rows)
        )
    ).unique()
    return sorted(found, key=lambda person: (person.name.casefold(), person.id))
