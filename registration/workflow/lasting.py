"""Which moves of a case last: a decision that was taken back before its release is as if it had never been made.

So is the outcome of an appeal that was taken back, or whose appeal was withdrawn before anybody let the outcome go.
"""

from collections.abc import Iterable
from typing import Any

from standards.model import OUTCOMES

TAKE_BACK = "take_back"
APPEAL_OUTCOMES = frozenset({"uphold_appeal", "dismiss_appeal"})
UNDONE_BY: dict[str, frozenset[str]] = {TAKE_BACK: frozenset(OUTCOMES), "take_back_appeal": APPEAL_OUTCOMES}
"""Which moves another takes back."""


def lasting(events: Iterable[Any]) -> list[Any]:
    """The events in their order, without decisions that were taken back and without the taking back of them.

    This is how the school may know the history, and how time is counted: the step before the decision went on.
    """
    kept: list[Any] = []
    for event in events:
        if event.move in UNDONE_BY:
            undone = UNDONE_BY[event.move]
            del kept[next(n for n in reversed(range(len(kept))) if kept[n].move in undone)]
            continue
        if event.move == "withdraw_appeal" and kept and kept[-1].move in APPEAL_OUTCOMES:
            del kept[-1]
        kept.append(event)
    return kept
