"""A year of the desk, small enough to be counted by hand: every figure of the overview has something in it."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

from sqlalchemy import delete, func, select

from registration.access.roles import Capacity
from registration.applications.models import Application
from registration.database import db, now
from registration.decisions.models import Condition
from registration.interest.models import Interest
from registration.schools.models import School
from registration.workflow import engine, figures
from registration.workflow.models import Tally
from registration.workflow.states import State
from registration.workflow.transitions import BY_NAME
from tests import factories

CODES = {"2.7": "partly", "5.1": "not", "1.1": "nee"}


def move(application: Application, name: str, due_on: date | None = None) -> None:
    """A move as the engine writes it, whatever it needs."""
    engine.write(application, BY_NAME[name], None, Capacity.CLOCK, "", {}, due_on)
    db.session.commit()


def made(cast: SimpleNamespace, state: State, school: School | None = None) -> Application:
    """A case in this state; its panel is counted as it joins."""
    case = factories.application(cast, state, panel=False)
    case.school = school or case.school
    factories.assign(case, cast.leah, "lead_reviewer")
    factories.assign(case, cast.rafael, "reviewer")
    db.session.commit()
    return case


def interest(name: str, school: School | None = None) -> Interest:
    row = Interest(
        school_name=name, country="KE", contact_name="Hope", email="hope@example.org", details={}, school=school,
        reached=figures.ACCEPTED if school else figures.INTERESTED,
    )
    db.session.add(row)
    return row


def of_the_desk(cast: SimpleNamespace) -> list[Application]:
    """Cases in several states and of several ages, steps kept and late, gaps, conditions, interests."""
    school = factories.school("Far Shore School")
    interest("Nobody’s School")
    interest("Far Shore School", school)
    sent, beside = made(cast, State.DRAFT, school), made(cast, State.SUBMITTED)
    sent.submitted_at = now()
    move(sent, "submit")
    move(sent, "begin_desk_review", due_on=now().date() - timedelta(days=9))
    beside.due_on = now().date() + timedelta(days=1)
    move(beside, "begin_desk_review")
    move(sent, "open_moderation")
    move(sent, "conclude_without_visit")
    gaps(sent, cast)
    old = made(cast, State.FINALISING, school)
    gaps(old, cast)
    decide(old, cast)
    waiting = [made(cast, State.SUBMITTED) for _ in range(3)]
    for days, case in zip((2, 12, 100), waiting, strict=True):
        case.state_since = now() - timedelta(days=days)
        case.due_on = now().date() - timedelta(days=days - 5)
    made(cast, State.WITHDRAWN)
    db.session.commit()
    tally()
    return [sent, beside, old, *waiting]


def gaps(case: Application, cast: SimpleNamespace) -> None:
    factories.agree(case, cast.leah, "final", CODES)
    db.session.commit()


def decide(case: Application, cast: SimpleNamespace) -> None:
    """To decision, approved with conditions, and let go."""
    move(case, "send_to_decision")
    move(case, "approve_with_conditions")
    factories.determination(case, cast.dana, "approve_with_conditions", released_at=now(), released_by=cast.dirk)
    move(case, "release")
    days = (-30, 3, 60)
    for number in days:
        row = Condition(application=case, criterion_code="2.7", what="Publish it.", status="open",
                        due_on=now().date() + timedelta(days=number))  # fmt: skip
        db.session.add(row)
    db.session.add(Condition(application=case, criterion_code="5.1", what="Train them.", status="answered",
                             due_on=now().date(), answer="Done."))  # fmt: skip
    db.session.commit()


def tally() -> None:
    """The tally by state as the engine would have kept it, for cases that did not begin as drafts."""
    db.session.execute(delete(Tally))
    for state, number in db.session.execute(select(Application.state, func.count()).group_by(Application.state)):
        db.session.add(Tally(state=state.value, applications=number))
    db.session.commit()


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=now().tzinfo)
