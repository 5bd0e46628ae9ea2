"""Proposing a panel, objecting to it, and deciding on objections. The clock of the step follows."""

from collections.abc import Mapping
from datetime import date

from registration.access.roles import SCHOOL_LEADS, Capacity
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import NotFound, Refused
from registration.notifications import casework
from registration.proposals import queries
from registration.proposals.models import Proposal, ProposedMember
from registration.review import panel, relations
from registration.workflow import calendar, clocks
from registration.workflow.states import State

OUTCOMES = {"upheld": "Upheld", "dismissed": "Dismissed"}


def propose(application: Application, *, by: Person) -> Proposal:
    """Name everybody on the panel whom the school has not been told of. From now on the school's time runs."""
    if queries.open_proposal(application) is not None:
        raise Refused("The school is still thinking about the last proposal. Wait for its answer first.")
    members = queries.not_proposed(application)
    if not members:
        raise Refused("Everybody on the panel has been proposed already. Whoever is assigned has to accept first.")
    if application.state is State.SUBMITTED and not panel_whole(application):
        raise Refused(
            "Assign one lead reviewer and at least one further reviewer first, and wait until they have accepted. Then"
            " propose them together."
        )
    days = calendar.in_force
    until = days.after(days.today(), clocks.DAYS["panel_objection"])
    made = Proposal(application=application, proposed_by=by, until=until, proposed_at=now())
    made.members = [ProposedMember(assignment=assignment) for assignment in members]
    db.session.add(made)
    stop_the_clock(made)
    casework.tell(application, "panel_proposed", SCHOOL_LEADS, by=by, due_on=until.isoformat(), people=named(made))
    audit.note("panel proposed", by, application, people=len(members))
    return made


def panel_whole(application: Application) -> bool:
    kinds = [a.capacity for a in application.assignments if a.ended_at is None]
    return "lead_reviewer" in kinds and "reviewer" in kinds


def named(proposal: Proposal) -> list[str]:
    return [f"{m.assignment.person.name}, {m.assignment.as_capacity.label}" for m in proposal.members]


def stop_the_clock(proposal: Proposal) -> None:
    """While the school may object before the review begins, the body's days are not counted."""
    application = proposal.application
    if application.state is State.SUBMITTED:
        proposal.stopped_since = application.state_since
        clocks.wait_for_school(application, proposal.until)


def start_the_clock(proposal: Proposal) -> None:
    """The school has answered early: the days it did not need are taken off the body's date again."""
    if proposal.stopped_since == proposal.application.state_since:  # else another step has begun, with its own clock
        clocks.wait_for_school(proposal.application, None)


def move_last_day(proposal: Proposal, until: date) -> None:
    """The school was given more time: its last day, and with it the date of the step that waits."""
    if proposal.stopped_since == proposal.application.state_since:
        clocks.wait_for_school(proposal.application, until)
    proposal.until = until


def answer(application: Application, objections: Mapping[str, str], *, by: Person) -> Proposal:
    """The school's answer: its reason against each person it objects to, by public id; none at all is an agreement."""
    proposal = queries.open_proposal(application)
    given = {key: text.strip() for key, text in objections.items() if text.strip()}
    if proposal is None:
        raise Refused(
            "The time to object to the panel has passed, or your school has answered already.",
            {"Objection": "\n\n".join(given.values())} if given else None,
        )
    for member in proposal.members:
        member.objection = given.pop(member.public_id, "")
    if given:
        raise NotFound
    proposal.answered_at, proposal.answered_by = now(), by
    start_the_clock(proposal)
    against = sum(bool(member.objection) for member in proposal.members)
    casework.tell(application, "panel_answered", [Capacity.CASE_OFFICER], by=by, objections=against)
    audit.note("panel answered", by, application, objections=against)
    return proposal


def decide(application: Application, public_id: str, outcome: str, reason: str, *, by: Person) -> ProposedMember:
    """Uphold an objection, which takes the person off this school's panels for good, or dismiss it."""
    found = (m for proposal in application.proposals for m in proposal.members)
    member = next((m for m in found if m.public_id == public_id and m.objection), None)
    if member is None:
        raise NotFound
    if not member.open:
        raise Refused("This objection was decided already.", {"Reason": reason})
    if outcome not in OUTCOMES or not reason.strip():
        raise Refused("Choose whether the objection is upheld or dismissed, and say why.", {"Reason": reason})
    member.outcome, member.reason, member.decided_by, member.decided_at = outcome, reason.strip(), by, now()
    if outcome == "upheld":
        take_off(application, member, by=by)
    casework.tell(
        application, "objection_decided", SCHOOL_LEADS, by=by, person=member.assignment.person.name,
        outcome=OUTCOMES[outcome].lower(),
    )  # fmt: skip
    audit.note("objection decided", by, application, outcome=outcome, whom=member.assignment.person.name)
    return member


def take_off(application: Application, member: ProposedMember, *, by: Person) -> None:
    """The person leaves this panel, and the relation on record keeps them from the next one."""
    if member.assignment.ended_at is None:
        panel.end_assignment(member.assignment, reason="The school’s objection was upheld.", by=by)
    relations.declare_relation(
        member.assignment.person, application.school, kind="objection", since=calendar.in_force.today(), until=None,
        note="", by=by,
    )  # fmt: skip
