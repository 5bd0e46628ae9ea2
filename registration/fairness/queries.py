"""How one reviewer compares with colleagues on the same cases. It is asked for by that reviewer, about themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

import standards
from registration import charts
from registration.access.policy import visible_to
from registration.access.roles import Role
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.fairness import agreement
from registration.fairness.agreement import Estimate
from registration.fairness.benchmark_queries import leads
from registration.fairness.judgements import Judged, cases_of, compared, moderated, pairs_of, ratings_of
from registration.fairness.models import AgreementSum
from registration.review.models import Assignment

MOST_CASES = 60
"""The latest are compared: what somebody scored years ago says little about them now."""

LEAST_FOR_KAPPA = 20
"""Judgements: fewer cannot tell agreement from chance, whatever the number of cases."""

READ_SUMS = frozenset({Role.CASE_OFFICER, Role.DECISION_MAKER, Role.AUDITOR})
MOST_SUMS = 12


@dataclass(frozen=True)
class Compared:
    """One line: of all criteria, of an area, or of one criterion."""

    name: str
    judgements: int
    leniency: Estimate
    kappa: Estimate


@dataclass(frozen=True)
class CaseInTime:
    """One finished case: when its moderation ended, and how far one lay from colleagues on average."""

    reference: str
    ended_at: datetime
    judgements: int
    leniency: float


@dataclass(frozen=True)
class Own:
    """All that a reviewer is told about themselves."""

    cases: int
    whole: Compared
    same: float | None
    across: float | None
    unclear: int
    unclear_elsewhere: int
    areas: tuple[Compared, ...]
    criteria: tuple[Compared, ...]
    in_time: tuple[CaseInTime, ...]
    drift: Estimate
    chart: charts.Whiskers
    line: charts.Dots

    @property
    def told(self) -> bool:
        """Some criterion has a number."""
        return any(line.leniency.value is not None for line in self.criteria)


def own(person: Person) -> Own:
    """The person's own judgements beside colleagues', from the latest cases they may see. Two statements."""
    mine = select(Assignment.application_id).where(Assignment.person_id == person.id, Assignment.ended_at.is_(None))
    cases = cases_of(moderated(visible_to(person), Application.id.in_(mine)).limit(MOST_CASES))
    ratings = ratings_of(cases)
    beside = {case: compared(case, ratings, of=person.id) for case in cases}
    rows = [row for each in beside.values() for row in each]
    times = [
        CaseInTime(case.reference, case.ended_at, judgements(each), agreement.leniency(sums) or 0.0)
        for case, each in beside.items()
        if (sums := agreement.sums_of(pairs_of(each))).weight
    ]
    times.sort(key=lambda each: each.ended_at)
    criteria = by_criterion(rows)
    pairs = pairs_of(rows)
    weight = sum(pair.weight for pair in pairs)
    return Own(
        cases=len(times), whole=line_of("All criteria", rows), same=agreement.sameness(agreement.sums_of(pairs)),
        across=sum(row.weight for row in rows if row.across) / weight if weight else None,
        unclear=distinct(rows, "own_unclear"), unclear_elsewhere=distinct(rows, "other_unclear"),
        areas=by_area(rows), criteria=criteria, in_time=tuple(times),
        drift=agreement.drift([(t.ended_at.timestamp() / 86_400, t.leniency) for t in times]),
        chart=charts.whiskers(
            [(c.name, c.leniency.value, c.leniency.low, c.leniency.high) for c in criteria],
            ticks=charts.STEPS_APART, beyond=0.5,
        ),
        line=charts.dots([(t.ended_at.timestamp(), t.leniency) for t in times]),
    )  # fmt: skip


def distinct(rows: Iterable[Judged], what: str) -> int:
    """In how many judgements of mine this is so, however many colleagues make it so."""
    return round(sum(row.weight for row in rows if getattr(row, what)))


def judgements(rows: Sequence[Judged]) -> int:
    return round(sum(pair.weight for pair in pairs_of(rows)))


def line_of(name: str, rows: Sequence[Judged]) -> Compared:
    cases = list(agreement.by_case(pairs_of(rows)).values())
    count = judgements(rows)
    kappa = Estimate(len(cases))
    if count >= LEAST_FOR_KAPPA:
        kappa = agreement.estimate(agreement.kappa, cases, bounds=agreement.WITHIN)
    return Compared(name, count, agreement.estimate(agreement.leniency, cases), kappa)


def by_criterion(rows: Sequence[Judged]) -> tuple[Compared, ...]:
    """A line for each criterion of the latest edition."""
    edition = edition_of(rows)
    here = [row for row in rows if row.edition == edition]
    if not edition:
        return ()
    return tuple(
        line_of(code, [row for row in here if row.code == code]) for code in standards.load(edition).criteria
    )


def by_area(rows: Sequence[Judged]) -> tuple[Compared, ...]:
    edition = edition_of(rows)
    if not edition:
        return ()
    standard = standards.load(edition)
    here = [row for row in rows if row.edition == edition]
    return tuple(
        line_of(f"{area.number} {area.title}", [r for r in here if standard.area_of(r.code).number == area.number])
        for area in standard.areas
    )


def edition_of(rows: Iterable[Judged]) -> str:
    """The edition of the latest case: criteria of two editions are not the same criteria."""
    return next((row.edition for row in rows), "")


def may_read_sums(person: Person) -> bool:
    """Whoever has the desk in view, and reviewers who lead a panel now."""
    return bool(person.roles & READ_SUMS) or leads(person)


def told_sums() -> Sequence[AgreementSum]:
    """The sums told so far, the latest first: the same for everybody who may read them."""
    return db.session.scalars(select(AgreementSum).order_by(AgreementSum.id.desc()).limit(MOST_SUMS)).all()


def chart_of_criteria(told: Sequence[AgreementSum]) -> charts.Whiskers:
    """The share of equal ratings for each criterion of the latest sum, in the order of the standard."""
    lines = told[0].content["criteria"] if told else ()
    return charts.whiskers([(line["code"], *line["same"]) for line in lines], ticks=charts.SHARES)


def chart_over_time(told: Sequence[AgreementSum]) -> charts.Whiskers:
    rows = [(f"Sum {number}", *each.content["whole"]["kappa"]) for number, each in enumerate(told, 1)]
    return charts.whiskers(rows, ticks=charts.STEPS_APART)
