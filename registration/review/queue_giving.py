"""Giving several cases to one person: who can be chosen, and places on the panels, weighed one after the other."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from registration.access.roles import Capacity, Role
from registration.accounts.models import Person, PersonRole
from registration.applications.models import Application
from registration.database import db
from registration.errors import Refused
from registration.panels import queries, service as seats
from registration.panels.choice import Reviewer
from registration.review.panel import PARTS

PART = {"give_lead": Capacity.LEAD_REVIEWER.value, "give_reviewer": Capacity.REVIEWER.value}
NOT_TOLD = "Whoever is given a place does not know of it until they are told: that is a step of its own."
NO_REVIEWER = "This person does not review. Choose somebody else."
LOOK_FIRST = "Give this place on the page of the case, where you can look at it."


@dataclass(frozen=True)
class Order:
    """What is to be done to several cases: the deed, by whom, who is given them, and the reason."""

    me: Person
    name: str
    taker: Person | None = None
    note: str = ""

    @property
    def chosen(self) -> Person:
        """Of a deed for which somebody is chosen."""
        if self.taker is None:
            raise Refused("Choose a person from those listed.")
        return self.taker


@dataclass(frozen=True)
class Weighed:
    """Of one case: why it is left out, or empty; and what will happen, where the name of the deed does not say it."""

    against: str = ""
    will: str = ""


def named(held: Collection[Capacity]) -> str:
    return " and ".join(sorted(capacity.label for capacity in held)) or "a stranger"


def officers() -> list[tuple[str, str]]:
    wanted = (
        select(Person.public_id, Person.name).join(PersonRole)
        .where(PersonRole.role == Role.CASE_OFFICER.value, Person.active).order_by(Person.name)
    )
    return [(public_id, name) for public_id, name in db.session.execute(wanted)]


def reviewers() -> list[tuple[str, str]]:
    """Those with the larger part of their hours left first."""
    known = sorted(queries.reviewers_at_work(), key=lambda r: (-r.share_left, r.name))
    return [(r.key, f"{r.name}: {r.hours_in_words}") for r in known]


def weigh_places(order: Order, cases: Sequence[Application]) -> Iterator[Weighed]:
    """Each case as it would be once the person has the places of those before it: their hours grow fewer."""
    known = queries.reviewer_for_each(order.chosen.public_id, cases)
    meant, part, taken = queries.open_places(cases), PART[order.name], 0
    for case in cases:
        reviewer = with_more(known.get(case.id), taken)
        against = against_one(order, case, reviewer, seats.led_by(case, meant.get(case.id, ())))
        if against or reviewer is None:
            yield Weighed(against)
            continue
        taken += reviewer.needs(part)
        takes = reviewer.takes.in_words(case.state, part)
        yield Weighed(will=f"{PARTS[part]}: {reviewer.name}. {reviewer.hours_in_words} {takes}")


def against_one(order: Order, case: Application, reviewer: Reviewer | None, leads: str) -> str:
    """What the page of a single case refuses, too. What it lets pass with a reason is not passed for many at once."""
    if reviewer is None:
        return NO_REVIEWER
    part = PART[order.name]
    refusal = seats.against_place(case, order.chosen, reviewer, part, leads=leads)
    with_reason = refusal and not seats.against_place(case, order.chosen, reviewer, part, leads=leads, despite="said")
    return f"{reviewer.cannot(part)} {LOOK_FIRST}" if with_reason else refusal


def with_more(reviewer: Reviewer | None, hours: int) -> Reviewer | None:
    return replace(reviewer, busy=reviewer.busy + hours) if reviewer else None


def give_places(order: Order, cases: Sequence[Application]) -> None:
    known, part, taken = queries.reviewer_for_each(order.chosen.public_id, cases), PART[order.name], 0
    for case in cases:
        reviewer = known[case.id]
        seats.assign(case, replace(reviewer, busy=reviewer.busy + taken), part, by=order.me)
        taken += reviewer.needs(part)
    db.session.flush()


def weigh_telling(cases: Sequence[Application]) -> Iterator[Weighed]:
    meant = queries.open_places(cases)
    for case in cases:
        untold = seats.untold_of(meant.get(case.id, ()))
        against = seats.against_telling(case, untold)
        people = ", ".join(f"{p.person.name} ({PARTS[p.capacity].lower()})" for p in untold)
        yield Weighed(against) if against else Weighed(will=f"A letter goes to {people}.")


def tell_each(order: Order, cases: Sequence[Application]) -> None:
    for case in cases:
        seats.tell(case, by=order.me)
