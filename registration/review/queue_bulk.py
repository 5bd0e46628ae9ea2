"""One deed for several cases: what it would hit, what is left out and why, and the doing, each case by its own move.

What is done is what was shown. When one of the cases has changed since, nothing is done to any, and the page shows
how they stand now.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from registration.access.policy import Action, allowed, visible_applications
from registration.access.roles import Capacity, Role
from registration.access.standing import capacities
from registration.accounts.models import Person, PersonRole
from registration.applications import service as applications
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db
from registration.errors import Refused
from registration.proposals.models import Proposal, ProposedMember
from registration.review.models import Assignment
from registration.workflow import engine
from registration.workflow.transitions import BY_NAME, Reason, Transition

HAND_OVER = "hand_over"
DEEDS = {
    "hold": "Put on hold", "resume": "Resume", "begin_desk_review": "Begin the desk review",
    HAND_OVER: "Give to a case officer",
}  # fmt: skip
"""What can be done to several cases: moves of the table that ask for nothing but a reason, and handing over."""

MOST = 25
"""As many as a page of the queue has."""

LONGEST = 40
"""No reference has so many letters."""

NOT_SEEN = "This is not among the cases you can see."


@dataclass(frozen=True)
class Line:
    """One case of those ticked. `against` says why it is left out, or is empty; `changed`: since it was shown."""

    reference: str
    application: Application | None
    against: str
    changed: bool = False

    @property
    def version(self) -> int:
        return self.application.version if self.application else 0

    @property
    def mark(self) -> str:
        """The case as it stands; what is sent back says by this what was shown."""
        return f"{self.reference}:{self.version}"


@dataclass(frozen=True)
class Preview:
    """What would be hit, and what is left out."""

    hit: tuple[Line, ...]
    left_out: tuple[Line, ...]


class Changed(Exception):
    """Something is no longer as it was shown: `preview` says how it is now. Nothing was done."""

    def __init__(self, preview: Preview):
        super().__init__()
        self.preview = preview


def preview(me: Person, deed: str, references: Sequence[str], *, lock: bool = False) -> Preview:
    """The cases ticked, in the order of the list, each with what speaks against it."""
    wanted = list(dict.fromkeys(reference.replace("\x00", "")[:LONGEST] for reference in references))[:MOST]
    found = loaded(me, wanted, lock)
    lines = [Line(r, found.get(r), against(me, deed, found[r]) if r in found else NOT_SEEN) for r in wanted]
    return Preview(tuple(x for x in lines if not x.against), tuple(x for x in lines if x.against))


def loaded(me: Person, references: Collection[str], lock: bool) -> dict[str, Application]:
    """Those of the cases this person may see, with what moves ask for: in few statements, however many they are."""
    wanted = visible_applications(me).where(Application.reference.in_(references)).order_by(Application.id)
    panel = selectinload(Application.assignments).joinedload(Assignment.person)
    wanted = wanted.options(
        panel.lazyload(Person.role_rows), panel.lazyload(Person.school),
        selectinload(Application.determinations), joinedload(Application.school),
        selectinload(Application.proposals).joinedload(Proposal.members).lazyload(ProposedMember.assignment),
    )  # fmt: skip
    if lock:
        wanted = wanted.with_for_update(of=Application).execution_options(populate_existing=True)
    return {case.reference: case for case in db.session.scalars(wanted).unique()}


def against(me: Person, deed: str, application: Application) -> str:
    """Why this cannot be done to this case by this person now; empty when it can."""
    held = capacities(me, application)
    if deed == HAND_OVER:
        return "" if allowed(me, Action.HAND_OVER, application) else not_the_officer(held, DEEDS[deed])
    transition = BY_NAME[deed]
    if not held & transition.who:
        return not_the_officer(held, transition.label)
    if not engine.stands_at(application, transition, me):
        return engine.refusal(application, transition, me)
    return " ".join(need.otherwise for need in engine.missing(application, transition))


def not_the_officer(held: Collection[Capacity], label: str) -> str:
    mine = " and ".join(sorted(capacity.label for capacity in held)) or "a stranger"
    return f"Only the case officer can {engine.lower(label)}. In this case you are {mine}."


def transition_of(deed: str) -> Transition | None:
    return BY_NAME.get(deed)


def reason_of(deed: str) -> Reason:
    return BY_NAME[deed].reason if deed in BY_NAME else "none"


def officers() -> list[tuple[str, str]]:
    """Public id and name of everybody who is a case officer now."""
    wanted = (
        select(Person.public_id, Person.name).join(PersonRole)
        .where(PersonRole.role == Role.CASE_OFFICER.value, Person.active).order_by(Person.name)
    )
    return [(public_id, name) for public_id, name in db.session.execute(wanted)]


def carry_out(
    me: Person, deed: str, references: Sequence[str], shown: Collection[str], *, note: str = "", officer: str = ""
) -> int:
    """Do it to each case that was shown as to be hit, and say to how many. `shown` are their marks.

    Raises `Changed` when one of them is not as it was shown, and Refused when a case cannot be given to this person.
    """
    now_hit = preview(me, deed, references, lock=True)
    marks = {line.mark for line in now_hit.hit}
    if not set(shown) <= marks or not shown:
        raise Changed(marked(now_hit, shown))
    todo = [line.application for line in now_hit.hit if line.mark in shown and line.application]
    if deed == HAND_OVER:
        hand_over(me, todo, officer)
    else:
        for application in todo:
            applications.make_move(application, deed, by=me, note=note)
    return len(todo)


def marked(now_hit: Preview, shown: Collection[str]) -> Preview:
    """How things stand now, with what was shown otherwise marked as changed."""
    before: Mapping[str, str] = dict(mark.rpartition(":")[::2] for mark in shown)

    def line(one: Line) -> Line:
        changed = one.reference in before and (bool(one.against) or before[one.reference] != str(one.version))
        return Line(one.reference, one.application, one.against, changed)

    return Preview(tuple(map(line, now_hit.hit)), tuple(map(line, now_hit.left_out)))


def hand_over(me: Person, cases: Sequence[Application], officer: str) -> None:
    """Give cases to a case officer, who must be one in each of them. Others at the desk may act in them as before."""
    taker: Any = db.session.scalar(select(Person).where(Person.public_id == officer))
    if taker is None:
        raise Refused("Choose a case officer from those listed.")
    barred = [case.reference for case in cases if Capacity.CASE_OFFICER not in capacities(taker, case)]
    if barred:
        raise Refused(
            f"{taker.name} cannot be the case officer of {', '.join(barred)}: they are on its panel, belong to the"
            " school or have a conflict of interest. Choose somebody else, or leave these out."
        )
    for case in cases:
        if case.case_officer_id != taker.id:
            case.case_officer = taker
            audit.note("case handed over", me, case, to=taker.name)
