"""What staff run about letters: the tables, printed."""

import click
from flask.cli import AppGroup

from registration.notifications import kinds, reminders
from registration.workflow.words import cells, people

group = AppGroup("notices", help="Letters and reminders.")

HEAD = """\
# Letters and reminders

Printed by `flask notices table` from `registration/notifications/kinds.py` and `reminders.py`; a test keeps this page
current.

Every letter can be read in the service by whoever it is to. How it reaches them by e-mail is decided once, when it is
first due: at once, in one letter a day (at seven in the morning where they are), or not at all, as they prefer for its
kind. A letter that must be sent leaves at once, whatever they prefer. Nothing is mailed about a case that its reader
may no longer see.

The words are those of `templates/letters/`, unless an administrator wrote others on the page “Letter words”. They can
use the facts named here and those of every letter, and the words `if`, `for`, `| day`, `| moment`, `| plural("…")` and
`| lower`; nothing else.

## Letters

| Letter | Written when | Kind | By e-mail | Facts of its own |
| --- | --- | --- | --- | --- |"""

REMINDERS_HEAD = """
## Reminders

Each goes once to those who may still act, between seven and seven where they are. Of two steps that have come only the
later is written, and none that had passed already when the date was set.

| Of what | Working days before | To | Letter |
| --- | --- | --- | --- |"""


@group.command("table")
def table() -> None:
    """Print the letters and the reminders, for people who do not read Python."""
    click.echo(HEAD)
    for letter in kinds.TABLE:
        facts = ", ".join(f.name + ("" if f.always else " (not always)") for f in letter.facts)
        usual = "as preferred" if letter.unasked is kinds.Way.AT_ONCE else "as preferred; unasked, in one letter a day"
        reaches = "always at once" if letter.must else usual
        click.echo(cells(letter.name, letter.when, letter.kind.label, reaches, facts or "–"))
    click.echo(REMINDERS_HEAD)
    for reminder in reminders.TABLE:
        steps = " and ".join(str(step) for step in reminder.steps)
        click.echo(cells(reminder.what, steps, people(reminder.to), reminder.letter))
