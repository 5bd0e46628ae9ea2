"""`flask overview`: the figures that moves keep."""

from flask.cli import AppGroup

from registration.database import db, writing
from registration.overview import service

group = AppGroup("overview", help="The figures of the overview.")


@group.command("recount")
def recount() -> None:
    """Count every kept figure anew from its rows, when somebody doubts a number."""
    with writing():
        service.recount()
        db.session.commit()
