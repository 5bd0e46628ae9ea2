"""Expressions of interest on the case officers' desk: new ones, one with a question, one declined."""

from typing import Any

from registration.accounts.models import Person
from registration.database import db, now
from registration.demonstration.material import read
from registration.interest import service as interest
from registration.interest.models import Interest
from registration.schools.models import School
from registration.workflow.figures import ACCEPTED


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


def came_by_interest(school: School, principal: Person, officer: Person) -> None:
    """The interest with which a school began, long answered. It is like none other: its school stands for it there."""
    written = read("interests.toml")["interest"][0]
    asked = ("legal_status", "stages", "delivery", "programmes", "roll", "delivers_online", "legally_registered",
             "named_principal", "year_planned")  # fmt: skip
    db.session.add(
        Interest(
            school_name=school.name, country=school.country, website=school.website, contact_name=principal.name,
            contact_role="Principal", email=principal.email, details={name: written[name] for name in asked},
            sent_at=now(), status="accepted", answered_by=officer, answered_at=now(), school=school, reached=ACCEPTED,
        )
    )  # fmt: skip
