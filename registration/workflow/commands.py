"""What staff run about the life of an application: the table, printed."""

import click
from flask.cli import AppGroup

from registration.workflow import clocks
from registration.workflow.states import State
from registration.workflow.transitions import TABLE, Tell, Transition
from registration.workflow.words import cells, people, states_in_words

group = AppGroup("workflow", help="The life of an application.")

TABLE_HEAD = """\
# How an application moves

Printed by `flask workflow table` from `registration/workflow/transitions.py`; a test keeps this page current.

Each move is one transaction: the state, an entry in the history, and the letters. A move is open only in the states
named, only to the people named, and only when everything it needs is true: else the page says what is missing.

## Moves

| From | Move | To | Who | Needs | Letters |
| --- | --- | --- | --- | --- | --- |"""

STATES_HEAD = """
## States

Working days are the settings' defaults (`WORKING_DAYS` in `config.py`). A clock stops while the case is on hold.

| State | Whose turn | Working days | Moves |
| --- | --- | --- | --- |"""


@group.command("table")
def table() -> None:
    """Print the moves and the states, for people who do not read Python."""
    click.echo(TABLE_HEAD)
    for transition in TABLE:
        click.echo(row_of(transition))
    click.echo(STATES_HEAD)
    for state in State:
        moves = "; ".join(t.label for t in TABLE if state in t.source) or "none: the end"
        click.echo(cells(state.label, state.turn.value, str(clocks.DAYS.get(state.value, "–")), moves))


def row_of(transition: Transition) -> str:
    needs = [need.otherwise for need in transition.needs]
    if transition.reason == "required":
        needs.append("Give a reason.")
    letters = [
        f"{letter} to the {people(tell.who for tell in tells)}" + (", once released" if tells[0].release else "")
        for letter, tells in letters_of(transition).items()
    ]
    target = transition.target.label if isinstance(transition.target, State) else transition.target
    return cells(
        states_in_words(transition.source), transition.label, target, people(transition.who),
        " ".join(needs) or "–", "; ".join(letters) or "–",
    )


def letters_of(transition: Transition) -> dict[str, list[Tell]]:
    """Who is told, by letter: the same letter often goes to several."""
    told: dict[str, list[Tell]] = {}
    for tell in transition.tells:
        told.setdefault(tell.letter, []).append(tell)
    return told
