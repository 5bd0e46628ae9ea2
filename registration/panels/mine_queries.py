"""A reviewer's own desk: the places they are asked to take, and the cases they judge, with their hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.countries import country_name
from registration.database import db
from registration.panels import queries
from registration.panels.choice import Reviewer, experience_of
from registration.panels.models import Place
from registration.panels.queries import Work, add
from registration.panels.workload import USUAL_HOURS, Hours
from registration.review.models import Assignment
from registration.workflow.states import State


@dataclass(frozen=True)
class Case:
    """A case on hand, with the hours of the step it stands at."""

    reference: str
    school: str
    part: str
    state: State
    hours: int


@dataclass(frozen=True)
class Desk:
    asked: tuple[Place, ...]
    cases: tuple[Case, ...]
    hours: int
    month: int
    said: bool
    """The hours a month are what the reviewer said, not what is assumed."""
    experience: str


def desk_of(person: Person, hours: int | None, takes: Hours) -> Desk:
    """Two statements. Places stand here from when the person was told of them."""
    wanted = select(Place).where(Place.person_id == person.id, Place.answer == "", Place.told_at.is_not(None))
    case_of = joinedload(Place.application).joinedload(Application.school)
    asked = db.session.scalars(wanted.options(case_of, lazyload(Place.person)).order_by(Place.id)).unique().all()
    work, cases = Work(), []
    on = (
        select(Assignment.capacity, Application)
        .join(Application)
        .where(Assignment.person_id == person.id, Assignment.ended_at.is_(None))
        .order_by(Application.id)
    )
    for part, application in db.session.execute(on).unique():
        add(work, takes, part, application.state, "on", 1, 0)
        if needs := takes.of(application.state, part):
            cases.append(Case(application.reference, application.school.name, part, application.state, needs))
    judged = Reviewer("", person.name, judged=work.judged, led=work.led)
    return Desk(
        tuple(asked), tuple(cases), work.hours, USUAL_HOURS if hours is None else hours, hours is not None,
        f"You have{experience_of(judged).removeprefix('Has')}",
    )


def about(place: Place) -> Mapping[str, Any]:
    """What somebody has to know of a school to say whether anything ties them to it, and to plan their time."""
    application = place.application
    school = queries.snapshot_facts(application)
    sent = queries.profile_sent(application)
    codes = [row.get("territory", "") for row in queries.rows_in(sent.get("4", {}), "territories")]
    return {
        "behind": [name for name in dict.fromkeys(school.names[1:]) if name], "related": list(school.related),
        "country": country_name(application.school.country),
        "territories": [country_name(code) for code in dict.fromkeys(filter(None, codes))],
        "languages": sent.get("5", {}).get("languages", ""),
    }
