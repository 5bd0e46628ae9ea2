"""Reading the self-assessment: progress by area, how each criterion stands and who has it, one response."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.self_assessment.models import Response
from registration.teamwork import queries as teamwork
from registration.teamwork.models import Mark
from registration.teamwork.queries import Share
from registration.teamwork.stands import Stand, changed_since, stand_of
from standards.model import Area, Criterion, Rating

MINUTES_A_CRITERION = 25
"""An estimate shown to people, so that they can plan; from drafting a statement of one page."""

ALL, MINE, READY = "all", "mine", "ready"
SHOWN = {ALL: "All criteria", MINE: "My criteria", READY: "Ready for the principal"}
"""Which criteria the list can show, with the words of its links."""


@dataclass(frozen=True)
class CriterionRow:
    """How far one criterion is, who has it, and what colleagues say of it."""

    criterion: Criterion
    response: Response | None
    rating: Rating | None
    citations: int
    changed_by: str = ""
    mark: Mark | None = None
    marked_by: str = ""
    with_whom: tuple[Share, ...] = ()
    open_remarks: int = 0

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

    @property
    def stand(self) -> Stand:
        """How it stands between colleagues."""
        return stand_of(self.response, self.mark)

    @property
    def changed_since_marked(self) -> bool:
        return changed_since(self.response, self.mark)

    def is_with(self, person: Person) -> bool:
        return any(share.person_id == person.id for share in self.with_whom)


@dataclass(frozen=True)
class AreaProgress:
    """How far one area is, who has it, and what changed last."""

    area: Area
    rows: tuple[CriterionRow, ...]
    given_to: tuple[Share, ...]

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
    def open_remarks(self) -> int:
        return sum(row.open_remarks for row in self.rows)

    @property
    def last_change(self) -> tuple[datetime, str] | None:
        """The moment, and by whom."""
        changed = [
            (row.response.updated_at, row.changed_by)
            for row in self.rows
            if row.response is not None and row.response.updated_at is not None
        ]
        return max(changed, key=lambda change: change[0], default=None)


def progress(application: Application) -> list[AreaProgress]:
    """Every area in order, in three statements whatever the application holds."""
    standard = application.standard
    answers = {row[0].criterion_code: row for row in answers_with_marks(application)}
    cited, remarks = teamwork.counts(application)
    given = teamwork.shares(application)
    ratings = {rating.code: rating for rating in standard.ratings}

    def row_of(criterion: Criterion) -> CriterionRow:
        response, changed_by, mark, marked_by = answers.get(criterion.code, (None, "", None, ""))
        rating = ratings.get(response.rating or "") if response is not None else None
        return CriterionRow(
            criterion, response, rating, cited[criterion.code], changed_by or "", mark, marked_by or "",
            tuple(teamwork.who_has(criterion, given)), remarks[criterion.code],
        )  # fmt: skip

    return [
        AreaProgress(
            area, tuple(row_of(c) for c in area.criteria),
            tuple(s for s in given if not s.single and s.what == str(area.number)),
        )
        for area in standard.areas
    ]


def answers_with_marks(application: Application) -> Sequence[Any]:
    """Each response, who changed it last, its last mark and who made that."""
    editor, marker = aliased(Person), aliased(Person)
    return db.session.execute(
        select(Response, editor.name, Mark, marker.name)
        .outerjoin(editor, editor.id == Response.updated_by_id)
        .outerjoin(Mark, teamwork.newest_mark())
        .outerjoin(marker, marker.id == Mark.person_id)
        .where(Response.application_id == application.id)
    ).all()


def rows_shown(areas: Sequence[AreaProgress], show: str, person: Person) -> dict[int, tuple[CriterionRow, ...]]:
    """The rows of each area that a choice of `SHOWN` leaves."""
    chosen = {
        ALL: lambda row: True, MINE: lambda row: row.is_with(person), READY: lambda row: row.stand is Stand.READY,
    }[show]
    return {a.area.number: tuple(row for row in a.rows if chosen(row)) for a in areas}


def response_to(application: Application, code: str) -> Response | None:
    return db.session.scalars(
        select(Response)
        .where(Response.application_id == application.id, Response.criterion_code == code)
        .options(joinedload(Response.updated_by).lazyload(Person.role_rows))
    ).one_or_none()


def neighbours(application: Application, code: str) -> tuple[Criterion | None, Criterion | None]:
    """The criteria before and after one, over the borders of areas."""
    criteria = list(application.standard.criteria.values())
    place = [criterion.code for criterion in criteria].index(code)
    before = criteria[place - 1] if place else None
    return before, criteria[place + 1] if place + 1 < len(criteria) else None
