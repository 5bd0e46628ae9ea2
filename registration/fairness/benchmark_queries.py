"""Benchmarks: who may prepare and who may score which, and how a reviewer compares with the references."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import contains_eager, selectinload

from registration.access.roles import Capacity, Role
from registration.access.standing import conflicted, conflicts
from registration.accounts.models import Person, PersonRole
from registration.applications.models import Application
from registration.database import db
from registration.errors import NotFound
from registration.fairness import agreement
from registration.fairness.agreement import Estimate, Pair
from registration.fairness.models import Benchmark, BenchmarkCriterion, BenchmarkScore
from registration.fairness.sums import LEAST_REVIEWERS
from registration.reports.names import likely_names
from registration.review.models import Assignment
from standards.model import Rating

PREPARE = frozenset({Role.CASE_OFFICER, Role.DECISION_MAKER})
MOST = 20


@dataclass(frozen=True)
class Scored:
    """One criterion of a benchmark beside a reviewer's own rating of it; `own` is None before they have scored."""

    criterion: BenchmarkCriterion
    reference: Rating
    own: Rating | None
    reason: str

    @property
    def steps(self) -> int | None:
        """How far one's own rating lies above the reference; None where one of them is no step."""
        if self.own is None or self.own.value is None or self.reference.value is None:
            return None
        return self.own.value - self.reference.value


@dataclass(frozen=True)
class Exercise:
    """A benchmark as one reviewer meets it."""

    benchmark: Benchmark
    rows: tuple[Scored, ...]

    @property
    def done(self) -> bool:
        return all(row.own is not None for row in self.rows)

    @property
    def equal(self) -> int:
        return sum(row.own == row.reference for row in self.rows)


@dataclass(frozen=True)
class Exercises:
    """All a reviewer has to score or has scored, and what the scored ones say together."""

    each: tuple[Exercise, ...]
    leniency: Estimate
    kappa: Estimate

    @property
    def waiting(self) -> int:
        return sum(not one.done for one in self.each)


def leads(person: Person) -> bool:
    """A reviewer who leads a panel now."""
    leading = select(Assignment.id).where(
        Assignment.person_id == person.id, Assignment.ended_at.is_(None),
        Assignment.capacity == Capacity.LEAD_REVIEWER.value,
    )  # fmt: skip
    return Role.REVIEWER in person.roles and db.session.scalar(leading.limit(1)) is not None


def may_judge(person: Person, benchmark: Benchmark) -> bool:
    """One of the two leads, who write the references and agree to each other's."""
    return person.id in (benchmark.first_lead_id, benchmark.second_lead_id) and may_come_near(person, benchmark)


def at_desk(person: Person, benchmark: Benchmark) -> bool:
    """One of those who make benchmarks, name their leads and discard them."""
    return bool(person.roles & PREPARE) and may_come_near(person, benchmark)


def may_prepare(person: Person, benchmark: Benchmark) -> bool:
    return at_desk(person, benchmark) or may_judge(person, benchmark)


def may_come_near(person: Person, benchmark: Benchmark) -> bool:
    """Nothing ties the person to the school."""
    school = benchmark.application.school
    return person.school_id != school.id and not conflicted(person, school)


def leads_for(application: Application) -> list[Person]:
    """Reviewers who lead a panel now and are not tied to this school: the leads of the case itself first."""
    leading = select(Assignment.person_id).where(
        Assignment.ended_at.is_(None), Assignment.capacity == Capacity.LEAD_REVIEWER.value
    )
    wanted = select(Person).where(Person.active, Person.id.in_(leading)).order_by(Person.name)
    found = db.session.scalars(wanted.options(selectinload(Person.relations))).unique()
    free = [p for p in found if Role.REVIEWER in p.roles and not conflicted(p, application.school)]
    panel = {a.person_id for a in application.assignments}
    return sorted(free, key=lambda person: person.id not in panel)


def may_score(person: Person, benchmark: Benchmark) -> bool:
    """A reviewer who knows neither the case nor the references."""
    here = met_by(person).where(Benchmark.id == benchmark.id, taking_ratings())
    if not scores_any(person) or person.id in benchmark.former_leads:
        return False
    return db.session.scalar(here.with_only_columns(Benchmark.id)) is not None


