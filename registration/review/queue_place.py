"""Where a case stands in the list its reader came from: kept with the sign-in, as a few words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from registration.review.queue_filters import Filters, address_of

KEPT_AS = "queue"
LONGEST_ADDRESS = 1_000
"""A cookie holds little: a list with a longer address is not kept."""


@dataclass(frozen=True)
class Place:
    """The list by its address, the case as the so-manieth of so many on the page, and those after it."""

    address: str
    number: int
    whole: int
    ahead: tuple[str, ...]


def to_keep(person_id: str, filters: Filters, references: Sequence[str]) -> list[Any]:
    """Whose list it is, its address with the page, and the cases on it."""
    address = address_of(replace(filters, page=max(1, filters.page)))
    return [person_id, address, list(references) if len(address) <= LONGEST_ADDRESS else []]


def place_of(kept: Any, reference: str, person_id: str) -> Place | None:
    """None where no list is kept, it is another person's, or the case is not on it."""
    if not isinstance(kept, list) or len(kept) != 3 or kept[0] != person_id or reference not in kept[2]:
        return None
    _person, address, references = kept
    number = references.index(reference) + 1
    return Place(address, number, len(references), tuple(references[number:]))


def address_kept(kept: Any, person_id: str) -> str:
    """The list last looked at, as the end of an address; empty for none."""
    return f"?{kept[1]}" if isinstance(kept, list) and len(kept) == 3 and kept[0] == person_id and kept[1] else ""
