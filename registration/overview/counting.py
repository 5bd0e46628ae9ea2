"""Everything the overview counts, as one statement: kept figures added up, and what an index counts at once.

For somebody with a conflict of interest the cases of those schools are taken off again: they are few, and found by
their school.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from registration.applications.models import Application
from registration.database import Moment, db
from registration.decisions.models import Condition, Determination
from registration.decisions.overdue import SOON_DAYS
from registration.interest.models import Interest
from registration.overview.ages import AGES, LIMITS, Age, edges
from registration.overview.models import FinishedStep, MonthlyFigure, Shortfall
from registration.overview.periods import Period
from registration.workflow import calendar
from registration.workflow.models import Tally
from registration.workflow.states import IN_PROGRESS, State

Counts = dict[tuple[str, str, str], int]
TODAY, SOON = bindparam("today", type_=Date), bindparam("soon", type_=Date)
LATE = bindparam("late", type_=Date)
FIRST_DAY, LAST_DAY = bindparam("first_day", type_=Date), bindparam("last_day", type_=Date)
FIRST_MONTH, LAST_MONTH = bindparam("first_month", type_=String), bindparam("last_month", type_=String)
BEGIN, END = bindparam("begin", type_=Moment()), bindparam("end", type_=Moment())
HIDDEN = bindparam("hidden", expanding=True, type_=Integer)
EDGES = {limit: bindparam(f"since_{limit}", type_=Moment()) for limit in LIMITS}
WAITING = (State.SUBMITTED, State.VISIT_PLANNING)
"""States in which the body waits while the school may answer; see `clocks.school_must_answer`."""

PROGRESSING = Application.state.in_(sorted(IN_PROGRESS))


def counts(hidden: list[int], period: Period) -> Counts:
    """Numbers by (figure, name, further name), without the cases of the schools in `hidden`."""
    values = values_of(period) | ({"hidden": hidden} if hidden else {})
    found: Counts = {}
    for figure, name, part, number in db.session.connection().execute(counting(bool(hidden)), values):
        if number:
            found[figure, name, part] = found.get((figure, name, part), 0) + number
    return found


def values_of(period: Period) -> dict[str, Any]:
    today = calendar.in_force.today()
    (first_month, last_month), (begin, end) = period.months, period.moments
    return {
        "today": today, "soon": calendar.in_force.after(today, SOON_DAYS), "late": last_late_day(),
        "first_day": period.first, "last_day": period.last, "first_month": first_month, "last_month": last_month,
        "begin": begin, "end": end,
        **{f"since_{limit}": moment for limit, moment in edges().items()},
    }  # fmt: skip


@lru_cache(maxsize=2)
def counting(with_hidden: bool) -> Any:
    """Putting it together takes longer than sending it, so it is made once."""
    parts = [*standing(), *of_conditions(), *kept_figures()]
    if with_hidden:
        theirs = Application.school_id.in_(HIDDEN)
        parts += [less(part, theirs) for part in (*standing(), *of_conditions(), *listed_figures())]
    return union_all(*parts)


def part(figure: str, name: Any, further: Any, number: Any) -> Any:
    return select(
        literal(figure, String).label("figure"), cast(name, String).label("name"),
        cast(further, String).label("part"), cast(number, Integer).label("number"),
    )  # fmt: skip


def less(counted: Any, theirs: ColumnElement[bool]) -> Any:
    """The same of hidden cases alone, to be taken off."""
    rows = counted.where(theirs).subquery()
    return select(rows.c.figure, rows.c.name, rows.c.part, -rows.c.number)


def standing() -> list[Any]:
    """Cases in progress by state: how long they have stood there, and those past their date.

    The longest standing are what remains of all: they would be the most to count.
    """
    found = [
        part("age", state_text(), literal(age.name), func.count()).where(PROGRESSING, of_age(age, EDGES))
        for age in AGES
        if age.up_to is not None
    ]
    found.append(part("overdue", state_text(), literal(""), func.count()).where(PROGRESSING, is_overdue(TODAY, LATE)))
    return [each.group_by(Application.state) for each in found]


def of_age(age: Age, edges: Mapping[int, Any]) -> ColumnElement[bool]:
    """Cases that have stood in their state for so long; `edges` as `ages.edges` has them, or parameters for them."""
    since = Application.state_since
    bounds = [since <= edges[age.over]] if age.over is not None else []
    bounds += [since > edges[age.up_to]] if age.up_to is not None else []
    return and_(*bounds)


def is_overdue(today: Any, late: Any) -> ColumnElement[bool]:
    """Whoever's turn it is has let the day pass; nobody has on hold, or while the school may still answer."""
    until = Application.school_until
    over = or_(until.is_(None), until < today, Application.state.not_in(WAITING))
    return and_(Application.due_on <= late, Application.held.is_(False), over)