def scorers_of(benchmark: Benchmark) -> list[Person]:
    """Everybody who may score it, by the same rules as `may_score`."""
    reviewing = select(PersonRole.person_id).where(PersonRole.role == Role.REVIEWER.value)
    people = select(Person).where(Person.active, Person.id.in_(reviewing)).order_by(Person.id)
    knew = select(Assignment.person_id).where(Assignment.application_id == benchmark.application_id)
    leads = {benchmark.first_lead_id, benchmark.second_lead_id, *benchmark.former_leads}
    kept_out = leads | set(db.session.scalars(knew))
    return [
        person
        for person in db.session.scalars(people.options(selectinload(Person.relations))).unique()
        if scores_any(person) and person.id not in kept_out and may_come_near(person, benchmark)
    ]


def benchmark_of(application: Application) -> Benchmark | None:
    """The one that stands; those that were discarded are not asked for."""
    standing = Benchmark.application_id == application.id, Benchmark.discarded_at.is_(None)
    return db.session.scalar(select(Benchmark).where(*standing))


def with_its_parts(wanted: Select[Any]) -> Select[Any]:
    return wanted.join(Benchmark.application).options(
        contains_eager(Benchmark.application).joinedload(Application.school), selectinload(Benchmark.criteria)
    )


def for_preparing(person: Person, public_id: str) -> Benchmark:
    """A benchmark by its name in addresses, for those who prepare it and for auditors. Else `NotFound`."""
    wanted = with_its_parts(select(Benchmark).where(Benchmark.public_id == public_id))
    found = db.session.scalars(wanted).unique().one_or_none()
    if found is None or not (may_prepare(person, found) or audits(person, found)):
        raise NotFound
    return found


def audits(person: Person, benchmark: Benchmark) -> bool:
    return Role.AUDITOR in person.roles and may_come_near(person, benchmark)


def criterion_of(benchmark: Benchmark, code: str) -> BenchmarkCriterion:
    for criterion in benchmark.criteria:
        if criterion.criterion_code == code:
            return criterion
    raise NotFound


def for_scoring(person: Person, public_id: str) -> Exercise:
    """One's own exercise. `NotFound` where it is not this person's, or takes no ratings and has none of theirs."""
    wanted = with_its_parts(met_by(person)).where(Benchmark.public_id == public_id)
    found = db.session.scalars(wanted).unique().one_or_none() if scores_any(person) else None
    if found is None or person.id in found.former_leads:
        raise NotFound
    scores = scores_of(person, [found])
    if found.discarded_at or (found.closed_at and not scores):
        raise NotFound("This benchmark takes no more ratings. If you were writing, your text is below.")
    return exercise(found, scores)


def scores_any(person: Person) -> bool:
    """A reviewer without another role that lets them read references."""
    return Role.REVIEWER in person.roles and not person.roles & PREPARE


def met_by(person: Person) -> Select[Any]:
    """Benchmarks that were opened and that this reviewer has no part in.

    Not of a school they are tied to, nor of a case they were ever on the panel of, nor one whose references they agree.
    """
    knew = exists().where(Assignment.application_id == Benchmark.application_id, Assignment.person_id == person.id)
    return select(Benchmark).where(
        Benchmark.opened_at.is_not(None), ~knew, Benchmark.first_lead_id != person.id,
        Benchmark.second_lead_id != person.id,
        Benchmark.application.has(Application.school_id.not_in(sorted(conflicts(person)))),
    )  # fmt: skip


def taking_ratings() -> ColumnElement[bool]:
    return and_(Benchmark.closed_at.is_(None), Benchmark.discarded_at.is_(None))


