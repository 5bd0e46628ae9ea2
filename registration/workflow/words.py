"""The tables in words, for people who do not read Python: states, capacities, and a row of a printed table."""

from collections.abc import Iterable

from registration.access.roles import Capacity
from registration.workflow.states import ALWAYS, State


def states_in_words(states: Iterable[State]) -> str:
    """The states in the order of a life; a set of nearly all is told by what it leaves out."""
    chosen = frozenset(states)
    if chosen == ALWAYS:
        return "always"
    if len(chosen) > len(ALWAYS) / 2:
        return "any but " + ", ".join(state.label for state in State if state not in chosen)
    return ", ".join(state.label for state in State if state in chosen)


def people(who: Iterable[Capacity]) -> str:
    named = frozenset(who)
    return ", ".join(capacity.label for capacity in Capacity if capacity in named)


def cells(*texts: str) -> str:
    return "| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |"
