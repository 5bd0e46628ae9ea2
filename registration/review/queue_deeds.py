"""What can be done to several cases of the queue: a row for each deed, with what speaks against it case by case.

Each rule is the one that holds where the same is done to a single case: moves ask the engine, places on a panel ask
`panels.service`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from registration.access.policy import Action, allowed
from registration.access.roles import Capacity
from registration.access.standing import capacities, conflicted
from registration.accounts.models import Person
from registration.applications import service as applications
from registration.applications.models import Application
from registration.audit import service as audit
from registration.proposals.models import Proposal, ProposedMember
from registration.review import queue_giving as giving
from registration.review.queue_giving import Order, Weighed
from registration.workflow import engine
from registration.workflow.transitions import BY_NAME, Reason, Transition

Cases = Sequence[Application]


@dataclass(frozen=True)
class Deed:
    """One thing that can be done. `weigh` says of each case, in their order, what would happen or why nothing can."""

    label: str
    weigh: Callable[[Order, Cases], list[Weighed]]
    act: Callable[[Order, Cases], None]
    loads: Sequence[Any] = ()
    """What it asks of every case, beside what all deeds ask."""
    whom: str = ""
    """Who is to be chosen for it; empty: nobody."""
    people: Callable[[], list[tuple[str, str]]] = list
    """Public id and words of everybody who can be chosen."""
    told: str = ""
    """What is good to know before it is done."""
    transition: Transition | None = None

    @property
    def reason(self) -> Reason:
        return self.transition.reason if self.transition else "none"


def weigh_move(order: Order, cases: Cases) -> list[Weighed]:
    return [Weighed(against_move(order.me, BY_NAME[order.name], case)) for case in cases]


def against_move(me: Person, transition: Transition, case: Application) -> str:
    held = capacities(me, case)
    if not held & transition.who:
        return not_the_officer(held, transition.label)
    if not engine.stands_at(case, transition, me):
        return engine.refusal(case, transition, me)
    return " ".join(need.otherwise for need in engine.missing(case, transition))


def not_the_officer(held: Collection[Capacity], label: str) -> str:
    return f"Only the case officer can {engine.lower(label)}. In this case you are {giving.named(held)}."


def move_each(order: Order, cases: Cases) -> None:
    for case in cases:
        applications.make_move(case, order.name, by=order.me, note=order.note)


def weigh_hand_over(order: Order, cases: Cases) -> list[Weighed]:
    return [weigh_one_hand_over(order, case, order.chosen) for case in cases]


def weigh_one_hand_over(order: Order, case: Application, taker: Person) -> Weighed:
    if not allowed(order.me, Action.HAND_OVER, case):
        return Weighed(not_the_officer(capacities(order.me, case), DEEDS[order.name].label))
    if case.case_officer_id == taker.id:
        return Weighed(f"{taker.name} is its case officer already.")
    if Capacity.CASE_OFFICER not in capacities(taker, case):
        return Weighed(f"{taker.name} cannot be its case officer: {not_for_them(taker, case)}.")
    before = f"from {case.case_officer.name}" if case.case_officer else "from nobody"
    return Weighed(will=f"Goes {before} to {taker.name}.")


def not_for_them(taker: Person, case: Application) -> str:
    """Why somebody at the desk is not that in this case, as the end of a sentence."""
    if conflicted(taker, case.school):
        return "they have a conflict of interest"
    if taker.school_id == case.school_id:
        return "they belong to the school"
    return f"in this case they are {giving.named(capacities(taker, case))}"


def hand_over_each(order: Order, cases: Cases) -> None:
    """Others at the desk may act in the cases as before."""
    for case in cases:
        case.case_officer = order.chosen
        audit.note("case handed over", order.me, case, to=order.chosen.name)


def weigh_place(order: Order, cases: Cases) -> list[Weighed]:
    barred = [against_panel(order, case) for case in cases]
    weighed = giving.weigh_places(order, [case for case, no in zip(cases, barred, strict=True) if not no])
    return [Weighed(no) if no else next(weighed) for no in barred]


def weigh_telling(order: Order, cases: Cases) -> list[Weighed]:
    barred = [against_panel(order, case) for case in cases]
    weighed = giving.weigh_telling([case for case, no in zip(cases, barred, strict=True) if not no])
    return [Weighed(no) if no else next(weighed) for no in barred]


def against_panel(order: Order, case: Application) -> str:
    """Why this person cannot change the panel of this case as it stands."""
    held = capacities(order.me, case)
    if Capacity.CASE_OFFICER not in held:
        return not_the_officer(held, DEEDS[order.name].label)
    if not allowed(order.me, Action.ASSIGN_PANEL, case):
        return f"The panel cannot change any more: the case stands at “{case.state.label}”."
    return ""


def move(name: str, label: str) -> Deed:
    members = selectinload(Application.proposals).joinedload(Proposal.members)
    return Deed(
        label, weigh_move, move_each, (members.lazyload(ProposedMember.assignment),), transition=BY_NAME[name],
    )  # fmt: skip


def place(label: str, whom: str) -> Deed:
    return Deed(label, weigh_place, giving.give_places, (), whom, giving.reviewers, giving.NOT_TOLD)


DEEDS: Mapping[str, Deed] = {
    "hold": move("hold", "Put on hold"),
    "resume": move("resume", "Resume"),
    "begin_desk_review": move("begin_desk_review", "Begin the desk review"),
    "hand_over": Deed(
        "Give to a case officer", weigh_hand_over, hand_over_each, (joinedload(Application.case_officer),),
        "Case officer", giving.officers,
        "All case officers can act in these cases as before. The cases stand in this person’s list “Mine”.",
    ),
    "give_lead": place("Give a lead reviewer", "Lead reviewer"),
    "give_reviewer": place("Give a reviewer", "Reviewer"),
    "tell_panel": Deed("Tell those who have a place", weigh_telling, giving.tell_each),
}  # fmt: skip
"""Moves of the table that ask for nothing but a reason, handing over, and places on a panel."""