def last_late_day() -> date:
    """What was due on this day, or before, is late by a working day at least."""
    days = calendar.in_force
    day = days.today() - timedelta(days=1)
    while not days.between(day, days.today()):
        day -= timedelta(days=1)
    return day


def of_conditions() -> list[Any]:
    """Conditions the school knows of and has not met, by how near their date is."""
    return [
        part("condition", literal(when), literal(""), func.count())
        .select_from(Condition).join(Application, Application.id == Condition.application_id)
        .where(in_force(), wanted)
        for when, wanted in conditions_by_date(TODAY, SOON).items()
    ]  # fmt: skip


def in_force() -> ColumnElement[bool]:
    """The condition belongs to an approval that was released."""
    unreleased = select(Determination.id).where(
        Determination.application_id == Application.id, Determination.released_at.is_(None),
        Determination.recalled_at.is_(None),
    )
    return and_(Application.state == State.APPROVED_WITH_CONDITIONS, ~unreleased.exists())


def conditions_by_date(today: Any, soon: Any) -> dict[str, ColumnElement[bool]]:
    is_open, due = Condition.status == "open", Condition.due_on
    return {
        "overdue": and_(is_open, due < today), "soon": and_(is_open, due >= today, due <= soon),
        "answered": Condition.status == "answered",
    }


def kept_figures() -> list[Any]:
    """What moves have counted by state and by month, and expressions of interest by how far each came."""
    months = part(
        "month", MonthlyFigure.kind, MonthlyFigure.name, func.coalesce(func.sum(MonthlyFigure.number), 0)
    ).where(MonthlyFigure.month >= FIRST_MONTH, MonthlyFigure.month <= LAST_MONTH)
    reached = part("reached", Interest.reached, literal(""), func.count())
    all_of_state = part("state", Tally.state, literal(""), Tally.applications)
    unsent = part("state", state_text(), literal(""), -func.count())
    return [
        all_of_state, unsent.where(is_sent(False)).group_by(Application.state),
        months.group_by(MonthlyFigure.kind, MonthlyFigure.name),
        reached.where(Interest.sent_at >= BEGIN, Interest.sent_at < END).group_by(Interest.reached),
    ]


def listed_figures() -> list[Any]:
    """The same as the kept figures, counted from their lists."""
    in_period = and_(FinishedStep.ended_on >= FIRST_DAY, FinishedStep.ended_on <= LAST_DAY)
    steps = [
        part("month", literal(kind), FinishedStep.state, func.count())
        .select_from(FinishedStep).join(Application, Application.id == FinishedStep.application_id)
        .where(in_period, FinishedStep.late.is_(late)).group_by(FinishedStep.state)
        for kind, late in (("kept", False), ("late", True))
    ]  # fmt: skip
    below = (
        part("month", literal("below"), Shortfall.criterion_code + " " + Shortfall.rating, func.count())
        .select_from(Shortfall).join(Application, Application.id == Shortfall.application_id)
        .where(Shortfall.sent_on >= FIRST_DAY, Shortfall.sent_on <= LAST_DAY)
        .group_by(Shortfall.criterion_code, Shortfall.rating)
    )  # fmt: skip
    sent = part("state", state_text(), literal(""), func.count()).where(is_sent(True)).group_by(Application.state)
    return [sent, *steps, below]


def is_sent(yes: bool) -> ColumnElement[bool]:
    """The school has sent it; a case that was given up as a draft counts nowhere."""
    return Application.submitted_at.is_not(None) if yes else Application.submitted_at.is_(None)


def state_text() -> ColumnElement[str]:
    return type_coerce(Application.state, String)
