"""`flask demo`: fill the database with invented schools, list the cases, and list who can sign in."""

from itertools import groupby

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from registration.applications.models import Application
from registration.database import db, writing
from registration.demonstration import own_files, people, service
from registration.jobs import running
from registration.reports.settings import names

group = AppGroup("demo", help="The demonstration: invented schools in every state of an application.")


@group.command("load")
@click.option("--afresh", is_flag=True, help="Remove everything first, whatever it is.")
def load(afresh: bool) -> None:
    """Fill the database. Does nothing when somebody has an account already, unless --afresh is said."""
    settings = current_app.config["SETTINGS"]
    if settings.environment == "production":
        raise click.ClickException(
            "This is production: the demonstration is never loaded here."
            " Set REGISTRATION_ENV=demonstration to look around."
        )
    if afresh:
        service.empty()
    if not service.is_empty():
        click.echo("The database is not empty, and was left as it is.")
        return
    click.echo("Loading the demonstration. This takes up to a minute.")
    page = f"{settings.public_url}/register/{{number}}"
    store = current_app.extensions["store"]
    made = service.load(store, names(), page)
    with writing():
        own_files.read_texts(store)
    running.run_waiting()
    click.echo(f"{len(made)} applications were made. Everybody's password is: {people.PASSWORD}")


@group.command("list")
def list_cases() -> None:
    """Print reference, state and school of each case, in columns."""
    found = db.session.scalars(select(Application).order_by(Application.id)).unique().all()
    width = max((len(a.state.label) for a in found), default=0)
    for application in found:
        click.echo(f"{application.reference}  {application.state.label:<{width}}  {application.school.name}")


@group.command("people")
def list_people() -> None:
    """Print who can sign in, with role and address, desk by desk."""
    everybody = people.listed()
    width = max(len(person.email) for person in everybody)
    for place, here in groupby(everybody, key=lambda person: person.school):
        click.echo(f"\n{place}")
        for person in here:
            click.echo(f"  {person.email:<{width}}  {person.role}: {person.name}")
    click.echo(f"\nEverybody's password is: {people.PASSWORD}")
