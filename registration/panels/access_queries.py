"""Who had access meanwhile: what somebody could open and did in the cases of a school to which they are tied.

It says what was opened and where something was written, never what was found: no rating and no text.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import cast, literal, select, union_all
from sqlalchemy.orm import joinedload
from sqlalchemy.types import String

from registration.access.policy import visible_to
from registration.access.standing import holds
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.errors import NotFound
from registration.evidence.models import Evidence, EvidenceVersion
from registration.review.models import Assignment, EvidenceOpening, Finding
from registration.schools.models import Relation
from registration.workflow.models import Event

MOST_DEEDS = 300
OPENED, FOUND, MOVED = "Opened a file", "Recorded a finding", "Made a move"


@dataclass(frozen=True)
class Deed:
    """Something that was done in a case. `meanwhile`: on a day on which the relation counted as a conflict."""

    what: str
    about: str
    at: datetime
    meanwhile: bool


@dataclass(frozen=True)
class CaseAccess:
    """One case of the school: when the person was on its panel, and what they did there, the latest first."""

    application: Application
    parts: tuple[Assignment, ...]
    deeds: tuple[Deed, ...]

    def count(self, what: str) -> int:
        return sum(deed.what == what and deed.meanwhile for deed in self.deeds)


def relation_seen_by(reader: Person, public_id: str) -> Relation:
    """A relation by its public id, unless the reader is tied to that school too. Raises NotFound."""
    wanted = select(Relation).where(Relation.public_id == public_id).options(
        joinedload(Relation.school), joinedload(Relation.person).lazyload(Person.role_rows)
    )
    found = db.session.scalars(wanted).unique().one_or_none()
    if found is None or found.person == reader:
        raise NotFound
    return found


def access_of(relation: Relation, reader: Person) -> list[CaseAccess]:
    """By case, the latest first; only cases the reader may see, and in which the person had a part or did something."""
    wanted = select(Application).where(visible_to(reader), Application.school_id == relation.school_id)
    cases = db.session.scalars(wanted.order_by(Application.id.desc())).unique().all()
    here = [each.id for each in cases]
    parts = db.session.scalars(
        select(Assignment).where(Assignment.person_id == relation.person_id, Assignment.application_id.in_(here))
        .options(joinedload(Assignment.person).lazyload(Person.role_rows)).order_by(Assignment.id)
    ).unique().all()  # fmt: skip
    done: dict[int, list[Deed]] = {}
    for application_id, what, about, at in db.session.execute(deeds(relation.person_id, here)):
        done.setdefault(application_id, []).append(Deed(what, about, at, counted(relation, at.date())))
    found = [
        CaseAccess(each, tuple(p for p in parts if p.application_id == each.id), tuple(done.get(each.id, ())))
        for each in cases
    ]
    return [each for each in found if each.parts or each.deeds]


def counted(relation: Relation, on: date) -> bool:
    """The relation made a conflict of interest on that day, as far as is known."""
    return (relation.since is None or relation.since <= on) and holds(relation, on)


def deeds(person_id: int, cases: list[int]) -> Any:
    """One statement; the latest first."""
    opened = (
        select(EvidenceOpening.application_id, literal(OPENED), Evidence.title, EvidenceOpening.opened_at.label("at"))
        .join(EvidenceVersion, EvidenceVersion.id == EvidenceOpening.evidence_version_id)
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .where(EvidenceOpening.person_id == person_id, EvidenceOpening.application_id.in_(cases))
    )
    found = select(Finding.application_id, literal(FOUND), Finding.criterion_code, Finding.recorded_at).where(
        Finding.reviewer_id == person_id, Finding.application_id.in_(cases)
    )
    moved = select(Event.application_id, literal(MOVED), cast(Event.move, String), Event.at).where(
        Event.person_id == person_id, Event.application_id.in_(cases)
    )
    every = union_all(opened, found, moved).subquery()
    return select(every).order_by(every.c.at.desc()).limit(MOST_DEEDS)
