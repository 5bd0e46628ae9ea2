"""Reading one application: how far the school is, what is due, and what happened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from registration.access.policy import released, state_counted
from registration.access.roles import THE_SCHOOL, Capacity
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application, Declaration, InformationRequest, Submission
from registration.charts import Ring, ring
from registration.database import db
from registration.evidence.models import Citation, Evidence, EvidenceVersion
from registration.schools.models import ProfileSection
from registration.self_assessment.models import AreaAssignment, Response
from registration.workflow import calendar
from registration.workflow.models import Event
from registration.workflow.needs import PROFILE_SECTIONS
from registration.workflow.states import OPEN_TO_SCHOOL, State
from registration.workflow.transitions import BY_NAME
from standards.model import OUTCOMES, Area


@dataclass(frozen=True)
class Answered:
    """What is known of one answer without reading its text."""

    code: str
    answered: bool
    explained: bool
    """A reason is given why there is no evidence."""
    changed_at: datetime | None
    changed_by: str


@dataclass(frozen=True)
class AreaTile:
    area: Area
    ring: Ring
    people: tuple[str, ...]
    changed_at: datetime | None
    changed_by: str
    next_code: str | None
    """The first criterion of the area that is not answered."""


@dataclass(frozen=True)
class Progress:
    """How far the school's part is."""

    criteria: Ring
    tiles: tuple[AreaTile, ...]
    profile: Ring
    evidence: int
    checking: int
    evidenced: Ring
    """Criteria with a citation, or a reason why there is none."""

    @property
    def next_code(self) -> str | None:
        """The first criterion that is not answered."""
        return next((t.next_code for t in self.tiles if t.next_code), None)

    @property
    def hours_left(self) -> tuple[int, int]:
        """A careful guess: from a quarter of an hour to three quarters for each criterion that is left."""
        left = self.criteria.total - self.criteria.done
        return -(-left // 4), -(-left * 3 // 4)


def progress_of(application: Application) -> Progress:
    """Counted in the database: no text is read. Four statements, however much there is."""
    responses = answered_by_code(application)
    people = people_by_area(application)
    areas = application.standard.areas
    tiles = tuple(tile(area, responses, people.get(area.number, ())) for area in areas)
    profile, evidence, checking = counts(application)
    explained = {code for code, response in responses.items() if response.explained}
    cited = set(
        db.session.scalars(
            select(Citation.criterion_code).where(Citation.application_id == application.id).distinct()
        )
    )
    total = len(application.standard.criteria)
    done = sum(t.ring.done for t in tiles)
    evidenced = len((cited | explained) & set(application.standard.criteria))
    return Progress(
        ring(done, total), tiles, ring(profile, len(PROFILE_SECTIONS)), evidence, checking, ring(evidenced, total)
    )


def answered_by_code(application: Application) -> dict[str, Answered]:
    editor = aliased(Person)
    rows = db.session.execute(
        select(
            Response.criterion_code, Response.rating, func.length(func.trim(Response.statement)),
            func.length(func.trim(Response.no_evidence_reason)), Response.updated_at, editor.name,
        )
        .outerjoin(editor, Response.updated_by_id == editor.id)
        .where(Response.application_id == application.id)
    )  # fmt: skip
    return {
        code: Answered(code, bool(rating and stated), bool(reason), at, name or "")
        for code, rating, stated, reason, at, name in rows
    }


def people_by_area(application: Application) -> dict[int, tuple[str, ...]]:
    rows = db.session.execute(
        select(AreaAssignment.area, Person.name)
        .join(Person, AreaAssignment.person_id == Person.id)
        .where(AreaAssignment.application_id == application.id)
        .order_by(Person.name)
    )
    found: dict[int, tuple[str, ...]] = {}
    for area, name in rows:
        found[area] = (*found.get(area, ()), name)
    return found


def counts(application: Application) -> tuple[int, int, int]:
    """Complete sections, items of evidence, and items still being checked."""
    here = application.id
    complete = ProfileSection.complete & ProfileSection.number.in_(PROFILE_SECTIONS)
    sections = select(func.count()).where(ProfileSection.application_id == here, complete).scalar_subquery()
    held = select(func.count()).where(Evidence.application_id == here, Evidence.removed_at.is_(None)).scalar_subquery()
    checking = (
        select(func.count(EvidenceVersion.evidence_id.distinct()))
        .join(Evidence)
        .where(Evidence.application_id == here, Evidence.removed_at.is_(None))
        .where(EvidenceVersion.check_state == "checking")
        .scalar_subquery()
    )
    profile, items, waiting = db.session.execute(select(sections, held, checking)).one()
    return profile, items, waiting


def tile(area: Area, responses: dict[str, Answered], people: tuple[str, ...]) -> AreaTile:
    mine = [responses[c.code] for c in area.criteria if c.code in responses]
    done = sum(r.answered for r in mine)
    last = max((r for r in mine if r.changed_at), key=lambda r: str(r.changed_at), default=None)
    left = (c.code for c in area.criteria if c.code not in responses or not responses[c.code].answered)
    return AreaTile(
        area, ring(done, len(area.criteria)), people, last.changed_at if last else None,
        last.changed_by if last else "", next(left, None),
    )  # fmt: skip


@dataclass(frozen=True)
class Due:
    """One date by which somebody must act: the end of the day at the body's desk."""

    what: str
    on: date
    ends_at: datetime


def dates_due(application: Application, request: InformationRequest | None) -> list[Due]:
    """What is due in this case, earliest first, as moments: each reader sees them in their own zone."""
    dues = []
    state = state_counted(application)
    if application.due_on and not application.held and state is not State.DRAFT:
        dues.append(due(f"{state.label}: {state.turn} must act", application.due_on))
    if request and request.due_on != application.due_on:
        dues.append(due("Answers to what the school was asked", request.due_on))
    return sorted(dues, key=lambda due: due.ends_at)


def due(what: str, on: date) -> Due:
    return Due(what, on, calendar.in_force.end_of(on))


def with_open_request(application: Application) -> InformationRequest | None:
    """The request the school is answering, with its items. One statement."""
    return db.session.scalars(
        select(InformationRequest)
        .where(InformationRequest.application_id == application.id, InformationRequest.closed_at.is_(None))
        .options(
            selectinload(InformationRequest.items),
            joinedload(InformationRequest.asked_by).lazyload(Person.role_rows),
        )
        .order_by(InformationRequest.id.desc())
        .limit(1)
    ).first()


def load_for_needs(application: Application) -> None:
    """Everything the needs of a submission look at: five statements, and one for what the school was asked."""
    parts: dict[str, Any] = {
        "responses": select(Response),
        "profile": select(ProfileSection).order_by(ProfileSection.number),
        "citations": select(Citation).order_by(Citation.id),
        "declarations": select(Declaration).order_by(Declaration.id),
        "evidence": select(Evidence).options(joinedload(Evidence.versions)).order_by(Evidence.id),
    }
    if application.state in OPEN_TO_SCHOOL - {State.DRAFT}:
        asked = select(InformationRequest).options(joinedload(InformationRequest.items))
        parts["requests"] = asked.order_by(InformationRequest.id)
    for name, wanted in parts.items():
        found = db.session.scalars(wanted.filter_by(application_id=application.id)).unique()
        set_committed_value(application, name, list(found))


def rounds_of(application: Application) -> list[tuple[int, datetime, str]]:
    """Round, moment and sender of each submission, without the snapshots."""
    rows = db.session.execute(
        select(Submission.round, Submission.sent_at, Person.name)
        .join(Person, Submission.sent_by_id == Person.id)
        .where(Submission.application_id == application.id)
        .order_by(Submission.round)
    )
    return [(number, at, name) for number, at, name in rows]


def submission_of(application: Application, number: int | None) -> Submission | None:
    """What was sent in one round; the last one when no round is named."""
    wanted = select(Submission).where(Submission.application_id == application.id)
    wanted = wanted.options(joinedload(Submission.sent_by))
    if number is not None:
        wanted = wanted.where(Submission.round == number)
    return db.session.scalars(wanted.order_by(Submission.round.desc()).limit(1)).first()


@dataclass(frozen=True)
class Happening:
    """One event as a reader may know it: the school reads duties of the body's people, not their names."""

    what: str
    at: datetime
    by: str
    note: str
    state: State


def history_for(person: Person, application: Application) -> list[Happening]:
    """Newest first. The school does not read a determination before its letter is released, nor one recalled."""
    events = db.session.scalars(
        select(Event).where(Event.application_id == application.id).order_by(Event.id.desc())
    ).all()
    ours = bool(capacities(person, application) & THE_SCHOOL)
    decided = next((event for event in events if event.move in OUTCOMES), None)
    withheld = decided if ours and not released(application) else None
    return [happening(event, ours) for event in events if event is not withheld]


def happening(event: Event, ours: bool) -> Happening:
    capacity = Capacity(event.capacity)
    named = event.person is not None and (not ours or capacity in THE_SCHOOL)
    by = event.person.name if event.person and named else f"the {capacity.label}"
    if capacity is Capacity.CLOCK:
        by = "the clock"
    label = BY_NAME[event.move].label if event.move in BY_NAME else "Application begun"
    return Happening(label, event.at, by, event.note, State(event.to_state))
