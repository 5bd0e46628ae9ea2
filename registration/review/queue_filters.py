"""What a person can ask the review queue for."""

from dataclasses import dataclass, replace
from typing import Self

from registration.workflow.states import ONCE_SUBMITTED, OVER, REGISTRATION, State

IN_PROGRESS = ONCE_SUBMITTED - OVER - REGISTRATION
MOST_COUNTED = 1_000
LONGEST_WAIT = 400
SORTS = {"waiting": "Longest waiting first", "due": "Due first", "reference": "Reference"}
SHOWS = {"all": "All cases", "mine": "Cases I review", "unassigned": "Without a lead reviewer"}


@dataclass(frozen=True)
class Filters:
    """What a person asked the queue for. `state` is a state's value, "every", or empty for work in progress."""

    show: str = "all"
    state: str = ""
    reviewer: str = ""
    area: int | None = None
    longer: int | None = None
    text: str = ""
    sort: str = "waiting"
    page: int = 1

    @property
    def states(self) -> frozenset[State]:
        if self.state in set(ONCE_SUBMITTED):
            return frozenset({State(self.state)})
        return ONCE_SUBMITTED if self.state == "every" else IN_PROGRESS

    @property
    def narrowed(self) -> bool:
        """By more than states: the tally no longer answers."""
        return bool(self.show != "all" or self.reviewer or self.area or self.longer is not None or self.text)

    @property
    def names_few(self) -> bool:
        """By something few cases have, so that they are found first and sorted then."""
        return bool(self.show == "mine" or self.reviewer or self.text)

    @property
    def usual(self) -> Self:
        """The same for every page of the list."""
        return replace(self, page=1)
