"""The plan on one page: what lies ahead of an application, step by step, whose part it is and how long it takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from registration.applications.home_queries import Usual
from registration.applications.words import NOW, ON_THE_WAY, WAY
from registration.workflow import clocks
from registration.workflow.states import State

AIMS = {State.SUBMITTED: "panel_objection"}
"""Steps in which the school's own time to object is part of the time they take."""


@dataclass(frozen=True)
class Ahead:
    """One step that has not ended. `aim`: the working days we give ourselves or you; None where none is set."""

    state: State
    now: bool
    what: str
    aim: int | None
    usual: Usual | None


def ahead(state: State, usual: Mapping[str, Usual]) -> list[Ahead]:
    """The present step and the plain way from it; nothing once the application is over."""
    place = ON_THE_WAY.get(state, state)
    if place not in WAY:
        return []
    rest = [step for step in WAY[WAY.index(place) :] if step is not place]
    return [step_ahead(step, usual, now=step is state) for step in [state, *rest]]


def step_ahead(state: State, usual: Mapping[str, Usual], *, now: bool) -> Ahead:
    days = clocks.DAYS.get(state.value)
    extra = clocks.DAYS[AIMS[state]] if state in AIMS else 0
    return Ahead(state, now, NOW[state], None if days is None else days + extra, usual.get(state.value))
