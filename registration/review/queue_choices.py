"""What stands above the rows of the review queue: the lists that people ask for most, and what can be chosen.

Each comes with its number where that is counted. It is all put together here, so that the page only writes it out.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from registration.review.queue import Queue, areas
from registration.review.queue_counts import MOST_IN_A_LIST
from registration.review.queue_filters import CLOCKS, PANELS, SHOWS, SORTS, Filters
from registration.workflow.states import ONCE_SUBMITTED, State

SENT = tuple(state for state in State if state in ONCE_SUBMITTED)
OFFERED: Mapping[str, tuple[dict[str, Any], str]] = {
    "mine": ({"show": "mine"}, "Mine"), "leading": ({"panel": "leading"}, "I lead"),
    "unassigned": ({"show": "unassigned"}, SHOWS["unassigned"]), "late": ({"clock": "late"}, CLOCKS["late"]),
    "soon": ({"clock": "soon"}, "Due soon"), "held": ({"clock": "held"}, CLOCKS["held"]),
}  # fmt: skip
"""Lists that are counted, by name: what they ask for, and their words as a link."""


class Way(NamedTuple):
    """A link to another list."""

    address: str
    words: str
    number: str = ""


class Choice(NamedTuple):
    """A field to choose from: each option is a value and its words."""

    name: str
    label: str
    options: Iterable[tuple[str, str]]
    chosen: str


def ways(queue: Queue, filters: Filters) -> list[Way]:
    """The lists that are offered to this person, then those they keep."""
    lists, kept = queue.numbers.lists, queue.kept
    found = [Way(filters.kept(), "All in progress", f"{queue.in_progress:,}")]
    found += [
        Way(filters.kept(**asked), words, up_to_most(lists[name]))
        for name, (asked, words) in OFFERED.items() if name in lists
    ]
    if kept.looked is not None:
        changed = filters.kept(news=True, state="every")
        found.append(Way(changed, "Changed since you looked", up_to_most(lists["news"])))
    return found + [Way(one.address, one.name) for one in kept.lists]


def choices(queue: Queue, filters: Filters) -> dict[str, Choice]:
    """By name, the fields of the form that are chosen from. What means nothing to this person is not offered."""
    lists, counts = queue.numbers.lists, queue.counts
    shows = {name: words for name, words in SHOWS.items() if name in {"all", filters.show} or name in lists}
    panels = {name: words for name, words in PANELS.items() if name in {"leaderless", filters.panel} or name in lists}
    states = [
        ("", f"In progress ({queue.in_progress:,})"), ("every", f"Every state ({sum(counts.values()):,})"),
        *((state.value, f"{state.label} ({counts.get(state, 0):,})") for state in SENT),
    ]  # fmt: skip
    fields = [
        Choice("show", "Cases", counted(shows, lists), filters.show),
        Choice("state", "State", states, filters.state),
        Choice("clock", "Clock", [("", "Any"), *counted(CLOCKS, lists)], filters.clock),
        Choice("panel", "Panel", [("", "Any"), *counted(panels, lists)], filters.panel),
        Choice("area", "Area of concern", in_areas(), str(filters.area or "")),
        Choice("sort", "Order", SORTS.items(), filters.sort),
    ]
    if queue.kept.looked is not None:
        happened = [("", "Anything"), ("1", f"Changed since I last looked ({up_to_most(lists['news'])})")]
        fields.append(Choice("new", "What happened", happened, "1" if filters.news else ""))
    return {field.name: field for field in fields}


def counted(offered: Mapping[str, str], lists: Mapping[str, int]) -> list[tuple[str, str]]:
    """With its number behind each that is counted."""
    return [
        (name, f"{words} ({up_to_most(lists[name])})" if name in lists else words) for name, words in offered.items()
    ]


def in_areas() -> list[tuple[str, str]]:
    return [("", "Any"), *((str(area.number), f"{area.number} {area.title}") for area in areas())]


def up_to_most(number: int) -> str:
    """The lists are counted no further than that."""
    return str(number) if number <= MOST_IN_A_LIST else f"more than {MOST_IN_A_LIST:,}"
