"""`flask audit check`: whether the log is whole."""

import click
from flask.cli import AppGroup

from registration.audit import service

group = AppGroup("audit", help="The chained log.")


@group.command("check")
@click.option("--known", default="", help="A hash printed by an earlier check, kept elsewhere.")
def check(known: str) -> None:
    """Go along the chain and say whether an entry was changed, taken out or put in. Exit code 1 when one was."""
    verdict = service.check(known)
    for problem in verdict.problems:
        click.echo(problem)
    click.echo(f"{verdict.sealed} entries are sealed, {verdict.unsealed} wait for it.")
    click.echo(f"Last hash: {verdict.head or 'none'}")
    if verdict.problems:
        raise SystemExit(1)
    click.echo("The chain is whole. Keep the last hash elsewhere and give it to the next check as --known.")
