"""The lists behind the numbers of the overview: list and number have one condition, or are kept together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

import standards
from registration.access.visibility import reader
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.decisions.models import Condition
from registration.decisions.overdue import SOON_DAYS
from registration.errors import NotFound
from registration.interest.models import Interest
from registration.interest.queries import seen_by
from registration.moderation.models import AgreedFinding
from registration.overview import ages, counting
from registration.overview.models import FinishedStep, Shortfall
from registration.overview.periods import Period
from registration.overview.queries import CONDITIONS, STEPS, title_of
from registration.paging import ROWS, Page
from registration.review.models import Assignment
from registration.review.panel import PARTS
from registration.review.queue_list import in_queue
from registration.schools.models import School
from registration.workflow import calendar
from registration.workflow.calendar import in_words
from registration.workflow.states import IN_PROGRESS, State

Asked = Mapping[str, str]


@dataclass(frozen=True)
class Listing:
    """A list: its name, what its last column is called, and a statement of rows with `detail` and `words`."""

    heading: str
    column: str
    wanted: Any
    detail: Callable[[Any], str]
    in_period: bool = False
    of_interests: bool = False


def listing(figure: str, person: Person, asked: Asked, period: Period) -> Listing:
    """The list of a figure, as its address names it. Raises NotFound for one there is not."""
    if figure not in LISTS:
        raise NotFound
    return LISTS[figure](person, asked, period)


def rows_of(found: Listing, number: int) -> Page[Any]:
    """One page, in two statements."""
    counted = select(func.count()).select_from(found.wanted.order_by(None).subquery())
    total = db.session.scalar(counted) or 0
    page = min(max(1, number), max(1, -(-total // ROWS)))
    rows = db.session.execute(found.wanted.limit(ROWS).offset((page - 1) * ROWS)).all()
    return Page(rows, page, total)


def cases(person: Person, *columns: Any) -> Any:
    """Cases this person may see, with what every list shows of them, and more columns."""
    return (
        select(
            Application.reference, Application.state, Application.state_since, School.name.label("school"),
            School.country, *columns,
        )
        .select_from(Application).join(School, School.id == Application.school_id)
        .where(in_queue(reader(person)))
    )  # fmt: skip


def state_in(asked: Asked) -> State:
    if asked.get("state") not in set(IN_PROGRESS):
        raise NotFound
    return State(asked["state"])


def by_age(person: Person, asked: Asked, _period: Period) -> Listing:
    state, age = state_in(asked), ages.BY_NAME.get(asked.get("age", ""))
    if age is None:
        raise NotFound
    there = Application.state == state, counting.of_age(age, ages.edges())
    wanted = cases(person).where(*there).order_by(Application.state_since, Application.id)
    heading = f"{state.label}: {age.label.lower()} working days"
    return Listing(heading, "Since", wanted, lambda row: in_words(calendar.in_force.day_of(row.state_since)))


def steps(person: Person, asked: Asked, period: Period) -> Listing:
    """Finished steps of one kind of clock, those kept or those late, the last first."""
    state, late = state_in(asked), asked.get("kept") == "no"
    wanted = (
        cases(person, FinishedStep.due_on, FinishedStep.ended_on)
        .join(FinishedStep, FinishedStep.application_id == Application.id)
        .where(FinishedStep.state == state.value, FinishedStep.late.is_(late), within(FinishedStep.ended_on, period))
        .order_by(FinishedStep.ended_on.desc(), FinishedStep.id.desc())
    )  # fmt: skip
    heading = f"{state.label}: {'late' if late else 'in time'}"
    return Listing(
        heading, "Due, and finished", wanted,
        lambda row: f"Due {in_words(row.due_on)}, finished {in_words(row.ended_on)}", in_period=True,
    )  # fmt: skip


def below(person: Person, asked: Asked, period: Period) -> Listing:
    """Cases in which one criterion was judged below the bar, with the finding of the report."""
    code, rating = asked.get("criterion", ""), asked.get("rating", "")
    labels = {r.code: r.label for edition in standards.editions() for r in edition.ratings if not r.meets}
    if not title_of(code) or rating not in labels:
        raise NotFound
    final = and_(
        AgreedFinding.application_id == Shortfall.application_id, AgreedFinding.stage == "final",
        AgreedFinding.criterion_code == Shortfall.criterion_code,
    )
    wanted = (
        cases(person, Shortfall.sent_on, AgreedFinding.finding.label("words"), AgreedFinding.action)
        .join(Shortfall, Shortfall.application_id == Application.id).outerjoin(AgreedFinding, final)
        .where(Shortfall.criterion_code == code, Shortfall.rating == rating, within(Shortfall.sent_on, period))
        .order_by(Shortfall.sent_on.desc(), Shortfall.id.desc())
    )  # fmt: skip
    heading = f"{code} {title_of(code)}: {labels[rating].lower()}"
    return Listing(heading, "Why", wanted, lambda row: row.words or row.action or "", in_period=True)


def load(person: Person, asked: Asked, _period: Period) -> Listing:
    """Cases in progress on whose panel somebody is."""
    reviewer = db.session.scalar(select(Person).where(Person.public_id == asked.get("reviewer", "")))
    if reviewer is None:
        raise NotFound
    wanted = (
        cases(person, Assignment.capacity)
        .join(Assignment, Assignment.application_id == Application.id)
        .where(Assignment.person_id == reviewer.id, Assignment.ended_at.is_(None),
               Application.state.in_(sorted(IN_PROGRESS)))
        .order_by(Application.state_since, Application.id)
    )  # fmt: skip
    return Listing(f"Cases of {reviewer.name}", "Part", wanted, lambda row: PARTS[row.capacity])


def conditions(person: Person, asked: Asked, _period: Period) -> Listing:
    when, today = asked.get("when", ""), calendar.in_force.today()
    if when not in CONDITIONS:
        raise NotFound
    by_date = counting.conditions_by_date(today, calendar.in_force.after(today, SOON_DAYS))
    wanted = (
        cases(person, Condition.criterion_code, Condition.due_on, Condition.what.label("words"))
        .join(Condition, Condition.application_id == Application.id)
        .where(counting.in_force(), by_date[when]).order_by(Condition.due_on, Condition.id)
    )  # fmt: skip
    return Listing(
        f"Conditions: {CONDITIONS[when].lower()}", "Condition", wanted,
        lambda row: f"{row.criterion_code}, due {in_words(row.due_on)}: {row.words}",
    )  # fmt: skip


def reached(person: Person, asked: Asked, period: Period) -> Listing:
    """Expressions of interest sent in the period whose schools came to a step or farther, the last first."""
    if asked.get("step") not in {str(number) for number in range(len(STEPS))}:
        raise NotFound
    step, (begin, end) = int(asked["step"]), period.moments
    wanted = (
        seen_by(person).where(Interest.sent_at >= begin, Interest.sent_at < end, Interest.reached >= step)
        .with_only_columns(Interest.public_id, Interest.school_name.label("school"), Interest.country,
                           Interest.sent_at, Interest.reached)
        .order_by(Interest.sent_at.desc(), Interest.id.desc())
    )  # fmt: skip
    return Listing(STEPS[step], "Came as far as", wanted, lambda row: STEPS[row.reached], True, of_interests=True)


def within(day: Any, period: Period) -> ColumnElement[bool]:
    return and_(day >= period.first, day <= period.last)


LISTS: dict[str, Callable[[Person, Asked, Period], Listing]] = {
    "age": by_age, "steps": steps, "below": below, "load": load, "conditions": conditions,
    "reached": reached,
}  # fmt: skip
