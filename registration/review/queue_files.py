"""The queue as a file: every case that the filters show, in the columns chosen, as this person may know it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, Any

from registration.access.visibility import reader
from registration.accounts.models import Person
from registration.database import db
from registration.errors import Unavailable
from registration.exports import csv_of
from registration.review.queue import known
from registration.review.queue_filters import SHOWS, SORTS, Filters
from registration.review.queue_list import every_case
from registration.review.queue_rows import Case, cases_of
from registration.workbooks import MOST_ROWS, write_workbook
from registration.workflow import calendar
from registration.worklists.queries import kept_by

IN_ONE_PART = 500
HEADS: dict[str, tuple[str, ...]] = {
    "state": ("State", "On hold", "Turn"), "waited": ("Working days waited",), "due": ("Due", "Working days overdue"),
    "panel": ("Panel",), "officer": ("Case officer",), "country": ("Country",), "sent": ("First sent",),
}  # fmt: skip


@dataclass
class Lines:
    """The rows of the file, once; `number` says how many were written so far."""

    person: Person
    filters: Filters
    number: int = 0
    heads: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.heads = ("Reference", "School", *chain.from_iterable(HEADS[name] for name in self.filters.columns))

    def __iter__(self) -> Iterator[list[object]]:
        """Raises Unavailable when there are not as many as were counted: half a list must not look like a whole one."""
        promised = 0
        for part in parts_of(self.person, self.filters):
            promised = part[0].total
            for case in cases_of(self.person, part):
                self.number += 1
                chosen = chain.from_iterable(CELLS[name](case) for name in self.filters.columns)
                yield [case.reference, case.school, *chosen]
        if self.number != promised:
            raise Unavailable("The list changed while the file was being made. Please ask for it again.")


def parts_of(person: Person, filters: Filters) -> Iterator[Any]:
    """Some hundred rows at a time: no more are held, here or on the way from the database."""
    looked = kept_by(person).looked if filters.news else None
    wanted = every_case(reader(person), filters, known(filters, looked))
    found = db.session.connection().execute(wanted, execution_options={"yield_per": IN_ONE_PART})
    yield from found.partitions()


def panel_of(case: Case) -> str:
    return "; ".join(f"{m.title}: {m.progress}" if m.progress else m.title for m in case.members)


CELLS: dict[str, Callable[[Case], tuple[object, ...]]] = {
    "state": lambda case: (case.state.label, "yes" if case.held else "", case.turn),
    "waited": lambda case: (case.waited,),
    "due": lambda case: (case.due.isoformat() if case.due else "", case.late or ""),
    "panel": lambda case: (panel_of(case),),
    "officer": lambda case: (case.officer,),
    "country": lambda case: (case.country,),
    "sent": lambda case: (calendar.in_force.day_of(case.sent).isoformat() if case.sent else "",),
}


def as_csv(lines: Lines, into: IO[bytes]) -> None:
    into.writelines(csv_of(lines.heads, lines))


def as_workbook(lines: Lines, into: IO[bytes]) -> None:
    write_workbook(into, lines.heads, whole_sheet(lines), about(lines))


def whole_sheet(lines: Lines) -> Iterator[list[object]]:
    for row in lines:
        if lines.number > MOST_ROWS:
            raise Unavailable("A workbook cannot hold so many cases. Take the list as CSV, or narrow it first.")
        yield row


def about(lines: Lines) -> Iterator[tuple[object, object]]:
    """What the list is: a file that has left the service must say so itself."""
    filters = lines.filters
    state = next(iter(filters.states)).label if len(filters.states) == 1 else filters.state or "in progress"
    yield ("Rows", lines.number)
    yield ("Made on", calendar.in_force.today().isoformat())
    yield ("Made for", lines.person.name)
    yield ("State", state)
    for words in filters.chosen.values() or [SHOWS["all"]]:
        yield ("Filter", words)
    yield ("Order", SORTS[filters.sort])
