"""The review queue: the cases that come to a person of the body, and how many stand in each state.

It stays as quick with 100,000 applications as with 100: the longest waiting of each state are read
from an index and merged, totals come from the tally, and a narrowed list is counted up to a limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import standards
from registration.access.visibility import kind_and_values, reader
from registration.accounts.models import Person
from registration.database import db, today
from registration.paging import ROWS, Page
from registration.review.queue_counts import counts_by_state
from registration.review.queue_filters import IN_PROGRESS, MOST_COUNTED, Filters
from registration.review.queue_list import page_of_cases, usual_page
from registration.review.queue_rows import Case, cases_of
from registration.workflow.states import State
from standards.model import Area

FURTHEST_PAGE = MOST_COUNTED // ROWS


@dataclass(frozen=True)
class Queue:
    """One page of the queue. `capped` says that there are more than were counted."""

    page: Page[Case]
    counts: Mapping[State, int]
    capped: bool

    @property
    def in_progress(self) -> int:
        return sum(number for state, number in self.counts.items() if state in IN_PROGRESS)


def queue(person: Person, filters: Filters) -> Queue:
    """The cases this person may see and asked for, with the counts by state of all they may see."""
    counts = counts_by_state(person)
    number = min(max(filters.page, 1), FURTHEST_PAGE)
    kind, values = kind_and_values(person)
    values |= {"most": number * ROWS, "passed": (number - 1) * ROWS}
    wanted = page_of_cases(reader(person), filters) if filters.narrowed else usual_page(kind, filters.usual)
    found = db.session.connection().execute(wanted, values).all()
    total = sum(counts.get(state, 0) for state in filters.states)
    if filters.narrowed:
        total = found[0].total if found else 0
    total = max(total, (number - 1) * ROWS + len(found))
    shown = Page(cases_of(person, found), number, min(total, MOST_COUNTED), ROWS)
    return Queue(shown, counts, capped=total > MOST_COUNTED)


def areas() -> tuple[Area, ...]:
    """The areas of the present edition, for the filter."""
    return standards.current(today()).areas