def open_to(person: Person) -> Sequence[Benchmark]:
    """Benchmarks this reviewer may score or has scored, the latest first."""
    if not scores_any(person):
        return ()
    mine = exists().where(
        BenchmarkCriterion.benchmark_id == Benchmark.id, BenchmarkScore.criterion_id == BenchmarkCriterion.id,
        BenchmarkScore.reviewer_id == person.id,
    )  # fmt: skip
    wanted = met_by(person).where(Benchmark.discarded_at.is_(None), taking_ratings() | mine)
    found = db.session.scalars(with_its_parts(wanted).order_by(Benchmark.id.desc()).limit(MOST)).unique()
    return [benchmark for benchmark in found if person.id not in benchmark.former_leads]


def scores_of(person: Person, benchmarks: Iterable[Benchmark]) -> Mapping[int, BenchmarkScore]:
    """The person's scores by criterion of these benchmarks."""
    ids = [criterion.id for benchmark in benchmarks for criterion in benchmark.criteria]
    wanted = select(BenchmarkScore).where(
        BenchmarkScore.reviewer_id == person.id, BenchmarkScore.criterion_id.in_(ids)
    )
    return {score.criterion_id: score for score in db.session.scalars(wanted)} if ids else {}


def exercise(benchmark: Benchmark, scores: Mapping[int, BenchmarkScore]) -> Exercise:
    rating = benchmark.application.standard.rating
    rows = []
    for criterion in benchmark.criteria:
        score = scores.get(criterion.id)
        own, reason = (rating(score.rating), score.reason) if score else (None, "")
        rows.append(Scored(criterion, rating(criterion.rating), own, reason))
    return Exercise(benchmark, tuple(rows))


def exercises(person: Person) -> Exercises:
    """A reviewer's own exercises, and how they compare with the references over all they have scored."""
    benchmarks = open_to(person)
    scores = scores_of(person, benchmarks)
    each = tuple(exercise(benchmark, scores) for benchmark in benchmarks)
    pairs = [
        Pair(one.benchmark.id, row.own.value, row.reference.value)
        for one in each
        for row in one.rows
        if row.own is not None and row.own.value is not None and row.reference.value is not None
    ]
    cases = list(agreement.by_case(pairs).values())
    return Exercises(
        each, agreement.estimate(agreement.leniency, cases),
        agreement.estimate(agreement.kappa, cases, bounds=agreement.WITHIN),
    )  # fmt: skip


def benchmarks_for(person: Person) -> list[Benchmark]:
    """Those this person prepares or audits, the latest first."""
    wanted = with_its_parts(select(Benchmark)).where(Application.school_id.not_in(sorted(conflicts(person))))
    if not person.roles & (PREPARE | {Role.AUDITOR}):
        wanted = wanted.where((Benchmark.first_lead_id == person.id) | (Benchmark.second_lead_id == person.id))
    return list(db.session.scalars(wanted.order_by(Benchmark.id.desc()).limit(MOST)).unique())


@dataclass(frozen=True)
class Outcome:
    """How many scored a closed benchmark, and by criterion the share of ratings equal to the reference.

    `shares` is empty while it is open, once it is discarded, and where fewer than LEAST_REVIEWERS scored it: a share of
    a few is theirs.
    """

    reviewers: int
    shares: Mapping[str, float]


def outcome(benchmark: Benchmark) -> Outcome:
    wanted = select(BenchmarkScore.criterion_id, BenchmarkScore.reviewer_id, BenchmarkScore.rating).where(
        BenchmarkScore.criterion_id.in_([criterion.id for criterion in benchmark.criteria])
    )
    given: dict[int, list[str]] = defaultdict(list)
    people = set()
    for criterion, reviewer, rating in db.session.execute(wanted):
        given[criterion].append(rating)
        people.add(reviewer)
    if benchmark.closed_at is None or benchmark.discarded_at or len(people) < LEAST_REVIEWERS:
        return Outcome(len(people), {})
    shares = {c.criterion_code: given[c.id].count(c.rating) / len(given[c.id]) for c in benchmark.criteria}
    return Outcome(len(people), shares)


def names_in(criterion: BenchmarkCriterion) -> list[str]:
    """What looks like a person's name in the texts of a criterion: a rule of thumb, for whoever reads them."""
    return likely_names(f"{criterion.statement}\n\n{criterion.evidence}")
