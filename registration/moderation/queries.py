"""The moderation table: findings side by side, how far they differ, and what was agreed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.moderation.counting import panel, speaker, standing_aside
from registration.moderation.differences import Difference, differences, weight
from registration.moderation.doubts import QueryMark, query_marks
from registration.moderation.models import AgreedFinding, StandAside
from registration.reapproval.models import CarriedCriterion
from registration.reapproval.standing import standing
from registration.review.models import Assignment, Finding
from registration.workflow.needs import outdated
from standards.model import Criterion, Rating

DESK = "desk"


@dataclass(frozen=True)
class Row:
    """One criterion in moderation: the findings of the panel by reviewer, and what was agreed.

    `ratings` are those that count: not of somebody who stands aside for this criterion.
    """

    criterion: Criterion
    findings: Mapping[int, Finding]
    ratings: tuple[Rating, ...]
    agreed: AgreedFinding | None
    agreed_rating: Rating | None
    queries: Mapping[int, tuple[QueryMark, ...]]
    asides: Mapping[int, StandAside]
    carried: CarriedCriterion | None = None
    stands: bool = False
    """In a reapproval: nobody judges it this time, it stands as it was agreed last."""

    @property
    def differences(self) -> list[Difference]:
        return differences(self.ratings)

    @property
    def weight(self) -> tuple[int, ...]:
        """To sort by, the heaviest first; of two that weigh the same, an essential in question or a doubted one."""
        essential = self.criterion.essential and bool(self.differences or self.essential_below)
        return *weight(self.ratings), not essential, not self.doubted

    @property
    def doubted(self) -> bool:
        """Somebody has a query about what is cited, or rated without opening it."""
        return any(self.queries.values()) or any(f.unopened for f in self.findings.values())

    @property
    def essential_below(self) -> bool:
        """Essential, and below Met for somebody who had enough evidence."""
        return self.criterion.essential and any(not r.meets and not r.blocks for r in self.ratings)

    @property
    def needs_talk(self) -> bool:
        """Not settled, and more than a formality: the findings differ or are doubted, or an essential is below Met."""
        return not self.settled and bool(
            self.differences or self.doubted or self.essential_below or self.agreed
        )

    @property
    def same(self) -> bool:
        """Everybody found the same."""
        return len({r.code for r in self.ratings}) == 1

    @property
    def overtaken(self) -> bool:
        """Agreed, but a finding was changed since: to be agreed again."""
        return self.agreed is not None and outdated(self.agreed, self.findings.values())

    @property
    def to_agree_again(self) -> str:
        """Why what was agreed no longer stands, as the end of a sentence; empty: it does."""
        if self.agreed is not None and self.agreed.open_again:
            return "whose finding counts has changed since"
        return "a finding changed since" if self.overtaken else ""

    @property
    def settled(self) -> bool:
        """Agreed on the findings as they stand, and not on "not enough evidence"."""
        return self.agreed_rating is not None and not self.agreed_rating.blocks and not self.to_agree_again

    @property
    def can_be_agreed_as_is(self) -> bool:
        """A formality: nobody stands aside, and nothing but the rating that everybody gave could come of it."""
        open_yet = self.agreed is None or bool(self.to_agree_again)
        return open_yet and self.same and not self.asides and not self.ratings[0].blocks


@dataclass(frozen=True)
class View:
    """A part of the table that somebody asked for; its code is in the address."""

    code: str
    label: str
    holds: Callable[[Row], bool]


VIEWS = (
    View("", "All criteria", lambda row: True),
    View("talk", "To be talked about", lambda row: row.needs_talk),
    View("doubted", "Queried, or rated unopened", lambda row: row.doubted),
    View("essential", "Essential and below Met for somebody", lambda row: row.essential_below),
    View("aside", "Somebody leaves for it", lambda row: bool(row.asides)),
    View("agreed", "Agreed", lambda row: row.settled),
)


@dataclass(frozen=True)
class Table:
    """The whole of moderation: members in the order of the panel, rows with the weightiest difference first."""

    members: tuple[Assignment, ...]
    rows: tuple[Row, ...]
    former: Mapping[str, list[tuple[Person, Finding]]]
    """By criterion, what people found who have left the panel: kept, shown, never counted."""

    @property
    def settled(self) -> int:
        return sum(row.settled for row in self.rows)

    def taking_part(self, row: Row) -> list[Assignment]:
        """The members who may be in the meeting for this criterion."""
        return [m for m in self.members if m.person_id not in row.asides]

    def chair(self, row: Row) -> Assignment | None:
        """Who writes down what is agreed, by the rule of `counting.py`."""
        return speaker(self.members, row.asides)

    @property
    def last_present(self) -> list[str]:
        """Who was in the meeting for what was agreed last: most likely those who are in it now."""
        agreed = [row.agreed for row in self.rows if row.agreed is not None and row.agreed.present]
        return list(max(agreed, key=lambda a: a.agreed_at).present) if agreed else []

    @property
    def identical(self) -> list[Row]:
        return [row for row in self.rows if row.can_be_agreed_as_is]

    @property
    def differing(self) -> int:
        return sum(bool(row.differences) for row in self.rows)

    def row(self, code: str) -> Row:
        return next(row for row in self.rows if row.criterion.code == code)

    def seen_by(self, view: View) -> list[Row]:
        return [row for row in self.rows if view.holds(row)]

    def beside(self, code: str) -> tuple[str | None, str | None]:
        """The criteria before and after, in the order of weight."""
        codes = [row.criterion.code for row in self.rows]
        place = codes.index(code)
        return (codes[place - 1] if place else None, codes[place + 1] if place + 1 < len(codes) else None)

    def next_to_settle(self, after: str, by: Person) -> str | None:
        """The next row by weight, round to the start, that is not settled; none that this person stands aside for."""
        codes = [row.criterion.code for row in self.rows]
        place = codes.index(after) + 1
        turned = self.rows[place:] + self.rows[: place - 1]
        open_yet = (row for row in turned if not row.settled and by.id not in row.asides)
        return next((row.criterion.code for row in open_yet), None)


def table(application: Application) -> Table:
    """Every criterion with the findings of the present panel; former members' are kept apart and do not count."""
    members = tuple(panel(application))
    judging = {a.person_id for a in members}
    left = {a.person_id: a.person for a in application.assignments if a.person_id not in judging}
    by_code: dict[str, dict[int, Finding]] = {}
    former: dict[str, list[tuple[Person, Finding]]] = {}
    for finding in db.session.scalars(select(Finding).where(Finding.application_id == application.id)):
        if finding.reviewer_id in judging:
            by_code.setdefault(finding.criterion_code, {})[finding.reviewer_id] = finding
        elif finding.reviewer_id in left:
            former.setdefault(finding.criterion_code, []).append((left[finding.reviewer_id], finding))
    agreed = {a.criterion_code: a for a in agreements(application)}
    marks, asides = query_marks(application), standing_aside(application)
    rows = [
        row_of(
            application, criterion, by_code.get(code, {}), agreed.get(code),
            {person: marks[person, code] for person in judging if (person, code) in marks}, asides.get(code, {}),
        )
        for code, criterion in application.standard.criteria.items()
    ]
    if application.follows_id is not None:
        rows = with_what_was_carried_over(application, rows)
    return Table(members, tuple(sorted(rows, key=lambda row: row.weight)), former)


