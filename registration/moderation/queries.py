"""The moderation table: findings side by side, how far they differ, and what was agreed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from registration import charts
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.moderation.models import AgreedFinding
from registration.review.models import Assignment, Finding
from registration.workflow.needs import outdated
from standards.model import Criterion, Rating

DESK = "desk"
CHART_TONES = {
    "strong": "exceeds", "good": "met", "partial": "partly", "gap": "not_met", "unknown": "unclear", "neutral": "open",
}


@dataclass(frozen=True)
class Difference:
    """One way in which findings on a criterion differ."""

    code: str
    label: str
    holds: Callable[[Sequence[Rating]], bool]


def values(ratings: Iterable[Rating]) -> list[int]:
    return [r.value for r in ratings if r.value is not None]


def across_the_bar(ratings: Sequence[Rating]) -> bool:
    return len({r.meets for r in ratings if not r.blocks}) > 1


def steps_apart(ratings: Sequence[Rating]) -> int:
    found = values(ratings)
    return max(found) - min(found) if found else 0


DIFFERENCES = (
    Difference("across", "Met by some, not by all", across_the_bar),
    Difference("far", "Two steps apart or more", lambda ratings: steps_apart(ratings) >= 2),
    Difference("unclear", "Not enough evidence for some", lambda ratings: any(r.blocks for r in ratings)),
    Difference("near", "One step apart", lambda ratings: len({r.code for r in ratings}) > 1),
)
"""In order of weight: the first that holds is the one a row is sorted by."""


@dataclass(frozen=True)
class Row:
    """One criterion in moderation: the findings that count, by reviewer, and what was agreed."""

    criterion: Criterion
    findings: Mapping[int, Finding]
    ratings: tuple[Rating, ...]
    agreed: AgreedFinding | None
    agreed_rating: Rating | None

    @property
    def differences(self) -> list[Difference]:
        found = [d for d in DIFFERENCES if d.holds(self.ratings)]
        return [d for d in found if d.code != "near"] or found

    @property
    def weight(self) -> int:
        """0 is the heaviest; rows without a difference come last."""
        return min((DIFFERENCES.index(d) for d in self.differences), default=len(DIFFERENCES))

    @property
    def same(self) -> bool:
        """Everybody found the same."""
        return len({r.code for r in self.ratings}) == 1

    @property
    def overtaken(self) -> bool:
        """Agreed, but a finding was changed since: to be agreed again."""
        return self.agreed is not None and outdated(self.agreed, self.findings.values())

    @property
    def settled(self) -> bool:
        """Agreed on the findings as they stand, and not on "not enough evidence"."""
        return self.agreed_rating is not None and not self.agreed_rating.blocks and not self.overtaken

    @property
    def can_be_agreed_as_is(self) -> bool:
        return (self.agreed is None or self.overtaken) and self.same and not self.ratings[0].blocks


@dataclass(frozen=True)
class Table:
    """The whole of moderation: members in the order of the panel, rows with the weightiest difference first."""

    members: tuple[Assignment, ...]
    rows: tuple[Row, ...]

    @property
    def settled(self) -> int:
        return sum(row.settled for row in self.rows)

    @property
    def identical(self) -> list[Row]:
        return [row for row in self.rows if row.can_be_agreed_as_is]

    @property
    def differing(self) -> int:
        return sum(bool(row.differences) for row in self.rows)

    def row(self, code: str) -> Row:
        return next(row for row in self.rows if row.criterion.code == code)

    def next_to_settle(self, after: str) -> str | None:
        """The next row that is not settled, in the order of weight and round to the start."""
        codes = [row.criterion.code for row in self.rows]
        place = codes.index(after) + 1
        turned = self.rows[place:] + self.rows[: place - 1]
        return next((row.criterion.code for row in turned if not row.settled), None)


def table(application: Application) -> Table:
    """Every criterion with the findings of the present panel; former members' do not count."""
    members = tuple(a for a in application.assignments if a.ended_at is None)
    judging = {a.person_id for a in members}
    by_code: dict[str, dict[int, Finding]] = {}
    for finding in db.session.scalars(select(Finding).where(Finding.application_id == application.id)):
        if finding.reviewer_id in judging:
            by_code.setdefault(finding.criterion_code, {})[finding.reviewer_id] = finding
    agreed = {a.criterion_code: a for a in agreements(application)}
    rows = [
        row_of(application, criterion, by_code.get(code, {}), agreed.get(code))
        for code, criterion in application.standard.criteria.items()
    ]
    return Table(members, tuple(sorted(rows, key=lambda row: row.weight)))


def row_of(
    application: Application, criterion: Criterion, findings: Mapping[int, Finding], agreed: AgreedFinding | None
) -> Row:
    rating = application.standard.rating
    ratings = tuple(rating(f.rating) for f in findings.values())
    return Row(criterion, findings, ratings, agreed, rating(agreed.rating) if agreed else None)


def agreements(application: Application) -> Sequence[AgreedFinding]:
    wanted = select(AgreedFinding).where(
        AgreedFinding.application_id == application.id, AgreedFinding.stage == DESK
    )
    return db.session.scalars(wanted).all()


def former_findings(application: Application, code: str) -> list[tuple[Person, Finding]]:
    """Findings of people who left the panel: kept, shown, never counted."""
    left = {a.person_id: a.person for a in application.assignments if a.ended_at is not None}
    present = {a.person_id for a in application.assignments if a.ended_at is None}
    wanted = select(Finding).where(
        Finding.application_id == application.id, Finding.criterion_code == code,
        Finding.reviewer_id.in_(left.keys() - present),
    )
    return [(left[f.reviewer_id], f) for f in db.session.scalars(wanted)]


@dataclass(frozen=True)
class Spread:
    """How the panel's findings lie over the scale, area by area: a chart, and its numbers."""

    chart: charts.StackedBars
    steps: tuple[charts.Step, ...]
    counts: tuple[tuple[str, Mapping[str, int]], ...]


def spread(application: Application, found: Table) -> Spread:
    standard = application.standard
    steps = tuple(charts.Step(r.code, r.name, CHART_TONES[r.tone]) for r in standard.ratings)
    counts = tuple(
        (
            f"{area.number} {area.title}",
            Counter(r.code for row in found.rows if row.criterion.area == area.number for r in row.ratings),
        )
        for area in standard.areas
    )
    return Spread(charts.stacked_bars(counts, steps), steps, counts)
