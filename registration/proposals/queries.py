"""Reading what was proposed: every proposal of a case with its people, in a fixed number of statements."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.proposals.models import Proposal, ProposedMember
from registration.review.models import Assignment
from registration.workflow import calendar


def proposals_of(application: Application) -> list[Proposal]:
    """The newest last. Two statements."""
    person = joinedload(ProposedMember.assignment).joinedload(Assignment.person).lazyload(Person.role_rows)
    wanted = select(Proposal).where(Proposal.application_id == application.id)
    found = list(
        db.session.scalars(
            wanted.options(selectinload(Proposal.members).options(person)).order_by(Proposal.id)
        ).unique()
    )
    set_committed_value(application, "proposals", found)
    return found


def open_proposal(application: Application) -> Proposal | None:
    """The one the school can still answer."""
    today = calendar.in_force.today()
    return next((p for p in reversed(application.proposals) if not p.over(today)), None)


def not_proposed(application: Application) -> list[Assignment]:
    """Present members of the panel whom the school has not been told of."""
    told = {member.assignment for proposal in application.proposals for member in proposal.members}
    return [a for a in application.assignments if a.ended_at is None and a not in told]
