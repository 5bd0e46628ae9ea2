"""Fill a database: one application in each state, made as tests make them, then copied by SQL as often as asked.

A copy brings along all that belongs to its pattern: school, people, answers, evidence, submission, panel, findings,
history. The desk is the same for all, so its queue grows with the number of applications; of reviewers there are two
for each hundred cases, as a body would have them.
"""

import sqlite3
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import Integer, Table, func, select, text

from registration.applications.models import Application
from registration.database import db, now, today, writing
from registration.interest.models import Interest
from registration.overview.models import FinishedStep, Shortfall
from registration.overview.service import recount
from registration.workflow import figures
from registration.workflow.models import Event, Tally
from registration.workflow.states import JUDGED_APART, ONCE_MODERATED, OVER, State
from tests import cast as people, factories

PATTERNS = (*State, *[State.DESK_REVIEW] * 4)
"""25 applications, so that 100, 10,000 and 100,000 are whole rounds of copies."""

ROUNDS_A_PANEL = 4

KEPT = {
    "person_role", "relation", "tally", "sign_in", "once_key", "attempt", "job", "audit_entry", "one_time_link",
    "monthly_figure", "reviewer_load",
}  # fmt: skip
"""Tables that are not copied: they belong to the body, or to nobody."""


def build(applications: int) -> SimpleNamespace:
    """So many applications (a multiple of 25), in every state. Returns the cast."""
    db.create_all()
    with writing():
        cast = people.gather()
        patterns = [pattern(cast, state) for state in PATTERNS]
        db.session.commit()
        spread_schools(patterns)
        for application in patterns:
            with_figures(application)
        db.session.commit()
        copy(applications // len(patterns) - 1, [cast.leah.id, cast.rafael.id])
        tally()
    return cast


def pattern(cast: SimpleNamespace, state: State) -> Application:
    made = factories.application(cast, state)
    for number in range(5):
        factories.evidence(made, cast.amina, f"Policy {number + 2}")
        db.session.add(
            Event(application=made, move="hold", from_state=state, to_state=state, person=cast.carys,
                  capacity="case_officer", note="The school asked for a pause.")
        )
    if state in JUDGED_APART:
        factories.findings(made, cast.leah)
    elif state in ONCE_MODERATED - OVER:
        factories.findings(made, cast.leah, cast.rafael)
        factories.agree(made, cast.leah, "desk")
    return made


def with_figures(application: Application) -> None:
    """What the overview counts of a case: the interest it began with, steps that ended, criteria below the bar."""
    db.session.add(
        Interest(school_name=application.school.name, country="GB", contact_name="Hope", email="hope@example.org",
                 details={}, school=application.school, status="accepted", reached=figures.ACCEPTED, sent_at=now())
    )
    if application.state in ONCE_MODERATED:
        db.session.add_all(
            FinishedStep(application=application, state=state, due_on=today(), ended_on=today(), late=bool(late))
            for late, state in enumerate((State.SUBMITTED, State.DESK_REVIEW))
        )
        db.session.add_all(
            Shortfall(application=application, criterion_code=code, rating="partly", sent_on=today())
            for code in ("2.7", "5.1")
        )


def spread_schools(patterns: list[Application]) -> None:
    """The first pattern stays with Amina's school, the others get one each, as the copies will."""
    for number, application in enumerate(patterns[1:]):
        application.school = factories.school(f"Pattern Online School {number}")
    db.session.commit()


def copy(rounds: int, reviewers: list[int]) -> None:
    """Copy every row that belongs to an application, with keys moved on by a stride for each round of copies."""
    stride = 10 ** len(str(max(highest(table) for table in copied())))
    db.session.remove()
    db.engine.dispose()
    connection = sqlite3.connect(Path(str(db.engine.url.database)), isolation_level=None)
    for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=MEMORY", "cache_size=-500000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    connection.execute("CREATE TEMP TABLE round (k INTEGER)")
    connection.executemany("INSERT INTO round VALUES (?)", ((k,) for k in range(1, rounds + 1)))
    panel = ", ".join(map(str, reviewers))
    for table in copied():
        names = ", ".join(column.name for column in table.columns)
        values = ", ".join(value(table, column, stride, panel) for column in table.columns)
        of_a_school = f"school_id IS NOT NULL OR (id IN ({panel}) AND k % {ROUNDS_A_PANEL} = 0)"
        where = of_a_school if table.name == "person" else "1"
        connection.execute(
            f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name}, round WHERE {where}"
        )
    connection.execute(
        f"INSERT INTO person_role SELECT person_id + k * {stride}, role FROM person_role, round"
        f" WHERE person_id IN ({panel}) AND k % {ROUNDS_A_PANEL} = 0"
    )
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("ANALYZE")
    connection.close()


def copied() -> list[Table]:
    return [table for table in db.metadata.sorted_tables if table.name not in KEPT]


def highest(table: Table) -> int:
    key = next(iter(table.primary_key.columns))
    return db.session.scalar(select(func.max(key))) or 0 if isinstance(key.type, Integer) else 0


def value(table: Table, column, stride: int, panel: str) -> str:
    """A copied column: keys are moved on, names that must be unique get the round behind them."""
    refers = {key.column.table.name for key in column.foreign_keys}
    if "person" in refers:
        name = column.name
        staff = f"(SELECT school_id FROM person p WHERE p.id = {table.name}.{name}) IS NULL"
        colleague = f"{name} + k / {ROUNDS_A_PANEL} * {ROUNDS_A_PANEL} * {stride}"
        return f"CASE WHEN {name} IN ({panel}) THEN {colleague} WHEN {staff} THEN {name} ELSE {name} + k * {stride} END"
    if refers - KEPT or (column.primary_key and isinstance(column.type, Integer)):
        return f"{column.name} + k * {stride}"
    if column.name in unique_texts(table):
        return f"{column.name} || '-' || k"
    if table.name == "application" and column.name == "state_since":
        return f"datetime({column.name}, '-' || (k % 400) || ' days')"
    return column.name


def unique_texts(table: Table) -> set[str]:
    single = [set(c.columns) for c in table.constraints if type(c).__name__ == "UniqueConstraint"]
    single += [set(index.columns) for index in table.indexes if index.unique]
    alone = {column.name for columns in single if len(columns) == 1 for column in columns}
    return alone | {column.name for column in table.columns if column.unique or column.name == "storage_key"}


def tally() -> None:
    db.session.execute(Tally.__table__.delete())
    counts = db.session.execute(select(Application.state, func.count()).group_by(Application.state)).all()
    db.session.add_all(Tally(state=State(state).value, applications=number) for state, number in counts)
    recount()
    db.session.commit()


def rows() -> dict[str, int]:
    """How many rows the tables of the benchmark hold, for its report."""
    names = ("application", "finding", "evidence_version", "citation", "response", "event")
    return {name: db.session.scalar(text(f"SELECT count(*) FROM {name}")) for name in names}
