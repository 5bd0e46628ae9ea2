"""Every date of a case in one list, for the page of dates, the plan and the school's home. One statement.

A date binds until the end of its day at the body's desk, so each is also a moment: whoever reads it sees it in the
zone of the school, with UTC beside it. Nothing here tells of an outcome before its letter is released.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Select, String, cast, exists, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from registration.access.policy import state_counted
from registration.access.roles import THE_SCHOOL
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application, InformationRequest
from registration.database import Moment, db
from registration.deadlines.models import Pause
from registration.decisions.models import Appeal, Condition, Determination
from registration.proposals.models import Proposal
from registration.register.models import Registration
from registration.self_assessment.models import AreaAssignment
from registration.teamwork.models import CriterionAssignment
from registration.visits.models import Visit, VisitDocument, VisitSlot
from registration.workflow import calendar, clocks
from registration.workflow.states import DECIDED, VISITING, State, Turn

SCHOOL, BODY, BOTH = "Your school", "The registration body", "Both"
HEARD = Appeal.outcome.in_(("upheld", "dismissed"))
"""An outcome can be appealed against once; an appeal that was withdrawn does not count."""


@dataclass(frozen=True)
class Dated:
    """One date: what, who acts, and the moment it ends; a visit also begins. `page` is where it is done."""

    what: str
    who: str
    on: date
    ends_at: datetime
    starts_at: datetime | None = None
    page: str | None = None


def dates_of(application: Application, reader: Person) -> list[Dated]:
    """The earliest first. What colleagues set each other is only for the school."""
    ours = bool(capacities(reader, application) & THE_SCHOOL)
    state = state_counted(application)
    found = [dated for row in rows(application) if (dated := one(row, application, state, ours))]
    found += of_the_step(application, state, SCHOOL if ours else application.school.name)
    return sorted(found, key=lambda dated: (dated.ends_at, dated.what))


def of_the_step(application: Application, state: State, school: str) -> list[Dated]:
    """The date of the present step; none in a draft, and none on hold. The school's own comes with it while it chooses
    a time for the visit.
    """
    if application.due_on is None or application.held or state is State.DRAFT or state.turn is Turn.NOBODY:
        return []
    if state in (State.COMPLETING, State.EVIDENCE_REQUESTED):
        return []  # the request has its own row
    found = [day_of(state.label, school if state.turn is Turn.SCHOOL else BODY, application.due_on)]
    if state is State.VISIT_PLANNING and application.school_until and clocks.school_must_answer(application, state):
        found.append(day_of("Choose a time for the visit", school, application.school_until, "visits.slots"))
    return found


def day_of(what: str, who: str, on: date, page: str | None = None) -> Dated:
    return Dated(what, who, on, calendar.in_force.end_of(on), page=page)


def rows(application: Application) -> list[Any]:
    """Kind, about, whose, date and moments of everything that has one."""
    here, second = application.id, aliased(VisitSlot)
    accepted = (Visit.application_id == here, VisitSlot.accepted_at.is_not(None))
    parts = (
        part("request", InformationRequest.due_on)
        .where(InformationRequest.application_id == here, InformationRequest.closed_at.is_(None)),
        part("panel", Proposal.until).where(Proposal.application_id == here, Proposal.answered_at.is_(None)),
        part("documents", Visit.documents_due_on)
        .where(Visit.application_id == here, Visit.documents.any(VisitDocument.answer == "")),
        part("condition", Condition.due_on, about=Condition.criterion_code)
        .where(Condition.application_id == here, Condition.status == "open"),
        part("valid", Registration.valid_until).where(Registration.application_id == here),
        part("pause", Pause.until)
        .where(Pause.application_id == here, Pause.outcome == "granted", Pause.ended_at.is_(None)),
        part("appeal", None, starts=Determination.released_at)
        .where(Determination.id == select(func.max(Determination.id)).where(Determination.application_id == here)
               .scalar_subquery(), ~exists().where(Appeal.determination_id == Determination.id, HEARD)),
        part("visit", None, starts=VisitSlot.starts_at, ends=VisitSlot.ends_at).join(Visit).where(*accepted),
        part("visit", None, starts=second.second_starts_at, ends=second.second_ends_at).join(Visit)
        .where(Visit.application_id == here, second.accepted_at.is_not(None), second.second_starts_at.is_not(None)),
        part("criterion", CriterionAssignment.due_on, about=CriterionAssignment.criterion_code, whose=Person.name)
        .join(Person, CriterionAssignment.person_id == Person.id)
        .where(CriterionAssignment.application_id == here, CriterionAssignment.due_on.is_not(None)),
        part("area", AreaAssignment.due_on, about=cast(AreaAssignment.area, String), whose=Person.name)
        .join(Person, AreaAssignment.person_id == Person.id)
        .where(AreaAssignment.application_id == here, AreaAssignment.due_on.is_not(None)),
    )  # fmt: skip
    return list(db.session.execute(union_all(*parts)))


def part(
    kind: str, on: Any, *, about: Any = None, whose: Any = None, starts: Any = None, ends: Any = None
) -> Select[Any]:
    """One kind of date, in the columns that all have."""

    def given(value: Any, kind_of: Any, name: str) -> Any:
        return (cast(null(), kind_of) if value is None else value).label(name)

    return select(
        cast(literal(kind), String).label("kind"), given(on, Date, "on"), given(about, String, "about"),
        given(whose, String, "whose"), given(starts, Moment, "starts"), given(ends, Moment, "ends"),
    )  # fmt: skip


def one(row: Any, application: Application, state: State, ours: bool) -> Dated | None:
    """A row in words; None for what its reader may not know, or what binds nobody now."""
    school, days = SCHOOL if ours else application.school.name, calendar.in_force
    if row.kind == "visit":
        visit = Dated("Approval visit", BOTH, days.day_of(row.starts), row.ends, row.starts, "visits.agenda")
        return visit if state in VISITING else None
    if row.kind in ("criterion", "area"):
        return day_of(f"{row.kind.capitalize()} {row.about}, agreed between you", row.whose, row.on) if ours else None
    if row.kind == "appeal":
        if row.starts is None or state not in DECIDED:
            return None
        last = days.after(days.day_of(row.starts), clocks.DAYS["appeal_window"])
        return day_of("Last day to appeal", school, last, "decisions.appeal") if last >= days.today() else None
    what, who, page, binds = PLAIN[row.kind]
    if not binds(row, state):
        return None
    return day_of(what.format(row.about), school if who == SCHOOL else who, row.on, page)


PLAIN: dict[str, tuple[str, str, str, Callable[[Any, State], bool]]] = {
    "request": ("Answer what you were asked", SCHOOL, "applications.answer_request", lambda _row, _state: True),
    "panel": (
        "Agree or object to the panel", SCHOOL, "proposals.panel",
        lambda row, _state: row.on >= calendar.in_force.today(),
    ),
    "documents": (
        "Say what is ready for the visit", SCHOOL, "visits.documents", lambda _row, state: state in VISITING,
    ),
    "condition": (
        "Condition on {}", SCHOOL, "decisions.conditions",
        lambda _row, state: state is State.APPROVED_WITH_CONDITIONS,
    ),
    "pause": ("The pause ends", BOTH, "deadlines.dates", lambda _row, _state: True),
    "valid": ("The registration is valid until this day", SCHOOL, "register.registration", lambda _row, _state: True),
}  # fmt: skip
"""Kinds that are told alike: what, whose, on which page, and when it binds."""
