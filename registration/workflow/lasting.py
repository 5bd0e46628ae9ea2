"""Which moves of a case last: a decision that was taken back before its release is as if it had never been made.

So is the outcome of an appeal that was taken back, or whose appeal was withdrawn before anybody let the outcome go.
"""

from collections.abc import Iterable
from typing import Any

from standards.model import OUTCOMES

TAKE_BACK = "take_back"
APPEAL_OUTCOMES = frozenset({"uphold_appeal", "dismiss_appeal"})
UNDONE_BY: dict[str, frozenset[str]] = {
    TAKE_BACK: frozenset(OUTCOMES), "take_back_appeal": APPEAL_OUTCOMES, "withdraw_appeal": APPEAL_OUTCOMES,
}  # fmt: skip
"""Which moves another takes back, where one of them is the last before it."""

LASTS_ITSELF = frozenset({"withdraw_appeal"})
"""It ends the appeal, whether there was an outcome to take back or none."""


def lasting(events: Iterable[Any]) -> list[Any]:
    """The events in their order, without decisions that were taken back and without the taking back of them.

    This is how the school may know the history, and how time is counted: the step before the decision went on.
    """
    kept: list[Any] = []
    for event in events:
        undoes = bool(kept) and kept[-1].move in UNDONE_BY.get(event.move, ())
        if undoes:
            del kept[-1]
        if not undoes or event.move in LASTS_ITSELF:
            kept.append(event)
    return kept
