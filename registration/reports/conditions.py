"""Conditions the panel proposes with its report. The decision maker sets them, or others."""

from datetime import date

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.decisions.models import Condition
from registration.errors import NotFound
from registration.history import refuse_if_overtaken
from registration.reports.queries import final_findings

PROPOSED = "proposed"


def proposed(application: Application) -> list[Condition]:
    return [c for c in application.conditions if c.status == PROPOSED]


def proposed_condition(application: Application, public_id: str) -> Condition:
    found = next((c for c in proposed(application) if c.public_id == public_id), None)
    if found is None:
        raise NotFound("There is no such proposal.")
    return found


def propose(
    application: Application, *, code: str, what: str, proof: str, due_on: date, owner: str, by: Person
) -> Condition:
    made = Condition(
        application=application, criterion_code=code, what=what, proof=proof, due_on=due_on, owner=owner,
        status=PROPOSED, updated_by_id=by.id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def change(
    condition: Condition, *, code: str, what: str, proof: str, due_on: date, owner: str, version: int, by: Person
) -> None:
    """Change a proposal. Raises `Overtaken` when somebody else did since it was opened."""
    theirs = {
        "criterion": condition.criterion_code, "what": condition.what, "proof": condition.proof,
        "due": condition.due_on, "owner": condition.owner,
    }  # fmt: skip
    refuse_if_overtaken(condition, version, theirs)
    condition.criterion_code, condition.what, condition.proof = code, what, proof
    condition.due_on, condition.owner, condition.updated_by_id = due_on, owner, by.id
    db.session.flush()


def take_back(condition: Condition, *, by: Person) -> None:
    condition.status, condition.updated_by_id = "dropped", by.id


def without_condition(application: Application) -> dict[str, str]:
    """Actions below Met for which no condition is proposed yet, by criterion."""
    covered = {c.criterion_code for c in proposed(application)}
    return {
        code: agreed.action
        for code, agreed in sorted(final_findings(application).items())
        if agreed.action.strip() and code not in covered
    }
