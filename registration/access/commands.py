"""What staff run about permissions: the table, printed."""

import click
from flask.cli import AppGroup

from registration.access.policy import POLICY
from registration.access.roles import THE_BODY, THE_SCHOOL, Capacity
from registration.workflow.words import cells, people, states_in_words

group = AppGroup("policy", help="Who may do what.")

HEAD = """\
# Who may do what

Printed by `flask policy table` from `registration/access/policy.py`; a test keeps this page current.

A person is something *in one case*: `registration/access/standing.py` says what. Somebody of the applicant school is
only ever the applicant there; somebody with a conflict of interest has no part in the case and cannot see it; somebody
on the panel does not also decide. The body sees nothing of an application that was never sent.

| You can | Who | In which states |
| --- | --- | --- |"""


@group.command("table")
def table() -> None:
    """Print who may do what, and when, for people who do not read Python."""
    click.echo(HEAD)
    for action, rules in POLICY.items():
        for rule in rules:
            click.echo(cells(action.label, who_in_words(rule.who), states_in_words(rule.when)))


def who_in_words(who: frozenset[Capacity]) -> str:
    """Named groups where they are whole, and single capacities beside them."""
    words, rest = [], who
    for named, label in ((THE_SCHOOL, "everybody at the school"), (THE_BODY, "everybody of the body in it")):
        if named <= rest:
            words.append(label)
            rest -= named
    return ", ".join(words + ([people(rest)] if rest else []))
