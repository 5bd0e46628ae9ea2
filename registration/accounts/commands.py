"""`flask accounts`: what an operator does with people before there is an administrator, or when one is locked out."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from registration.access.roles import Role
from registration.accounts import service
from registration.accounts.addresses import email_key
from registration.accounts.models import Person
from registration.database import db, writing
from registration.notifications.composing import address_of_link

group = AppGroup("accounts", help="People of the body.")


@group.command("invite")
@click.argument("email")
@click.argument("name")
@click.argument("roles", nargs=-1, required=True, type=click.Choice([role.value for role in Role]))
@writing()
def invite(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Invite NAME at EMAIL in one or more ROLES, and print the link: so the first administrator gets in."""
    link = service.invite(email, name, by=None, role=[Role(role) for role in roles])
    db.session.commit()
    click.echo(f"{name} can use this link once, within seven days:\n{address_of_link(link)}")


@group.command("password")
@click.argument("email")
@writing()
def password(email: str) -> None:
    """Print a link with which the person at EMAIL sets a new password."""
    person = db.session.scalar(select(Person).where(Person.email_key == email_key(email)))
    if person is None or not person.active:
        raise click.ClickException(f"There is no open account of {email}.")
    link = service.send_password_link(person)
    db.session.commit()
    click.echo(f"{person.name} can use this link once, within two hours:\n{address_of_link(link)}")
