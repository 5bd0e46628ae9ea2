"""Expressions of interest on the case officers' desk: new ones, one with a question, one declined."""

from typing import Any

from registration.accounts.models import Person
from registration.database import db
from registration.demonstration.material import read
from registration.interest import service as interest
from registration.interest.models import Interest


def express_interests(officer: Person) -> None:
    for written in read("interests.toml")["interest"]:
        sent: dict[str, Any] = {
            name: value for name, value in written.items() if name not in ("question", "reason")
        }
        made: Interest = interest.express_interest(sent, network="192.0.2.7")
        db.session.flush()
        if "question" in written:
            interest.ask(made, written["question"], by=officer)
        if "reason" in written:
            interest.decline(made, written["reason"], by=officer)
    db.session.flush()
