"""One deed for several cases: what it would hit, what is left out and why, and the doing, each case on its own.

What is done is what was shown. When one of the cases has changed since, nothing is done to any, and the page shows
how they stand now.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from registration.access.policy import visible_applications
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.review.models import Assignment
from registration.review.queue_deeds import DEEDS, Deed
from registration.review.queue_giving import Order, Weighed

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
    will: str = ""
    """What would happen to it, where the name of the deed does not say all."""
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


def order(me: Person, deed: str, person: str = "") -> Order | None:
    """What is to be done, with the person who is named by public id. None where somebody has still to be chosen."""
    if not DEEDS[deed].whom:
        return Order(me, deed)
    wanted = select(Person).where(Person.public_id == person, Person.active, Person.role_rows.any())
    known = wanted.options(joinedload(Person.role_rows), joinedload(Person.relations), lazyload(Person.school))
    taker = db.session.scalars(known).unique().one_or_none()
    return Order(me, deed, taker) if taker else None


def preview(order: Order, references: Sequence[str], *, lock: bool = False) -> Preview:
    """The cases ticked, in the order of the list, each with what would happen or what speaks against it."""
    wanted = list(dict.fromkeys(reference.replace("\x00", "")[:LONGEST] for reference in references))[:MOST]
    deed = DEEDS[order.name]
    found = loaded(order.me, deed, wanted, lock)
    there = [found[reference] for reference in wanted if reference in found]
    weighed = dict(zip(there, deed.weigh(order, there), strict=True))
    lines = [line_of(reference, found.get(reference), weighed) for reference in wanted]
    return Preview(tuple(x for x in lines if not x.against), tuple(x for x in lines if x.against))


def line_of(reference: str, case: Application | None, weighed: Mapping[Application, Weighed]) -> Line:
    if case is None:
        return Line(reference, None, NOT_SEEN)
    return Line(reference, case, weighed[case].against, weighed[case].will)


def loaded(me: Person, deed: Deed, references: Collection[str], lock: bool) -> dict[str, Application]:
    """Those of the cases this person may see, with what the deed asks: in few statements, however many they are."""
    wanted = visible_applications(me).where(Application.reference.in_(references)).order_by(Application.id)
    panel = selectinload(Application.assignments).joinedload(Assignment.person)
    wanted = wanted.options(
        panel.lazyload(Person.role_rows), panel.lazyload(Person.school),
        joinedload(Application.determinations), joinedload(Application.school), *deed.loads,
    )  # fmt: skip
    if lock:
        wanted = wanted.with_for_update(of=Application).execution_options(populate_existing=True)
    return {case.reference: case for case in db.session.scalars(wanted).unique()}


def carry_out(order: Order, references: Sequence[str], shown: Collection[str]) -> int:
    """Do it to each case that was shown as to be hit, and say to how many. `shown` are their marks.

    Raises `Changed` when one of them is not as it was shown; then, and when a rule refuses one, nothing is done.
    """
    now_hit = preview(order, references, lock=True)
    marks = {line.mark for line in now_hit.hit}
    if not set(shown) <= marks or not shown:
        raise Changed(marked(now_hit, shown))
    todo = [line.application for line in now_hit.hit if line.mark in shown and line.application]
    DEEDS[order.name].act(order, todo)
    return len(todo)


def marked(now_hit: Preview, shown: Collection[str]) -> Preview:
    """How things stand now, with what was shown otherwise marked as changed."""
    before: Mapping[str, str] = dict(mark.rpartition(":")[::2] for mark in shown)

    def line(one: Line) -> Line:
        changed = one.reference in before and (bool(one.against) or before[one.reference] != str(one.version))
        return replace(one, changed=changed)

    return Preview(tuple(map(line, now_hit.hit)), tuple(map(line, now_hit.left_out)))