def with_what_was_carried_over(application: Application, rows: list[Row]) -> list[Row]:
    carried = {each.criterion_code: each for each in application.carried}
    stand = standing(application)
    codes = [row.criterion.code for row in rows]
    return [
        replace(row, carried=carried.get(code), stands=code in stand) for code, row in zip(codes, rows, strict=True)
    ]


def read_by(application: Application, found: Table, person: Person) -> Table:
    """The table as this person may read it. Of an item they stand aside for there is their own finding alone.

    Not even the place of such a row tells how far the others differ.
    """
    hidden = {row.criterion.code for row in found.rows if person.id in row.asides}
    order = list(application.standard.criteria)
    rows = [own_part(row, person) if row.criterion.code in hidden else row for row in found.rows]
    rows.sort(key=lambda row: (row.weight, order.index(row.criterion.code)))
    former = {code: kept for code, kept in found.former.items() if code not in hidden}
    return Table(found.members, tuple(rows), former)


def own_part(row: Row, person: Person) -> Row:
    findings = {who: finding for who, finding in row.findings.items() if who == person.id}
    queries = {who: marks for who, marks in row.queries.items() if who == person.id}
    return replace(row, findings=findings, queries=queries, ratings=(), agreed=None, agreed_rating=None)


def row_of(
    application: Application, criterion: Criterion, findings: Mapping[int, Finding], agreed: AgreedFinding | None,
    queries: Mapping[int, tuple[QueryMark, ...]], asides: Mapping[int, StandAside],
) -> Row:  # fmt: skip
    rating = application.standard.rating
    ratings = tuple(rating(f.rating) for person, f in findings.items() if person not in asides)
    return Row(criterion, findings, ratings, agreed, rating(agreed.rating) if agreed else None, queries, asides)


def agreements(application: Application) -> Sequence[AgreedFinding]:
    wanted = select(AgreedFinding).where(
        AgreedFinding.application_id == application.id, AgreedFinding.stage == DESK
    )
    return db.session.scalars(wanted).all()


def names_present(application: Application, agreed: AgreedFinding | None) -> list[str]:
    """Who was in the meeting for what was agreed, also when they have left the panel since; and who else, by part."""
    if agreed is None:
        return []
    names = {a.person.public_id: a.person.name for a in application.assignments}
    there = [names[one] for one in agreed.present if one in names]
    return sorted(there) + ([agreed.also_present] if agreed.also_present else [])


def view_called(code: str | None) -> View:
    """The view with this code; every criterion for any other."""
    return next((view for view in VIEWS if view.code == code), VIEWS[0])
