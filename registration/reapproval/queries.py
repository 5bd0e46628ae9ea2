"""The page of a reapproval: each criterion as it was carried over, and how it stands now, for either side."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from registration.access.roles import THE_SCHOOL
from registration.access.scope import open_criteria
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application, Submission
from registration.database import db
from registration.evidence.models import Citation
from registration.reapproval.models import CarriedCriterion
from registration.reapproval.standing import (
    ANEW,
    is_open,
    is_standing,
    load_what_it_follows,
    mark_written,
    working_marks,
)
from registration.register.models import Registration
from registration.self_assessment.models import Response
from registration.workflow import calendar
from registration.workflow.states import ONCE_MODERATED, OVER, State
from standards.model import Criterion, Rating


@dataclass(frozen=True)
class Row:
    """One criterion. `agreed` is None where nothing was agreed, or where this reader is to judge without it."""

    criterion: Criterion
    carried: CarriedCriterion
    changed: bool
    agreed: Rating | None
    can_confirm: bool
    stands: bool
    told: str
    """Who asked for it to be judged anew and why, for whom that is."""

    @property
    def status(self) -> tuple[str, str]:
        """Label and tone, for the school."""
        if self.changed:
            return "Changed", "active"
        return ("As last time, confirmed", "good") if self.carried.confirmed_at else ("As last time", "waiting")

    @property
    def judged(self) -> tuple[str, str]:
        """Label and tone: whether it is judged anew, and why."""
        if self.stands:
            return "Stands", "neutral"
        return "Judged anew", "active"

    @property
    def why(self) -> str:
        if self.carried.anew:
            return ANEW[self.carried.anew]
        if self.changed:
            return "The school changed it"
        return "" if self.stands else "A reviewer asked for it"


def rows(person: Person, application: Application) -> list[Row]:
    """Every criterion in the order of the standard. The body reads what was sent, the school what it has now."""
    ours = bool(capacities(person, application) & THE_SCHOOL)
    marks = marks_for(application, ours)
    mine = open_criteria(person, application) if ours and application.state is State.DRAFT else frozenset()
    compared = application.state in ONCE_MODERATED
    carried = {row.criterion_code: row for row in application.carried}
    return [
        row_of(application, criterion, carried[code], marks, code in mine, ours, compared)
        for code, criterion in application.standard.criteria.items()
        if code in carried
    ]


def marks_for(application: Application, ours: bool) -> Mapping[str, str]:
    if ours or application.submission is None:
        return working_marks(application)
    found: Mapping[str, str] = application.submission.snapshot["fingerprints"]
    return found


def row_of(
    application: Application, criterion: Criterion, carried: CarriedCriterion, marks: Mapping[str, str], mine: bool,
    ours: bool, compared: bool,
) -> Row:
    """Before moderation the body reads what was agreed last only where nobody is to judge: it judges without.

    And the school does not learn before it that a reviewer asked for something.
    """
    changed = carried.fingerprint != marks.get(criterion.code)
    stands = is_standing(carried, marks) or (ours and not compared and not changed and not carried.anew)
    shows = bool(carried.rating) and (ours or stands or compared)
    told = ""
    if carried.reopened_at and compared and not ours and carried.reopened_by:
        told = f"{carried.reopened_by.name}: {carried.reopen_reason}"
    return Row(
        criterion, carried, changed, application.standard.rating(carried.rating) if shows else None,
        mine and not changed and carried.confirmed_at is None, stands, told,
    )  # fmt: skip


def ending_until(until: date) -> Iterator[tuple[Registration, Application | None]]:
    """Registrations in force that end between today and that day, each with a draft that was begun and not yet sent.

    One that was followed by an application which is with the body is left out.
    """
    today = calendar.in_force.today()
    loaded = contains_eager(Registration.application).selectinload(Application.followed_by)
    wanted = select(Registration).join(Registration.application).options(loaded).where(
        Application.state == State.REGISTERED, Registration.valid_until.between(today, until)
    )
    for registration in db.session.scalars(wanted.order_by(Registration.id)).unique():
        later = [made for made in registration.application.followed_by if made.state not in OVER]
        if not any(made.submitted_at for made in later):
            yield registration, later[-1] if later else None


@dataclass(frozen=True)
class Mark:
    """One criterion on its own page, for the school: label and tone, why it is judged anew, and whether to confirm."""

    status: tuple[str, str]
    why: str
    can_confirm: bool


def mark_of(
    application: Application, code: str, response: Response | None, cited: Iterable[Citation], *, is_open: bool
) -> Mark | None:
    """How one criterion of a reapproval stands, with its answer and citations as they are now. One statement."""
    carried = next((row for row in application.carried if row.criterion_code == code), None)
    if carried is None:
        return None
    changed = carried.fingerprint != mark_written(application, code, response, cited)
    can_confirm = is_open and application.state is State.DRAFT and not changed and carried.confirmed_at is None
    row = Row(
        application.standard.criteria[code], carried, changed, None, can_confirm, is_standing(carried, {}), ""
    )  # fmt: skip
    return Mark(row.status, ANEW.get(carried.anew, ""), row.can_confirm)


def standing_counts(ids: Collection[int]) -> dict[int, int]:
    """How many criteria stand in each of these applications. One statement, and another where there are reapprovals."""
    if not ids:
        return {}
    row = CarriedCriterion
    may_stand = (row.application_id.in_(ids), row.anew == "", row.reopened_at.is_(None))
    found = db.session.scalars(select(row).where(*may_stand)).all()
    again = {one.application_id for one in found}
    if not again:
        return {}
    sent = db.session.execute(
        select(Submission.application_id, Submission.snapshot["fingerprints"])
        .where(Submission.application_id.in_(again)).order_by(Submission.round)
    )  # fmt: skip
    last = {answer[0]: answer[1] for answer in sent}
    return dict(Counter(one.application_id for one in found if is_standing(one, last.get(one.application_id, {}))))


@dataclass(frozen=True)
class Beside:
    """For the overview of a case: the application `before` it or the `later` one, and until when it is certified."""

    before: Application | None
    later: Application | None
    until: date | None
    to_confirm: bool = False


def beside(person: Person, application: Application) -> Beside | None:
    """What a reapproval adds to the overview; None for a case that has none, nor could have one by now."""
    ours = bool(capacities(person, application) & THE_SCHOOL)
    if application.follows_id is not None:
        load_what_it_follows(application)
        before = application.follows
        registration = before.registration if before and before.state is State.REGISTERED else None
        to_confirm = ours and application.state is State.DRAFT
        return Beside(before, None, registration.valid_until if registration else None, to_confirm)
    registration = application.registration if ours and application.state is State.REGISTERED else None
    if registration is None or not is_open(registration):
        return None
    later = [made for made in application.followed_by if made.state not in OVER]
    return Beside(None, later[-1] if later else None, registration.valid_until)
