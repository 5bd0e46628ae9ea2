"""Reading the self-assessment: progress by area, one response, who has which area."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.evidence.models import Citation
from registration.self_assessment.models import AreaAssignment, Response
from standards.model import Area, Criterion, Rating

MINUTES_A_CRITERION = 25
"""An estimate shown to people, so that they can plan; from drafting a statement of one page."""


@dataclass(frozen=True)
class CriterionRow:
    """How far one criterion is."""

    criterion: Criterion
    response: Response | None
    rating: Rating | None
    citations: int

    @property
    def evidenced(self) -> bool:
        return bool(self.citations or (self.response and self.response.no_evidence_reason.strip()))

    @property
    def answered(self) -> bool:
        return self.response is not None and self.response.answered

    @property
    def complete(self) -> bool:
        return self.answered and self.evidenced

    @property
    def status(self) -> tuple[str, str]:
        """Words and tone."""
        if self.complete:
            return "Complete", "good"
        if self.answered:
            return "Needs evidence", "waiting"
        if self.citations or (
            self.response is not None and (self.response.rating or self.response.statement.strip())
        ):
            return "In progress", "active"
        return "Not started", "neutral"


@dataclass(frozen=True)
class AreaProgress:
    """How far one area is, who has it, and what changed last."""

    area: Area
    rows: tuple[CriterionRow, ...]
    given_to: tuple[AreaAssignment, ...]

    @property
    def done(self) -> int:
        return sum(row.complete for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def minutes_left(self) -> int:
        return (self.total - self.done) * MINUTES_A_CRITERION

    @property
    def last_change(self) -> tuple[datetime, Person | None] | None:
        """The moment, and by whom."""
        changed = [
            (r.response.updated_at, r.response.updated_by)
            for r in self.rows
            if r.response is not None and r.response.updated_at is not None
        ]
        return max(changed, key=lambda change: change[0], default=None)


def progress(application: Application) -> list[AreaProgress]:
    """Every area in order, in three statements whatever the application holds."""
    standard = application.standard
    responses = {
        r.criterion_code: r
        for r in db.session.scalars(
            select(Response)
            .where(Response.application_id == application.id)
            .options(joinedload(Response.updated_by))
        )
    }
    cited = citation_counts(application)
    given = defaultdict(list)
    for assignment in assignments(application):
        given[assignment.area].append(assignment)
    ratings = {rating.code: rating for rating in standard.ratings}
    return [
        AreaProgress(
            area,
            tuple(row_of(c, responses.get(c.code), ratings, cited[c.code]) for c in area.criteria),
            tuple(given[area.number]),
        )
        for area in standard.areas
    ]


def row_of(
    criterion: Criterion, response: Response | None, ratings: dict[str, Rating], citations: int
) -> CriterionRow:
    rating = ratings.get(response.rating or "") if response is not None else None
    return CriterionRow(criterion, response, rating, citations)


def citation_counts(application: Application) -> Counter[str]:
    counted = (
        select(Citation.criterion_code, func.count())
        .where(Citation.application_id == application.id)
        .group_by(Citation.criterion_code)
    )
    return Counter({code: count for code, count in db.session.execute(counted)})  # noqa: C416 - rows are no pairs


def assignments(application: Application) -> list[AreaAssignment]:
    """Who has which area, by area and name."""
    found = db.session.scalars(
        select(AreaAssignment)
        .where(AreaAssignment.application_id == application.id)
        .options(joinedload(AreaAssignment.person))
    ).unique()
    return sorted(found, key=lambda a: (a.area, a.person.name.casefold(), a.id))


def assignment_of(application: Application, number: int) -> AreaAssignment | None:
    """An assignment of this application by its row number; None for any other."""
    return db.session.scalars(
        select(AreaAssignment).where(
            AreaAssignment.application_id == application.id, AreaAssignment.id == number
        )
    ).one_or_none()


def colleagues(application: Application) -> list[Person]:
    """Everybody of the school who could be given an area."""
    found = db.session.scalars(
        select(Person).where(Person.school_id == application.school_id, Person.active)
    ).unique()
    return sorted(found, key=lambda person: (person.name.casefold(), person.id))


def response_to(application: Application, code: str) -> Response | None:
    return db.session.scalars(
        select(Response)
        .where(Response.application_id == application.id, Response.criterion_code == code)
        .options(joinedload(Response.updated_by))
    ).one_or_none()


def neighbours(application: Application, code: str) -> tuple[Criterion | None, Criterion | None]:
    """The criteria before and after one, over the borders of areas."""
    criteria = list(application.standard.criteria.values())
    place = [criterion.code for criterion in criteria].index(code)
    before = criteria[place - 1] if place else None
    return before, criteria[place + 1] if place + 1 < len(criteria) else None
