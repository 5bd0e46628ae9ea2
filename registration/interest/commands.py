"""What an operator does with editions of the standard: list them, and check a folder before it is used."""

from pathlib import Path

import click
from flask.cli import AppGroup

import standards
from standards import loader

group = AppGroup("standards", help="Editions of the quality standard.")


@group.command("list")
def list_editions() -> None:
    """Print every edition: name, first day, areas and criteria, whether it is published, title."""
    published = loader.published()
    click.echo(f"{'Edition':<16} {'From':<12} {'Areas':>5} {'Criteria':>8}  {'Published':<9}  Title")
    for standard in standards.editions():
        known = "yes" if published.get(standard.edition) == standard.digest else "no"
        click.echo(
            f"{standard.edition:<16} {standard.effective_from.isoformat():<12} {len(standard.areas):>5} "
            f"{len(standard.criteria):>8}  {known:<9}  {standard.title}"
        )


@group.command("check")
@click.argument("folder", type=click.Path(path_type=Path))
def check_edition(folder: Path) -> None:
    """Say all that is wrong with the edition in FOLDER, by file and key. Exit code 1 when anything is."""
    problems = loader.check(folder)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    standard = loader.load(folder)
    click.echo(
        f"Edition {standard.edition} can be used: {len(standard.criteria)} criteria in {len(standard.areas)} areas."
    )
    click.echo(
        f'To publish it, add this line to {loader.PUBLISHED} beside it:\n{standard.edition} = "{standard.digest}"'
    )
