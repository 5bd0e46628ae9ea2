"""Reading the school's home: how far it is, who has what, what waits, and every date; a fixed number of statements."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, cast, func, null, select, union_all
from sqlalchemy.orm import aliased

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.applications.words import NEXT
from registration.charts import Ring, ring
from registration.database import db
from registration.evidence.models import Citation, Evidence, EvidenceVersion
from registration.messages.queries import unread_by
from registration.schools.models import ProfileSection
from registration.self_assessment.models import AreaAssignment, Response
from registration.self_assessment.queries import MINUTES_A_CRITERION
from registration.teamwork.models import CriterionAssignment
from registration.visits.models import Visit, VisitSlot
from registration.workflow.models import UsualTime
from registration.workflow.needs import PROFILE_SECTIONS
from registration.workflow.states import State
from registration.workflow.usual import LEAST_CASES
from standards.model import Area

MINUTES_TOLD = 90
"""From here on hours are told."""


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
    """Who has the area, or a criterion of it."""
    changed_at: datetime | None
    changed_by: str
    next_code: str | None
    """The first criterion of the area that is not answered."""
    minutes_left: int

    @property
    def time_left(self) -> str:
        return in_hours(self.minutes_left)


@dataclass(frozen=True)
class Usual:
    """How long finished cases stood at a step. Without a range while too few are finished."""

    cases: int
    shortest: int | None
    longest: int | None

    @property
    def words(self) -> str:
        if self.shortest is None or self.longest is None:
            finished = "none is" if not self.cases else "one is" if self.cases == 1 else f"{self.cases} are"
            return (
                f"We cannot say yet how long this usually takes: that needs {LEAST_CASES} finished cases, and"
                f" {finished} finished."
            )
        if self.shortest == self.longest:
            days = f"{self.shortest} working day{'' if self.shortest == 1 else 's'}"
        else:
            days = f"between {self.shortest} and {self.longest} working days"
        return f"This step usually takes {days}: so it was in four of five of our {self.cases} finished cases."


@dataclass(frozen=True)
class Progress:
    """How far the school's part is, and what waits beside it."""

    criteria: Ring
    tiles: tuple[AreaTile, ...]
    profile: Ring
    evidence: int
    checking: int
    evidenced: Ring
    """Criteria with a citation, or a reason why there is none."""
    unread: int
    usual: Usual
    next: str
    """What usually happens after the present step."""

    @property
    def next_code(self) -> str | None:
        """The first criterion that is not answered."""
        return next((t.next_code for t in self.tiles if t.next_code), None)

    @property
    def time_left(self) -> str:
        return in_hours(sum(tile.minutes_left for tile in self.tiles))


def in_hours(minutes: int) -> str:
    """A careful guess, rounded up: "about 50 minutes", "about 3 hours". Empty for none."""
    if not minutes:
        return ""
    return f"about {minutes} minutes" if minutes < MINUTES_TOLD else f"about {-(-minutes // 60)} hours"


def progress_of(application: Application, reader: Person, state: State) -> Progress:
    """Counted in the database: no text is read. Three statements, however much there is."""
    responses, (people, cited) = answered_by_code(application), shares_and_citations(application)
    profile, items, waiting, unread, cases, shortest, longest, onward = counts(application, reader, state)
    explained = {code for code, response in responses.items() if response.explained}
    settled = (cited | explained) & set(application.standard.criteria)
    tiles = tuple(tile(area, responses, people, settled) for area in application.standard.areas)
    total = len(application.standard.criteria)
    return Progress(
        ring(sum(t.ring.done for t in tiles), total), tiles, ring(profile, len(PROFILE_SECTIONS)), items, waiting,
        ring(len(settled), total), unread, Usual(cases or 0, shortest, longest), next_words(state, onward or ""),
    )  # fmt: skip


def next_words(state: State, onward: str) -> str:
    """The plain words for what comes next, and where most finished cases went from here."""
    known = onward in {each.value for each in State}
    return NEXT[state] + (f" Most cases went on to “{State(onward).label}”." if known else "")


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


def shares_and_citations(application: Application) -> tuple[dict[str, tuple[str, ...]], set[str]]:
    """Who has which area ("4") or criterion ("4.1"), and the criteria for which something is cited. One statement."""
    here = application.id
    areas = (
        select(cast(AreaAssignment.area, String), Person.name)
        .join(Person, AreaAssignment.person_id == Person.id)
        .where(AreaAssignment.application_id == here)
    )
    singly = (
        select(CriterionAssignment.criterion_code, Person.name)
        .join(Person, CriterionAssignment.person_id == Person.id)
        .where(CriterionAssignment.application_id == here)
    )
    cited = select(Citation.criterion_code, cast(null(), String)).where(Citation.application_id == here).distinct()
    people: dict[str, set[str]] = defaultdict(set)
    codes: set[str] = set()
    rows: Any = db.session.execute(union_all(areas, singly, cited))
    for what, name in rows:
        if name is None:
            codes.add(what)
        else:
            people[what].add(name)
    return {what: tuple(sorted(names)) for what, names in people.items()}, codes


def counts(application: Application, reader: Person, state: State) -> Any:
    """Complete sections, items, items still being checked, unread messages, and the usual time of a state."""
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
    usual = [
        select(column).where(UsualTime.state == state.value).scalar_subquery()
        for column in (UsualTime.cases, UsualTime.shortest, UsualTime.longest, UsualTime.next_state)
    ]
    unread = cast(unread_by(reader, here, of_school=True), Integer)
    return db.session.execute(select(sections, held, checking, unread, *usual)).one()


def tile(
    area: Area, responses: dict[str, Answered], people: dict[str, tuple[str, ...]], settled: set[str]
) -> AreaTile:
    mine = [responses[c.code] for c in area.criteria if c.code in responses]
    done = {r.code for r in mine if r.answered}
    last = max((r for r in mine if r.changed_at), key=lambda r: str(r.changed_at), default=None)
    having = [people.get(what, ()) for what in [str(area.number), *(c.code for c in area.criteria)]]
    left = len(area.criteria) - len(done & settled)
    return AreaTile(
        area, ring(len(done), len(area.criteria)), tuple(dict.fromkeys(name for names in having for name in names)),
        last.changed_at if last else None, last.changed_by if last else "",
        next((c.code for c in area.criteria if c.code not in done), None), left * MINUTES_A_CRITERION,
    )  # fmt: skip


def usual_times() -> dict[str, Usual]:
    """By state. One statement."""
    rows = db.session.execute(select(UsualTime.state, UsualTime.cases, UsualTime.shortest, UsualTime.longest))
    return {state: Usual(cases, shortest, longest) for state, cases, shortest, longest in rows}


def time_chosen(application: Application, state: State) -> bool:
    """While the visit is planned: the school has accepted one of the proposed times.

    The need `slot_accepted` asks the same of a visit that is read whole; this takes one statement, where few are left.
    """
    if state is not State.VISIT_PLANNING:
        return False
    chosen = select(VisitSlot.id).join(Visit).where(Visit.application_id == application.id)
    return db.session.scalar(chosen.where(VisitSlot.accepted_at.is_not(None)).limit(1)) is not None
