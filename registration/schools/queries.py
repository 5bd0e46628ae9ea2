"""Reading the profile of an application."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registration.applications.models import Application
from registration.database import db
from registration.schools.models import ProfileSection
from registration.schools.sections import SECTIONS, Section


@dataclass(frozen=True)
class SectionState:
    """One section as the overview shows it."""

    section: Section
    begun: bool
    complete: bool
    changed_at: datetime | None
    changed_by: str


def sections_of(application: Application) -> list[SectionState]:
    """Every section in order, begun or not. One statement."""
    wanted = select(ProfileSection).where(ProfileSection.application_id == application.id)
    found = {row.number: row for row in db.session.scalars(wanted.options(joinedload(ProfileSection.updated_by)))}
    return [state_of(section, found.get(section.number)) for section in SECTIONS]


def state_of(section: Section, row: ProfileSection | None) -> SectionState:
    if row is None:
        return SectionState(section, False, False, None, "")
    return SectionState(section, True, row.complete, row.updated_at, row.updated_by.name if row.updated_by else "")


def section_of(application: Application, number: int) -> ProfileSection | None:
    return db.session.scalars(
        select(ProfileSection).where(
            ProfileSection.application_id == application.id, ProfileSection.number == number
        )
    ).one_or_none()


def facts_by_section(application: Application) -> dict[int, dict[str, Any]]:
    """Every section as it is kept, by number."""
    kept = select(ProfileSection.number, ProfileSection.facts).where(ProfileSection.application_id == application.id)
    return {row.number: row.facts for row in db.session.execute(kept)}


def facts_held(application: Application, number: int) -> dict[str, Any]:
    """What is known already: the section as it was saved, or what the school said before it began."""
    row = section_of(application, number)
    if row is not None:
        return row.facts
    school = application.school
    known = {
        1: {"school_name": school.name, "country": school.country, "town": school.town, "website": school.website,
            "time_zone": school.time_zone if school.time_zone != "UTC" else ""},  # which nobody has chosen yet
        2: {"registration_number": school.registration_number},
    }  # fmt: skip
    return {name: value for name, value in known.get(number, {}).items() if value}
