"""The review queue: the cases that come to a person of the body, and how many stand in each state.

It stays as quick with 100,000 applications as with 100: the longest waiting of each state are read
from an index and merged, totals come from the tally, and a narrowed list is counted up to a limit.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

import standards
from registration.access.visibility import kind_and_values, reader
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now, today
from registration.paging import ROWS, Page
from registration.review.queue_conditions import Known, days_now
from registration.review.queue_counts import MOST_IN_A_LIST, Counts, counts
from registration.review.queue_filters import MOST_COUNTED, Filters
from registration.review.queue_list import in_queue, page_of_cases, usual_page
from registration.review.queue_rows import Case, cases_of
from registration.workflow.states import IN_PROGRESS, ONCE_SUBMITTED, State
from registration.worklists.finding import sought
from registration.worklists.queries import Kept, News, kept_by, news_of
from standards.model import Area

FURTHEST_PAGE = MOST_COUNTED // ROWS


@dataclass(frozen=True)
class Queue:
    """One page of the queue, as it was at a moment. `news` is by reference; `capped`: there are more than counted."""

    page: Page[Case]
    numbers: Counts
    kept: Kept
    news: Mapping[str, News]
    made_at: datetime
    capped: bool

    @property
    def counts(self) -> Mapping[State, int]:
        return self.numbers.states

    @property
    def in_progress(self) -> int:
        return sum(number for state, number in self.counts.items() if state in IN_PROGRESS)


def queue(person: Person, filters: Filters) -> Queue:
    """The cases this person may see and asked for, with the counts by state of all they may see."""
    made_at, kept = now(), kept_by(person)
    numbers = counts(person, kept.looked)
    number = min(max(filters.page, 1), FURTHEST_PAGE)
    kind, values = kind_and_values(person)
    values |= {"most": number * ROWS, "passed": (number - 1) * ROWS}
    if filters.narrowed:
        wanted = page_of_cases(reader(person), filters, known(filters, kept.looked, numbers))
    else:
        wanted = usual_page(kind, filters.usual)
    found = db.session.connection().execute(wanted, values).all()
    total = sum(numbers.states.get(state, 0) for state in filters.states)
    if filters.narrowed:
        total = found[0].total if found else 0
    total = max(total, (number - 1) * ROWS + len(found))
    shown = Page(cases_of(person, found), number, min(total, MOST_COUNTED), ROWS)
    news = news_of([row.id for row in found], person, kept.looked)
    by_reference = {row.reference: news[row.id] for row in found if row.id in news}
    return Queue(shown, numbers, kept, by_reference, made_at, capped=total > MOST_COUNTED)


def known(filters: Filters, looked: int | None, numbers: Counts | None = None) -> Known:
    """What the list depends on beside its filters, as it is now.

    Cases with a clock are found first where few are counted. Of many, the longest waiting of each state is soon met.
    """
    few = (
        numbers is not None and filters.clock in {"late", "soon"} and filters.states <= IN_PROGRESS
        and numbers.lists[filters.clock] <= MOST_IN_A_LIST
    )  # fmt: skip
    return Known(days_now(), sought(filters.text), looked, few)


def areas() -> tuple[Area, ...]:
    """The areas of the present edition, for the filter."""
    return standards.current(today()).areas


def still_seen(person: Person, references: Collection[str]) -> frozenset[str]:
    """Those of these cases that are in this person's queue now."""
    if not references:
        return frozenset()
    wanted = select(Application.reference).where(
        in_queue(reader(person)), Application.state.in_(ONCE_SUBMITTED), Application.reference.in_(references)
    )
    return frozenset(db.session.scalars(wanted))
