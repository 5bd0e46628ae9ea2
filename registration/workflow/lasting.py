"""Which moves of a case last: a decision that was taken back before its release is as if it had never been made."""

from collections.abc import Iterable
from typing import Any

from standards.model import OUTCOMES

TAKE_BACK = "take_back"


def lasting(events: Iterable[Any]) -> list[Any]:
    """The events in their order, without decisions that were taken back and without the taking back of them.

    This is how the school may know the history, and how time is counted: the step before the decision went on.
    """
    kept: list[Any] = []
    for event in events:
        if event.move == TAKE_BACK:
            decided = next(n for n in reversed(range(len(kept))) if kept[n].move in OUTCOMES)
            del kept[decided]
        else:
            kept.append(event)
    return kept
