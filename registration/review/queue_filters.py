"""What a person can ask the review queue for, as an address says it: whoever has the address has the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from registration.paging import whole
from registration.workflow.states import IN_PROGRESS, ONCE_SUBMITTED, State

MOST_COUNTED = 1_000
LONGEST_WAIT = 400
SOON = 5
"""Working days within which a date is near."""

SORTS = {
    "waiting": "Longest waiting first", "recent": "Moved last first", "due": "Due first", "reference": "Reference",
}  # fmt: skip
SHOWS = {"all": "All cases", "mine": "My cases", "unassigned": "Without a case officer"}
PANELS = {"leaderless": "Without a lead reviewer", "leading": "I lead the review"}
CLOCKS = {"late": "Overdue", "soon": f"Due within {SOON} working days", "held": "On hold"}
COLUMNS = {
    "state": "State", "waited": "Working days waited", "due": "Due", "panel": "Panel", "officer": "Case officer",
    "country": "Country", "sent": "First sent",
}  # fmt: skip
USUAL_COLUMNS = ("state", "waited", "due", "panel")
NAMES = {"text": "q", "news": "new", "columns": "column"}
"""What stands in an address, where it is another word than in the code."""


@dataclass(frozen=True)
class Filters:
    """What a person asked the queue for. `state` is a state's value, "every", or empty for work in progress."""

    show: str = "all"
    state: str = ""
    clock: str = ""
    news: bool = False
    panel: str = ""
    reviewer: str = ""
    area: int | None = None
    longer: int | None = None
    text: str = ""
    sort: str = "waiting"
    columns: tuple[str, ...] = USUAL_COLUMNS
    page: int = 1

    @property
    def states(self) -> frozenset[State]:
        if self.state in set(ONCE_SUBMITTED):
            return frozenset({State(self.state)})
        return ONCE_SUBMITTED if self.state == "every" else IN_PROGRESS

    @property
    def narrowed(self) -> bool:
        """By more than states: the tally no longer answers."""
        return bool(self.chosen)

    @property
    def names_few(self) -> bool:
        """By something few cases have, so that they are found first and sorted then."""
        return bool(self.show == "mine" or self.panel == "leading" or self.reviewer or self.news)

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows the list beside its state, in words, by the name of the filter."""
        said = {
            "show": SHOWS[self.show] if self.show != "all" else "", "clock": CLOCKS.get(self.clock, ""),
            "news": "Changed since I last looked" if self.news else "", "panel": PANELS.get(self.panel, ""),
            "reviewer": f"With {self.reviewer}" if self.reviewer else "",
            "area": f"Concern in area {self.area}" if self.area else "",
            "longer": "" if self.longer is None else f"Waiting longer than {self.longer} working days",
            "text": f"“{self.text}”" if self.text else "",
        }
        return {name: words for name, words in said.items() if words}

    @property
    def usual(self) -> Self:
        """The same for every page of the list, and for all columns."""
        return replace(self, page=1, columns=USUAL_COLUMNS)

    def without(self, name: str) -> str:
        """The address of the same list without one of its filters."""
        return address_of(replace(self, page=1, **{name: getattr(Filters(), name)}))

    def kept(self, **instead: Any) -> str:
        """The address of another list in the same order, with the same columns."""
        return address_of(Filters(sort=self.sort, columns=self.columns, **instead))

    @property
    def address(self) -> str:
        """This list from its beginning."""
        return address_of(replace(self, page=1))


USUAL = [(field.name, NAMES.get(field.name, field.name), field.default) for field in fields(Filters)]
"""Of each filter: its name in the code, that in an address, and what it is when nothing is asked for."""


def address_of(filters: Filters) -> str:
    """What stands behind the question mark; what is as usual is left out."""
    said = []
    for field, name, usual in USUAL:
        value = getattr(filters, field)
        if value == usual:
            continue
        if isinstance(value, tuple):
            said += [(name, each) for each in value]
        else:
            said.append((name, "1" if value is True else str(value)))
    return urlencode(said)


def asked(args: Mapping[str, Sequence[str]]) -> Filters:
    """The filters of an address, given as all values of each name; whatever makes no sense is left out."""

    def first(name: str) -> str:
        return next(iter(args.get(name, ())), "").strip().replace("\x00", "")

    def number(name: str) -> int | None:
        try:
            return whole(first(name))
        except ValueError:
            return None

    def one_of(name: str, known: Mapping[str, str], otherwise: str = "") -> str:
        return first(name) if first(name) in known else otherwise

    longer, columns = number("longer"), set(args.get("column", ()))
    return Filters(
        show=one_of("show", SHOWS, "all"),
        state=first("state") if first("state") in {*ONCE_SUBMITTED, "every"} else "",
        clock=one_of("clock", CLOCKS), news=first("new") == "1", panel=one_of("panel", PANELS),
        reviewer=first("reviewer")[:100], area=number("area"),
        longer=longer if longer is not None and 0 <= longer <= LONGEST_WAIT else None,
        text=first("q")[:200], sort=one_of("sort", SORTS, "waiting"),
        columns=tuple(c for c in COLUMNS if c in columns) or USUAL_COLUMNS, page=number("page") or 1,
    )  # fmt: skip
