"""An application as it is read: one view of a snapshot, for the mirror, for what was sent and for print.

The school's mirror before it submits and the reviewer's page afterwards are made by the same
function from the same shape of data, so that they cannot differ.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import standards
from registration.access.policy import Action, allowed
from registration.access.roles import JUDGES
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.schools import exam_places
from registration.schools.answers import Answer, answers, missing
from registration.schools.sections import SECTIONS, Section
from registration.workflow.states import ONCE_MODERATED
from standards.model import Area, Criterion, Rating


@dataclass(frozen=True)
class SectionRead:
    section: Section
    answers: tuple[Answer, ...]
    missing: tuple[str, ...]
    lacking: str
    """In a sentence: what it lacks beside the answers of other sections."""


@dataclass(frozen=True)
class Cited:
    """A place in the evidence: what, where in it, and what the school says it shows."""

    title: str
    where: str
    shows: str
    version: str
    page: int | None
    link: str | None


@dataclass(frozen=True)
class CriterionRead:
    criterion: Criterion
    rating: Rating | None
    rating_hidden: bool
    statement: str
    no_evidence_reason: str
    cited: tuple[Cited, ...]

    @property
    def answered(self) -> bool:
        return bool(self.statement.strip()) and (self.rating is not None or self.rating_hidden)

    @property
    def words(self) -> int:
        return len(self.statement.split())


@dataclass(frozen=True)
class AreaRead:
    area: Area
    criteria: tuple[CriterionRead, ...]


@dataclass(frozen=True)
class Dossier:
    """Everything a school sends, in reading order."""

    reference: str
    school: str
    sections: tuple[SectionRead, ...]
    areas: tuple[AreaRead, ...]
    evidence: tuple[Mapping[str, Any], ...]
    declaration: Mapping[str, Any] | None


def dossier_of(snapshot: Mapping[str, Any], hidden: Collection[str] = ()) -> Dossier:
    """A snapshot as people read it. `hidden`: the criteria whose self-rating this reader may not see yet."""
    standard = standards.load(snapshot["edition"])
    areas = tuple(
        AreaRead(area, tuple(criterion_read(snapshot, criterion, hidden) for criterion in area.criteria))
        for area in standard.areas
    )
    return Dossier(
        snapshot["reference"], snapshot["school"]["name"],
        tuple(section_read(section, snapshot["profile"]) for section in SECTIONS),
        areas, tuple(snapshot["evidence"]), snapshot["declaration"],
    )  # fmt: skip


def section_read(section: Section, profile: Mapping[str, Any]) -> SectionRead:
    facts = profile.get(str(section.number), {})
    lacking = ""
    if section.number == exam_places.PLACES:
        by_number = {int(number): kept for number, kept in profile.items()}
        lacking = exam_places.sentence(exam_places.without_place(by_number))
    gaps = (*missing(section, facts), *([lacking] if lacking else []))
    return SectionRead(section, tuple(answers(section, facts)), gaps, lacking)


def criterion_read(snapshot: Mapping[str, Any], criterion: Criterion, hidden: Collection[str]) -> CriterionRead:
    response = snapshot["responses"].get(criterion.code) or {}
    rating = response.get("rating")
    shown = criterion.code not in hidden
    return CriterionRead(
        criterion,
        standards.load(snapshot["edition"]).rating(rating) if rating and shown else None,
        not shown,
        response.get("statement", ""),
        response.get("no_evidence_reason", ""),
        tuple(cited(row) for row in snapshot["citations"].get(criterion.code, ())),
    )


def cited(row: Mapping[str, Any]) -> Cited:
    return Cited(row["title"], row["where"], row["shows"], row["version"], row["page_from"], row["link"])


def hidden_ratings(application: Application, person: Person) -> frozenset[str]:
    """Criteria whose self-rating a reviewer may not see: all they have not judged yet, until moderation opens."""
    if application.state in ONCE_MODERATED or not capacities(person, application) & JUDGES:
        return frozenset()
    if not allowed(person, Action.READ_OWN_FINDINGS, application):
        return frozenset(application.standard.criteria)
    judged = {f.criterion_code for f in application.findings if f.reviewer == person}
    return frozenset(application.standard.criteria) - judged
