"""The numbers of the overview, as the head of registration reads them. Each is as long as its list in `lists.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

import standards
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, today
from registration.interest.models import Interest
from registration.interest.queries import seen_by
from registration.interest.twins import hidden_schools
from registration.overview.ages import AGES
from registration.overview.counting import Counts, counts
from registration.overview.models import ReviewerLoad
from registration.overview.periods import Period
from registration.review.models import Assignment
from registration.workflow import clocks
from registration.workflow.states import IN_PROGRESS, ONCE_SUBMITTED, State

MOST_CRITERIA, MOST_REVIEWERS = 10, 15
STEPS = (
    "Expressed interest", "Accepted", "Application sent", "Desk review begun", "Scores agreed",
    "Report sent for a check of facts", "Outcome released", "Registered",
)  # fmt: skip
"""How far a school has come, in the order of `workflow/figures.py`."""

CONDITIONS = {
    "overdue": "Past their date", "soon": "Due within ten working days",
    "answered": "Answered by the school, for the body to close",
}


@dataclass(frozen=True)
class Standing:
    """Cases of one state in progress: all of them, by age in the order of AGES, and those past their date."""

    state: State
    total: int
    ages: tuple[int, ...]
    overdue: int


@dataclass(frozen=True)
class Kept:
    """One kind of clock: how many steps ended in time and how many late, in the period."""

    state: State
    kept: int
    late: int

    @property
    def percent(self) -> int:
        """Rounded down, so that only a clock that was always kept says 100."""
        return self.kept * 100 // (self.kept + self.late)


@dataclass(frozen=True)
class Below:
    """A criterion, and how often it was judged with each rating below the bar."""

    code: str
    title: str
    ratings: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.ratings.values())


@dataclass(frozen=True)
class Load:
    name: str
    public_id: str
    cases: int


@dataclass(frozen=True)
class Overview:
    """All that one page shows."""

    period: Period
    standing: tuple[Standing, ...]
    elsewhere: tuple[tuple[State, int], ...]
    clocks: tuple[Kept, ...]
    funnel: tuple[tuple[int, str, int], ...]
    below: tuple[Below, ...]
    loads: tuple[Load, ...]
    conditions: Mapping[str, int]


def overview(person: Person, period: Period) -> Overview:
    """The numbers of what this person may see."""
    hidden = sorted(hidden_schools(person))
    found = counts(hidden, period)
    totals = {state: found.get(("state", state.value, ""), 0) for state in State}
    elsewhere = [state for state in State if state in ONCE_SUBMITTED - IN_PROGRESS and totals[state]]
    return Overview(
        period, standing_cases(found, totals), tuple((state, totals[state]) for state in elsewhere),
        kept_clocks(found), funnel(found if not hidden else reached(person, period)), below_the_bar(found),
        loads(hidden), {when: found.get(("condition", when, ""), 0) for when in CONDITIONS},
    )  # fmt: skip


def standing_cases(found: Counts, totals: Mapping[State, int]) -> tuple[Standing, ...]:
    rows = []
    for state in (state for state in State if state in IN_PROGRESS and totals.get(state)):
        younger = [found.get(("age", state.value, age.name), 0) for age in AGES[:-1]]
        ages = (*younger, max(0, totals[state] - sum(younger)))
        rows.append(Standing(state, totals[state], ages, found.get(("overdue", state.value, ""), 0)))
    return tuple(rows)


def kept_clocks(found: Counts) -> tuple[Kept, ...]:
    rows = [
        Kept(state, found.get(("month", "kept", state.value), 0), found.get(("month", "late", state.value), 0))
        for state in State
        if state.value in clocks.DAYS
    ]
    return tuple(row for row in rows if row.kept or row.late)


def funnel(found: Counts) -> tuple[tuple[int, str, int], ...]:
    """Step, its words, and how many of those who expressed interest in the period came to it or farther."""
    by_step = [found.get(("reached", str(step), ""), 0) for step in range(len(STEPS))]
    return tuple((step, words, sum(by_step[step:])) for step, words in enumerate(STEPS))


def reached(person: Person, period: Period) -> Counts:
    """The funnel's numbers for somebody who must not see every interest."""
    begin, end = period.moments
    seen = seen_by(person).where(Interest.sent_at >= begin, Interest.sent_at < end)
    wanted = seen.with_only_columns(Interest.reached, func.count()).group_by(Interest.reached)
    return {("reached", str(step), ""): number for step, number in db.session.execute(wanted)}


def below_the_bar(found: Counts) -> tuple[Below, ...]:
    """The criteria that were most often below the bar, the most frequent first."""
    by_code: dict[str, dict[str, int]] = {}
    for (figure, kind, name), number in found.items():
        if figure == "month" and kind == "below" and number:
            code, _, rating = name.partition(" ")
            by_code.setdefault(code, {})[rating] = number
    rows = [Below(code, title_of(code), ratings) for code, ratings in by_code.items()]
    return tuple(sorted(rows, key=lambda row: (-row.total, in_order(row.code))))[:MOST_CRITERIA]


def ratings_below() -> list[tuple[str, str]]:
    """Codes and labels of the ratings below the bar, as the present edition has them."""
    return [(rating.code, rating.label) for rating in standards.current(today()).ratings if not rating.meets]


def title_of(code: str) -> str:
    """As the present edition calls it; an older one if it has no such criterion any more."""
    for edition in (standards.current(today()), *standards.editions()):
        if code in edition.criteria:
            return edition.criteria[code].title
    return ""


def in_order(code: str) -> tuple[int, ...]:
    return tuple(int(number) for number in code.split("."))


def loads(hidden: list[int]) -> tuple[Load, ...]:
    """Those on most panels of cases in progress, the most first."""
    cases: Any = ReviewerLoad.cases
    if hidden:
        of_theirs = (
            select(func.count()).select_from(Assignment)
            .join(Application, Application.id == Assignment.application_id)
            .where(Application.school_id.in_(hidden), Application.state.in_(sorted(IN_PROGRESS)),
                   Assignment.person_id == ReviewerLoad.person_id, Assignment.ended_at.is_(None))
            .correlate(ReviewerLoad).scalar_subquery()
        )  # fmt: skip
        cases = ReviewerLoad.cases - of_theirs
    most = (
        select(Person.name, Person.public_id, cases.label("cases")).join(Person, Person.id == ReviewerLoad.person_id)
        .where(cases > 0).order_by(cases.desc(), ReviewerLoad.person_id).limit(MOST_REVIEWERS)
    )  # fmt: skip
    return tuple(Load(*row) for row in db.session.connection().execute(most))
